"""What a page, a feed and an export show of the matches of one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.models import Article, Entity, Kind
from articles.pages import facets
from articles.pages.display import Length
from articles.pages.kinds import KIND_OF, SHOWN
from articles.pages.links import Link, url
from articles.pages.reading import Part, Reading
from articles.pages.spoken import Spoken, spoken
from articles.search import snippets
from articles.search.asking import address, parser
from articles.search.asking.index import NameResolver
from articles.search.asking.query import Facet, Query, Sort, Value
from articles.search.asking.results import Results

ORDERS: dict[Sort, str] = {
    "relevance": gettext_noop("Relevance"),
    "newest": gettext_noop("Newest first"),
    "oldest": gettext_noop("Oldest first"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    part: Part
    """The section it stands in."""
    heading: Sequence[snippets.Piece]
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
    quotes: Sequence[Spoken]
    """What those said whose words were asked for."""
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
    """What is chosen besides the text; each leads to the query without it."""
    called: facets.Names

    @property
    def asked(self) -> list[str]:
        """All that was asked for, for a title."""
        text = [f"“{self.query.text}”"] if self.query.text else []
        return [*text, *(chip.label for chip in self.chips)]

    @property
    def repairs(self) -> list[str]:
        """How the text was read where it made no sense, in the reader's language."""
        return [
            gettext(how) % about if "%s" in how else gettext(how)
            for how, about in self.results.repairs
        ]

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
        return min(max(1, -(-self.results.total // self.query.size)), address.LAST_PAGE)

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
        return [group for group in self.groups if group.facet in ("person", "area")]

    @property
    def other_groups(self) -> list[facets.Group]:
        """The facets of which nothing is chosen yet."""
        return [group for group in self.groups if not self.query.chosen(group.facet)]

    @property
    def without_text(self) -> list[tuple[str, str]]:
        """What a form sends along that asks for another text."""
        return address.write_params(replace(self.query, text="", page=1))

    @property
    def without_dates(self) -> list[tuple[str, str]]:
        """What a form sends along that asks for other days."""
        return address.write_params(replace(self.query, since=None, until=None, page=1))

    @property
    def url(self) -> str:
        """The address of the search."""
        return url(self.query)

    @property
    def feed_url(self) -> str:
        return url(replace(self.query, sort=None, page=1), "feed")


def find(query: Query, length: Length = "normal") -> Listing:
    """The asked-for page of the matches. Raises search.IndexUnavailable."""
    return of_canonical(_canonical(query), length)


def of_canonical(query: Query, length: Length = "normal", *beside: Results) -> Listing:
    """The same for a query whose choices are known to stand for themselves; with the names of what
    else is shown beside it."""
    ask = cache(known)
    results = facets.sought(query, indexing.archive().search(query, ask), ask)
    called = facets.names(query, results, *beside)
    return Listing(
        query=query,
        results=results,
        items=tuple(_items(query, results, length, ask)),
        groups=tuple(facets.group(query, facet, results, called) for facet in facets.SHOWN),
        chips=tuple(facets.chips(query, called)),
        called=called,
    )


def known(kind: str, name: str) -> list[int]:
    """Who or what is meant by `person:"..."`, `place:"..."`, `said:"..."` or `in:"..."`: a name,
    or # and a number."""
    wanted = Kind.PERSON if kind == "speaker" else KIND_OF[kind]  # type: ignore[index]
    if name.startswith("#"):
        one = address.read_number(name[1:])
        asked = Entity.objects.with_numbers({wanted: [one] if one else []}).with_canonical()
        canonical = [entity.canonical for entity in asked]
        return [entity.number for entity in canonical if entity.kind == wanted]
    called = Entity.objects.of_kind(wanted).with_name(name)
    return list(called.values_list("number", flat=True))


def _canonical(query: Query) -> Query:
    """The query with those whom its choices stand for now: addresses and feeds outlast a merge."""
    numbers: dict[Kind, set[int]] = {}
    for facet, kind in KIND_OF.items():
        chosen = (*query.chosen(facet), *query.excluded_values(facet))
        numbers.setdefault(kind, set()).update(int(value) for value in chosen if value)
    meant: dict[tuple[Facet, Value], tuple[Facet, Value]] = {}
    chosen_names = Entity.objects.with_numbers(numbers).exclude(stands_for=None)
    for entity in chosen_names.with_canonical().order_by():
        canonical = entity.canonical
        for facet, kind in KIND_OF.items():
            if kind == entity.kind and (shown := SHOWN.get(canonical.kind)):
                same = facet if kind == canonical.kind else shown.alone
                meant[facet, entity.number] = same, canonical.number
    if not meant:
        return query
    pairs = [(facet, value) for facet in KIND_OF for value in query.chosen(facet)]
    now = dict.fromkeys(meant.get(pair, pair) for pair in pairs)
    return replace(
        query,
        person=tuple(int(value) for facet, value in now if facet == "person"),
        place=tuple(int(value) for facet, value in now if facet == "place"),
        area=tuple(int(value) for facet, value in now if facet == "area"),
        excluded=tuple(dict.fromkeys(meant.get(pair, pair) for pair in query.excluded)),
    )


def _items(query: Query, results: Results, length: Length, known: NameResolver) -> Iterable[Item]:
    """The hits as articles, in their order; one withdrawn a moment ago is left out."""
    found = (
        Article.objects.public()
        .prefetch_related("sections")
        .in_bulk([hit.article for hit in results.hits])
    )
    parsed = parser.parse(query.text)
    articles = [found[hit.article] for hit in results.hits if hit.article in found]
    readings = [Reading(article, length=length) for article in articles]
    quotes = spoken(parsed, readings, known)
    for reading in readings:
        article = reading.article
        said = quotes.get(article.pk, ())
        yield Item(
            reading=reading,
            title=snippets.mark(parsed, article.title, "title"),
            passages=tuple(_passages(parsed, reading)) if query.text and not said else (),
            quotes=said,
            url=article_url(article, query.text),
        )


def _passages(parsed: parser.ParsedQuery, reading: Reading) -> Iterable[Passage]:
    texts = [part.text for part in reading.parts]
    headings = [part.section.heading for part in reading.parts]
    for snippet in snippets.choose_snippets(parsed, texts, headings):
        part = reading.parts[snippet.passage]
        goes_on = snippet.start > 0, snippet.end < len(part.text)
        heading = snippets.mark(parsed, part.section.heading)
        yield Passage(part, heading, snippet.pieces, goes_on)


def article_url(article: Article, text: str) -> str:
    """The article's page; the words of the text are marked there."""
    marking = f"?{urlencode({'q': text})}" if text else ""
    return article.get_absolute_url() + marking
