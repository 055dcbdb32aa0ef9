"""Counts the values of a facet in one segment, and finds the values with the most matches.

Values have ranks: rank 0 is the value that the most documents of the segment have. The number of
documents that have a value limits how many matches it can have. So once enough high counts are
known, values that fewer documents have need not be counted. There are three ways to count: by
profile (a combination of values that many documents share), by gathering the ranks of every match,
and by walking down the ranks. The cheapest way is chosen."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from articles.search.asking.query import Facet, Value
from articles.search.asking.results import Count
from articles.search.embedded.answering.segment_reader import Mask
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import DocIds, Ints, concatenate_ranges
from articles.search.embedded.disk.segment import LabelField, Partition, SegmentFile, ValueField

# Costs in nanoseconds, as `python -m tests.benchmarks.counting` measures them. Only their ratios
# matter, and they only decide which way is chosen: every way gives the same result.
GATHER = 6.0
"""The cost in nanoseconds of reading and counting one value of one match."""
SCAN = 0.5
"""The cost in nanoseconds of looking at the count of one value."""
BITS = 0.7
"""The cost in nanoseconds of ANDing two 64-bit words and counting the bits of the result."""
LOOK = 1.0
"""The cost in nanoseconds of checking whether one document with a certain value matches."""
MASK = 0.1
"""The cost in nanoseconds of making a mask of the matches, per document of the segment."""
VALUE_BITS = 32
FEW = 500
"""The minimum number of matches for which the costs of gathering and walking are compared."""
MANY_ASKED = 64
"""The maximum number of values that are counted one by one.

To count more values than this, it is faster to count all values of the segment."""
SORTED_AT_ONCE = 512
"""The maximum number of counts that are sorted completely.

For so few, choosing the highest counts first would not be faster."""
FIRST_LOOK = 16
"""The minimum number of ranks that a walk counts before it first checks whether it can stop."""


class RankCounts(NamedTuple):
    """Two parallel arrays: the ranks, ascending, and the number of matches of each."""

    ranks: Ints
    counts: Ints
    complete: bool = True
    """True if `ranks` holds every rank that has a match; False if it holds only the first ranks."""


class TopCounts(NamedTuple):
    """The values with the most matches, the highest count first."""

    best: list[Count]
    rest: int
    """The maximum number of matches that a value outside `best` may have."""


class MatchSet:
    """The matching documents of one segment, in several forms that are needed for counting.

    Each form is computed when it is first needed."""

    __slots__ = (
        "_bits",
        "_by_label",
        "_by_profile",
        "_mask",
        "_profiles",
        "counted",
        "docs",
        "documents",
        "file",
    )

    def __init__(self, docs: DocIds, file: SegmentFile) -> None:
        self.docs, self.file, self.documents = docs, file, file.documents
        self._mask: Mask | None = None
        self._bits: Array | None = None
        self._profiles: Ints | None = None
        self._by_profile: Ints | None = None
        self._by_label: dict[Facet, Ints] = {}
        self.counted: dict[ValueField, RankCounts] = {}
        """The counts that are already known, by field."""

    def __len__(self) -> int:
        return len(self.docs)

    def are_many(self) -> bool:
        """Return whether there are enough matches to make counting by profile worthwhile."""
        return len(self.docs) * 16 > self.file.profiles

    def mask(self) -> Mask:
        """Return a mask of the matching documents, padded to a multiple of 64 items."""
        if self._mask is None:
            mask = np.zeros(-(-self.documents // 64) * 64, bool)
            mask[self.docs] = True
            self._mask = mask
        return self._mask

    def bits(self) -> Array:
        """Return a mask of the matching documents, packed into 64-bit words."""
        if self._bits is None:
            self._bits = np.packbits(self.mask(), bitorder="little").view("<u8")
        return self._bits

    def profiles(self) -> Ints:
        """Return the number of each match's profile, in the order of `docs`."""
        if self._profiles is None:
            self._profiles = self.file.profile.take(self.docs)
        return self._profiles

    def by_profile(self) -> Ints:
        """Return the number of matches that have each profile, in the order of profiles."""
        if self._by_profile is None:
            self._by_profile = np.bincount(self.profiles(), minlength=self.file.profiles)
        return self._by_profile

    def by_label(self, field: LabelField) -> Ints:
        """Return the number of matches with each label, followed by the number without a label.

        Zeros at the end may be missing."""
        counts = self._by_label.get(field.facet)
        if counts is None:
            if len(self.docs) > self.file.profiles:
                counts = sum_rows(self.by_profile(), field.profiles)
            else:
                counts = np.bincount(field.of_profile.take(self.profiles()))
            self._by_label[field.facet] = counts
        return counts


