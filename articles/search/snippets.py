"""Finds the words of a query in a text, to mark them and to choose passages worth showing.

Splits the text into words and terms in the same way as the index does, so the words that are
marked are those that the index found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from articles.english.words import Word, words
from articles.search.asking.clauses import Field, Fuzzy, Leaf, Phrase, Prefix, Term, leaves_to_mark
from articles.search.asking.parser import ParsedQuery
from articles.search.edits import find_near

LONGEST_TEXT = 200_000
"""The number of characters, from the beginning of a text, that are searched for words."""
MOST_MATCHES = 500
"""The maximum number of matches in one text around which a passage may be chosen."""
MOST_FUZZY = 8
"""The maximum number of fuzzy words that are looked for, as each is compared with the words of a
text."""
PASSAGE = 240
"""The approximate length of a passage in characters."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that either matches the query or does not."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage from one of several texts, with its matches marked."""

    passage: int
    """The index of the text that the snippet is from, in the sequence of texts."""
    start: int
    """The offset in the text at which the snippet begins, in characters."""
    end: int
    pieces: tuple[Piece, ...]


def find_matches(parsed: ParsedQuery, text: str, field: Field = "text") -> list[Span]:
    """Return where the words of the query are in the text, as spans in order, without overlaps.

    `field` is the part of an article that the text is from: the words of `title:`, for example,
    are found in titles only."""
    return _merge_spans((start, end) for start, end, _ in _match_leaves(parsed, text, field))


def mark(parsed: ParsedQuery, text: str, field: Field = "text") -> tuple[Piece, ...]:
    """Return the whole text, divided into pieces that match the query and pieces that do not."""
    return _cut(text, 0, len(text), find_matches(parsed, text, field))


def choose_snippets(
    parsed: ParsedQuery,
    passages: Sequence[str],
    headings: Sequence[str] = (),
    limit: int = 2,
    length: int = PASSAGE,
) -> tuple[Snippet, ...]:
    """Return up to `limit` snippets: the best parts of the texts in `passages`, in their order.

    Snippets do not overlap. The best snippet matches the largest number of different words and
    phrases of the query, including matches in the heading of its text. Ties are broken by the
    number of different matches outside the heading, then by the number of all matches, then by the
    order of the text. Each further snippet is chosen for words and phrases that no chosen snippet
    contains yet. If nothing matches, the only snippet is the beginning of the first text that is
    not empty."""
    found = [_match_leaves(parsed, text, "text") for text in passages]
    windows: list[_Window] = []
    for number, (text, heading) in enumerate(zip_longest(passages, headings, fillvalue="")):
        above = frozenset(leaf for _, _, leaf in _match_leaves(parsed, heading, "text"))
        windows += _make_windows(number, text, found[number], above, length)
    chosen: list[_Window] = []
    seen: frozenset[int] = frozenset()
    while len(chosen) < limit:
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
"""The offsets at which a match begins and ends, and the number of the query's leaf that matches."""


def _match_leaves(parsed: ParsedQuery, text: str, field: Field) -> list[_Match]:
    """Return the query's matches in the text, in order. Matches of different leaves may overlap."""
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
    """Yield the positions of the first and the last word of each match of the leaf.

    `found` holds the words of the text, and `positions` the positions of each term."""
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
    """Return the spans in order, with overlapping spans merged."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Return the text from `start` to `end` as pieces. The pieces in `spans` match."""
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
    """A passage that may be chosen as a snippet."""

    number: int
    start: int
    end: int
    inside: frozenset[int]
    """The numbers of the query's leaves that match in the passage."""
    above: frozenset[int]
    """The numbers of the query's leaves that match in the heading above the passage's text."""
    count: int
    """The number of matches in the passage."""

    @property
    def kinds(self) -> frozenset[int]:
        return self.inside | self.above

    def rank(self, seen: frozenset[int]) -> tuple[int, ...]:
        """Return a sort key that puts the best passage first.

        `seen` holds the numbers of the leaves that chosen passages already show."""
        new, kinds, inside = len(self.kinds - seen), len(self.kinds), len(self.inside)
        return -new, -kinds, -inside, -self.count, self.number, self.start

    def overlaps(self, other: "_Window") -> bool:
        return self.number == other.number and self.start < other.end and other.start < self.end


def _make_windows(
    number: int, text: str, found: Sequence[_Match], above: frozenset[int], length: int
) -> Iterator[_Window]:
    """Yield a window of `length` characters around each match.

    About a third of the window is before the match. If only the heading matches, yields a window at
    the beginning of the text."""
    for at, (begin, stop, _) in enumerate(found[:MOST_MATCHES]):
        start = _find_break(text, max(0, begin - length // 3), begin, forwards=True)
        end = _find_break(text, max(stop, min(len(text), start + length)), stop, forwards=False)
        inside = [leaf for _, last, leaf in found[at : at + 50] if last <= end]
        yield _Window(number, start, end, frozenset(inside), above, len(inside))
    if above and not found and text.strip():
        end = _end_beginning(text, length)
        yield _Window(number, 0, end, frozenset(), above, 0)


def _find_break(text: str, at: int, limit: int, forwards: bool) -> int:
    """Return the first offset from `at` towards `limit` at which no word is cut; else `limit`."""
    step = 1 if forwards else -1
    while at != limit and 0 < at < len(text) and not (text[at - 1].isspace() or text[at].isspace()):
        at += step
    while at != limit and 0 <= at < len(text) and forwards and text[at].isspace():
        at += 1
    return at


def _end_beginning(text: str, length: int) -> int:
    """Return the offset at which to end a passage that starts at the beginning of the text.

    The passage has at most `length` characters and, if possible, does not cut a word."""
    end = min(len(text), length)
    return _find_break(text, end, 0, forwards=False) or end


def _show_beginning(passages: Sequence[str], length: int) -> tuple[Snippet, ...]:
    for number, text in enumerate(passages):
        if text.strip():
            end = _end_beginning(text, length)
            return (Snippet(number, 0, end, (Piece(text[:end], False),)),)
    return ()
