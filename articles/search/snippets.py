"""Finds the words of a query in a text, to mark them and to choose passages worth showing.

Analyses the text itself in the same way as the index does, so that what is marked is what was
found.
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
"""Matches in one text around which a passage can be chosen."""
MOST_FUZZY = 8
"""Fuzzy words that are looked for: each is compared with every other word of a text."""
PASSAGE = 240
"""About how many characters a passage has."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some consecutive characters of a text, which match or do not."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage from one of several texts."""

    passage: int
    """The place of its text among the texts, counted from 0."""
    start: int
    """Where it begins and ends in the text, in characters."""
    end: int
    pieces: tuple[Piece, ...]


def find_matches(parsed: ParsedQuery, text: str, field: Field = "text") -> list[Span]:
    """Return where the words of the query are in the text: spans that do not overlap, in order.

    `field` says what the text is, so that the words of `title:` are found in titles only."""
    return _merge_spans((start, end) for start, end, _ in _match_leaves(parsed, text, field))


def mark(parsed: ParsedQuery, text: str, field: Field = "text") -> tuple[Piece, ...]:
    """Return the whole text, in pieces that match and pieces that do not."""
    return _cut(text, 0, len(text), find_matches(parsed, text, field))


def choose_snippets(
    parsed: ParsedQuery,
    passages: Sequence[str],
    headings: Sequence[str] = (),
    most: int = 2,
    length: int = PASSAGE,
) -> tuple[Snippet, ...]:
    """Return the best passages of the texts, at most that many, in the order of the texts.

    They do not overlap. The best passage has most different parts of the query, counting those in
    the heading of its text; of equal ones, most without the heading; then most matches; then it
    comes first. Each further one is chosen for the parts that are missing so far. If nothing
    matches, the only passage is the beginning of the first text that is not empty."""
    found = [_match_leaves(parsed, text, "text") for text in passages]
    windows: list[_Window] = []
    for number, (text, heading) in enumerate(zip_longest(passages, headings, fillvalue="")):
        above = frozenset(leaf for _, _, leaf in _match_leaves(parsed, heading, "text"))
        windows += _make_windows(number, text, found[number], above, length)
    chosen: list[_Window] = []
    seen: frozenset[int] = frozenset()
    while len(chosen) < most:
        free = [one for one in windows if not any(map(one.overlaps, chosen))]
        if not free:
            break
        chosen.append(min(free, key=lambda one: one.rank(seen)))
        seen |= chosen[-1].kinds
    if not chosen:
        return _show_beginning(passages, length)
    chosen.sort(key=lambda window: (window.number, window.start))
    return tuple(
        Snippet(
            one.number,
            one.start,
            one.end,
            _cut(
                passages[one.number],
                one.start,
                one.end,
                _merge_spans((start, end) for start, end, _ in found[one.number]),
            ),
        )
        for one in chosen
    )


_Match = tuple[int, int, int]
"""Where a match begins and ends in the text, and the number of the leaf of the query."""


def _match_leaves(parsed: ParsedQuery, text: str, field: Field) -> list[_Match]:
    """Return the matches in the text, in order; those of different leaves may overlap."""
    leaves = [leaf for leaf in leaves_to_mark(parsed.clause) if _applies(leaf, field)]
    left_out = [leaf for leaf in leaves if isinstance(leaf, Fuzzy)][MOST_FUZZY:]
    leaves = [leaf for leaf in leaves if leaf not in left_out]
    if not leaves or not text:
        return []
    found = list(words(text[:LONGEST_TEXT]))
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(found):
        if word.term:
            positions.setdefault(word.term, []).append(at)
    return sorted(
        (found[first].start, found[last].end, number)
        for number, leaf in enumerate(leaves)
        for first, last in _find_leaf(leaf, found, positions)
    )


def _applies(leaf: Leaf, field: Field) -> bool:
    return isinstance(leaf, Term | Phrase | Prefix | Fuzzy) and leaf.field in ("", field)


def _find_leaf(
    leaf: Leaf, found: Sequence[Word], positions: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Yield the positions of the first and the last word of each match.

    `found` has the words of the text, and `positions` where each term is."""
    terms: Iterable[str] = ()
    match leaf:
        case Term(term):
            terms = (term,)
        case Prefix(start, term):
            terms = (one for one in positions if one.startswith(start) or one == term)
        case Fuzzy(term, edits):
            alike = [one for one in positions if one[0] == term[0]]
            terms = [alike[at] for at in find_near(term, alike, edits)]
        case Phrase():
            yield from _find_phrase(leaf, found, positions)
    for one in terms:
        for at in positions.get(one, ()):
            yield at, at


