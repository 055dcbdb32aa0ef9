"""Finds the documents in which the words of a phrase follow each other.

An occurrence is a number that combines a document and a position (see `DecodedPostings.keys`).
Arrays of occurrences ascend.
"""

from collections.abc import Sequence

import numpy as np

from articles.search.embedded.answering.segment_reader import DOC_SHIFT, DecodedPostings
from articles.search.embedded.disk.ints import DocIds, Ints
from articles.search.embedded.disk.schema import Zone

FEW = 12
"""If one array is over this many times as long as another, lookups are faster than merging."""


def match_exact(
    postings: Sequence[DecodedPostings], offsets: Sequence[int], zone: Zone | None
) -> DocIds:
    """Return the documents that have each word at a given offset from the first word.

    `postings` and `offsets` are parallel. If `zone` is given, the first word must be in it."""
    begins: Ints | None = None  # Where a phrase can begin, judging by the words so far.
    for at in sorted(range(len(postings)), key=lambda at: len(postings[at])):
        keys = postings[at].keys()
        if offsets[at]:
            keys = keys - offsets[at]
        begins = keys if begins is None else intersect(begins, keys)
    assert begins is not None
    return distinct(_select_zone(begins, zone) >> DOC_SHIFT)


def match_sloppy(
    postings: Sequence[DecodedPostings],
    nearest: Sequence[int],
    furthest: Sequence[int],
    zone: Zone | None,
) -> DocIds:
    """Return the documents in which each word follows the previous word within given distances.

    `nearest` and `furthest` contain, for each word but the first, the least and the greatest
    distance from the previous word, in positions. If `zone` is given, the first word must be in it.
    """
    reached = _select_zone(postings[0].keys(), zone)
    for following, near, far in zip(postings[1:], nearest, furthest, strict=True):
        if not len(reached):
            break
        keys = following.keys()
        before = reached.searchsorted(keys - near, "right") - 1
        close = reached.take(before, mode="clip") >= keys - far
        reached = keys[(before >= 0) & close]
    return distinct(reached >> DOC_SHIFT)


def match_in_zone(postings: DecodedPostings, zone: Zone) -> DocIds:
    """Return the documents that have a term in the zone; `postings` belong to the term."""
    return distinct(_select_zone(postings.keys(), zone) >> DOC_SHIFT)


def intersect(fewer: Ints, more: Ints) -> Ints:
    """Return the numbers that both arrays contain. Each array must ascend without duplicates."""
    if len(fewer) * FEW < len(more):
        found: Ints = fewer[more.take(more.searchsorted(fewer), mode="clip") == fewer]
        return found
    merged: Ints = np.concatenate((fewer, more))
    merged.sort(kind="stable")  # A stable sort merges two ascending runs.
    twice: Ints = merged[:-1][merged[1:] == merged[:-1]]
    return twice


def distinct(ascending: Ints) -> Ints:
    """Return the numbers of an ascending array without duplicates."""
    if not len(ascending):
        return ascending
    first = np.empty(len(ascending), bool)
    first[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _select_zone(keys: Ints, zone: Zone | None) -> Ints:
    """Return the occurrences in `keys` that are in the zone; all of them if `zone` is None."""
    if zone is None:
        return keys
    positions = keys & ((1 << DOC_SHIFT) - 1)
    return keys[(positions >= zone.start) & (positions < zone.end)]
