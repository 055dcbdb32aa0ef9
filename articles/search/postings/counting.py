"""How many of the matches have each person or place: the most frequent, exactly.

Values stand by rank, the most frequent of the segment first. A value that fewer documents have
than the last of the best so far cannot be among the best, so most ranks are never counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.segment import SegmentFile, ValueField
from articles.search.postings.tokens import Ints
from articles.search.postings.view import Mask

GATHER = 6.0
"""Nanoseconds to take and count one value of a match, as measured; and below for the others."""
SCAN = 0.5
BITS = 0.7
LOOK = 1.0
FEW = 500
"""Matches below which it is not worth thinking about."""
FIRST_LOOK = 16
"""Ranks that are counted before the first thought about stopping."""


class Among:
    """The matching documents of a segment, in the forms that counting takes."""

    def __init__(self, ids: Ints, file: SegmentFile) -> None:
        self.ids, self.file, self.documents = ids, file, file.documents

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def mask(self) -> Mask:
        mask = np.zeros(-(-self.documents // 64) * 64, bool)
        mask[self.ids] = True
        return mask

    @cached_property
    def by_profile(self) -> Ints:
        """How many there are of each profile."""
        found: Ints = np.bincount(self.file.profile.take(self.ids), minlength=self.file.profiles)
        return found

    @cached_property
    def by_group(self) -> list[int]:
        """How many there are of each group (desk and year)."""
        groups = np.bincount(self.file.profile_group, self.by_profile, len(self.file.groups))
        counts: list[int] = groups.astype(np.int64).tolist()
        return counts

    @cached_property
    def bits(self) -> Array:
        return np.packbits(self.mask, bitorder="little").view("<u8")


@dataclass(frozen=True, slots=True)
class Counted:
    """Values with how many matches have each; no other value has more than `rest`."""

    values: Array
    matches: Ints
    rest: int


def top(field: ValueField, among: Among, most: int) -> Counted:
    """The values that most matches have, of equal ones the lowest value first."""
    if not len(field.values) or not len(among):
        return Counted(field.values[:0], field.nothing, 0)
    complete = True
    if field.profiled:
        ranks, counts = _multiplied(field, among)
    elif len(among) >= FEW and _walking_is_cheaper(field, among, most):
        ranks, counts, complete = _walked(field, among, most)
    else:
        ranks, counts = _gathered(field, among)
    if len(counts) > most:
        kept = (counts >= _last_of_best(counts, most)).nonzero()[0]
        complete = complete and len(kept) == len(counts)
        ranks, counts = ranks[kept], counts[kept]
    values = field.values[ranks]
    order = np.lexsort((values, -counts))
    if len(order) > most:
        order, complete = order[:most], False
    values, counts = values[order], counts[order]
    return Counted(values, counts, 0 if complete else int(counts[-1]))


def of(field: ValueField, among: Among, values: Sequence[int]) -> dict[int, int]:
    """How many matches have each of these values."""
    found = dict.fromkeys(values, 0)
    ranks = field.ranks_of(found)
    for rank in ranks:
        holders = field.holders_of(rank)
        if len(holders) > 8 * len(among):
            at = holders.searchsorted(among.ids)
            count = np.count_nonzero(holders.take(at, mode="clip") == among.ids)
        else:
            count = np.count_nonzero(among.mask.take(holders))
        found[int(field.values[rank])] = int(count)
    return found


def _walking_is_cheaper(field: ValueField, among: Among, most: int) -> bool:
    """Whether going down the ranks costs less than taking every value of every match."""
    held, documents = len(field.values), among.documents
    each = len(field.ranks) / max(documents, 1)
    gathering = len(among) * each * GATHER + min(held, len(among) * each) * SCAN
    last = field.frequency(min(most, held) - 1) * len(among) // max(documents, 1)
    ranks = field.as_frequent_as(max(last, 1))
    words = documents / 64
    looked = int(field.edges[ranks]) - int(field.edges[min(ranks, len(field.bitmaps))])
    walking = min(ranks, len(field.bitmaps)) * words * BITS + looked * LOOK + documents * 0.1
    return walking < gathering


def _multiplied(field: ValueField, among: Among) -> tuple[Ints, Ints]:
    """Every rank that any match has, with its count, from how many there are of each profile."""
    weights = among.by_profile.take(field.profile_owners)
    counts = np.bincount(field.profile_ranks, weights).astype(np.int64)
    there = counts.nonzero()[0]
    return there, counts[there]


def _gathered(field: ValueField, among: Among) -> tuple[Ints, Ints]:
    """Every rank that any match has, with its count."""
    begins = field.starts.take(among.ids).astype(np.int64)
    sizes = field.starts.take(among.ids + 1) - begins
    ends = sizes.cumsum()
    taken = np.arange(int(ends[-1])) + np.repeat(begins - (ends - sizes), sizes)
    ranks = field.ranks.take(taken)
    if len(ranks) * 8 > len(field.values):
        counts = np.bincount(ranks)
        there = counts.nonzero()[0]
        return there, counts[there]
    ranks.sort()
    if not len(ranks):
        return field.nothing, field.nothing
    edges = np.concatenate(([0], (ranks[1:] != ranks[:-1]).nonzero()[0] + 1, [len(ranks)]))
    return ranks[edges[:-1]].astype(np.int64), edges[1:] - edges[:-1]


def _walked(field: ValueField, among: Among, most: int) -> tuple[Ints, Ints, bool]:
    """The counts of the first ranks, as many as can matter, and whether that is all of them."""
    counts = np.zeros(0, np.int64)
    hot, held = len(field.bitmaps), len(field.values)
    until = min(max(FIRST_LOOK, most), held)
    while True:
        done = len(counts)
        parts = [counts]
        if done < hot:
            bits = field.bitmaps[done : min(until, hot)] & among.bits
            parts.append(np.bitwise_count(bits).sum(axis=1, dtype=np.int64))
        if until > hot:
            begin = max(done, hot)
            edges = field.edges[begin : until + 1].astype(np.int64)
            there = among.mask.take(field.holders[edges[0] : edges[-1]])
            parts.append(np.add.reduceat(there, edges[:-1] - edges[0], dtype=np.int64))
        counts = np.concatenate(parts)
        needed = field.as_frequent_as(max(_last_of_best(counts, most), 1))
        if needed <= until:
            named = counts.nonzero()[0]
            return named, counts[named], until == held
        until = min(needed, max(hot, 2 * until))


def _last_of_best(counts: Ints, most: int) -> int:
    if len(counts) < most:
        return 0
    return int(np.partition(counts, len(counts) - most)[len(counts) - most])
