"""The counts of facet values over the matches of all segments."""

from collections.abc import Collection, Sequence

from articles.search.asking.query import MISSING, Facet, Query, Value
from articles.search.asking.results import Count
from articles.search.embedded.answering import counting
from articles.search.embedded.answering.counting import MatchSet, TopCounts
from articles.search.embedded.answering.snapshot import SegmentMatches

MORE_AT_A_TIME = 4
EVERY = 1 << 20
FEW = 64
"""Matches of a segment of which all values are named at once."""


def counts(found: Sequence[SegmentMatches], query: Query, facet: Facet) -> tuple[Count, ...]:
    """The facet's most frequent values (of years all, newest first) and the chosen ones."""
    if facet == "year":
        counted = sorted(_most(found, facet, EVERY), reverse=True)
    else:
        counted = _most(found, facet, query.values_wanted(facet))
    if chosen := query.chosen(facet):
        there = {count.value for count in counted}
        rarer = [value for value in chosen if value and value not in there]
        sums = _sums([part.among[facet] for part in found], facet, rarer)
        counted += map(Count._make, sums.items())
    return tuple(counted)


def counts_of(
    found: Sequence[SegmentMatches], facet: Facet, values: Collection[Value]
) -> tuple[Count, ...]:
    """Those of the values that any of the matches has, most frequent first."""
    totals = _sums([part.among[facet] for part in found], facet, values)
    held = [Count(value, matches) for value, matches in totals.items() if matches]
    return tuple(sorted(held, key=lambda count: (-count.matches, count.value)))


def missing(found: Sequence[SegmentMatches]) -> dict[Facet, int]:
    """How many of those counted for each facet have no value of it."""
    totals = dict.fromkeys(MISSING, 0)
    for part in found:
        for facet in totals:
            totals[facet] += counting.without(part.view.file.counted[facet], part.among[facet])
    return totals


def excluded(found: Sequence[SegmentMatches], query: Query, facet: Facet) -> tuple[Count, ...]:
    """How many matches each excluded value of the facet keeps out."""
    among = [part.kept_out[facet] for part in found]
    sums = _sums(among, facet, query.excluded_values(facet))
    if facet in MISSING and MISSING[facet] in sums:
        sums[MISSING[facet]] = sum(
            counting.without(part.file.counted[facet], part) for part in among
        )
    return tuple([Count(value, matches) for value, matches in sums.items()])


def _sums(among: Sequence[MatchSet], facet: Facet, values: Collection[Value]) -> dict[Value, int]:
    totals = dict.fromkeys(values, 0)
    for part in among:
        for value, matches in counting.of(part.file.counted[facet], part, values).items():
            totals[value] += matches
    return totals


def _most(found: Sequence[SegmentMatches], facet: Facet, most: int) -> list[Count]:
    """The values that most matches of all segments have.

    Each segment names its own best; what none of them names has no more matches than their
    `rest` together (Fagin's threshold algorithm), else they are asked for more."""
    if len(found) == 1:
        field = found[0].view.file.counted[facet]
        return counting.top(field, found[0].among[facet], most).best
    wanted = MORE_AT_A_TIME * most
    while True:
        parts = [_top(part, facet, wanted) for part in found]
        totals = _totals(found, facet, parts)
        ordered = sorted(totals, key=lambda value: (-totals[value], value))[:most]
        best = [Count(value, totals[value]) for value in ordered]
        if not _others_may_be_among(best, [part for part in parts if part.rest], most):
            return best
        wanted *= MORE_AT_A_TIME


def _others_may_be_among(best: Sequence[Count], parts: Sequence[TopCounts], most: int) -> bool:
    """Whether a value that none of these parts names may be one of the best."""
    if not parts:
        return False
    rest = sum(part.rest for part in parts)
    last = best[-1]
    if len(best) < most or last.matches < rest:
        return True
    # Of values with as many matches a segment names the lowest, so the others come after them.
    alone = len(parts) == 1 and last.value <= parts[0].best[-1].value  # type: ignore[operator]
    return last.matches == rest and not alone


def _top(part: SegmentMatches, facet: Facet, most: int) -> TopCounts:
    among = part.among[facet]
    if len(among) <= FEW:  # These can as well name all, and then need not be asked again.
        most = EVERY
    return counting.top(part.view.file.counted[facet], among, most)


def _totals(
    found: Sequence[SegmentMatches], facet: Facet, parts: Sequence[TopCounts]
) -> dict[Value, int]:
    """How many matches of all segments have the values that any of them names."""
    totals = dict.fromkeys([count.value for part in parts for count in part.best], 0)
    for part, counted in zip(found, parts, strict=True):
        own = dict(counted.best)
        if counted.rest:
            missing = [value for value in totals if value not in own]
            own |= counting.of(part.view.file.counted[facet], part.among[facet], missing)
        for value, matches in own.items():
            totals[value] += matches
    return totals