def count_top(field: ValueField | LabelField, matches: MatchSet, limit: int) -> TopCounts:
    """Return the `limit` values with the most matches; if counts are equal, lower values first."""
    if not len(field.values) or not len(matches.docs):
        return TopCounts([], 0)
    if isinstance(field, LabelField):
        counts = matches.by_label(field)[: len(field.names)]
        return _choose_top(counts, field.values[: len(counts)], limit, names=field.names)
    ranked = matches.counted.get(field)
    if ranked is None or not ranked.complete:
        ranked = matches.counted[field] = _count_ranks(field, matches, limit)
    return _choose_top(ranked.counts, field.values.take(ranked.ranks), limit, ranked.complete)


def count_values(
    field: ValueField | LabelField, matches: MatchSet, values: Collection[Value]
) -> dict[Value, int]:
    """Return a dict that maps each of `values` to its number of matches."""
    if isinstance(field, LabelField):
        by_name = dict(zip(field.names, matches.by_label(field).tolist(), strict=False))
        return {value: by_name.get(value, 0) for value in values}
    found = dict.fromkeys(values, 0)
    if not len(matches):
        return found
    ranks = field.find_ranks([value for value in values if isinstance(value, int)])
    ranked = matches.counted.get(field)
    if ranked is None and len(ranks) > MANY_ASKED:
        ranked = RankCounts(field.every_rank, _count_every_rank(field, matches))
        matches.counted[field] = ranked
    if ranked is not None and len(ranked.ranks):
        at = ranked.ranks.searchsorted(ranks)
        known = ranked.ranks.take(at, mode="clip") == ranks
        present, counts = ranks[known], ranked.counts.take(at[known])
        found |= dict(zip(field.values.take(present).tolist(), counts.tolist(), strict=True))
        ranks = ranks[~known]
    if ranked is None or not ranked.complete:
        for rank in ranks.tolist():
            found[int(field.values[rank])] = _count_docs(field.docs_of(rank), matches)
    return found


def count_missing(field: ValueField | LabelField, matches: MatchSet) -> int:
    """Return how many matches have no value in the field."""
    if isinstance(field, LabelField):
        counts = matches.by_label(field)
        return int(counts[-1]) if len(counts) > len(field.names) else 0
    if field.profiled and len(matches) > matches.file.profiles:
        return int(matches.by_profile().take(field.profiles_without).sum())
    return int(np.count_nonzero(field.without.take(matches.docs)))


def sum_rows(counts: Ints, rows: Partition) -> Ints:
    """Return an array with one sum for each row of `rows`: the sum of the counts of its members.

    `counts` contains the count of each member."""
    sums: Ints = np.add.reduceat(counts.take(rows.members), rows.starts)
    return sums


def _count_docs(docs: Array, matches: MatchSet) -> int:
    """Return how many of the documents in `docs` match."""
    if len(docs) > 8 * len(matches):
        at = docs.searchsorted(matches.docs)
        return int(np.count_nonzero(docs.take(at, mode="clip") == matches.docs))
    return int(np.count_nonzero(matches.mask().take(docs)))


def _count_ranks(field: ValueField, matches: MatchSet, limit: int) -> RankCounts:
    """Return ranks with their counts, at least the ranks with the `limit` highest counts."""
    if field.profiled and matches.are_many():
        return RankCounts(field.every_rank, sum_rows(matches.by_profile(), field.of_profiles))
    if len(matches.docs) >= FEW and _is_walking_cheaper(field, matches, limit):
        counts, complete = _walk(field, matches, limit)
        return RankCounts(field.every_rank[: len(counts)], counts, complete)
    return _gather(field, matches)


def _is_walking_cheaper(field: ValueField, matches: MatchSet, limit: int) -> bool:
    """Return whether walking down the ranks costs less than gathering the ranks of all matches."""
    held, documents = len(field.values), matches.documents
    each = len(field.ranks) / max(documents, 1)
    gathering = len(matches) * each * GATHER + min(held, len(matches) * each) * SCAN
    # If matches are like all documents, the lowest of the best counts is about this.
    last = field.frequency(min(limit, held) - 1) * len(matches) // max(documents, 1)
    ranks = field.count_as_frequent(max(last, 1))
    hot = min(ranks, len(field.bitmaps))
    looked_up = int(field.doc_starts[ranks]) - int(field.doc_starts[hot])
    walking = hot * (documents / 64) * BITS + looked_up * LOOK + documents * MASK
    return walking < gathering


