"""How many of the matches have each person or place: the most frequent, exactly.

Values stand by rank, the most frequent of the segment first. A value that fewer documents have
than the last of the best so far cannot be among the best, so most ranks are never counted.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from articles.search.asking.query import Facet, Value
from articles.search.asking.results import Count
from articles.search.embedded.answering.segment_reader import Mask
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.segment import LabelField, Partition, SegmentFile, ValueField
from articles.search.embedded.disk.tokens import Ints

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
SORTED_AT_ONCE = 512
"""Counts that are sorted whole, because choosing among them takes as long."""
FIRST_LOOK = 16
"""Ranks that are counted before the first thought about stopping."""


class MatchSet:
    """The matching documents of a segment, in the forms that counting takes."""

    __slots__ = (
        "_bits",
        "_by_label",
        "_by_profile",
        "_mask",
        "_profiles",
        "counted",
        "documents",
        "file",
        "ids",
    )

    def __init__(self, ids: Ints, file: SegmentFile) -> None:
        self.ids, self.file, self.documents = ids, file, file.documents
        self._mask: Mask | None = None
        self._bits: Array | None = None
        self._profiles: Ints | None = None
        self._by_profile: Ints | None = None
        self._by_label: dict[Facet, Ints] = {}
        self.counted: dict[ValueField, RankCounts] = {}
        """What was found out already of each field."""

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

    def profiles(self) -> Ints:
        """The profile of each."""
        if self._profiles is None:
            self._profiles = self.file.profile.take(self.ids)
        return self._profiles

    def by_profile(self) -> Ints:
        """How many there are of each profile."""
        if self._by_profile is None:
            self._by_profile = np.bincount(self.profiles(), minlength=self.file.profiles)
        return self._by_profile

    def by_label(self, labels: LabelField) -> Ints:
        """How many there are of each category, or of each year; and, last, of none."""
        counts = self._by_label.get(labels.of)
        if counts is None:
            if len(self.ids) > self.file.profiles:
                counts = sums(self.by_profile(), labels.profiles)
            else:
                counts = np.bincount(labels.of_profile.take(self.profiles()))
            self._by_label[labels.of] = counts
        return counts


class RankCounts(NamedTuple):
    """How many there are of each of these ranks; if these are not all, they are the first."""

    ranks: Ints
    counts: Ints
    complete: bool = True


class TopCounts(NamedTuple):
    """The values that most matches have, most first; no other has more than `rest`."""

    best: list[Count]
    rest: int


def top(field: ValueField | LabelField, among: MatchSet, most: int) -> TopCounts:
    """The values that most matches have, of equal ones the lowest value first."""
    if not len(field.values) or not len(among.ids):
        return TopCounts([], 0)
    if isinstance(field, LabelField):
        counts = among.by_label(field)[: len(field.names)]
        return _best(counts, field.values[: len(counts)], most, names=field.names)
    ranked = among.counted.get(field)
    if ranked is None or not ranked.complete:
        ranked = among.counted[field] = _ranked(field, among, most)
    return _best(ranked.counts, field.values.take(ranked.ranks), most, ranked.complete)


def _ranked(field: ValueField, among: MatchSet, most: int) -> RankCounts:
    """The counts among which are the highest."""
    if field.profiled and among.many():
        return RankCounts(field.every_rank, sums(among.by_profile(), field.of_profiles))
    if len(among.ids) >= FEW and _walking_is_cheaper(field, among, most):
        counts, complete = _walked(field, among, most)
        return RankCounts(field.every_rank[: len(counts)], counts, complete)
    return _gathered(field, among)


def of(
    field: ValueField | LabelField, among: MatchSet, values: Collection[Value]
) -> dict[Value, int]:
    """How many matches have each of these values."""
    if isinstance(field, LabelField):
        named = dict(zip(field.names, among.by_label(field).tolist(), strict=False))
        return {value: named.get(value, 0) for value in values}
    found = dict.fromkeys(values, 0)
    if not len(among):
        return found
    ranks = field.ranks_of([value for value in values if isinstance(value, int)])
    ranked = among.counted.get(field)
    if ranked is None and len(ranks) > MANY_ASKED:
        ranked = among.counted[field] = RankCounts(field.every_rank, _by_rank(field, among))
    if ranked is not None and len(ranked.ranks):
        at = ranked.ranks.searchsorted(ranks)
        known = ranked.ranks.take(at, mode="clip") == ranks
        there, counts = ranks[known], ranked.counts.take(at[known])
        found |= dict(zip(field.values.take(there).tolist(), counts.tolist(), strict=True))
        ranks = ranks[~known]
    if ranked is None or not ranked.complete:
        for rank in ranks.tolist():
            found[int(field.values[rank])] = _holding(field.holders_of(rank), among)
    return found


def _holding(holders: Array, among: MatchSet) -> int:
    """How many of the matches are among these documents."""
    if len(holders) > 8 * len(among):
        at = holders.searchsorted(among.ids)
        return int(np.count_nonzero(holders.take(at, mode="clip") == among.ids))
    return int(np.count_nonzero(among.mask().take(holders)))


def without(field: ValueField | LabelField, among: MatchSet) -> int:
    """How many matches have no value."""
    if isinstance(field, LabelField):
        counts = among.by_label(field)
        return int(counts[-1]) if len(counts) > len(field.names) else 0
    if field.profiled and len(among) > among.file.profiles:
        return int(among.by_profile().take(field.profiles_without).sum())
    return int(np.count_nonzero(field.without.take(among.ids)))


def sums(counts: Ints, parts: Partition) -> Ints:
    """What the members of each part have together."""
    summed: Ints = np.add.reduceat(counts.take(parts.members), parts.starts)
    return summed


def _walking_is_cheaper(field: ValueField, among: MatchSet, most: int) -> bool:
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


def _best(
    counts: Ints,
    values: Ints,
    most: int,
    complete: bool = True,
    names: Sequence[Value] | None = None,
) -> TopCounts:
    """The highest of the counts, without those of 0."""
    if len(counts) > SORTED_AT_ONCE:
        # Frequent ranks come first, so the last of the best of these few keeps most others out.
        floor = max(_last_of_best(counts[:FIRST_LOOK], most), 1)
        at = (counts >= floor).nonzero()[0]
        complete = complete and floor == 1
        counts, values = counts.take(at), values.take(at)
    # One number for both, the count above the value, so that one sort orders by both.
    keys = (counts << VALUE_BITS) - values
    if len(keys) > SORTED_AT_ONCE + most:
        keys.partition(len(keys) - most - 1)
        keys = keys[-most - 1 :]
    keys.sort()
    best: list[Count] = []
    matches = 0
    for key in keys[: -most - 1 : -1].tolist():
        if key <= 0:
            break
        matches = -(-key >> VALUE_BITS)
        value = (matches << VALUE_BITS) - key
        best.append(Count(names[value] if names else value, matches))
    everything = len(best) < most or len(keys) <= most
    return TopCounts(best, 0 if complete and everything else matches)


def _by_rank(field: ValueField, among: MatchSet) -> Ints:
    """How many matches have the value of each rank; of most documents, all but the others."""
    few = 2 * len(among) <= among.documents
    counts = np.zeros(len(field.values), np.int64) if few else -field.rarities
    looked_at = among
    if not few:
        looked_at = MatchSet((~among.mask()[: among.documents]).nonzero()[0], among.file)
    if len(looked_at):
        ranks, found, _ = _gathered(field, looked_at)
        counts[ranks] += found if few else -found
    return counts


def _gathered(field: ValueField, among: MatchSet) -> RankCounts:
    """Every rank that any match has, with its count."""
    begins = field.starts.take(among.ids).astype(np.int64)
    sizes = field.starts.take(among.ids + 1) - begins
    ends = sizes.cumsum()
    taken = np.arange(int(ends[-1])) + np.repeat(begins - (ends - sizes), sizes)
    ranks = field.ranks.take(taken)
    if len(ranks) * 8 > len(field.values):
        counts = np.bincount(ranks)
        there = (counts > 0).nonzero()[0]  # Four times as fast as of the numbers themselves.
        return RankCounts(there, counts.take(there))
    ranks.sort()
    if not len(ranks):
        return RankCounts(field.nothing, field.nothing)
    edges = np.concatenate(([0], (ranks[1:] != ranks[:-1]).nonzero()[0] + 1, [len(ranks)]))
    return RankCounts(ranks[edges[:-1]].astype(np.int64), edges[1:] - edges[:-1])


def _walked(field: ValueField, among: MatchSet, most: int) -> tuple[Ints, bool]:
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
            return counts, until == held
        until = min(needed, max(hot, 2 * until))


def _last_of_best(counts: Ints, most: int) -> int:
    if len(counts) < most:
        return 0
    return int(np.partition(counts, len(counts) - most)[len(counts) - most])
