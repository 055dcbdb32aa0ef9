"""How many of the matches have each person or place: the most frequent, exactly.

Values stand by rank, the most frequent of the segment first. A value that fewer documents have
than the last of the best so far cannot be among the best, so most ranks are never counted.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.segment import SegmentFile, ValueField
from articles.search.postings.tokens import Ints
from articles.search.postings.view import Floats, Mask

GATHER = 6.0
"""Nanoseconds to take and count one value of a match, as measured; and below for the others."""
SCAN = 0.5
BITS = 0.7
LOOK = 1.0
VALUE_BITS = 32
FEW = 500
"""Matches below which it is not worth thinking about."""
MANY_ASKED = 64
"""Values from which on it is quicker to count all that the matches have."""
FIRST_LOOK = 16
"""Ranks that are counted before the first thought about stopping."""


class Among:
    """The matching documents of a segment, in the forms that counting takes."""

    __slots__ = ("_bits", "_groups", "_mask", "_profiles", "documents", "file", "ids")

    def __init__(self, ids: Ints, file: SegmentFile) -> None:
        self.ids, self.file, self.documents = ids, file, file.documents
        self._mask: Mask | None = None
        self._bits: Array | None = None
        self._profiles: Floats | None = None
        self._groups: list[tuple[tuple[str, int], int]] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def many(self) -> bool:
        """Whether there are so many that counting by profile pays."""
        return len(self.ids) * 16 > self.file.profiles

    def mask(self) -> Mask:
        """For each document, and some more up to a multiple of 64, whether it is here."""
        if self._mask is None:
            mask = np.zeros(-(-self.documents // 64) * 64, bool)
            mask[self.ids] = True
            self._mask = mask
        return self._mask

    def bits(self) -> Array:
        """The mask as words of 64 bits."""
        if self._bits is None:
            self._bits = np.packbits(self.mask(), bitorder="little").view("<u8")
        return self._bits

    def by_profile(self) -> Floats:
        """How many there are of each profile."""
        if self._profiles is None:
            counts = np.bincount(self.file.profile.take(self.ids), None, self.file.profiles)
            self._profiles = counts.astype(float)
        return self._profiles

    def groups(self) -> list[tuple[tuple[str, int], int]]:
        """The groups (desk and year) that any have, and how many have each."""
        if self._groups is None:
            if self.many():
                counts = np.bincount(self.file.profile_group, self.by_profile())
            else:
                profiles = self.file.profile.take(self.ids)
                counts = np.bincount(self.file.profile_group.take(profiles))
            there = counts.nonzero()[0]
            names = [self.file.groups[at] for at in there.tolist()]
            matches = counts[there].astype(np.int64).tolist()
            self._groups = list(zip(names, matches, strict=True))
        return self._groups


class Counted(NamedTuple):
    """Values with how many matches have each; no other value has more than `rest`."""

    values: list[int]
    matches: list[int]
    rest: int


def top(field: ValueField, among: Among, most: int) -> Counted:
    """The values that most matches have, of equal ones the lowest value first."""
    if not len(field.values) or not len(among.ids):
        return Counted([], [], 0)
    complete = True
    if field.profiled and among.many():
        ranks, counts = _multiplied(field, among)
    elif len(among.ids) >= FEW and _walking_is_cheaper(field, among, most):
        ranks, counts, complete = _walked(field, among, most)
    else:
        ranks, counts = _gathered(field, among)
    # One number for both, the count above the value, so that one sort orders by both.
    keys = (counts << VALUE_BITS) - field.values.take(ranks)
    if len(keys) > most:
        keys = np.partition(keys, len(keys) - most)[len(keys) - most :]
        complete = False
    keys.sort()
    keys = -keys[::-1]
    matches = (-(keys >> VALUE_BITS)).tolist()
    values = (keys & ((1 << VALUE_BITS) - 1)).tolist()
    return Counted(values, matches, 0 if complete else matches[-1])


def of(field: ValueField, among: Among, values: Sequence[int]) -> dict[int, int]:
    """How many matches have each of these values."""
    found = dict.fromkeys(values, 0)
    ranks = field.ranks_of(found)
    if len(ranks) > MANY_ASKED and len(among):
        there, counts = _gathered(field, among)
        asked = np.isin(there, ranks)
        held = field.values.take(there[asked]).tolist()
        return found | dict(zip(held, counts[asked].tolist(), strict=True))
    for rank in ranks:
        holders = field.holders_of(rank)
        if len(holders) > 8 * len(among):
            at = holders.searchsorted(among.ids)
            count = np.count_nonzero(holders.take(at, mode="clip") == among.ids)
        else:
            count = np.count_nonzero(among.mask().take(holders))
        found[int(field.values[rank])] = int(count)
    return found


def without(field: ValueField, among: Among) -> int:
    """How many matches have no value."""
    return int(np.count_nonzero(field.without.take(among.ids)))


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
    counts = np.bincount(field.profile_ranks, among.by_profile().take(field.profile_owners))
    there = counts.nonzero()[0]
    return there, counts.take(there).astype(np.int64)


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
            bits = field.bitmaps[done : min(until, hot)] & among.bits()
            parts.append(np.bitwise_count(bits).sum(axis=1, dtype=np.int64))
        if until > hot:
            begin = max(done, hot)
            edges = field.edges[begin : until + 1].astype(np.int64)
            there = among.mask().take(field.holders[edges[0] : edges[-1]])
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
