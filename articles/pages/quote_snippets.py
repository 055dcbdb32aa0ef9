"""Finds quotes for a result page, from the speakers that the query names with `said:`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Entity, Kind, Mention, Quote
from articles.pages.article_page import ShownArticle
from articles.search import snippets
from articles.search.asking.clauses import EntityName, leaves_to_mark
from articles.search.asking.index import NameResolver
from articles.search.asking.parser import ParsedQuery

MOST = 2
"""The maximum number of quotes that are shown for one article."""


@dataclass(frozen=True, slots=True)
class QuoteSnippet:
    """A quote with the query's words marked, and the rest of the sentence around it."""

    before: str
    """The words of the sentence before the quote."""
    pieces: Sequence[snippets.Piece]
    after: str
    """The words of the sentence after the quote."""
    anchor: str
    """The HTML id of the sentence in which the quote begins, for a link to the article's page."""

    @property
    def matches(self) -> int:
        return sum(piece.matched for piece in self.pieces)


def find_quote_snippets(
    parsed: ParsedQuery, articles: Iterable[ShownArticle], resolve: NameResolver
) -> dict[int, Sequence[QuoteSnippet]]:
    """Return a dict that maps the primary key of each article to its quotes.

    An article has up to MOST quotes, those with the most matches first. The dict is empty if the
    query names no known speaker with `said:`. One database query loads the quotes of all
    articles."""
    leaves = leaves_to_mark(parsed.clause)
    names = {
        leaf.name for leaf in leaves if isinstance(leaf, EntityName) and leaf.kind == "speaker"
    }
    numbers = {number for name in names for number in resolve("speaker", name)}
    if not numbers:
        return {}
    speakers = Entity.objects.with_numbers({Kind.PERSON: numbers}).order_by()
    by_article = {shown.article.pk: shown for shown in articles}
    quotes = Quote.objects.filter(
        article__in=by_article, speaker__in=Mention.objects.of_entities(*speakers)
    )
    found: dict[int, list[QuoteSnippet]] = {}
    for quote in quotes.public().select_related("section").order_by("section__position", "start"):
        shown = by_article[quote.article_id]
        found.setdefault(quote.article_id, []).append(_make_snippet(parsed, shown, quote))
    return {
        article: sorted(those, key=lambda one: -one.matches)[:MOST]
        for article, those in found.items()
    }


def _make_snippet(parsed: ParsedQuery, shown: ShownArticle, quote: Quote) -> QuoteSnippet:
    return QuoteSnippet(
        quote.text_before,
        snippets.mark(parsed, quote.words),
        quote.text_after,
        shown.section(quote.section_id).sentence_anchor(quote.start),
    )
