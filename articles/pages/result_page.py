"""Builds a page of a query's results, for the search page, its feed and the pages of entities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.models import Article
from articles.pages import facets
from articles.pages.article_page import ShownArticle, ShownSection
from articles.pages.display import Length
from articles.pages.links import Link, url
from articles.pages.name_resolution import resolve_choices, resolve_name
from articles.pages.quote_snippets import QuoteSnippet, find_quote_snippets
from articles.search import snippets
from articles.search.asking import address, parser
from articles.search.asking.index import NameResolver
from articles.search.asking.query import Query, Sort
from articles.search.asking.results import Results

ORDERS: dict[Sort, str] = {
    "relevance": gettext_noop("Relevance"),
    "newest": gettext_noop("Newest first"),
    "oldest": gettext_noop("Oldest first"),
}


@dataclass(frozen=True, slots=True)
class ResultPassage:
    """A passage of an article that is shown among the results."""

    section: ShownSection
    heading: Sequence[snippets.Piece]
    pieces: Sequence[snippets.Piece]
    cut_before: bool
    """Whether the passage's section has text before the passage."""
    cut_after: bool
    """Whether the passage's section has text after the passage."""


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One article among the results."""

    shown: ShownArticle
    title: Sequence[snippets.Piece]
    passages: Sequence[ResultPassage]
    """The passages that match the query's text best. Empty if quotes are shown instead or if the
    query has no text."""
    quotes: Sequence[QuoteSnippet]
    """The quotes from the speakers that the query names with `said:`."""
    url: str
    """The address of the article's page, where the words of the query are marked."""

    @property
    def article(self) -> Article:
        return self.shown.article


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of the results of a query, with its facets and links."""

    query: Query
    results: Results
    items: tuple[ResultItem, ...]
    groups: tuple[facets.FacetGroup, ...]
    chips: tuple[Link, ...]
    """Links that each remove one chosen value, excluded value or date from the query."""
    entities: facets.FacetEntities

    @property
    def search_terms(self) -> list[str]:
        """The text and the choices of the query, as they appear in the title of the page."""
        text = [f"“{self.query.text}”"] if self.query.text else []
        return [*text, *(chip.label for chip in self.chips)]

    @property
    def repairs(self) -> list[str]:
        """Messages that say how invalid parts of the query's text were understood."""
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
        """The number of the first article on the page, counted from 1 among all results."""
        return (self.query.page - 1) * self.query.size + 1

    @property
    def name_groups(self) -> list[facets.FacetGroup]:
        return [group for group in self.groups if group.facet in ("person", "area")]

    @property
    def other_groups(self) -> list[facets.FacetGroup]:
        """The facets in which no value is chosen."""
        return [group for group in self.groups if not self.query.chosen(group.facet)]

    @property
    def params_without_text(self) -> list[tuple[str, str]]:
        """The parameters that the search box's form keeps: those of the query without its text."""
        return address.write_params(replace(self.query, text="", page=1))

    @property
    def params_without_dates(self) -> list[tuple[str, str]]:
        """The parameters that the form for dates keeps: those of the query without its dates."""
        return address.write_params(replace(self.query, since=None, until=None, page=1))

    @property
    def url(self) -> str:
        """The address of this page of results."""
        return url(self.query)

    @property
    def feed_url(self) -> str:
        return url(replace(self.query, sort=None, page=1), "feed")


def find(query: Query, length: Length = "normal") -> ResultPage:
    """Return the page of results that `query` asks for. Raises IndexUnavailable."""
    return find_canonical(resolve_choices(query), length)


def find_canonical(query: Query, length: Length = "normal", *others: Results) -> ResultPage:
    """Return the page of results for a query whose choices are all canonical entities.

    The entities in `others` are loaded together with those of the page, so that the caller does not
    have to load them separately. Raises IndexUnavailable."""
    resolve = cache(resolve_name)
    results = facets.filter_values(query, indexing.archive().search(query, resolve), resolve)
    entities = facets.load_entities(query, results, *others)
    return ResultPage(
        query=query,
        results=results,
        items=tuple(_load_items(query, results, length, resolve)),
        groups=tuple(
            facets.build_group(query, facet, results, entities) for facet in facets.OFFERED
        ),
        chips=tuple(facets.chips(query, entities)),
        entities=entities,
    )


def _load_items(
    query: Query, results: Results, length: Length, resolve: NameResolver
) -> Iterable[ResultItem]:
    """Return an item for each hit in `results` whose article is still public."""
    found = (
        Article.objects.public()
        .prefetch_related("sections")
        .in_bulk([hit.article for hit in results.hits])
    )
    parsed = parser.parse(query.text)
    articles = [found[hit.article] for hit in results.hits if hit.article in found]
    shown_articles = [ShownArticle(article, length=length) for article in articles]
    quotes = find_quote_snippets(parsed, shown_articles, resolve)
    for shown in shown_articles:
        article = shown.article
        said = quotes.get(article.pk, ())
        yield ResultItem(
            shown=shown,
            title=snippets.mark(parsed, article.title, "title"),
            passages=tuple(_find_passages(parsed, shown)) if query.text and not said else (),
            quotes=said,
            url=article_url(article, query.text),
        )


def _find_passages(parsed: parser.ParsedQuery, shown: ShownArticle) -> Iterable[ResultPassage]:
    texts = [section.text for section in shown.sections]
    headings = [section.heading for section in shown.sections]
    for snippet in snippets.choose_snippets(parsed, texts, headings):
        section = shown.sections[snippet.passage]
        heading = snippets.mark(parsed, section.heading)
        yield ResultPassage(
            section,
            heading,
            snippet.pieces,
            cut_before=snippet.start > 0,
            cut_after=snippet.end < len(section.text),
        )


def article_url(article: Article, text: str) -> str:
    """Return the address of the page of `article`, with the words of `text` marked on it."""
    marking = f"?{urlencode({'q': text})}" if text else ""
    return article.get_absolute_url() + marking
