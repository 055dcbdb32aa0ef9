"""The words of a query found again in a text: marks for a page, and the passages worth showing.

Works on the text as it is, by the same analysis as the index, so that what is marked is what
was found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from articles.english.words import Word, words
from articles.search.asking.clauses import Field, Fuzzy, Leaf, Phrase, Prefix, Term, leaves_to_mark
from articles.search.asking.parser import ParsedQuery
from articles.search.edits import find_near

LONGEST_TEXT = 200_000
"""Characters of one text in which words are looked for."""
MOST_MATCHES = 500
"""Matches of one text around which a passage may be chosen."""
MOST_FUZZY = 8
"""Fuzzy words that are looked for: each is compared with every other word of a text."""
PASSAGE = 240
"""About how many characters a passage has."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of one of the texts that were searched."""

    passage: int
    """Which of the texts it stands in, counted from 0."""
    start: int
    end: int
    pieces: tuple[Piece, ...]


def matches(parsed: ParsedQuery, text: str, field: Field = "text") -> list[Span]:
    """Where the words of the query stand in the text: offsets that do not overlap, in order.

    `field` says what the text is, so that the words of `title:` are marked in titles only."""
    return _merged((start, end) for start, end, _ in _matches(parsed, text, field))


def marked(parsed: ParsedQuery, text: str, field: Field = "text") -> tuple[Piece, ...]:
    """The whole text, in pieces that match and pieces that do not."""
    return _pieces(text, 0, len(text), matches(parsed, text, field))


def snippets(
    parsed: ParsedQuery,
    passages: Sequence[str],
    headings: Sequence[str] = (),
    most: int = 2,
    length: int = PASSAGE,
) -> tuple[Snippet, ...]:
    """The best passages, at most so many and apart, in the order in which they stand.

    Best is what holds most different parts of the query, counting those in the heading of its
    text; then most of them without the heading; then most matches; then what comes first. The
    second is chosen for what the first lacks. Where nothing matches, the beginning of the first
    text that is not empty."""
    found = [_matches(parsed, text, "text") for text in passages]
    windows: list[_Window] = []
    for number, (text, heading) in enumerate(zip_longest(passages, headings, fillvalue="")):
        above = frozenset(leaf for _, _, leaf in _matches(parsed, heading, "text"))
        windows += _windows(number, text, found[number], above, length)
    chosen: list[_Window] = []
    seen: frozenset[int] = frozenset()
    while len(chosen) < most:
        apart = [one for one in windows if not any(map(one.overlaps, chosen))]
        if not apart:
            break
        chosen.append(min(apart, key=lambda one: one.rank(seen)))
        seen |= chosen[-1].kinds
    if not chosen:
        return _beginning(passages, length)
    chosen.sort(key=lambda window: (window.number, window.start))
    return tuple(
        Snippet(
            one.number,
            one.start,
            one.end,
            _pieces(
                passages[one.number],
                one.start,
                one.end,
                _merged((start, end) for start, end, _ in found[one.number]),
            ),
        )
        for one in chosen
    )


_Match = tuple[int, int, int]
"""Where it begins and ends, and which leaf of the query it is of."""


def _matches(parsed: ParsedQuery, text: str, field: Field) -> list[_Match]:
    """What the query finds in the text, in order; matches of different leaves may overlap."""
    leaves = [leaf for leaf in leaves_to_mark(parsed.clause) if _applies(leaf, field)]
    left_out = [leaf for leaf in leaves if isinstance(leaf, Fuzzy)][MOST_FUZZY:]
    leaves = [leaf for leaf in leaves if leaf not in left_out]
    if not leaves or not text:
        return []
    found = list(words(text[:LONGEST_TEXT]))
    places: dict[str, list[int]] = {}
    for at, word in enumerate(found):
        if word.term:
            places.setdefault(word.term, []).append(at)
    return sorted(
        (found[first].start, found[last].end, number)
        for number, leaf in enumerate(leaves)
        for first, last in _found(leaf, found, places)
    )


