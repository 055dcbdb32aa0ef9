"""What a person's or a place's page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_noop

from articles import indexing, keyness
from articles.models import Article, Entity, Kind, Mention, Quote
from articles.models.mentions import Mentions
from articles.models.quotes import Quotes
from articles.pages import facets, illustrations, links, result_page
from articles.pages.public_kinds import PUBLIC_KINDS
from articles.pictures import ego_network, timeline
from articles.pictures.timeline import PeriodCount
from articles.search.asking.query import Facet, Query
from articles.search.asking.results import Count, Results

MOST_NEIGHBOURS = 9
MOST_SPOTS = 30
MOST_INSIDE = 24
OF_A_PEAK, OF_ALL = 60, 200
"""How many titles of a peak are set against how many of all, for the words that tell them apart."""
MOST_WRITTEN = 10
MOST_QUOTES = 6
WORDS_OF_A_PEAK = 3
KINDS = (
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
"""The kinds of places in the gazetteer, which a place's page translates."""


@dataclass(frozen=True, slots=True)
class PersonRole:
    words: str
    """What articles call the person."""
    since: datetime
    until: datetime


class _RoleMention(NamedTuple):
    """One mention that says what the person is, or that they wrote the article."""

    article: int
    part: str
    role: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class InnerPlace:
    """A place that lies in another one, and how many articles name it or what lies in it."""

    place: Entity
    matches: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    articles: result_page.ResultPage
    timeline: timeline.Timeline | None
    network: ego_network.EgoNetwork | None
    """Whom and where it is named with."""
    place_maps: illustrations.PlaceMaps | None
    around: Sequence[Entity]
    """The areas that hold a place, the nearest first."""
    inside: Sequence[InnerPlace]
    """What lies in a place, named in its articles; the most frequent first."""
    alone: int
    """How many of the articles name it itself, and not only what lies in it."""
    first: Article | None
    """The oldest article that names it."""
    roles: Sequence[PersonRole]
    written: Sequence[Article]
    """The newest articles that this person wrote."""
    written_count: int
    """How many they wrote."""
    quotes: Sequence[Quote]
    """The newest of what this person said."""
    more_quotes: bool
    """Whether there are others."""


def build_entity_page(entity: Entity, page: int) -> EntityPage:
    """Of a place: with all that lies in it. Raises search.IndexUnavailable."""
    shown = PUBLIC_KINDS[entity.kind]
    query = Query(sort="newest").choose(shown.facet, entity.number)
    # Asked as words, so that the other people and places are counted in these articles only: a
    # chosen value leaves the counts of its own facet alone.
    asked = Query(
        text=f'{shown.field}:"#{entity.number}"', sort="oldest", size=1, expanded=("place", "area")
    )
    neighbours = indexing.archive().search(asked, lambda kind, name: [entity.number])
    shown_articles = result_page.find_canonical(replace(query, page=page), "normal", neighbours)
    mentions = Mention.objects.of(entity)
    role_mentions = _load_role_mentions(mentions)
    written = list(dict.fromkeys(one.article for one in role_mentions if one.part == "byline"))
    first = [hit.article for hit in neighbours.hits]
    articles = Article.objects.public().in_bulk([*first, *written[-MOST_WRITTEN:]])
    places = facets.places(shown_articles.entities)
    inside = _find_inside(entity, neighbours, places)
    said = list(find_quotes(entity)[: MOST_QUOTES + 1]) if entity.kind == Kind.PERSON else []
    return EntityPage(
        shown_articles,
        _draw_timeline(query, shown_articles.results),
        _draw_network(
            query, neighbours, shown_articles.entities, entity, {one.place.number for one in inside}
        ),
        illustrations.draw_maps(
            illustrations.mapped_places(query, neighbours.facets["place"][:MOST_SPOTS], places)
        ),
        Entity.objects.around([entity])[entity],
        inside[:MOST_INSIDE],
        next((one.matches for one in neighbours.facets["place"] if one.value == entity.number), 0),
        next((articles[pk] for pk in first if pk in articles), None),
        _collect_roles(role_mentions),
        [articles[pk] for pk in reversed(written[-MOST_WRITTEN:]) if pk in articles],
        len(written),
        said[:MOST_QUOTES],
        len(said) > MOST_QUOTES,
    )


def _find_inside(
    entity: Entity, neighbours: Results, places: Mapping[int, Entity]
) -> list[InnerPlace]:
    if not (location := entity.location_if_any) or not location.gazetteer_id:
        return []
    found = ((places.get(int(count.value)), count.matches) for count in neighbours.facets["area"])
    return [
        InnerPlace(place, matches)
        for place, matches in found
        if place and location.gazetteer_id in place.holders
    ]


def find_quotes(person: Entity) -> Quotes:
    """What readers may see of what the person said, the newest first."""
    return Quote.objects.of(person).shown().newest_first()


def _load_role_mentions(mentions: Mentions) -> list[_RoleMention]:
    """Where an article says what the person is, or is by them, the oldest first."""
    telling = mentions.filter(~Q(role="") | Q(part="byline"))
    public = telling.filter(article__state=Article.State.PUBLISHED)
    rows = public.order_by("article__published_at", "article_id", "pk")
    return [
        _RoleMention(*row)
        for row in rows.values_list("article", "part", "role", "article__published_at")
    ]


def _collect_roles(role_mentions: Sequence[_RoleMention]) -> list[PersonRole]:
    """Each with when it was first and last used, in the order of the first."""
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
    """For each peak the words in titles of its time that set them apart from those of all times."""
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


def _find_newest(query: Query, most: int) -> list[int]:
    return [hit.article for hit in indexing.archive().hits(replace(query, size=most)).hits]


def _draw_network(
    query: Query,
    neighbours: Results,
    entities: facets.FacetEntities,
    entity: Entity,
    inside: set[int],
) -> ego_network.EgoNetwork | None:
    """Places that lie in it are no company, as they come with it."""

    def link_neighbours(facet: Facet, left_out: set[int]) -> list[ego_network.Neighbour]:
        return [
            _make_neighbour(query, facet, count, facets.label(facet, count.value, entities))
            for count in neighbours.facets[facet]
            if count.value not in left_out
        ][:MOST_NEIGHBOURS]

    left_out = {PUBLIC_KINDS[entity.kind].exact_facet: {entity.number}}
    people = link_neighbours("person", left_out.get("person", set()))
    places = link_neighbours("place", left_out.get("place", set()) | inside)
    return ego_network.draw(people, places) if people or places else None


def _make_neighbour(query: Query, facet: Facet, count: Count, name: str) -> ego_network.Neighbour:
    both = query.choose(facet, count.value)
    if query.chosen(facet):
        # Choices of one facet widen each other; as words they narrow.
        both = replace(query, text=f'{facet}:"#{count.value}"')
    return ego_network.Neighbour(name, count.matches, links.url(both))
