"""Builds the page of a person or a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_noop

from articles import indexing, keyness
from articles.models import Article, Entity, Kind, Mention, Quote, is_public
from articles.models.mentions import Mentions
from articles.models.quotes import Quotes
from articles.pages import facets, illustrations, links, result_page
from articles.pages.public_kinds import PUBLIC_KINDS
from articles.pictures import ego_network, timeline
from articles.pictures.timeline import PeriodCount
from articles.search.asking.query import Facet, Query
from articles.search.asking.results import Count, Results

MOST_NEIGHBOURS = 9
"""The maximum number of people, and also of places, in the network on an entity's page."""
MOST_SPOTS = 30
MOST_INSIDE = 24
OF_A_PEAK, OF_ALL = 60, 200
"""The maximum number of titles to read from a peak, and from all articles of the entity, to find
the peak's keywords."""
MOST_WRITTEN = 10
MOST_QUOTES = 6
WORDS_OF_A_PEAK = 3
FEATURES = (
    gettext_noop("Base"),
    gettext_noop("Canton"),
    gettext_noop("City"),
    gettext_noop("Continent"),
    gettext_noop("Country"),
    gettext_noop("County"),
    gettext_noop("Department"),
    gettext_noop("Desert"),
    gettext_noop("Division"),
    gettext_noop("Former country"),
    gettext_noop("Governorate"),
    gettext_noop("Lake"),
    gettext_noop("Mountains"),
    gettext_noop("Nation"),
    gettext_noop("Prefecture"),
    gettext_noop("Province"),
    gettext_noop("Region"),
    gettext_noop("River"),
    gettext_noop("Sea"),
    gettext_noop("State"),
    gettext_noop("Valley"),
)
"""The features of places in the gazetteer, listed so that they can be translated."""


@dataclass(frozen=True, slots=True)
class PersonRole:
    """A role that articles give a person, such as "the mayor", with the dates of its use."""

    words: str
    since: datetime
    """When the first article that gives the person this role was published."""
    until: datetime
    """When the last article that gives the person this role was published."""


class _RoleMention(NamedTuple):
    """A mention that gives a person's role or names the person as an author."""

    article: int
    """The primary key of the article that contains the mention."""
    part: str
    role: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class InnerPlace:
    """A place inside another place, with its number of articles.

    `matches` includes articles that name only a place inside the inner place."""

    place: Entity
    matches: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """The contents of the page of a person or a place."""

    articles: result_page.ResultPage
    """The articles that name the entity or, if it is a place, a place inside it."""
    timeline: timeline.Timeline | None
    network: ego_network.EgoNetwork | None
    """A picture of the people and places that the entity's articles name most often, or None."""
    place_maps: illustrations.PlaceMaps | None
    around: Sequence[Entity]
    """For a place, the areas that contain it, the nearest first."""
    inside: Sequence[InnerPlace]
    """For a place, the places inside it, those named in the most articles first."""
    alone: int
    """For a place, the number of articles that name it and not only a place inside it."""
    first: Article | None
    """The oldest article that names the entity or, if it is a place, a place inside it."""
    roles: Sequence[PersonRole]
    written: Sequence[Article]
    """For a person, the newest articles that he or she wrote."""
    written_count: int
    """For a person, the number of all articles that he or she wrote."""
    quotes: Sequence[Quote]
    """For a person, the newest quotes from him or her."""
    more_quotes: bool
    """For a person, whether there are more quotes than the page shows."""


def build_entity_page(entity: Entity, page: int) -> EntityPage:
    """Return the contents of the page of `entity`. Raises IndexUnavailable.

    `page` is the page number in the list of the entity's articles."""
    public = PUBLIC_KINDS[entity.kind]
    query = Query(sort="newest").choose(public.facet, entity.number)
    overview = _search_overview(entity)
    articles = result_page.find_canonical(replace(query, page=page), "normal", overview)
    role_mentions = _load_role_mentions(Mention.objects.of_entities(entity))
    written = list(dict.fromkeys(one.article for one in role_mentions if one.part == "byline"))
    oldest = [hit.article for hit in overview.hits]
    by_pk = Article.objects.public().in_bulk([*oldest, *written[-MOST_WRITTEN:]])
    places = facets.places(articles.entities)
    inside = _find_inside(entity, overview, places)
    inside_numbers = {one.place.number for one in inside}
    quotes = list(find_quotes(entity)[: MOST_QUOTES + 1]) if entity.kind == Kind.PERSON else []
    spots = illustrations.mapped_places(query, overview.facets["place"][:MOST_SPOTS], places)
    alone = (one.matches for one in overview.facets["place"] if one.value == entity.number)
    return EntityPage(
        articles=articles,
        timeline=_draw_timeline(query, articles.results),
        network=_draw_network(query, overview, articles.entities, entity, inside_numbers),
        place_maps=illustrations.draw_maps(spots),
        around=Entity.objects.areas_of([entity])[entity],
        inside=inside[:MOST_INSIDE],
        alone=next(alone, 0),
        first=next((by_pk[pk] for pk in oldest if pk in by_pk), None),
        roles=_collect_roles(role_mentions),
        written=[by_pk[pk] for pk in reversed(written[-MOST_WRITTEN:]) if pk in by_pk],
        written_count=len(written),
        quotes=quotes[:MOST_QUOTES],
        more_quotes=len(quotes) > MOST_QUOTES,
    )


