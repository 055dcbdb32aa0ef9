"""What a person's or a place's page shows beside its articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles import browse, illustrations, indexing, wording
from articles.models import Article, Mention, Person, Place
from articles.pictures import fan, timeline
from articles.pictures.timeline import Counted
from articles.search.query import Facet, Query
from articles.search.results import Count, Results

MOST_NEIGHBOURS = 9
MOST_TITLES = 2000
WORDS_OF_A_PEAK = 3


@dataclass(frozen=True, slots=True)
class Portrait:
    timeline: timeline.Timeline | None
    company: fan.Fan | None
    """Whom and where it is named with."""
    atlas: illustrations.Atlas | None
    first: Article | None
    """The oldest article that names it."""


def portrait(of: Person | Place, listing: browse.Listing) -> Portrait:
    kind: Facet = "person" if isinstance(of, Person) else "place"
    # Asked as words, so that the other people and places are counted in these articles only: a
    # chosen value leaves the counts of its own facet alone.
    asked = Query(text=f'{kind}:"#{of.pk}"', size=1)
    beside = indexing.archive().search(asked, browse.known)
    named = list(
        Article.objects.public()
        .filter(pk__in=Mention.objects.of(of).values("article"))
        .only("title", "published_at")
        .order_by("published_at", "pk")[:MOST_TITLES]
    )
    return Portrait(
        _timeline(listing.query, listing.results, named),
        _company(listing.query, beside, of),
        illustrations.atlas_of(illustrations.spots(listing.query, beside.facets["place"])),
        named[0] if named else None,
    )


def _timeline(query: Query, results: Results, named: Sequence[Article]) -> timeline.Timeline | None:
    counted = illustrations.counted(replace(query, page=1), results)
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


def _company(query: Query, beside: Results, of: Person | Place) -> fan.Fan | None:
    names = browse.names(query, beside)

    def neighbours(facet: Facet, of_this_kind: bool) -> list[fan.Neighbour]:
        counts = beside.facets.get(facet, ())
        others = [one for one in counts if not (of_this_kind and one.value == of.pk)]
        return [_neighbour(query, facet, one, names) for one in others[:MOST_NEIGHBOURS]]

    people = neighbours("person", isinstance(of, Person))
    places = neighbours("place", isinstance(of, Place))
    return fan.draw(people, places) if people or places else None


def _neighbour(query: Query, facet: Facet, count: Count, names: browse.Names) -> fan.Neighbour:
    both = query.narrowed_to(facet, count.value)
    if facet in ("person", "place") and query.chosen(facet):
        # Choices of one facet widen each other; as words they narrow.
        both = replace(query, text=f'{facet}:"#{count.value}"', page=1)
    return fan.Neighbour(browse.label(facet, count.value, names), count.matches, browse.url(both))
