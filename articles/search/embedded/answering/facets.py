"""Counts how many matches have each value of a facet, in all segments together."""

from collections.abc import Collection, Sequence

from articles.search.asking.query import MISSING, Facet, Query, Value
from articles.search.asking.results import Count
from articles.search.embedded.answering import counting
from articles.search.embedded.answering.counting import MatchSet, TopCounts
from articles.search.embedded.answering.snapshot import SegmentMatches

MORE_AT_A_TIME = 4
"""Each segment is first asked for this many times the number of values wanted.

Each further request multiplies the number by this factor again."""
ALL = 1 << 20
"""A limit that is higher than the number of values in any segment."""
FEW = 64
"""If a segment has at most this many matches, it returns all of its values at the first request."""


def count_facet(found: Sequence[SegmentMatches], query: Query, facet: Facet) -> tuple[Count, ...]:
    """Return the counts of the facet's most frequent values, then those of other chosen values.

    For the facet "year", all years are returned, newest first."""
    if facet == "year":
        counted = sorted(_count_top(found, facet, ALL), reverse=True)
    else:
        counted = _count_top(found, facet, query.values_wanted(facet))
    if chosen := query.chosen(facet):
        known = {count.value for count in counted}
        rarer = [value for value in chosen if value and value not in known]
        sums = _sum_values([part.counted[facet] for part in found], facet, rarer)
        counted += map(Count._make, sums.items())
    return tuple(counted)


def count_values(
    found: Sequence[SegmentMatches], facet: Facet, values: Collection[Value]
) -> tuple[Count, ...]:
    """Return the counts of those of `values` that have matches, the most frequent first."""
    totals = _sum_values([part.counted[facet] for part in found], facet, values)
    counts = [Count(value, matches) for value, matches in totals.items() if matches]
    return tuple(sorted(counts, key=lambda count: (-count.matches, count.value)))


def count_missing(found: Sequence[SegmentMatches]) -> dict[Facet, int]:
    """Return a dict that maps each facet in MISSING to the number of matches without a value."""
    totals = dict.fromkeys(MISSING, 0)
    for part in found:
        for facet in totals:
            field = part.reader.file.facets[facet]
            totals[facet] += counting.count_missing(field, part.counted[facet])
    return totals


def count_excluded(
    found: Sequence[SegmentMatches], query: Query, facet: Facet
) -> tuple[Count, ...]:
    """Return, for each excluded value of the facet, how many matches its exclusion removes."""
    parts = [part.without_exclusions[facet] for part in found]
    sums = _sum_values(parts, facet, query.excluded_values(facet))
    if facet in MISSING and MISSING[facet] in sums:
        sums[MISSING[facet]] = sum(
            counting.count_missing(part.file.facets[facet], part) for part in parts
        )
    return tuple([Count(value, matches) for value, matches in sums.items()])


def _sum_values(
    parts: Sequence[MatchSet], facet: Facet, values: Collection[Value]
) -> dict[Value, int]:
    """Return a dict that maps each of `values` to its number of matches in all segments."""
    totals = dict.fromkeys(values, 0)
    for part in parts:
        for value, matches in counting.count_values(part.file.facets[facet], part, values).items():
            totals[value] += matches
    return totals


def _count_top(found: Sequence[SegmentMatches], facet: Facet, limit: int) -> list[Count]:
    """Return the `limit` values with the most matches in all segments together.

    Each segment reports its best values. A value that no segment reports has at most as many
    matches as the sum of `TopCounts.rest` over all segments (Fagin's threshold algorithm). If that
    could be enough to be among the best, all segments are asked for more values."""
    if len(found) == 1:
        field = found[0].reader.file.facets[facet]
        return counting.count_top(field, found[0].counted[facet], limit).best
    wanted = MORE_AT_A_TIME * limit
    while True:
        parts = [_count_top_of(part, facet, wanted) for part in found]
        totals = _sum_named(found, facet, parts)
        ordered = sorted(totals, key=lambda value: (-totals[value], value))[:limit]
        best = [Count(value, totals[value]) for value in ordered]
        if not _may_miss_any(best, [part for part in parts if part.rest], limit):
            return best
        wanted *= MORE_AT_A_TIME


def _may_miss_any(best: Sequence[Count], parts: Sequence[TopCounts], limit: int) -> bool:
    """Return whether a value that no segment reported may be one of the `limit` best.

    `parts` contains the reports of those segments that have more values than they reported."""
    if not parts:
        return False
    rest = sum(part.rest for part in parts)
    last = best[-1]
    if len(best) < limit or last.matches < rest:
        return True
    # Of values with equal counts a segment names the lowest first. So if only one segment has more
    # values, they come after the last value that it named.
    comes_before = len(parts) == 1 and last.value <= parts[0].best[-1].value  # type: ignore[operator]
    return last.matches == rest and not comes_before


def _count_top_of(part: SegmentMatches, facet: Facet, limit: int) -> TopCounts:
    matches = part.counted[facet]
    if len(matches) <= FEW:  # Naming all is as fast, and the segment is not asked again.
        limit = ALL
    return counting.count_top(part.reader.file.facets[facet], matches, limit)


def _sum_named(
    found: Sequence[SegmentMatches], facet: Facet, parts: Sequence[TopCounts]
) -> dict[Value, int]:
    """Return a dict that maps each value that any segment reported to its matches in all segments.

    `found` and `parts` are parallel: the matches in each segment, and the values that it reported.
    """
    totals = dict.fromkeys([count.value for part in parts for count in part.best], 0)
    for part, top in zip(found, parts, strict=True):
        own = dict(top.best)
        if top.rest:
            others = [value for value in totals if value not in own]
            field = part.reader.file.facets[facet]
            own |= counting.count_values(field, part.counted[facet], others)
        for value, matches in own.items():
            totals[value] += matches
    return totals
