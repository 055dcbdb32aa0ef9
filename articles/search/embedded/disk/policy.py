"""Decides which segments to merge, and which of them a commit may merge itself."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.search.embedded.disk.codec import ArraysSegment


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """When to merge. Segments of similar size share a tier; only live documents count."""

    smallest_tier: int = 400
    """The first tier has the segments with fewer documents than this ..."""
    tier_ratio: int = 8
    """... and the limit of each further tier is that many times as high."""
    kept_in_tier: int = 2
    """A tier with more segments than this is merged."""
    mostly_deleted: float = 0.5
    """A segment with a larger share of deleted documents is merged alone."""
    most_merged: int = 10
    """At most that many segments are merged at once."""
    merged_in_commit: int = 600
    """A commit may merge that many documents, or, if that is more ..."""
    merged_for_each: int = 16
    """... that many for each document that it adds."""

    def limit_of_commit(self, added: int) -> int:
        """Return how many documents a commit may merge that adds this many."""
        return max(self.merged_in_commit, added * self.merged_for_each)

    def choose_segments(
        self, segments: Sequence[ArraysSegment], most: float = math.inf
    ) -> list[ArraysSegment]:
        """Return the segments to merge next, which have `most` documents at most; none if no merge
        is worth it.

        That is a segment that is mostly deleted, or the segments of the smallest full tier."""
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
