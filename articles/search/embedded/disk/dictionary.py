"""Merges the sorted terms of several segments into one list, a range of terms at a time."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.search.embedded.disk.arrays import Array, Scratch
from articles.search.embedded.disk.ints import Ints
from articles.search.embedded.disk.merge_input import Release
from articles.search.embedded.disk.segment import TermDictionary

TERMS_AT_ONCE = 1 << 16
"""The maximum number of terms, counted over all segments, that are merged at once."""


@dataclass(frozen=True, slots=True)
class MergedDictionary:
    new_numbers: Sequence[Array]
    """For each segment, an array with the new number of each of its old terms (u4, ascending)."""
    terms: Array
    """The bytes of all merged terms, in order and without separators."""
    ends: Array
    """The offset in `terms` at which each merged term ends."""


def merge_dictionaries(
    parts: Sequence[TermDictionary],
    live_counts: Sequence[Array | None],
    scratch: Scratch,
    release: Release,
) -> MergedDictionary:
    """Merge the dictionaries of several segments, keeping only terms that a live document has.

    For each segment, `live_counts` contains an array with the number of live documents that have
    each term, or None to keep all terms of the segment. A dropped term gets the number of the next
    kept term. `release` is called after each range of terms."""
    new_numbers = [scratch.array("<u4", len(part)) for part in parts]
    terms = scratch.array("u1", sum(len(part.blob) for part in parts))
    ends = scratch.array("<u4", sum(len(part) for part in parts))
    count = size = 0
    for ranges in _split(parts):
        spelt = [part.terms_between(*span) for part, span in zip(parts, ranges, strict=True)]
        kept = [
            range(len(own)) if live is None else live[low:high].nonzero()[0].tolist()
            for own, live, (low, high) in zip(spelt, live_counts, ranges, strict=True)
        ]
        merged = sorted({own[at] for own, these in zip(spelt, kept, strict=True) for at in these})
        numbers = dict(zip(merged, range(count, count + len(merged)), strict=True))
        for own, to, these, (low, high) in zip(spelt, new_numbers, kept, ranges, strict=True):
            to[low:high] = _renumber(own, these, numbers, count + len(merged))
        blob = b"".join(merged)
        terms[size : size + len(blob)] = np.frombuffer(blob, np.uint8)
        lengths = np.array([len(term) for term in merged], np.int64)
        ends[count : count + len(merged)] = size + lengths.cumsum()
        count, size = count + len(merged), size + len(blob)
        release()
    return MergedDictionary(new_numbers, terms[:size], ends[:count])


def _renumber(
    own: Sequence[bytes], kept: Sequence[int], numbers: dict[bytes, int], end: int
) -> Ints:
    """Return the new number of each term in `own`.

    A dropped term gets the number of the next kept term. `kept` contains the indices of the kept
    terms in `own`, `numbers` maps each kept term to its new number, and `end` is the number that a
    dropped term gets if no kept term follows it in `own`."""
    found = np.array([numbers[own[at]] for at in kept], np.int64)
    if len(kept) == len(own):
        return found
    following = np.searchsorted(np.asarray(kept, np.int64), np.arange(len(own)))
    return np.append(found, end).take(following)


def _split(parts: Sequence[TermDictionary]) -> Iterator[list[tuple[int, int]]]:
    """Yield ranges of terms, to be merged one after the other.

    A range is a list that contains, for each segment, the number of the first term and the number
    after the last term. It contains at most TERMS_AT_ONCE terms, and all of them precede the terms
    of the next range."""
    limit = max(TERMS_AT_ONCE // len(parts), 1)
    at = [0] * len(parts)
    while any(begin < len(part) for begin, part in zip(at, parts, strict=True)):
        bounds = [
            part.term(begin + limit)
            for begin, part in zip(at, parts, strict=True)
            if begin + limit < len(part)
        ]
        until = [len(part) for part in parts]
        if bounds:
            bound = min(bounds)
            until = [
                bisect_left(range(begin, min(begin + limit, len(part))), bound, key=part.term)
                + begin
                for begin, part in zip(at, parts, strict=True)
            ]
        yield list(zip(at, until, strict=True))
        at = until
