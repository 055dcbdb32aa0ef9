"""Where the words of a phrase follow each other."""

from collections.abc import Sequence

import numpy as np

from articles.search.embedded.answering.segment_reader import POSITION_BITS, DecodedPostings
from articles.search.embedded.disk.schema import Zone
from articles.search.embedded.disk.tokens import Ints

FEW = 12
"""Where there are so many times fewer places of one word, they are looked up in the other's."""


def exactly(postings: Sequence[DecodedPostings], places: Sequence[int], zone: Zone | None) -> Ints:
    """The documents in which the words stand at these distances from the first."""
    begun: Ints | None = None
    for at in sorted(range(len(postings)), key=lambda at: len(postings[at])):
        keys = postings[at].keys()
        if places[at]:
            keys = keys - places[at]
        begun = keys if begun is None else both(begun, keys)
    assert begun is not None
    return once(_in(begun, zone) >> POSITION_BITS)


def loosely(
    postings: Sequence[DecodedPostings],
    nearest: Sequence[int],
    furthest: Sequence[int],
    zone: Zone | None,
) -> Ints:
    """The documents in which each word stands so far behind the one before it."""
    reached = _in(postings[0].keys(), zone)
    for posting, near, far in zip(postings[1:], nearest, furthest, strict=True):
        if not len(reached):
            break
        following = posting.keys()
        before = reached.searchsorted(following - near, "right") - 1
        close = reached.take(before, mode="clip") >= following - far
        reached = following[(before >= 0) & close]
    return once(reached >> POSITION_BITS)


def within(posting: DecodedPostings, zone: Zone) -> Ints:
    """The documents that have the term in the zone."""
    return once(_in(posting.keys(), zone) >> POSITION_BITS)


def both(fewer: Ints, more: Ints) -> Ints:
    """What is in both of two ascending arrays."""
    if len(fewer) * FEW < len(more):
        found: Ints = fewer[more.take(more.searchsorted(fewer), mode="clip") == fewer]
        return found
    merged: Ints = np.concatenate((fewer, more))
    merged.sort(kind="stable")  # Two ascending runs, which a stable sort merges.
    twice: Ints = merged[:-1][merged[1:] == merged[:-1]]
    return twice


def once(ascending: Ints) -> Ints:
    """Each of the numbers once."""
    if not len(ascending):
        return ascending
    first = np.empty(len(ascending), bool)
    first[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _in(keys: Ints, zone: Zone | None) -> Ints:
    if zone is None:
        return keys
    positions = keys & ((1 << POSITION_BITS) - 1)
    return keys[(positions >= zone.start) & (positions < zone.end)]
