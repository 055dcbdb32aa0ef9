"""Compares what two searches find, such as searches for two people, two places or two years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from articles import indexing, keyness
from articles.gazetteer import name_key
from articles.models import Article
from articles.pages import facets, illustrations, links
from articles.pages.name_resolution import resolve_name
from articles.pictures import timeline
from articles.search.asking import days
from articles.search.asking.index import NameResolver
from articles.search.asking.query import Facet, Query
from articles.search.asking.results import Results

ARTICLES = 150
"""The maximum number of articles to read for the keywords of one side of a comparison."""
LEAD = 600
"""The maximum number of characters of an article's first section to read for keywords."""
MOST = 12
"""The maximum number of links in each list of a comparison."""


@dataclass(frozen=True, slots=True)
class Side:
    text: str
    """The text that the reader typed for this side of the comparison."""
    link: links.Link
    """A link to the results of a search for `text`."""
    timeline: timeline.Timeline | None
    people: Sequence[links.Link]
    """Links to people named much more often on this side than on the other, most typical first."""
    places: Sequence[links.Link]
    """Links to places named much more often on this side than on the other, most typical first."""
    words: Sequence[links.Link]
    """Links to words used much more often on this side than on the other, most typical first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, Side]
    people: Sequence[links.Link]
    """Links to people named on both sides. Each link leads to articles that match both texts."""
    places: Sequence[links.Link]
    """Links to places named on both sides. Each link leads to articles that match both texts."""
    both: links.Link
    """A link to the articles that match the texts of both sides."""


@dataclass(frozen=True, slots=True)
class _Matches:
    text: str
    query: Query
    results: Results
    words: keyness.TextFrequencies


def compare(one: str, other: str) -> Comparison:
    """Return a comparison of the articles that match `one` with those that match `other`.

    Raises IndexUnavailable."""
    resolve = cache(resolve_name)  # So that the database is asked only once about each name.
    here, there = _search(one, resolve), _search(other, resolve)
    entities = facets.load_entities(Query(), here.results, there.results)
    query = Query(text=f"({here.query.text}) ({there.query.text})")
    both = indexing.archive().search(replace(query, size=1), resolve)
    lines = _draw_timelines(here, there)
    return Comparison(
        (
            _build_side(here, there, lines[0], entities),
            _build_side(there, here, lines[1], entities),
        ),
        _link_shared(query, "person", here, there, entities),
        _link_shared(query, "place", here, there, entities),
        links.Link(query.text, query, matches=both.total),
    )


def find_examples() -> list[tuple[str, str]]:
    """Return pairs of example texts to compare: two people, two places and two years.

    The people and places are those named in the most articles, and the years are the latest. A pair
    is left out if the archive has fewer than two people, places or years. Raises
    IndexUnavailable."""
    results = indexing.archive().search(Query(size=1))
    entities = facets.load_entities(Query(), results)
    named = [
        [facets.label(facet, count.value, entities) for count in results.facets[facet][:2]]
        for facet in ("person", "place")
    ]
    years = [str(count.value) for count in results.facets["year"] if count.matches]
    pairs = [*named, sorted(years)[-2:]]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def write_query(text: str, resolve: NameResolver) -> str:
    """Return the query for a typed `text`: for a date, for a person, for a place or for words."""
    name = text.strip().replace('"', "")
    if days.read_days(name):
        return f"date:{name}"
    for kind, field in (("person", "person"), ("area", "in")):
        if resolve(kind, name):
            return f'{field}:"{name}"'
    return text.strip()


def _search(text: str, resolve: NameResolver) -> _Matches:
    query = Query(text=write_query(text, resolve), expanded=("person", "place"), size=ARTICLES)
    results = indexing.archive().search(query, resolve)
    articles = Article.objects.public().filter(pk__in=[hit.article for hit in results.hits])
    texts = _read_texts(articles.prefetch_related("sections"))
    return _Matches(text, query, results, keyness.count_texts(texts))


def _read_texts(articles: Iterable[Article]) -> Iterable[str]:
    """Return the title of each article with the beginning of its first section."""
    for article in articles:
        lead = next(iter(article.sections.all()), None)
        yield f"{article.title}\n{lead.text[:LEAD] if lead else ''}"


def _draw_timelines(*sides: _Matches) -> list[timeline.Timeline | None]:
    """Return one timeline for each of `sides`, with the same years and the same scale.

    Each is None if all articles are from the same year or there are no articles."""
    years = [
        int(count.value)
        for side in sides
        for count in side.results.facets.get("year", ())
        if count.matches
    ]
    if not years or min(years) == max(years):
        return [None for _ in sides]
    span = timeline.Period(date(min(years), 1, 1), date(max(years), 12, 31), "year")
    counted = [
        illustrations.count_by_year(replace(side.query, expanded=()), side.results, span)
        for side in sides
    ]
    highest = max(one.matches for line in counted for one in line)
    return [timeline.draw(line, highest) for line in counted]


def _build_side(
    here: _Matches, there: _Matches, line: timeline.Timeline | None, entities: facets.FacetEntities
) -> Side:
    query = Query(text=here.query.text)

    def link_typical_values(facet: Facet) -> list[links.Link]:
        mine, theirs = _count_values(here, facet), _count_values(there, facet)
        totals = (here.results.total, there.results.total)
        values = keyness.rank(mine, theirs, totals, MOST)
        found = [_make_link(query, facet, value, mine[value], entities) for value in values]
        return [link for link in found if not _repeats(link.label, here.text)]

    words = keyness.keywords(here.words, there.words, MOST)
    words = [word for word in words if not _repeats(word, here.text)]
    return Side(
        here.text,
        links.Link(here.query.text, query, matches=here.results.total),
        line,
        link_typical_values("person"),
        link_typical_values("place"),
        [links.Link(word, replace(query, text=f"({query.text}) {word}")) for word in words],
    )


def _repeats(label: str, text: str) -> bool:
    """Return whether all words of `label` are also in `text`."""
    return set(name_key(label).split()) <= set(name_key(text).split())


def _link_shared(
    query: Query, facet: Facet, here: _Matches, there: _Matches, entities: facets.FacetEntities
) -> list[links.Link]:
    """Return links to the values of `facet` that both sides share.

    The values are sorted by the smaller of their counts on the two sides, in descending order."""
    mine, theirs = _count_values(here, facet), _count_values(there, facet)
    least = {value: min(mine[value], theirs[value]) for value in mine.keys() & theirs.keys()}
    best = sorted(least, key=lambda value: (-least[value], str(value)))[:MOST]
    return [_make_link(query, facet, value, least[value], entities) for value in best]


def _make_link(
    query: Query, facet: Facet, value: int | str, matches: int, entities: facets.FacetEntities
) -> links.Link:
    narrowed = query.choose(facet, value)
    return links.Link(facets.label(facet, value, entities), narrowed, matches=matches)


def _count_values(side: _Matches, facet: Facet) -> dict[int | str, int]:
    return {one.value: one.matches for one in side.results.facets.get(facet, ()) if one.matches}
