"""The words of several segments as one list in order, a range of words at a time."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.search.embedded.disk.arrays import Array, Scratch
from articles.search.embedded.disk.merge_input import Release
from articles.search.embedded.disk.segment import TermDictionary
from articles.search.embedded.disk.tokens import Ints

WORDS_AT_ONCE = 1 << 16
"""Words of all segments together that are in memory at once."""


@dataclass(frozen=True, slots=True)
class MergedDictionary:
    into: Sequence[Array]
    """For each segment, the new number of each of its words (u4, ascending)."""
    terms: Array
    """The new words, one after the other."""
    ends: Array
    """Where each of them ends."""


def joined(
    parts: Sequence[TermDictionary],
    left: Sequence[Array | None],
    scratch: Scratch,
    release: Release,
) -> MergedDictionary:
    """One dictionary of all the words of which `left` says that something is left (None: of all).

    A word of which nothing is left has the number of the next that is kept. `release` is called
    after each range of words."""
    into = [scratch.array("<u4", len(words)) for words in parts]
    terms = scratch.array("u1", sum(len(words.blob) for words in parts))
    ends = scratch.array("<u4", sum(len(words) for words in parts))
    count = size = 0
    for ranges in _ranges(parts):
        spelt = [words.between(*span) for words, span in zip(parts, ranges, strict=True)]
        kept = [
            range(len(own)) if some is None else some[low:high].nonzero()[0].tolist()
            for own, some, (low, high) in zip(spelt, left, ranges, strict=True)
        ]
        found = sorted({own[at] for own, these in zip(spelt, kept, strict=True) for at in these})
        numbers = dict(zip(found, range(count, count + len(found)), strict=True))
        for own, to, these, (low, high) in zip(spelt, into, kept, ranges, strict=True):
            to[low:high] = _numbers(own, these, numbers, count + len(found))
        blob = b"".join(found)
        terms[size : size + len(blob)] = np.frombuffer(blob, np.uint8)
        lengths = np.array([len(word) for word in found], np.int64)
        ends[count : count + len(found)] = size + lengths.cumsum()
        count, size = count + len(found), size + len(blob)
        release()
    return MergedDictionary(into, terms[:size], ends[:count])


def _numbers(
    own: Sequence[bytes], kept: Sequence[int], numbers: dict[bytes, int], end: int
) -> Ints:
    """The number of each word; of those that are not kept, the number of the next that is."""
    found = np.array([numbers[own[at]] for at in kept], np.int64)
    if len(kept) == len(own):
        return found
    following = np.searchsorted(np.asarray(kept, np.int64), np.arange(len(own)))
    return np.append(found, end).take(following)


def _ranges(parts: Sequence[TermDictionary]) -> Iterator[list[tuple[int, int]]]:
    """From which to which number each segment's words go that are joined next: all the words
    before one bound, and not too many of any segment."""
    most = max(WORDS_AT_ONCE // len(parts), 1)
    at = [0] * len(parts)
    while any(begin < len(words) for begin, words in zip(at, parts, strict=True)):
        bounds = [
            words.term(begin + most)
            for begin, words in zip(at, parts, strict=True)
            if begin + most < len(words)
        ]
        until = [len(words) for words in parts]
        if bounds:
            bound = min(bounds)
            until = [
                bisect_left(range(begin, min(begin + most, len(words))), bound, key=words.term)
                + begin
                for begin, words in zip(at, parts, strict=True)
            ]
        yield list(zip(at, until, strict=True))
        at = until
