"""Joins an article's mentions of each person, and chooses the person's fullest name and roles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from articles.english import titles
from articles.entities.mentions import ArticlePart, ExtractedMention, NamedPerson
from articles.entities.sentences import NameSpan, Sentence, locate_mention, rebuild_name
from articles.gazetteer import name_key

_ROLE_WORDS = titles.TITLES | titles.BEFORE_TITLES
_LONGEST_ROLE = 60
"""The maximum number of characters that a role after a name may have."""


@dataclass(frozen=True, slots=True)
class _PersonMention:
    """A mention of a person, with the name that it uses and the roles next to it."""

    located: ExtractedMention
    name: str
    given: str
    """The key of the first name, or empty if the mention has only one name."""
    surname: str
    """The key of the surname, or of the only name in the mention."""
    roles: tuple[str, ...]
    confidence: float

    @classmethod
    def from_name(cls, sentence: Sentence, name: NameSpan) -> "_PersonMention":
        words = rebuild_name(sentence, name)
        roles = tuple(filter(None, (_rank_before(sentence, name), _role_after(sentence, name))))
        return cls(
            locate_mention(sentence, name), words, *_split_name(words), roles, name.confidence
        )


def _split_name(name: str) -> tuple[str, str]:
    """Return the keys of the first name and the surname. For "de Wit", the first name is ""."""
    words = [name_key(word) for word in name.replace(",", " ").split()]
    core = [word for word in words if word and word not in titles.SUFFIXES]
    while len(core) > 1 and core[0] in titles.PARTICLES:
        core = core[1:]
    if not core:
        return "", name_key(name)
    return (core[0] if len(core) > 1 else ""), core[-1]


@dataclass(slots=True)
class _Person:
    """A person to whom mentions are added while the article is read."""

    given: str
    """The key of the first name or initial, or empty if only one name is known."""
    surname: str
    mentions: list[ExtractedMention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    """How often the article uses each of the person's fullest names."""
    roles: dict[str, None] = field(default_factory=dict)
    author: bool = False
    confidence: float = 0.0

    def fits(self, mention: _PersonMention) -> bool:
        """Return whether the mention may name this person."""
        if not mention.given:
            return mention.surname in (self.surname, self.given)
        if mention.surname != self.surname or not self.given:
            return False
        short, long = sorted((mention.given, self.given), key=len)
        return short == long or (len(short.rstrip(".")) <= 2 and long.startswith(short[0]))

    def nearness(self, mention: _PersonMention) -> tuple[bool, bool, tuple[bool, int, int, int]]:
        """Return a sort key for how well a mention by surname alone fits this person.

        The same rank counts most, then the same surname, then how recently the person was
        mentioned."""
        position = _reading_order(mention.located)
        before = [order for order in map(_reading_order, self.mentions) if order < position]
        # A "Brig. Gen." may be called "Gen."
        same_rank = any(held.endswith(role) for role in mention.roles for held in self.roles)
        return same_rank, mention.surname == self.surname, max(before, default=(False, -2, 0, 0))

    def add(self, mention: _PersonMention) -> None:
        """Add a mention of this person."""
        self.mentions.append(mention.located)
        self.confidence = max(self.confidence, mention.confidence)
        self.roles.update(dict.fromkeys(mention.roles))
        if mention.given or not self.given:
            self.names[mention.name] += 1
        if mention.given and len(mention.given) > len(self.given):
            self.given = mention.given

    def build(self) -> NamedPerson:
        """Return the person with all mentions added so far."""
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
    """Return the people of an article in order of first mention, with the byline read last."""
    people: list[_Person] = []
    mentions = [
        _PersonMention.from_name(sentences[name.sentence], name)
        for name in names
        if name.kind == "PER"
    ]
    # Full names come first, because a headline may use only a surname.
    for mention in sorted(mentions, key=lambda mention: not mention.given):
        _find_or_add(people, mention).add(mention)
    for author in _authors(byline):
        person = _find_or_add(people, author)
        person.author = True
        person.add(author)
    for person in people:
        person.mentions.sort(key=_reading_order)
    people.sort(key=lambda person: _reading_order(person.mentions[0]))
    return tuple(person.build() for person in people)


_ORDER = (
    ArticlePart.TITLE,
    ArticlePart.DATELINE,
    ArticlePart.HEADING,
    ArticlePart.TEXT,
    ArticlePart.BYLINE,
)


def _reading_order(mention: ExtractedMention) -> tuple[bool, int, int, int]:
    """Return a key that sorts mentions as they are read: title first, byline last."""
    section = -1 if mention.section is None else mention.section
    return mention.part is ArticlePart.BYLINE, section, _ORDER.index(mention.part), mention.start


def _find_or_add(people: list[_Person], mention: _PersonMention) -> _Person:
    """Return the person whom `mention` fits best. If it fits nobody, add a person to `people`."""
    fitting = [person for person in people if person.fits(mention)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return max(fitting, key=lambda person: person.nearness(mention))
    people.append(_Person(mention.given, mention.surname))
    return people[-1]


def _rank_before(sentence: Sentence, name: NameSpan) -> str:
    """Return the rank before a name, such as "Brig. Gen." or "Prime Minister", or "" if none."""
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
    """Return the role that follows a name and a comma, or "" if none does.

    In "Croft, deputy commanding general for air, said", the role is "deputy commanding
    general"."""
    if sentence.words[name.last : name.last + 1] != [","]:
        return ""
    text = sentence.origin.text[sentence.tokens.ends[name.last] : sentence.tokens.ends[-1]].strip()
    end = titles.ROLE_ENDS.search(text)
    role = text[: end.start()] if end else text
    role = titles.DETERMINERS.sub("", role)
    last = role.rsplit(" ", 1)[-1].lower()
    return role if last in titles.ROLE_NOUNS and len(role) <= _LONGEST_ROLE else ""


def _authors(byline: str) -> Iterator[_PersonMention]:
    """Return a mention of each person whom the byline names."""
    start = 0
    for gap in [*titles.BETWEEN_AUTHORS.finditer(byline), None]:
        end = gap.start() if gap else len(byline)
        words = byline[start:end].strip()
        if words and words[0].isupper():
            offset = byline.index(words, start)
            located = ExtractedMention(ArticlePart.BYLINE, None, offset, offset + len(words), words)
            yield _PersonMention(located, words, *_split_name(words), (), 1.0)
        start = gap.end() if gap else end
