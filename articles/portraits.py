"""What a person's or a place's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from articles import browse, facets, illustrations, indexing, links, wording
from articles.models import Article, Mention, Person, Place, Quote
from articles.models.quotes import Quotes
from articles.pictures import fan, timeline
from articles.pictures.timeline import Counted
from articles.search.query import Facet, Query
from articles.search.results import Count, Results

MOST_NEIGHBOURS = 9
MOST_ARTICLES = 2000
"""How many of the articles that name it are looked at for what is more than a count."""
MOST_WRITTEN = 10
MOST_QUOTES = 6
WORDS_OF_A_PEAK = 3


@dataclass(frozen=True, slots=True)
class Role:
    words: str
    """What articles call the person."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Portrait:
    listing: browse.Listing
    timeline: timeline.Timeline | None
    company: fan.Fan | None
    """Whom and where it is named with."""
    atlas: illustrations.Atlas | None
    first: Article | None
    """The oldest article that names it."""
    roles: Sequence[Role]
    wrote: Sequence[Article]
    """The newest articles that this person wrote."""
    quotes: Sequence[Quote]
    """The newest of what this person said."""
    more_quotes: bool
    """Whether there are others."""


def portrait(of: Person | Place, page: int) -> Portrait:
    """Raises search.IndexUnavailable."""
    kind: Facet = "person" if isinstance(of, Person) else "place"
    query = Query(sort="newest").narrowed_to(kind, of.pk)
    # Asked as words, so that the other people and places are counted in these articles only: a
    # chosen value leaves the counts of its own facet alone.
    asked = Query(text=f'{kind}:"#{of.pk}"', size=1)
    beside = indexing.archive().search(asked, lambda kind, name: [of.pk])
    listing = browse.of_standing(replace(query, page=page), "normal", beside)
    mentions = Mention.objects.of(of)
    named = list(
        Article.objects.public()
        .filter(pk__in=mentions.values("article"))
        .only("title", "published_at")
        .order_by("published_at", "pk")[:MOST_ARTICLES]
    )
    telling = mentions.filter(~Q(role="") | Q(part="byline"))
    rows = list(telling.values_list("article", "role", "part").distinct())
    places = facets.places(listing.called)
    written = {article for article, _, part in rows if part == "byline"}
    said = list(quotes_of(of)[: MOST_QUOTES + 1]) if isinstance(of, Person) else []
    return Portrait(
        listing,
        _timeline(query, listing.results, named),
        _company(query, beside, listing.called, of),
        illustrations.atlas_of(illustrations.spots(query, beside.facets["place"], places)),
        named[0] if named else None,
        _roles(rows, named),
        [article for article in reversed(named) if article.pk in written][:MOST_WRITTEN],
        said[:MOST_QUOTES],
        len(said) > MOST_QUOTES,
    )


def quotes_of(person: Person) -> Quotes:
    """What readers may see of what the person said, the newest first."""
    return Quote.objects.of(person).shown().newest_first()


def _roles(rows: Sequence[tuple[int, str, str]], named: Sequence[Article]) -> list[Role]:
    """Each with when it was first used, in that order."""
    used: dict[str, datetime] = {}
    for article in named:
        for words in (role for pk, role, _ in rows if role and pk == article.pk):
            used.setdefault(words, article.published_at)
    return [Role(words, since) for words, since in used.items()]


def _timeline(query: Query, results: Results, named: Sequence[Article]) -> timeline.Timeline | None:
    counted = illustrations.counted(query, results)
    if not timeline.worth_drawing(counted):
        return None
    peaks = timeline.peaks(counted)
    return timeline.draw(
        [replace(one, note=_note(one, named)) if one in peaks else one for one in counted]
    )


def _note(peak: Counted, named: Sequence[Article]) -> str:
    """The words in the titles of this time that set them apart from the others."""
    inside: list[str] = []
    outside: list[str] = []
    for article in named:
        then = peak.period.since <= article.published_at.date() <= peak.period.until
        (inside if then else outside).append(article.title)
    words = wording.telling(wording.tally(inside), wording.tally(outside), WORDS_OF_A_PEAK)
    return ", ".join(words)


def _company(
    query: Query, beside: Results, called: facets.Names, of: Person | Place
) -> fan.Fan | None:
    def neighbours(facet: Facet, itself: bool) -> list[fan.Neighbour]:
        return [
            _neighbour(query, facet, count, facets.label(facet, count.value, called))
            for count in beside.facets[facet]
            if not (itself and count.value == of.pk)
        ][:MOST_NEIGHBOURS]

    people = neighbours("person", isinstance(of, Person))
    places = neighbours("place", isinstance(of, Place))
    return fan.draw(people, places) if people or places else None


def _neighbour(query: Query, facet: Facet, count: Count, name: str) -> fan.Neighbour:
    both = query.narrowed_to(facet, count.value)
    if query.chosen(facet):
        # Choices of one facet widen each other; as words they narrow.
        both = replace(query, text=f'{facet}:"#{count.value}"')
    return fan.Neighbour(name, count.matches, links.url(both))
