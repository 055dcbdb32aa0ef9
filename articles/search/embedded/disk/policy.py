"""Decides which segments to merge, and how many documents a commit may merge."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.search.embedded.disk.codec import ArraysSegment


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """The rules for merging segments.

    Segments of similar size form a tier. The size of a segment is the number of its live documents.
    """

    smallest_tier: int = 400
    """Segments with fewer live documents than this belong to the first tier."""
    tier_ratio: int = 8
    """Each tier's size limit divided by the size limit of the tier before it."""
    kept_in_tier: int = 2
    """The maximum number of segments that may stay in a tier without being merged."""
    mostly_deleted: float = 0.5
    """The share of deleted documents above which a segment is merged by itself."""
    most_merged: int = 10
    """The maximum number of segments that are merged at once."""
    merged_in_commit: int = 600
    """The number of documents that a commit may always merge, however few documents it adds."""
    merged_for_each: int = 16
    """The number of documents that a commit may merge for each document that it adds.

    If `merged_in_commit` is higher than the resulting number, it applies instead."""

    def limit_of_commit(self, added: int) -> int:
        """Return how many documents a commit may merge at most if it adds `added` documents."""
        return max(self.merged_in_commit, added * self.merged_for_each)

    def choose_segments(
        self, segments: Sequence[ArraysSegment], limit: float = math.inf
    ) -> list[ArraysSegment]:
        """Return the segments to merge next, or an empty list if no merge is worthwhile.

        The result is either one segment whose documents are mostly deleted, or segments from the
        smallest tier that has too many segments. It has at most `limit` live documents in total."""
        candidates = (found[: self.most_merged] for found in self._candidates(segments))
        fitting = (some for some in candidates if sum(one.doc_count() for one in some) <= limit)
        return next(fitting, [])

    def _candidates(self, segments: Sequence[ArraysSegment]) -> Iterator[list[ArraysSegment]]:
        tiers: dict[int, list[ArraysSegment]] = defaultdict(list)
        for segment in segments:
            if segment.deleted_count() > self.mostly_deleted * segment.doc_count_all():
                yield [segment]
            tiers[self._tier(segment)].append(segment)
        for tier in sorted(tiers):
            if len(tiers[tier]) > self.kept_in_tier:
                yield tiers[tier]

    def _tier(self, segment: ArraysSegment) -> int:
        tier = 0
        while segment.doc_count() >= self.smallest_tier * self.tier_ratio**tier:
            tier += 1
        return tier


DEFAULT = MergePolicy()
