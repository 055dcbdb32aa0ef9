"""Counts the values of facets over the matches of all segments."""

from collections.abc import Collection, Sequence

from articles.search.asking.query import MISSING, Facet, Query, Value
from articles.search.asking.results import Count
from articles.search.embedded.answering import counting
from articles.search.embedded.answering.counting import MatchSet, TopCounts
from articles.search.embedded.answering.snapshot import SegmentMatches

MORE_AT_A_TIME = 4
"""Each segment is first asked for that many times as many values as are wanted, and then for that
many times as many as before."""
ALL = 1 << 20
"""More values than any segment has."""
FEW = 64
"""A segment with at most that many matches returns all of its values at once."""


def count_facet(found: Sequence[SegmentMatches], query: Query, facet: Facet) -> tuple[Count, ...]:
    """Return the facet's most frequent values (or all years, newest first) and the chosen ones."""
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
    """Return those of the values that any match has, the most frequent first."""
    totals = _sum_values([part.counted[facet] for part in found], facet, values)
    counts = [Count(value, matches) for value, matches in totals.items() if matches]
    return tuple(sorted(counts, key=lambda count: (-count.matches, count.value)))


def count_missing(found: Sequence[SegmentMatches]) -> dict[Facet, int]:
    """Return how many of the documents counted for each facet have no value of it."""
    totals = dict.fromkeys(MISSING, 0)
    for part in found:
        for facet in totals:
            field = part.reader.file.facets[facet]
            totals[facet] += counting.count_missing(field, part.counted[facet])
    return totals


def count_excluded(
    found: Sequence[SegmentMatches], query: Query, facet: Facet
) -> tuple[Count, ...]:
    """Return how many matches each excluded value of the facet keeps out."""
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
    """Return how many matches of all segments have each of the values."""
    totals = dict.fromkeys(values, 0)
    for part in parts:
        for value, matches in counting.count_values(part.file.facets[facet], part, values).items():
            totals[value] += matches
    return totals


def _count_top(found: Sequence[SegmentMatches], facet: Facet, most: int) -> list[Count]:
    """Return the values that most matches of all segments have.

    Each segment names its best values. A value that none of them names has at most as many matches
    as their `rest` together (Fagin's threshold algorithm). If that could be enough, all segments
    are asked for more values."""
    if len(found) == 1:
        field = found[0].reader.file.facets[facet]
        return counting.count_top(field, found[0].counted[facet], most).best
    wanted = MORE_AT_A_TIME * most
    while True:
        parts = [_count_top_of(part, facet, wanted) for part in found]
        totals = _sum_named(found, facet, parts)
        ordered = sorted(totals, key=lambda value: (-totals[value], value))[:most]
        best = [Count(value, totals[value]) for value in ordered]
        if not _may_miss_any(best, [part for part in parts if part.rest], most):
            return best
        wanted *= MORE_AT_A_TIME


def _may_miss_any(best: Sequence[Count], parts: Sequence[TopCounts], most: int) -> bool:
    """Return whether a value that none of these parts names may be one of the best.

    `parts` are those of segments that have more values than they named."""
    if not parts:
        return False
    rest = sum(part.rest for part in parts)
    last = best[-1]
    if len(best) < most or last.matches < rest:
        return True
    # Of values with equal counts a segment names the lowest first. So if only one segment has more
    # values, these come after the last one that it named.
    comes_before = len(parts) == 1 and last.value <= parts[0].best[-1].value  # type: ignore[operator]
    return last.matches == rest and not comes_before


def _count_top_of(part: SegmentMatches, facet: Facet, most: int) -> TopCounts:
    matches = part.counted[facet]
    if len(matches) <= FEW:  # Naming all is as fast, and the segment is not asked again.
        most = ALL
    return counting.count_top(part.reader.file.facets[facet], matches, most)


def _sum_named(
    found: Sequence[SegmentMatches], facet: Facet, parts: Sequence[TopCounts]
) -> dict[Value, int]:
    """Return how many matches of all segments have each value that any of them names."""
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