def _applies(leaf: Leaf, field: Field) -> bool:
    return isinstance(leaf, Term | Phrase | Prefix | Fuzzy) and leaf.field in ("", field)


def _found(
    leaf: Leaf, found: Sequence[Word], places: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """The first and the last word of each match."""
    terms: Iterable[str] = ()
    match leaf:
        case Term(term):
            terms = (term,)
        case Prefix(start, term):
            terms = (one for one in places if one.startswith(start) or one == term)
        case Fuzzy(term, edits):
            alike = [one for one in places if one[0] == term[0]]
            terms = [alike[at] for at in find_near(term, alike, edits)]
        case Phrase():
            yield from _phrases(leaf, found, places)
    for one in terms:
        for at in places.get(one, ()):
            yield at, at


def _phrases(
    phrase: Phrase, found: Sequence[Word], places: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    first, *others = zip(phrase.terms, phrase.places, strict=True)
    for begin in places.get(first[0], ()):
        last, previous = begin, 0
        for term, place in others:
            gap = place - previous
            nearest, furthest = (1, gap + phrase.slop) if phrase.slop else (gap, gap)
            window = range(last + nearest, min(last + furthest + 1, len(found)))
            last = next((at for at in window if found[at].term == term), -1)
            if last < 0:
                break
            previous = place
        else:
            yield begin, last


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for begin, stop in spans:
        if begin < start or stop > end:
            continue
        if begin > at:
            pieces.append(Piece(text[at:begin], False))
        pieces.append(Piece(text[begin:stop], True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end], False))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Window:
    number: int
    start: int
    end: int
    inside: frozenset[int]
    """Which leaves of the query match in it."""
    above: frozenset[int]
    """Which match in the heading of its text."""
    count: int

    @property
    def kinds(self) -> frozenset[int]:
        return self.inside | self.above

    def rank(self, seen: frozenset[int]) -> tuple[int, ...]:
        """The lower, the better, where these leaves are shown already."""
        new, kinds, inside = len(self.kinds - seen), len(self.kinds), len(self.inside)
        return -new, -kinds, -inside, -self.count, self.number, self.start

    def overlaps(self, other: "_Window") -> bool:
        return self.number == other.number and self.start < other.end and other.start < self.end


def _windows(
    number: int, text: str, found: Sequence[_Match], above: frozenset[int], length: int
) -> Iterator[_Window]:
    """A window around each match, a third of the room before it; where only the heading matches,
    the beginning."""
    for at, (begin, stop, _) in enumerate(found[:MOST_MATCHES]):
        start = _break(text, max(0, begin - length // 3), begin, forwards=True)
        end = _break(text, max(stop, min(len(text), start + length)), stop, forwards=False)
        within = [leaf for _, last, leaf in found[at : at + 50] if last <= end]
        yield _Window(number, start, end, frozenset(within), above, len(within))
    if above and not found and text.strip():
        end = _break(text, min(len(text), length), 0, forwards=False) or min(length, len(text))
        yield _Window(number, 0, end, frozenset(), above, 0)


def _break(text: str, at: int, limit: int, forwards: bool) -> int:
    """The nearest place from `at` towards `limit` that cuts no word."""
    step = 1 if forwards else -1
    while at != limit and 0 < at < len(text) and not (text[at - 1].isspace() or text[at].isspace()):
        at += step
    while at != limit and 0 <= at < len(text) and forwards and text[at].isspace():
        at += 1
    return at


def _beginning(passages: Sequence[str], length: int) -> tuple[Snippet, ...]:
    for number, text in enumerate(passages):
        if text.strip():
            end = _break(text, min(len(text), length), 0, forwards=False) or min(length, len(text))
            return (Snippet(number, 0, end, (Piece(text[:end], False),)),)
    return ()
