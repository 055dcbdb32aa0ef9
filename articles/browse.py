"""What a page, a feed and an export show of the matches of one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from articles import indexing
from articles.models import Article, Person, Place
from articles.reading import Reading
from articles.search import language, snippets
from articles.search.query import FACETS, Facet, Query, Sort
from articles.search.results import Count, Results

TITLES: dict[Facet, str] = {
    "person": "People",
    "place": "Places",
    "section": "Sections",
    "year": "Years",
}
ORDERS: dict[Sort, str] = {
    "relevance": "Relevance",
    "newest": "Newest first",
    "oldest": "Oldest first",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way from this query to another one."""

    label: str
    query: Query
    chosen: bool = False
    matches: int = 0

    @property
    def url(self) -> str:
        return url(self.query)


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its choices, each with its count, whether it is chosen, and where it leads."""

    facet: Facet
    title: str
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One article among the matches."""

    reading: Reading
    title: Sequence[snippets.Piece]
    passages: Sequence[Sequence[snippets.Piece]]
    """The passages that hold the searched words; none where no words were searched."""

    @property
    def article(self) -> Article:
        return self.reading.article


@dataclass(frozen=True, slots=True)
class Listing:
    query: Query
    results: Results
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    chips: tuple[Link, ...]
    """What is chosen; each leads to the query without it."""

    @property
    def orders(self) -> list[Link]:
        return [
            Link(title, replace(self.query, sort=order, page=1), order == self.query.order)
            for order, title in ORDERS.items()
            if order != "relevance" or self.query.text
        ]

    @property
    def pages(self) -> int:
        return max(1, -(-self.results.total // self.query.size))

    @property
    def previous(self) -> Link | None:
        page = min(self.query.page, self.pages + 1) - 1
        return Link("Previous", replace(self.query, page=page)) if page else None

    @property
    def next(self) -> Link | None:
        page = self.query.page + 1
        return Link("Next", replace(self.query, page=page)) if page <= self.pages else None

    @property
    def first_number(self) -> int:
        """The place among all matches of the first article shown."""
        return (self.query.page - 1) * self.query.size + 1

    @property
    def feed_url(self) -> str:
        return url(replace(self.query, sort=None, page=1), "feed")


def url(query: Query, view: str = "search") -> str:
    """The address of the page, or the feed, of the query."""
    params = query.urlencode()
    return f"{reverse(view)}?{params}" if params else reverse(view)


def find(query: Query) -> Listing:
    """The asked-for page of the matches. Raises search.IndexUnavailable."""
    results = indexing.archive().search(query, known)
    names = _names(query, results)
    return Listing(
        query=query,
        results=results,
        items=tuple(_items(query, results)),
        groups=tuple(
            _group(query, facet, results.facets.get(facet, ()), names) for facet in FACETS
        ),
        chips=tuple(_chips(query, names)),
    )


def known(kind: str, name: str) -> list[int]:
    """Who or what is meant by `person:"..."` or `place:"..."`."""
    table = {"person": Person, "place": Place}[kind]
    return list(table.objects.called(name).values_list("pk", flat=True))


Names = dict[tuple[Facet, int | str], str]


def _names(query: Query, results: Results) -> Names:
    """What to call every value of the facets: two questions to the database."""
    names: Names = {}
    tables: list[tuple[Facet, type[Person] | type[Place]]] = [("person", Person), ("place", Place)]
    for facet, table in tables:
        ids = {count.value for count in results.facets.get(facet, ())} | set(query.chosen(facet))
        for record in table.objects.filter(pk__in=ids).only("name"):
            names[facet, record.pk] = record.name
    return names


def _label(facet: Facet, value: int | str, names: Names) -> str:
    return names.get((facet, value), f"unknown {facet}" if isinstance(value, int) else value)


def _group(query: Query, facet: Facet, counts: Iterable[Count], names: Names) -> Group:
    chosen = query.chosen(facet)
    choices = (
        Link(
            label=str(count.value) if facet == "year" else _label(facet, count.value, names),
            query=query.without(facet, count.value)
            if count.value in chosen
            else query.narrowed_to(facet, count.value),
            chosen=count.value in chosen,
            matches=count.matches,
        )
        for count in counts
    )
    return Group(facet, TITLES[facet], tuple(choices))


def _chips(query: Query, names: Names) -> Iterable[Link]:
    if query.text:
        yield Link(f"“{query.text}”", replace(query, text="", page=1))
    for facet in FACETS:
        for value in query.chosen(facet):
            label = str(value) if facet == "year" else _label(facet, value, names)
            yield Link(label, query.without(facet, value))
    if query.since:
        yield Link(f"from {query.since.isoformat()}", replace(query, since=None, page=1))
    if query.until:
        yield Link(f"to {query.until.isoformat()}", replace(query, until=None, page=1))


def _items(query: Query, results: Results) -> Iterable[Item]:
    """The hits as articles, in their order; one withdrawn a moment ago is left out."""
    found = (
        Article.objects.public()
        .prefetch_related("sections")
        .in_bulk([hit.article for hit in results.hits])
    )
    parsed = language.parse(query.text)
    for hit in results.hits:
        if article := found.get(hit.article):
            reading = Reading(article)
            texts = [part.text for part in reading.parts]
            yield Item(
                reading=reading,
                title=snippets.marked(parsed, article.title),
                passages=snippets.snippets(parsed, texts) if query.text else (),
            )
