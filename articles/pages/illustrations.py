"""Draws search results as timelines and maps, in which bars and dots link to narrower searches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format

from articles import indexing
from articles.models import Entity
from articles.pages import facets, links, result_page
from articles.pages.name_resolution import resolve_name
from articles.pictures import maps, timeline
from articles.pictures.timeline import Period, PeriodCount
from articles.search.asking.query import Query
from articles.search.asking.results import Count, Results

PERIOD_FORMATS = {"year": "Y", "month": "M Y", "day": "j M"}


@dataclass(frozen=True, slots=True)
class PlaceMaps:
    """A map of the region with the most articles, and a map of the world."""

    region: maps.Map
    world: maps.Map | None
    """The map of the world. None if the map of the region already shows all places."""
    spots: Sequence[maps.Spot]

    @property
    def maps(self) -> list[maps.Map]:
        return [self.region, self.world] if self.world else [self.region]


def draw_pictures(page: result_page.ResultPage) -> dict[str, Any]:
    """Return a dict of pictures for templates: `timeline` and `place_maps`.

    Each is None if there is nothing to draw."""
    bars = count_by_period(page.query, page.results)
    counts = page.results.facets.get("place", ())
    places = facets.places(page.entities)
    return {
        "timeline": timeline.draw(bars) if timeline.is_worth_drawing(bars) else None,
        "place_maps": draw_maps(mapped_places(page.query, counts, places)),
    }


def count_by_period(query: Query, results: Results) -> list[PeriodCount]:
    """Return the number of results in each period.

    The periods are years, months or days, depending on how long a time the results span."""
    years = {
        int(count.value): count.matches
        for count in results.facets.get("year", ())
        if count.matches and (not query.year or count.value in query.year)
    }
    if not years:
        return []
    since = max(query.since or date.min, date(min(years), 1, 1))
    until = min(query.until or date.max, date(max(years), 12, 31))
    if since > until:
        return []
    periods = timeline.periods(since, until)
    if periods[0].unit == "year" and not (query.since or query.until):
        matches = [years.get(period.since.year, 0) for period in periods]
    else:
        starts = [period.since for period in periods]
        matches = indexing.archive().histogram(query, starts, resolve_name)
    return [
        PeriodCount(period, number, links.url(_narrow_to(query, period)))
        for period, number in zip(periods, matches, strict=True)
    ]


def count_by_year(query: Query, results: Results, span: Period) -> list[PeriodCount]:
    """Return the number of results in each year of `span`, including years without results."""
    years = {count.value: count.matches for count in results.facets.get("year", ())}
    return [
        PeriodCount(period, years.get(period.since.year, 0), links.url(_narrow_to(query, period)))
        for period in timeline.years(span.since, span.until)
    ]


def period_name(period: Period) -> str:
    """Return the name of a year, month or day in the reader's language."""
    return date_format(period.since, PERIOD_FORMATS[period.unit])


def mapped_places(
    query: Query, counts: Sequence[Count], places: Mapping[int, Entity]
) -> list[maps.Spot]:
    """Return a spot on a map for each counted place that has results and coordinates."""
    found = ((places.get(int(count.value)), count.matches) for count in counts)
    return [
        maps.Spot(
            place.name,
            *place.location.coordinates,
            matches,
            links.url(query.choose("place", place.number)),
        )
        for place, matches in found
        if place and matches and place.location.coordinates
    ]


def draw_maps(places: Sequence[maps.Spot]) -> PlaceMaps | None:
    """Return maps of `places`, or None if there are no places."""
    if not places:
        return None
    near = maps.draw_region(places)
    elsewhere = len(near.dots) < len(places)
    return PlaceMaps(near, maps.draw_world(places, near.box) if elsewhere else None, places)


def _narrow_to(query: Query, period: Period) -> Query:
    return replace(query, since=period.since, until=period.until, page=1)
