"""What a page, a feed and an export show of the matches of one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.display import Length
from articles.models import Article, Person, Place
from articles.reading import Reading
from articles.search import language, snippets
from articles.search.query import FACETS, Facet, Query, Sort
from articles.search.results import Count, Results

TITLES: dict[Facet, str] = {
    "person": gettext_noop("People"),
    "place": gettext_noop("Places"),
    "section": gettext_noop("Sections"),
    "year": gettext_noop("Years"),
}
ORDERS: dict[Sort, str] = {
    "relevance": gettext_noop("Relevance"),
    "newest": gettext_noop("Newest first"),
    "oldest": gettext_noop("Oldest first"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way from this query to another one."""

    label: str
    query: Query
    chosen: bool = False
    matches: int = 0
    key: str = ""
    """What the page calls it, so that it keeps the focus when the page changes around it."""

    @property
    def url(self) -> str:
        return url(self.query)


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its choices, each with its count, whether it is chosen, and where it leads."""

    facet: Facet
    title: str
    choices: tuple[Link, ...]
    more: Link | None
    """To more of its choices, or back to fewer; None where these are all."""


@dataclass(frozen=True, slots=True)
class Passage:
    heading: str
    """Of the section it stands in; empty in the lead."""
    anchor: str
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
    groups: tuple[Group, ...]
    chips: tuple[Link, ...]
    """What is chosen; each leads to the query without it."""
    called: "Names"
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
    def name_groups(self) -> list[Group]:
        return [group for group in self.groups if group.facet in ("person", "place")]

    @property
    def other_groups(self) -> list[Group]:
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


def url(query: Query, view: str = "search") -> str:
    """The address of the page, or the feed, of the query."""
    params = query.urlencode()
    return f"{reverse(view)}?{params}" if params else reverse(view)


def find(query: Query, length: Length = "normal") -> Listing:
    """The asked-for page of the matches. Raises search.IndexUnavailable."""
    return of_standing(_current(query), length)


def of_standing(query: Query, length: Length = "normal", *beside: Results) -> Listing:
    """The same for a query whose choices are known to stand for themselves; with the names of what
    else is shown beside it."""
    results = indexing.archive().search(query, known)
    called = names(query, results, *beside)
    return Listing(
        query=query,
        results=results,
        items=tuple(_items(query, results, length)),
        groups=tuple(
            _group(query, facet, results.facets.get(facet, ()), called) for facet in FACETS
        ),
        chips=tuple(_chips(query, called)),
        called=called,
        instead=() if results.total else tuple(_instead(query)),
    )


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


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


Names = dict[tuple[Facet, int | str], str]


def names(query: Query, *results: Results) -> Names:
    """What to call every value of the facets: two questions to the database."""
    called: Names = {}
    tables: list[tuple[Facet, type[Person] | type[Place]]] = [("person", Person), ("place", Place)]
    for facet, table in tables:
        ids = {count.value for found in results for count in found.facets.get(facet, ())}
        ids.update(query.chosen(facet))
        for record in table.objects.filter(pk__in=ids).only("name"):
            called[facet, record.pk] = record.name
    return called


def label(facet: Facet, value: int | str, called: Names) -> str:
    """What to call one value of a facet."""
    if facet == "year":
        return str(value)
    return called.get((facet, value), f"unknown {facet}" if isinstance(value, int) else value)


def _group(query: Query, facet: Facet, counts: Sequence[Count], called: Names) -> Group:
    chosen = query.chosen(facet)
    choices = (
        Link(
            label=label(facet, count.value, called),
            query=query.without(facet, count.value)
            if count.value in chosen
            else query.narrowed_to(facet, count.value),
            chosen=count.value in chosen,
            matches=count.matches,
            key=f"{facet}-{count.value}",
        )
        for count in counts
    )
    return Group(facet, gettext(TITLES[facet]), tuple(choices), _more(query, facet, len(counts)))


def _more(query: Query, facet: Facet, shown: int) -> Link | None:
    others = tuple(other for other in query.more if other != facet)
    if facet in query.more:
        return Link(gettext("Fewer"), replace(query, more=others), key=f"more-{facet}")
    if facet != "year" and shown >= query.values(facet):
        return Link(gettext("More"), replace(query, more=(*others, facet)), key=f"more-{facet}")
    return None


def _chips(query: Query, called: Names) -> Iterable[Link]:
    if query.text:
        yield Link(f"“{query.text}”", replace(query, text="", page=1))
    for facet in FACETS:
        for value in query.chosen(facet):
            yield Link(label(facet, value, called), query.without(facet, value))
    if query.since:
        yield Link(gettext("from %s") % _day(query.since), replace(query, since=None, page=1))
    if query.until:
        yield Link(gettext("to %s") % _day(query.until), replace(query, until=None, page=1))


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
        yield Passage(part.section.heading, part.anchor, snippet.pieces, goes_on)


def article_url(article: Article, text: str) -> str:
    """The article's page; the words of the text are marked there."""
    marking = f"?{urlencode({'q': text})}" if text else ""
    return article.get_absolute_url() + marking
