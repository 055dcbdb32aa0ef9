"""The words of a query found again in a text: marks for a page, and the passages worth showing.

Works on the text as it is, by the same analysis as the index, so that what is marked is what
was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.search.clauses import Field, Fuzzy, Leaf, Phrase, Prefix, Term, marked_leaves
from articles.search.language import Parsed
from articles.search.words import Word, words

LONGEST_TEXT = 200_000
"""Characters of one text in which words are looked for."""
MOST_MATCHES = 500
"""Matches of one text around which a passage may be chosen."""
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


def matches(parsed: Parsed, text: str, field: Field = "text") -> list[Span]:
    """Where the words of the query stand in the text: offsets that do not overlap, in order.

    `field` says what the text is, so that the words of `title:` are marked in titles only."""
    leaves = [leaf for leaf in marked_leaves(parsed.clause) if _applies(leaf, field)]
    if not leaves:
        return []
    found = list(words(text[:LONGEST_TEXT]))
    return _merged(span for leaf in leaves for span in _found(leaf, found))


def marked(parsed: Parsed, text: str, field: Field = "text") -> tuple[Piece, ...]:
    """The whole text, in pieces that match and pieces that do not."""
    return _pieces(text, 0, len(text), matches(parsed, text, field))


def snippets(
    parsed: Parsed, passages: Sequence[str], most: int = 2, length: int = PASSAGE
) -> tuple[Snippet, ...]:
    """The best passages, at most so many and apart, in the order in which they stand.

    Best is what holds most different words of the query, then most of them, then comes first.
    Where nothing matches, the beginning of the first text that is not empty."""
    spans = [matches(parsed, text) for text in passages]
    windows = [
        window
        for number, text in enumerate(passages)
        for window in _windows(number, text, spans[number], length)
    ]
    windows.sort(key=lambda window: (-window.kinds, -window.count, window.number, window.start))
    chosen: list[_Window] = []
    for window in windows:
        if len(chosen) < most and not any(map(window.overlaps, chosen)):
            chosen.append(window)
    if not chosen:
        return _beginning(passages, length)
    chosen.sort(key=lambda window: (window.number, window.start))
    return tuple(
        Snippet(
            window.number,
            window.start,
            window.end,
            _pieces(passages[window.number], window.start, window.end, spans[window.number]),
        )
        for window in chosen
    )


def _applies(leaf: Leaf, field: Field) -> bool:
    return isinstance(leaf, Term | Phrase | Prefix | Fuzzy) and leaf.field in ("", field)


def _found(leaf: Leaf, found: Sequence[Word]) -> Iterator[Span]:
    match leaf:
        case Term(term):
            yield from ((word.start, word.end) for word in found if word.term == term)
        case Prefix(start, term):
            for word in found:
                if word.term and (word.term.startswith(start) or word.term == term):
                    yield word.start, word.end
        case Fuzzy(term, edits):
            for word in found:
                if word.term and near(term, word.term, edits):
                    yield word.start, word.end
        case Phrase():
            yield from _phrases(leaf, found)


def _phrases(phrase: Phrase, found: Sequence[Word]) -> Iterator[Span]:
    first, *others = zip(phrase.terms, phrase.places, strict=True)
    for begin, word in enumerate(found):
        if word.term != first[0]:
            continue
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
            yield word.start, found[last].end


def near(term: str, other: str, edits: int) -> bool:
    """Whether so many letters put in, left out or changed make one the other; the first stays."""
    if abs(len(term) - len(other)) > edits or term[:1] != other[:1]:
        return False
    row = list(range(len(other) + 1))
    for at, letter in enumerate(term, 1):
        before, row[0] = row[0], at
        for to, wanted in enumerate(other, 1):
            before, row[to] = (
                row[to],
                min(row[to] + 1, row[to - 1] + 1, before + (letter != wanted)),
            )
        if min(row) > edits:
            return False
    return row[-1] <= edits


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
    kinds: int
    count: int

    def overlaps(self, other: "_Window") -> bool:
        return self.number == other.number and self.start < other.end and other.start < self.end


def _windows(number: int, text: str, spans: Sequence[Span], length: int) -> Iterator[_Window]:
    """A window around each match, a third of the room before it."""
    for at, (begin, stop) in enumerate(spans[:MOST_MATCHES]):
        start = _break(text, max(0, begin - length // 3), begin, forwards=True)
        end = _break(text, max(stop, min(len(text), start + length)), stop, forwards=False)
        within = [span for span in spans[at : at + 50] if span[1] <= end]
        kinds = {text[first:last].casefold() for first, last in within}
        yield _Window(number, start, end, len(kinds), len(within))


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
