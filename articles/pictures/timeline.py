"""Draws timelines: a bar for the number of articles in each year, month or day."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["year", "month", "day"]

STEP, BAR, TALLEST, LOWEST = 10, 8, 100, 2
"""The distance from bar to bar, the width of a bar, the maximum height of a bar, and the minimum
height of a bar that has articles, in units of the SVG."""
FEWEST_YEARS = 3
"""The minimum difference between the first and the last year if bars represent years."""
LONGEST_IN_DAYS = 62
"""The maximum number of days between the first and the last day if bars represent days."""
MOST_LABELS = 6
"""The maximum number of bars that get a label."""


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date
    unit: Unit


@dataclass(frozen=True, slots=True)
class PeriodCount:
    period: Period
    matches: int
    url: str
    """The address of a search for the period's articles."""
    note: str = ""
    """The keywords of the period's articles if the period is a peak; otherwise empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    count: PeriodCount
    x: int
    y: int
    height: int
    labelled: bool
    """Whether the name of the period is shown below the bar."""


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    unit: Unit
    width: int
    height: int = TALLEST
    bar_width: int = BAR
    step: int = STEP

    @property
    def notes(self) -> list[Bar]:
        """The bars that have a note."""
        return [bar for bar in self.bars if bar.count.note]


def periods(since: date, until: date) -> list[Period]:
    """Return the years, months or days from `since` to `until`.

    Longer spans are divided into longer periods."""
    if until.year - since.year >= FEWEST_YEARS:
        return list(years(since, until))
    if (until - since).days > LONGEST_IN_DAYS:
        return list(_months(since, until))
    return [Period(day, day, "day") for day in _days(since, until)]


def draw(counts: Sequence[PeriodCount], highest: int = 0) -> Timeline:
    """Return a timeline with a bar for each of `counts`.

    `highest` is the number of articles that a bar of full height represents. Timelines with the
    same `highest` have the same scale; by default it is the greatest number in `counts`."""
    highest = highest or max((one.matches for one in counts), default=0)
    every = -(-len(counts) // MOST_LABELS) or 1
    bars = []
    for number, one in enumerate(counts):
        height = max(LOWEST, round(TALLEST * one.matches / highest)) if one.matches else 0
        bars.append(
            Bar(one, number * STEP + 1, TALLEST - height, height, labelled=number % every == 0)
        )
    unit = counts[0].period.unit if counts else "year"
    return Timeline(tuple(bars), unit, width=max(1, len(counts)) * STEP)


def is_worth_drawing(counts: Iterable[PeriodCount]) -> bool:
    """Return whether more than one period has articles."""
    return sum(1 for one in counts if one.matches) > 1


def peaks(counts: Iterable[PeriodCount], limit: int = 3) -> list[PeriodCount]:
    """Return up to `limit` peaks, in chronological order.

    A peak is a period that has at least twice the mean number of articles, and at least two."""
    held = list(counts)
    average = sum(one.matches for one in held) / len(held) if held else 0
    high = [one for one in held if one.matches >= max(2, 2 * average)]
    best = sorted(high, key=lambda one: -one.matches)[:limit]
    return [one for one in held if one in best]


def years(since: date, until: date) -> Iterator[Period]:
    """Return the years from `since` to `until`, with the first and last year cut to these dates."""
    for year in range(since.year, until.year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        yield Period(max(first, since), min(last, until), "year")


def _months(since: date, until: date) -> Iterator[Period]:
    first = since.replace(day=1)
    while first <= until:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield Period(max(first, since), min(last, until), "month")
        if last == date.max:
            return
        first = last + timedelta(days=1)


def _days(since: date, until: date) -> Iterator[date]:
    for days in range((until - since).days + 1):
        yield since + timedelta(days=days)
