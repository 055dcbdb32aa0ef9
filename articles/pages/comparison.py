"""Two searches side by side: people, places, years or anything else that can be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from articles import indexing, keyness
from articles.gazetteer import name_key
from articles.models import Article
from articles.pages import browse, facets, illustrations, links
from articles.pictures import timeline
from articles.search.asking import days
from articles.search.asking.index import NameResolver
from articles.search.asking.query import Facet, Query
from articles.search.asking.results import Results

ARTICLES = 150
"""How many of each side's articles are read for their words."""
LEAD = 600
"""How many characters of each are."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Side:
    text: str
    """As the reader typed it."""
    link: links.Link
    """To all its articles."""
    timeline: timeline.Timeline | None
    people: Sequence[links.Link]
    """Those named more here than there, the most telling first; and so the others."""
    places: Sequence[links.Link]
    words: Sequence[links.Link]


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, Side]
    people: Sequence[links.Link]
    """Those named on both sides; each leads to the articles that match both and name them."""
    places: Sequence[links.Link]
    both: links.Link


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    query: Query
    results: Results
    words: keyness.TextFrequencies


def compare(one: str, other: str) -> Comparison:
    """Raises search.IndexUnavailable."""
    known = cache(browse.known)  # The database is asked once whom each name means.
    here, there = _ask(one, known), _ask(other, known)
    called = facets.names(Query(), here.results, there.results)
    query = Query(text=f"({here.query.text}) ({there.query.text})")
    both = indexing.archive().search(replace(query, size=1), known)
    lines = _timelines(here, there)
    return Comparison(
        (_side(here, there, lines[0], called), _side(there, here, lines[1], called)),
        _shared(query, "person", here, there, called),
        _shared(query, "place", here, there, called),
        links.Link(query.text, query, matches=both.total),
    )


def examples() -> list[tuple[str, str]]:
    """Pairs worth comparing: the people and the places most named, and the last two years. Raises
    search.IndexUnavailable."""
    results = indexing.archive().search(Query(size=1))
    called = facets.names(Query(), results)
    named = [
        [facets.label(facet, count.value, called) for count in results.facets[facet][:2]]
        for facet in ("person", "place")
    ]
    years = [str(count.value) for count in results.facets["year"] if count.matches]
    pairs = [*named, sorted(years)[-2:]]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def meant(text: str, known: NameResolver) -> str:
    """The query for what was typed: the name of a person or place, a time, or words."""
    name = text.strip().replace('"', "")
    if days.read_days(name):
        return f"date:{name}"
    for kind, field in (("person", "person"), ("area", "in")):
        if known(kind, name):
            return f'{field}:"{name}"'
    return text.strip()


def _ask(text: str, known: NameResolver) -> _Asked:
    query = Query(text=meant(text, known), expanded=("person", "place"), size=ARTICLES)
    results = indexing.archive().search(query, known)
    articles = Article.objects.public().filter(pk__in=[hit.article for hit in results.hits])
    texts = _texts(articles.prefetch_related("sections"))
    return _Asked(text, query, results, keyness.count_texts(texts))


def _texts(articles: Iterable[Article]) -> Iterable[str]:
    """The title and the lead of each, where news says what it is about."""
    for article in articles:
        lead = next(iter(article.sections.all()), None)
        yield f"{article.title}\n{lead.text[:LEAD] if lead else ''}"


def _timelines(*sides: _Asked) -> list[timeline.Timeline | None]:
    """Over the same years and on the same scale."""
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
        illustrations.yearly(replace(side.query, expanded=()), side.results, span) for side in sides
    ]
    most = max(one.matches for line in counted for one in line)
    return [timeline.draw(line, most) for line in counted]


def _side(
    here: _Asked, there: _Asked, line: timeline.Timeline | None, called: facets.Names
) -> Side:
    query = Query(text=here.query.text)

    def telling(facet: Facet) -> list[links.Link]:
        mine, theirs = _counts(here, facet), _counts(there, facet)
        sizes = (here.results.total, there.results.total)
        links = [
            _link(query, facet, value, mine[value], called)
            for value in keyness.rank(mine, theirs, sizes, MOST)
        ]
        return [link for link in links if not _same(link.label, here.text)]

    words = keyness.keywords(here.words, there.words, MOST)
    words = [word for word in words if not _same(word, here.text)]
    return Side(
        here.text,
        links.Link(here.query.text, query, matches=here.results.total),
        line,
        telling("person"),
        telling("place"),
        [links.Link(word, replace(query, text=f"({query.text}) {word}")) for word in words],
    )


def _same(label: str, asked: str) -> bool:
    """Whether it says no more than what was asked for."""
    return set(name_key(label).split()) <= set(name_key(asked).split())


def _shared(
    query: Query, facet: Facet, here: _Asked, there: _Asked, called: facets.Names
) -> list[links.Link]:
    """Ordered by how often the side names them that names them less."""
    mine, theirs = _counts(here, facet), _counts(there, facet)
    least = {value: min(mine[value], theirs[value]) for value in mine.keys() & theirs.keys()}
    best = sorted(least, key=lambda value: (-least[value], str(value)))[:MOST]
    return [_link(query, facet, value, least[value], called) for value in best]


def _link(
    query: Query, facet: Facet, value: int | str, matches: int, called: facets.Names
) -> links.Link:
    narrowed = query.choose(facet, value)
    return links.Link(facets.label(facet, value, called), narrowed, matches=matches)


def _counts(side: _Asked, facet: Facet) -> dict[int | str, int]:
    return {one.value: one.matches for one in side.results.facets.get(facet, ()) if one.matches}
