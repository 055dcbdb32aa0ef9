"""What those said whom a search asks for by `said:`, in the articles it finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Entity, Kind, Mention, Quote
from articles.pages.reading import Reading
from articles.search import snippets
from articles.search.asking.clauses import EntityName, leaves_to_mark
from articles.search.asking.index import NameResolver
from articles.search.asking.parser import ParsedQuery

MOST = 2
"""Quotes shown of one article."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote in its sentence, with the words that were searched for marked."""

    before: str
    pieces: Sequence[snippets.Piece]
    after: str
    anchor: str
    """The sentence in which it begins, on the article's page."""

    @property
    def matches(self) -> int:
        return sum(piece.matched for piece in self.pieces)


def spoken(
    parsed: ParsedQuery, readings: Iterable[Reading], known: NameResolver
) -> dict[int, Sequence[Spoken]]:
    """By article, the quotes that hold most of the words searched for; nothing where nobody's
    words are asked for. One question to the database."""
    leaves = leaves_to_mark(parsed.clause)
    names = {
        leaf.name for leaf in leaves if isinstance(leaf, EntityName) and leaf.kind == "speaker"
    }
    numbers = {number for name in names for number in known("speaker", name)}
    if not numbers:
        return {}
    speakers = Entity.objects.with_numbers({Kind.PERSON: numbers}).order_by()
    by_article = {reading.article.pk: reading for reading in readings}
    quotes = Quote.objects.filter(
        article__in=by_article, speaker__in=Mention.objects.of_entities(*speakers)
    )
    found: dict[int, list[Spoken]] = {}
    for quote in quotes.public().select_related("section").order_by("section__position", "start"):
        reading = by_article[quote.article_id]
        found.setdefault(quote.article_id, []).append(_spoken(parsed, reading, quote))
    return {
        article: sorted(those, key=lambda one: -one.matches)[:MOST]
        for article, those in found.items()
    }


def _spoken(parsed: ParsedQuery, reading: Reading, quote: Quote) -> Spoken:
    return Spoken(
        quote.text_before,
        snippets.mark(parsed, quote.words),
        quote.text_after,
        reading.part(quote.section_id).anchor_at(quote.start),
    )
