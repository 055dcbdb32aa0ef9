"""A fake name extractor: it finds the names that a test writes in the title.

`General Ann Lee + Joe Hill @ Nairobi` names two people, one of them with a role, and a place. As
with the real extractor, a person with a name of one word is only a candidate.
"""

from articles.entities import ArticlePart, ExtractedMention, Extraction, NamedPerson, NamedPlace

ROLES = ("General", "Minister", "Bowler")


def extract(title, sections, byline="", dateline="") -> Extraction:
    """Return the names in the title, as `entities.extract` would."""
    people, _, places = title.partition("@")
    return Extraction(
        people=tuple(_person(title, name) for name in _names(people)),
        places=tuple(
            NamedPlace(name, _words(title, name), None, False, True, 0.9)
            for name in _names(places.rstrip(" 0123456789"))
        ),
        quotes=(),
    )


def _person(title: str, name: str) -> NamedPerson:
    role = next((role for role in ROLES if name.startswith(f"{role} ")), "")
    name = name.removeprefix(role).strip()
    return NamedPerson(name, _words(title, name), (role,) if role else (), False, " " in name, 0.9)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split("+") if name.strip()]


def _words(title: str, name: str) -> tuple[ExtractedMention, ...]:
    start = title.index(name)
    return (ExtractedMention(ArticlePart.TITLE, None, start, start + len(name), name),)
