"""The pictures of what was found: timelines and maps whose parts narrow the search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format

from articles import indexing
from articles.models import Entity
from articles.pages import browse, facets, links
from articles.pictures import maps, timeline
from articles.pictures.timeline import Period, PeriodCount
from articles.search.asking.query import Query
from articles.search.asking.results import Count, Results

LABELS = {"year": "Y", "month": "M Y", "day": "j M"}


@dataclass(frozen=True, slots=True)
class Atlas:
    region: maps.Map
    world: maps.Map | None
    """None where the region holds all there is."""
    spots: Sequence[maps.Spot]

    @property
    def maps(self) -> list[maps.Map]:
        return [self.region, self.world] if self.world else [self.region]


def of_listing(listing: browse.Listing) -> dict[str, Any]:
    """What templates show of the matches: `timeline` and `atlas`, None where there is none."""
    bars = counted(listing.query, listing.results)
    counts = listing.results.facets.get("place", ())
    places = facets.places(listing.called)
    return {
        "timeline": timeline.draw(bars) if timeline.is_worth_drawing(bars) else None,
        "atlas": atlas_of(spots(listing.query, counts, places)),
    }


def counted(query: Query, results: Results) -> list[PeriodCount]:
    """The matches by year, month or day, whichever suits the span they have."""
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
        matches = indexing.archive().histogram(query, starts, browse.known)
    return [
        PeriodCount(period, number, links.url(_within(query, period)))
        for period, number in zip(periods, matches, strict=True)
    ]


def yearly(query: Query, results: Results, span: Period) -> list[PeriodCount]:
    """The matches of every year of the span, also of those that have none."""
    years = {count.value: count.matches for count in results.facets.get("year", ())}
    return [
        PeriodCount(period, years.get(period.since.year, 0), links.url(_within(query, period)))
        for period in timeline.years(span.since, span.until)
    ]


def label(period: Period) -> str:
    return date_format(period.since, LABELS[period.unit])


def spots(query: Query, counts: Sequence[Count], places: Mapping[int, Entity]) -> list[maps.Spot]:
    """Those of the counted places whose position is known."""
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


def atlas_of(places: Sequence[maps.Spot]) -> Atlas | None:
    if not places:
        return None
    near = maps.draw_region(places)
    elsewhere = len(near.dots) < len(places)
    return Atlas(near, maps.draw_world(places, near.box) if elsewhere else None, places)


def _within(query: Query, period: Period) -> Query:
    return replace(query, since=period.since, until=period.until, page=1)
