"""Joins the mentions of people: each person once, by the fullest name, with their roles."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.entities.lexicon import WORDS
from articles.entities.mentions import Mention, NamedPerson, Part
from articles.entities.reading import Line, Name, mention
from articles.gazetteer import fold

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_AUTHORS = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_TITLES = WORDS["titles"]
_ROLE_WORDS = _TITLES | WORDS["before_titles"]
_ROLE_NOUNS = _TITLES - {"mr", "mrs", "ms", "miss", "dr", "sister", "father"}
_ROLE_ENDS = re.compile(r"[,;:.()\"“”]|\s(?:who|said|says|told|for|at|in|of|on|and|with|was|is)\b")
_LONGEST_ROLE = 60


@dataclass(slots=True)
class _Person:
    """A person while the article is read."""

    given: str
    """The folded first name or initial; empty for a surname alone."""
    surname: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    """The full names used, as written."""
    roles: dict[str, None] = field(default_factory=dict)
    author: bool = False
    confidence: float = 0.0

    def named(self) -> NamedPerson:
        name = max(self.names, key=lambda name: (not name.isupper(), self.names[name], len(name)))
        return NamedPerson(
            name=name,
            mentions=tuple(self.mentions),
            roles=tuple(self.roles),
            author=self.author,
            listed=bool(self.given) or self.author,
            confidence=round(self.confidence, 3),
        )


def joined(lines: Sequence[Line], names: Iterable[Name], byline: str) -> tuple[NamedPerson, ...]:
    """The people of an article in the order in which they are first named, then its authors."""
    people: list[_Person] = []
    named = [name for name in names if name.kind == "PER"]
    # Full names first: a headline may use the surname before the text has the name.
    for name in sorted(named, key=lambda name: len(_core(lines[name.line], name)) < 2):
        line = lines[name.line]
        core = _core(line, name)
        if core:
            person = _joined_to(people, core)
            _take(person, line, name, core)
    for author in _authors(byline):
        person = _joined_to(people, _without_suffix(author.words.split()))
        person.author = True
        person.mentions.append(author)
        person.names[author.words] += 1
        person.confidence = 1.0
    for person in people:
        person.mentions.sort(key=_reading_order)
    people.sort(key=lambda person: _reading_order(person.mentions[0]))
    return tuple(person.named() for person in people)


_ORDER = (Part.TITLE, Part.DATELINE, Part.HEADING, Part.TEXT, Part.BYLINE)


def _reading_order(mention: Mention) -> tuple[bool, int, int, int]:
    section = -1 if mention.section is None else mention.section
    return mention.part is Part.BYLINE, section, _ORDER.index(mention.part), mention.start


def _core(line: Line, name: Name) -> list[str]:
    """The words of a name as the tagger read them, without "Jr." and the like."""
    return _without_suffix(line.words[name.first : name.last])


def _without_suffix(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.lower().rstrip(".") not in _SUFFIXES and word != ","]


def _joined_to(people: list[_Person], core: list[str]) -> _Person:
    """The person whom these words name; a new one if nobody fits."""
    surname = fold(core[-1])
    given = fold(core[0]) if len(core) > 1 else ""
    for person in reversed(people):
        if _same(person, given, surname):
            if len(person.given) == 1:
                person.given = given or person.given
            return person
    people.append(_Person(given, surname))
    return people[-1]


def _same(person: _Person, given: str, surname: str) -> bool:
    if not given:
        return surname in (person.surname, person.given)
    if surname != person.surname:
        return False
    one, other = sorted((given, person.given), key=len)
    return one == other or (len(one) == 1 and other.startswith(one))


def _take(person: _Person, line: Line, name: Name, core: list[str]) -> None:
    seen = mention(line, name)
    person.mentions.append(seen)
    person.confidence = max(person.confidence, name.confidence)
    if len(core) > 1 or not person.given:
        written = _as_read(line, name, seen)
        person.names[written] += 1
    for role in (_rank_before(line, name), _role_after(line, name)):
        if role:
            person.roles.setdefault(role)


def _as_read(line: Line, name: Name, seen: Mention) -> str:
    """The name as written, or in the usual case where the line is in capitals."""
    if line.words is line.sentence.words:
        return seen.words
    return " ".join(line.words[name.first : name.last])


def _rank_before(line: Line, name: Name) -> str:
    """ "Brig. Gen." or "Prime Minister" right before the name."""
    first = name.first
    while (
        first
        and line.words[first - 1].lower().rstrip(".") in _ROLE_WORDS
        and (line.words[first - 1][0].isupper())
    ):
        first -= 1
    words = line.words[first : name.first]
    if not any(word.lower().rstrip(".") in _TITLES for word in words):
        return ""
    rank = " ".join(words)
    return "" if rank.lower().rstrip(".") in ("mr", "mrs", "ms", "miss") else rank


def _role_after(line: Line, name: Name) -> str:
    """ "deputy commanding general" in "Croft, deputy commanding general for air, said"."""
    if line.words[name.last : name.last + 1] != [","]:
        return ""
    text = line.passage.text[line.sentence.ends[name.last] : line.sentence.ends[-1]].strip()
    end = _ROLE_ENDS.search(text)
    role = text[: end.start()] if end else text
    role = re.sub(r"^(?:the|a|an|his|her|its|then) ", "", role)
    last = role.rsplit(" ", 1)[-1].lower()
    return role if last in _ROLE_NOUNS and len(role) <= _LONGEST_ROLE else ""


def _authors(byline: str) -> Iterator[Mention]:
    start = 0
    for gap in [*_AUTHORS.finditer(byline), None]:
        end = gap.start() if gap else len(byline)
        words = byline[start:end].strip()
        if words and words[0].isupper():
            begins = byline.index(words, start)
            yield Mention(Part.BYLINE, None, begins, begins + len(words), words)
        start = gap.end() if gap else end
