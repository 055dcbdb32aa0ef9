"""Which segments become one, and which of them a commit may merge itself."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.search.embedded.disk.codec import ArraysSegment


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """When to merge. Segments of like size share a tier; the documents left in them count."""

    smallest_tier: int = 400
    """Segments with fewer documents are in the first tier ..."""
    tier_ratio: int = 8
    """... and the limit of each further tier is that many times as high."""
    kept_in_tier: int = 2
    """A tier with more segments is merged."""
    mostly_deleted: float = 0.5
    """A segment of which a larger share is deleted is merged alone."""
    most_merged: int = 10
    """Segments that are merged at once."""
    merged_in_commit: int = 600
    """Documents that any commit may merge, or, if that is more ..."""
    merged_for_each: int = 16
    """... that many for each document that it adds."""

    def most_in_commit(self, added: int) -> int:
        """Return how many documents a commit may merge that adds this many."""
        return max(self.merged_in_commit, added * self.merged_for_each)

    def worth_merging(
        self, segments: Sequence[ArraysSegment], most: float = math.inf
    ) -> list[ArraysSegment]:
        """Return segments to make one of, with at most that many documents; none if not worth it.

        That is one that is mostly deleted, or the segments of a full tier, the smallest tier
        first."""
        candidates = (found[: self.most_merged] for found in self._candidates(segments))
        fitting = (some for some in candidates if sum(one.doc_count() for one in some) <= most)
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
