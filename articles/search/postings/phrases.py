"""Where the words of a phrase follow each other."""

from collections.abc import Sequence

import numpy as np

from articles.search.postings.tokens import Ints
from articles.search.postings.view import Decoded, View
from articles.search.schema import Zone

BITS = 24
"""A document and a position are one number: the document above so many bits."""


def documents(
    view: View,
    postings: Sequence[Decoded],
    nearest: Sequence[int],
    furthest: Sequence[int],
    zone: Zone | None,
) -> Ints:
    """The documents in which each word stands so far behind the one before it."""
    ids = together(postings)
    if not len(ids):
        return ids
    reached = places(postings[0], ids, zone)
    for posting, near, far in zip(postings[1:], nearest, furthest, strict=True):
        following = places(posting, ids, None)
        reached = (
            _exactly(reached, following, near)
            if near == far
            else _within(reached, following, near, far)
        )
    return once(reached >> BITS)


def together(postings: Sequence[Decoded]) -> Ints:
    """The documents that have all the terms."""
    rarest, *others = sorted(postings, key=len)
    ids = rarest.ids
    for other in others:
        ids = ids[other.among(ids)[0]]
    return ids


def places(posting: Decoded, ids: Ints, zone: Zone | None) -> Ints:
    """Each place of the term in these documents, which all have it, as one ascending number."""
    if len(ids) == len(posting):
        firsts = posting.firsts.astype(np.int64)
        begins, counts = firsts[:-1], np.diff(firsts)
        positions = posting.field.positions[int(firsts[0]) : int(firsts[-1])]
    else:
        at = posting.ids.searchsorted(ids)
        begins = posting.firsts[at].astype(np.int64)
        counts = posting.firsts[at + 1].astype(np.int64) - begins
        ends = counts.cumsum()
        taken = np.arange(int(ends[-1])) + np.repeat(begins - (ends - counts), counts)
        positions = posting.field.positions.take(taken)
    found = np.repeat(ids << BITS, counts)
    found += positions
    if zone:
        within = (positions >= zone.start) & (positions < zone.end)
        return found[within]
    return found


def once(ascending: Ints) -> Ints:
    """Each of the numbers once."""
    if not len(ascending):
        return ascending
    first = np.empty(len(ascending), bool)
    first[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _exactly(reached: Ints, following: Ints, distance: int) -> Ints:
    """The following places that stand exactly so far behind one that was reached."""
    merged: Ints = np.concatenate((reached + distance, following))
    merged.sort(kind="stable")  # Two ascending runs, which a stable sort merges.
    both: Ints = merged[:-1][merged[1:] == merged[:-1]]
    return both


def _within(reached: Ints, following: Ints, near: int, far: int) -> Ints:
    if not len(reached):
        return reached
    before = reached.searchsorted(following - near, "right") - 1
    close = reached.take(before, mode="clip") >= following - far
    found: Ints = following[(before >= 0) & close]
    return found
