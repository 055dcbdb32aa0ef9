"""What a page, a feed and an export show of the matches of one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from articles import facets, indexing
from articles.display import Length
from articles.links import Link, url
from articles.models import Article, Person, Place
from articles.reading import Part, Reading
from articles.search import language, snippets
from articles.search.query import FACETS, Query, Sort
from articles.search.results import Results

ORDERS: dict[Sort, str] = {
    "relevance": gettext_noop("Relevance"),
    "newest": gettext_noop("Newest first"),
    "oldest": gettext_noop("Oldest first"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    part: Part
    """The section it stands in."""
    pieces: Sequence[snippets.Piece]
    goes_on: tuple[bool, bool]
    """Whether the section has more before it, and after it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article among the matches."""

    reading: Reading
    title: Sequence[snippets.Piece]
    passages: Sequence[Passage]
    """The passages that hold the searched words; none where no words were searched."""
    url: str
    """The article, with the words that were searched for marked there."""

    @property
    def article(self) -> Article:
        return self.reading.article


@dataclass(frozen=True, slots=True)
class Listing:
    query: Query
    results: Results
    items: tuple[Item, ...]
    groups: tuple[facets.Group, ...]
    chips: tuple[Link, ...]
    """What is chosen; each leads to the query without it."""
    called: facets.Names
    instead: tuple[Link, ...] = ()
    """Where nothing matches: other spellings, and the query without one of its parts."""

    @property
    def orders(self) -> list[Link]:
        return [
            Link(
                gettext(title),
                replace(self.query, sort=order, page=1),
                order == self.query.order,
                key=order,
            )
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
    def name_groups(self) -> list[facets.Group]:
        return [group for group in self.groups if group.facet in ("person", "place")]

    @property
    def other_groups(self) -> list[facets.Group]:
        """The facets of which nothing is chosen yet."""
        return [group for group in self.groups if not self.query.chosen(group.facet)]

    @property
    def without_text(self) -> list[tuple[str, str]]:
        """What a form sends along that asks for another text."""
        return replace(self.query, text="", page=1).params()

    @property
    def without_dates(self) -> list[tuple[str, str]]:
        """What a form sends along that asks for other days."""
        return replace(self.query, since=None, until=None, page=1).params()

    @property
    def feed_url(self) -> str:
        return url(replace(self.query, sort=None, page=1), "feed")


def find(query: Query, length: Length = "normal") -> Listing:
    """The asked-for page of the matches. Raises search.IndexUnavailable."""
    return of_standing(_current(query), length)


def of_standing(query: Query, length: Length = "normal", *beside: Results) -> Listing:
    """The same for a query whose choices are known to stand for themselves; with the names of what
    else is shown beside it."""
    results = indexing.archive().search(query, known)
    called = facets.names(query, results, *beside)
    return Listing(
        query=query,
        results=results,
        items=tuple(_items(query, results, length)),
        groups=tuple(
            facets.group(query, facet, results.facets.get(facet, ()), called) for facet in FACETS
        ),
        chips=tuple(facets.chips(query, called)),
        called=called,
        instead=() if results.total else tuple(_instead(query)),
    )


def _instead(query: Query) -> Iterable[Link]:
    """Queries near this one that find something."""
    index = indexing.archive()
    if corrected := index.correct(query.text):
        better = replace(query, text=corrected, page=1)
        yield Link(corrected, better, matches=index.search(better, known).total)
    for part in index.explain(query, known):
        if part.without and part.rest:
            yield Link(part.rest, replace(query, text=part.rest, page=1), matches=part.without)


def known(kind: str, name: str) -> list[int]:
    """Who or what is meant by `person:"..."` or `place:"..."`: a name, or # and a number."""
    table = {"person": Person, "place": Place}[kind]
    if name.startswith("#") and name[1:].isdecimal():
        records = table.objects.canonical_of([int(name[1:19])])
        return [record.pk for record in records if isinstance(record, table)]
    return list(table.objects.called(name).values_list("pk", flat=True))


def _current(query: Query) -> Query:
    """The query with those whom its choices stand for now: addresses and feeds outlast a merge."""
    if not (query.person or query.place):
        return query
    chosen = [
        *Person.objects.canonical_of(query.person),
        *Place.objects.canonical_of(query.place),
    ]
    people = [record.pk for record in chosen if isinstance(record, Person)]
    places = [record.pk for record in chosen if isinstance(record, Place)]
    return replace(query, person=tuple(people), place=tuple(places))


def _items(query: Query, results: Results, length: Length) -> Iterable[Item]:
    """The hits as articles, in their order; one withdrawn a moment ago is left out."""
    found = (
        Article.objects.public()
        .prefetch_related("sections")
        .in_bulk([hit.article for hit in results.hits])
    )
    parsed = language.parse(query.text)
    for hit in results.hits:
        if article := found.get(hit.article):
            reading = Reading(article, length=length)
            yield Item(
                reading=reading,
                title=snippets.marked(parsed, article.title, "title"),
                passages=tuple(_passages(parsed, reading)) if query.text else (),
                url=article_url(article, query.text),
            )


def _passages(parsed: language.Parsed, reading: Reading) -> Iterable[Passage]:
    for snippet in snippets.snippets(parsed, [part.text for part in reading.parts]):
        part = reading.parts[snippet.passage]
        goes_on = snippet.start > 0, snippet.end < len(part.text)
        yield Passage(part, snippet.pieces, goes_on)


def article_url(article: Article, text: str) -> str:
    """The article's page; the words of the text are marked there."""
    marking = f"?{urlencode({'q': text})}" if text else ""
    return article.get_absolute_url() + marking
