"""Joins the mentions of people: each person once, by the fullest name, with their roles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.english import titles
from articles.entities.mentions import ArticlePart, ExtractedMention, NamedPerson
from articles.entities.sentences import NameSpan, Sentence, locate_mention, written_name
from articles.gazetteer import name_key

_ROLE_WORDS = titles.TITLES | titles.BEFORE_TITLES
_LONGEST_ROLE = 60


@dataclass(frozen=True, slots=True)
class _PersonMention:
    """A mention of a person: the name as read, folded first name and surname, and roles."""

    seen: ExtractedMention
    name: str
    given: str
    """Empty where only a surname (or only a first name) is used."""
    surname: str
    roles: tuple[str, ...]
    confidence: float

    @classmethod
    def of(cls, sentence: Sentence, name: NameSpan) -> "_PersonMention":
        words = written_name(sentence, name)
        roles = tuple(filter(None, (_rank_before(sentence, name), _role_after(sentence, name))))
        return cls(locate_mention(sentence, name), words, *_parts(words), roles, name.confidence)


def _parts(name: str) -> tuple[str, str]:
    """The folded first name and surname: "de Wit" and "al-Janabi" are surnames alone."""
    words = [name_key(word) for word in name.replace(",", " ").split()]
    core = [word for word in words if word and word not in titles.SUFFIXES]
    while len(core) > 1 and core[0] in titles.PARTICLES:
        core = core[1:]
    if not core:
        return "", name_key(name)
    return (core[0] if len(core) > 1 else ""), core[-1]


@dataclass(slots=True)
class _Person:
    """A person while the article is read."""

    given: str
    """The folded first name or initial; empty for a surname alone."""
    surname: str
    mentions: list[ExtractedMention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    """The full names used, as read."""
    roles: dict[str, None] = field(default_factory=dict)
    author: bool = False
    confidence: float = 0.0

    def fits(self, one: _PersonMention) -> bool:
        if not one.given:
            return one.surname in (self.surname, self.given)
        if one.surname != self.surname or not self.given:
            return False
        short, long = sorted((one.given, self.given), key=len)
        return short == long or (len(short.rstrip(".")) <= 2 and long.startswith(short[0]))

    def nearness(self, one: _PersonMention) -> tuple[bool, bool, tuple[bool, int, int, int]]:
        """How well a bare surname fits: the same rank, a surname, then the latest named before."""
        place = _reading_order(one.seen)
        before = [order for order in map(_reading_order, self.mentions) if order < place]
        # "Gen." may be said of a "Brig. Gen."
        same_rank = any(held.endswith(role) for role in one.roles for held in self.roles)
        return same_rank, one.surname == self.surname, max(before, default=(False, -2, 0, 0))

    def take(self, one: _PersonMention) -> None:
        self.mentions.append(one.seen)
        self.confidence = max(self.confidence, one.confidence)
        self.roles.update(dict.fromkeys(one.roles))
        if one.given or not self.given:
            self.names[one.name] += 1
        if one.given and len(one.given) > len(self.given):
            self.given = one.given

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


def join_mentions(
    sentences: Sequence[Sentence], names: Iterable[NameSpan], byline: str
) -> tuple[NamedPerson, ...]:
    """The people of an article in the order in which they are first named, then its authors."""
    people: list[_Person] = []
    named = [
        _PersonMention.of(sentences[name.sentence], name) for name in names if name.kind == "PER"
    ]
    # Full names first: a headline may use the surname before the text has the name.
    for one in sorted(named, key=lambda one: not one.given):
        _joined_to(people, one).take(one)
    for author in _authors(byline):
        person = _joined_to(people, author)
        person.author = True
        person.take(author)
    for person in people:
        person.mentions.sort(key=_reading_order)
    people.sort(key=lambda person: _reading_order(person.mentions[0]))
    return tuple(person.named() for person in people)


_ORDER = (
    ArticlePart.TITLE,
    ArticlePart.DATELINE,
    ArticlePart.HEADING,
    ArticlePart.TEXT,
    ArticlePart.BYLINE,
)


def _reading_order(mention: ExtractedMention) -> tuple[bool, int, int, int]:
    section = -1 if mention.section is None else mention.section
    return mention.part is ArticlePart.BYLINE, section, _ORDER.index(mention.part), mention.start


def _joined_to(people: list[_Person], one: _PersonMention) -> _Person:
    """The person whom these words name; a new one if nobody fits."""
    fitting = [person for person in people if person.fits(one)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return max(fitting, key=lambda person: person.nearness(one))
    people.append(_Person(one.given, one.surname))
    return people[-1]


def _rank_before(sentence: Sentence, name: NameSpan) -> str:
    """ "Brig. Gen." or "Prime Minister" right before the name."""
    first = name.first
    while (
        first
        and sentence.words[first - 1].lower().rstrip(".") in _ROLE_WORDS
        and (sentence.words[first - 1][0].isupper())
    ):
        first -= 1
    words = sentence.words[first : name.first]
    if not any(word.lower().rstrip(".") in titles.TITLES for word in words):
        return ""
    rank = " ".join(words)
    return "" if rank.lower().rstrip(".") in titles.POLITE else rank


def _role_after(sentence: Sentence, name: NameSpan) -> str:
    """ "deputy commanding general" in "Croft, deputy commanding general for air, said"."""
    if sentence.words[name.last : name.last + 1] != [","]:
        return ""
    text = sentence.origin.text[sentence.tokens.ends[name.last] : sentence.tokens.ends[-1]].strip()
    end = titles.ROLE_ENDS.search(text)
    role = text[: end.start()] if end else text
    role = titles.DETERMINERS.sub("", role)
    last = role.rsplit(" ", 1)[-1].lower()
    return role if last in titles.ROLE_NOUNS and len(role) <= _LONGEST_ROLE else ""


def _authors(byline: str) -> Iterator[_PersonMention]:
    start = 0
    for gap in [*titles.BETWEEN_AUTHORS.finditer(byline), None]:
        end = gap.start() if gap else len(byline)
        words = byline[start:end].strip()
        if words and words[0].isupper():
            begins = byline.index(words, start)
            seen = ExtractedMention(ArticlePart.BYLINE, None, begins, begins + len(words), words)
            yield _PersonMention(seen, words, *_parts(words), (), 1.0)
        start = gap.end() if gap else end
