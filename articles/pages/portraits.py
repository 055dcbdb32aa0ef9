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
from articles.pages import browse, facets, illustrations, links
from articles.pages.kinds import SHOWN
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
class Role:
    words: str
    """What articles call the person."""
    since: datetime
    until: datetime


class Called(NamedTuple):
    """One mention that says what the person is, or that they wrote the article."""

    article: int
    part: str
    role: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Within:
    """A place that lies in another one, and how many articles name it or what lies in it."""

    place: Entity
    matches: int


@dataclass(frozen=True, slots=True)
class Portrait:
    listing: browse.Listing
    timeline: timeline.Timeline | None
    company: ego_network.EgoNetwork | None
    """Whom and where it is named with."""
    atlas: illustrations.Atlas | None
    around: Sequence[Entity]
    """The areas that hold a place, the nearest first."""
    inside: Sequence[Within]
    """What lies in a place, named in its articles; the most frequent first."""
    alone: int
    """How many of the articles name it itself, and not only what lies in it."""
    first: Article | None
    """The oldest article that names it."""
    roles: Sequence[Role]
    wrote: Sequence[Article]
    """The newest articles that this person wrote."""
    written: int
    """How many they wrote."""
    quotes: Sequence[Quote]
    """The newest of what this person said."""
    more_quotes: bool
    """Whether there are others."""


def portrait(of: Entity, page: int) -> Portrait:
    """Of a place: with all that lies in it. Raises search.IndexUnavailable."""
    shown = SHOWN[of.kind]
    query = Query(sort="newest").choose(shown.facet, of.number)
    # Asked as words, so that the other people and places are counted in these articles only: a
    # chosen value leaves the counts of its own facet alone.
    asked = Query(
        text=f'{shown.field}:"#{of.number}"', sort="oldest", size=1, expanded=("place", "area")
    )
    beside = indexing.archive().search(asked, lambda kind, name: [of.number])
    listing = browse.of_canonical(replace(query, page=page), "normal", beside)
    mentions = Mention.objects.of_entities(of)
    called = _called(mentions)
    wrote = list(dict.fromkeys(one.article for one in called if one.part == "byline"))
    first = [hit.article for hit in beside.hits]
    articles = Article.objects.public().in_bulk([*first, *wrote[-MOST_WRITTEN:]])
    places = facets.places(listing.called)
    inside = _inside(of, beside, places)
    said = list(quotes_of(of)[: MOST_QUOTES + 1]) if of.kind == Kind.PERSON else []
    return Portrait(
        listing,
        _timeline(query, listing.results),
        _company(query, beside, listing.called, of, {one.place.number for one in inside}),
        illustrations.atlas_of(
            illustrations.spots(query, beside.facets["place"][:MOST_SPOTS], places)
        ),
        Entity.objects.areas_of([of])[of],
        inside[:MOST_INSIDE],
        next((one.matches for one in beside.facets["place"] if one.value == of.number), 0),
        next((articles[pk] for pk in first if pk in articles), None),
        _roles(called),
        [articles[pk] for pk in reversed(wrote[-MOST_WRITTEN:]) if pk in articles],
        len(wrote),
        said[:MOST_QUOTES],
        len(said) > MOST_QUOTES,
    )


def _inside(of: Entity, beside: Results, places: Mapping[int, Entity]) -> list[Within]:
    if not (location := of.location_if_any) or not location.gazetteer_id:
        return []
    found = ((places.get(int(count.value)), count.matches) for count in beside.facets["area"])
    return [
        Within(place, matches)
        for place, matches in found
        if place and location.gazetteer_id in place.area_ids
    ]


def quotes_of(person: Entity) -> Quotes:
    """What readers may see of what the person said, the newest first."""
    return Quote.objects.of_speaker(person).public().newest_first()


def _called(mentions: Mentions) -> list[Called]:
    """Where an article says what the person is, or is by them, the oldest first."""
    telling = mentions.filter(~Q(role="") | Q(part="byline"))
    public = telling.filter(article__state=Article.State.PUBLISHED)
    rows = public.order_by("article__published_at", "article_id", "pk")
    return [
        Called(*row) for row in rows.values_list("article", "part", "role", "article__published_at")
    ]


def _roles(called: Sequence[Called]) -> list[Role]:
    """Each with when it was first and last used, in the order of the first."""
    used: dict[str, list[datetime]] = {}
    for one in called:
        if one.role:
            used.setdefault(one.role, []).append(one.published_at)
    return [Role(words, times[0], times[-1]) for words, times in used.items()]


def _timeline(query: Query, results: Results) -> timeline.Timeline | None:
    counted = illustrations.counted(query, results)
    if not timeline.is_worth_drawing(counted):
        return None
    notes = _notes(query, timeline.peaks(counted))
    return timeline.draw([replace(one, note=notes.get(one, "")) for one in counted])


def _notes(query: Query, peaks: Sequence[PeriodCount]) -> dict[PeriodCount, str]:
    """For each peak the words in titles of its time that set them apart from those of all times."""
    if not peaks:
        return {}
    every = _newest(query, OF_ALL)
    during = {
        peak: _newest(replace(query, since=peak.period.since, until=peak.period.until), OF_A_PEAK)
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


def _newest(query: Query, most: int) -> list[int]:
    return [hit.article for hit in indexing.archive().hits(replace(query, size=most)).hits]


def _company(
    query: Query, beside: Results, called: facets.Names, of: Entity, inside: set[int]
) -> ego_network.EgoNetwork | None:
    """Places that lie in it are no company, as they come with it."""

    def neighbours(facet: Facet, left_out: set[int]) -> list[ego_network.Neighbour]:
        return [
            _neighbour(query, facet, count, facets.label(facet, count.value, called))
            for count in beside.facets[facet]
            if count.value not in left_out
        ][:MOST_NEIGHBOURS]

    left_out = {SHOWN[of.kind].alone: {of.number}}
    people = neighbours("person", left_out.get("person", set()))
    places = neighbours("place", left_out.get("place", set()) | inside)
    return ego_network.draw(people, places) if people or places else None


def _neighbour(query: Query, facet: Facet, count: Count, name: str) -> ego_network.Neighbour:
    both = query.choose(facet, count.value)
    if query.chosen(facet):
        # Choices of one facet widen each other; as words they narrow.
        both = replace(query, text=f'{facet}:"#{count.value}"')
    return ego_network.Neighbour(name, count.matches, links.url(both))