def _search_overview(entity: Entity) -> Results:
    """Return search results: the oldest article of `entity`, and the facets of all its articles."""
    # The entity is asked for in words, so that all facets count its articles only. If it were
    # chosen instead, its own facet would count all articles.
    text = f'{PUBLIC_KINDS[entity.kind].field}:"#{entity.number}"'
    query = Query(text=text, sort="oldest", size=1, expanded=("place", "area"))
    return indexing.archive().search(query, lambda kind, name: [entity.number])


def _find_inside(
    entity: Entity, overview: Results, places: Mapping[int, Entity]
) -> list[InnerPlace]:
    """Return the places inside `entity`, those that its articles name most often first."""
    if not (location := entity.location_if_any) or not location.gazetteer_id:
        return []
    counted = ((places.get(int(count.value)), count.matches) for count in overview.facets["area"])
    return [
        InnerPlace(place, matches)
        for place, matches in counted
        if place and location.gazetteer_id in place.area_ids
    ]


def find_quotes(person: Entity) -> Quotes:
    """Return the quotes from `person` that readers may see, newest first."""
    return Quote.objects.of_speaker(person).public().newest_first()


def _load_role_mentions(mentions: Mentions) -> list[_RoleMention]:
    """Return those of `mentions` in public articles that give a role or an author, oldest first."""
    relevant = mentions.filter(~Q(role="") | Q(part="byline"))
    public = relevant.filter(is_public("article__"))
    rows = public.order_by("article__published_at", "article_id", "pk")
    return [
        _RoleMention(*row)
        for row in rows.values_list("article", "part", "role", "article__published_at")
    ]


def _collect_roles(role_mentions: Sequence[_RoleMention]) -> list[PersonRole]:
    """Return each role with the dates of its first and last use, sorted by first use."""
    used: dict[str, list[datetime]] = {}
    for one in role_mentions:
        if one.role:
            used.setdefault(one.role, []).append(one.published_at)
    return [PersonRole(words, times[0], times[-1]) for words, times in used.items()]


def _draw_timeline(query: Query, results: Results) -> timeline.Timeline | None:
    counted = illustrations.count_by_period(query, results)
    if not timeline.is_worth_drawing(counted):
        return None
    notes = _find_notes(query, timeline.peaks(counted))
    return timeline.draw([replace(one, note=notes.get(one, "")) for one in counted])


def _find_notes(query: Query, peaks: Sequence[PeriodCount]) -> dict[PeriodCount, str]:
    """Return the keywords of each of `peaks`: words frequent in its titles and rare in others."""
    if not peaks:
        return {}
    every = _find_newest(query, OF_ALL)
    during = {
        peak: _find_newest(
            replace(query, since=peak.period.since, until=peak.period.until), OF_A_PEAK
        )
        for peak in peaks
    }
    wanted = {pk for pks in (every, *during.values()) for pk in pks}
    titles = dict(
        Article.objects.public().filter(pk__in=wanted).order_by().values_list("pk", "title")
    )
    notes = {}
    for peak, pks in during.items():
        inside = keyness.count_texts(titles[pk] for pk in pks if pk in titles)
        outside = keyness.count_texts(titles[pk] for pk in set(every) - set(pks) if pk in titles)
        notes[peak] = ", ".join(keyness.keywords(inside, outside, WORDS_OF_A_PEAK))
    return notes


def _find_newest(query: Query, limit: int) -> list[int]:
    """Return the primary keys of the first `limit` articles that `query` finds."""
    return [hit.article for hit in indexing.archive().hits(replace(query, size=limit)).hits]


def _draw_network(
    query: Query,
    overview: Results,
    entities: facets.FacetEntities,
    entity: Entity,
    inside: set[int],
) -> ego_network.EgoNetwork | None:
    """Return a network of the people and places that the articles of `entity` name.

    Places in `inside` are left out, because they are inside the entity. Return None if nobody and
    no place is left to show."""

    def link_neighbours(facet: Facet, left_out: set[int]) -> list[ego_network.Neighbour]:
        return [
            _make_neighbour(query, facet, count, facets.label(facet, count.value, entities))
            for count in overview.facets[facet]
            if count.value not in left_out
        ][:MOST_NEIGHBOURS]

    left_out = {PUBLIC_KINDS[entity.kind].exact_facet: {entity.number}}
    people = link_neighbours("person", left_out.get("person", set()))
    places = link_neighbours("place", left_out.get("place", set()) | inside)
    return ego_network.draw(people, places) if people or places else None


def _make_neighbour(query: Query, facet: Facet, count: Count, name: str) -> ego_network.Neighbour:
    both = query.choose(facet, count.value)
    if query.chosen(facet):
        # Two choices of one facet would widen the search; words narrow it.
        both = replace(query, text=f'{facet}:"#{count.value}"')
    return ego_network.Neighbour(name, count.matches, links.url(both))