def _choose_top(
    counts: Ints,
    values: Ints,
    limit: int,
    complete: bool = True,
    names: Sequence[Value] | None = None,
) -> TopCounts:
    """Return the `limit` values with the highest counts, leaving out values with a count of 0.

    `counts` and `values` are parallel. `complete` is true if no other value has a match. If `names`
    is given, the values are indexes into `names`."""
    if len(counts) > SORTED_AT_ONCE:
        # Frequent ranks come first, so the lowest of these few best counts keeps most others out.
        floor = max(_find_last_of_best(counts[:FIRST_LOOK], limit), 1)
        at = (counts >= floor).nonzero()[0]
        complete = complete and floor == 1
        counts, values = counts.take(at), values.take(at)
    # One number for both, so that one sort orders by both: the count in the high 32 bits, minus
    # the value, which is below 2^32. So a higher count is a higher key, and for equal counts a
    # lower value is. A key of count c is above (c - 1) << 32 and at most c << 32: rounding up
    # gives the count back, and what is missing from it the value.
    keys = (counts << VALUE_BITS) - values
    if len(keys) > SORTED_AT_ONCE + limit:
        keys.partition(len(keys) - limit - 1)
        keys = keys[-limit - 1 :]
    keys.sort()
    best: list[Count] = []
    matches = 0
    for key in keys[: -limit - 1 : -1].tolist():
        if key <= 0:  # A count of 0.
            break
        matches = -(-key >> VALUE_BITS)
        value = (matches << VALUE_BITS) - key
        best.append(Count(names[value] if names else value, matches))
    all_named = len(best) < limit or len(keys) <= limit
    return TopCounts(best, 0 if complete and all_named else matches)


def _count_every_rank(field: ValueField, matches: MatchSet) -> Ints:
    """Return the number of matches of every rank, from rank 0 on.

    If more than half of the documents match, the other documents are counted and subtracted."""
    few = 2 * len(matches) <= matches.documents
    counts = np.zeros(len(field.values), np.int64) if few else -field.negative_frequencies
    looked_at = matches
    if not few:
        others = (~matches.mask()[: matches.documents]).nonzero()[0]
        looked_at = MatchSet(others, matches.file)
    if len(looked_at):
        ranks, found, _ = _gather(field, looked_at)
        counts[ranks] += found if few else -found
    return counts


def _gather(field: ValueField, matches: MatchSet) -> RankCounts:
    """Return every rank that any match has, with its count."""
    begins = field.rank_starts.take(matches.docs).astype(np.int64)
    sizes = field.rank_starts.take(matches.docs + 1) - begins
    ranks = field.ranks.take(concatenate_ranges(begins, sizes))
    if len(ranks) * 8 > len(field.values):
        counts = np.bincount(ranks)
        present = (counts > 0).nonzero()[0]  # Four times as fast as of the numbers themselves.
        return RankCounts(present, counts.take(present))
    ranks.sort()
    if not len(ranks):
        return RankCounts(field.nothing, field.nothing)
    changes = (ranks[1:] != ranks[:-1]).nonzero()[0] + 1
    starts = np.concatenate(([0], changes, [len(ranks)]))
    return RankCounts(ranks[starts[:-1]].astype(np.int64), starts[1:] - starts[:-1])


def _walk(field: ValueField, matches: MatchSet, limit: int) -> tuple[Ints, bool]:
    """Return the counts of the first ranks, from rank 0 on, and whether all ranks were counted.

    A rank is counted by its bitmap if it has one, and otherwise by its documents. The walk stops
    when every remaining rank has fewer documents than the lowest of the `limit` highest counts."""
    counts = np.zeros(0, np.int64)  # By rank, from 0 on.
    hot, held = len(field.bitmaps), len(field.values)
    until = min(max(FIRST_LOOK, limit), held)
    while True:
        done = len(counts)
        parts = [counts]
        if done < hot:
            bits = field.bitmaps[done : min(until, hot)] & matches.bits()
            parts.append(np.bitwise_count(bits).sum(axis=1, dtype=np.int64))
        if until > hot:
            begin = max(done, hot)
            starts = field.doc_starts[begin : until + 1].astype(np.int64)
            found = matches.mask().take(field.docs[starts[0] : starts[-1]])
            parts.append(np.add.reduceat(found, starts[:-1] - starts[0], dtype=np.int64))
        counts = np.concatenate(parts)
        needed = field.count_as_frequent(max(_find_last_of_best(counts, limit), 1))
        if needed <= until:
            return counts, until == held
        until = min(needed, max(hot, 2 * until))


def _find_last_of_best(counts: Ints, limit: int) -> int:
    """Return the lowest of the `limit` highest counts; 0 if there are fewer than `limit` counts."""
    if len(counts) < limit:
        return 0
    return int(np.partition(counts, len(counts) - limit)[len(counts) - limit])