def _find_phrase(
    phrase: Phrase, found: Sequence[Word], positions: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    first, *others = zip(phrase.terms, phrase.positions, strict=True)
    for begin in positions.get(first[0], ()):
        last, previous = begin, 0
        for term, position in others:
            gap = position - previous
            nearest, furthest = (1, gap + phrase.slop) if phrase.slop else (gap, gap)
            window = range(last + nearest, min(last + furthest + 1, len(found)))
            last = next((at for at in window if found[at].term == term), -1)
            if last < 0:
                break
            previous = position
        else:
            yield begin, last


def _merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Return the text from `start` to `end`, cut at the spans, which match."""
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
    """A passage that could be shown."""

    number: int
    start: int
    end: int
    inside: frozenset[int]
    """The numbers of the leaves of the query that match in it."""
    above: frozenset[int]
    """The numbers of those that match in the heading of its text."""
    count: int
    """The number of matches in it."""

    @property
    def kinds(self) -> frozenset[int]:
        return self.inside | self.above

    def rank(self, seen: frozenset[int]) -> tuple[int, ...]:
        """Return what to sort by, best first, if the leaves in `seen` are shown already."""
        new, kinds, inside = len(self.kinds - seen), len(self.kinds), len(self.inside)
        return -new, -kinds, -inside, -self.count, self.number, self.start

    def overlaps(self, other: "_Window") -> bool:
        return self.number == other.number and self.start < other.end and other.start < self.end


def _make_windows(
    number: int, text: str, found: Sequence[_Match], above: frozenset[int], length: int
) -> Iterator[_Window]:
    """Yield a window around each match, with a third of its length before the match.

    If only the heading matches, the window is the beginning of the text."""
    for at, (begin, stop, _) in enumerate(found[:MOST_MATCHES]):
        start = _find_break(text, max(0, begin - length // 3), begin, forwards=True)
        end = _find_break(text, max(stop, min(len(text), start + length)), stop, forwards=False)
        inside = [leaf for _, last, leaf in found[at : at + 50] if last <= end]
        yield _Window(number, start, end, frozenset(inside), above, len(inside))
    if above and not found and text.strip():
        end = _end_beginning(text, length)
        yield _Window(number, 0, end, frozenset(), above, 0)


def _find_break(text: str, at: int, limit: int, forwards: bool) -> int:
    """Return the first offset from `at` towards `limit` that cuts no word."""
    step = 1 if forwards else -1
    while at != limit and 0 < at < len(text) and not (text[at - 1].isspace() or text[at].isspace()):
        at += step
    while at != limit and 0 <= at < len(text) and forwards and text[at].isspace():
        at += 1
    return at


def _end_beginning(text: str, length: int) -> int:
    """Return where a passage ends that begins the text, has about this length and cuts no word."""
    end = min(len(text), length)
    return _find_break(text, end, 0, forwards=False) or end


def _show_beginning(passages: Sequence[str], length: int) -> tuple[Snippet, ...]:
    for number, text in enumerate(passages):
        if text.strip():
            end = _end_beginning(text, length)
            return (Snippet(number, 0, end, (Piece(text[:end], False),)),)
    return ()
