"""What a reader may be about to type: people, places, words and titles that begin so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from articles import indexing, links
from articles.gazetteer import fold
from articles.models import Article, Person, Place
from articles.search.query import Query

SHORTEST = 2
MOST_OF_A_KIND = 4
CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    text: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """Raises search.IndexUnavailable."""
    text = fold(typed.replace("\0", ""))[:60]
    if len(text) < SHORTEST:
        return []
    return [
        *_names(Person, "person", text),
        *_names(Place, "place", text),
        *_words(typed),
        *_titles(typed),
    ]


def _names(table: type[Person] | type[Place], kind: str, text: str) -> Iterable[Suggestion]:
    """Those with a name one of whose words begins so, the most often named first."""
    begins = table.objects.known_by(Q(key__gte=text, key__lt=text + "\U0010ffff"))
    found = list(begins.values_list("pk", flat=True)[:CANDIDATES])
    if len(found) < MOST_OF_A_KIND:
        inside = table.objects.known_by(Q(key__contains=f" {text}"))
        found += inside.values_list("pk", flat=True)[:CANDIDATES]
    often = table.objects.filter(pk__in=found).annotate(times=Count("mentions"))
    for record in often.order_by("-times")[:MOST_OF_A_KIND]:
        narrowed = Query(person=(record.pk,)) if kind == "person" else Query(area=(record.pk,))
        yield Suggestion(kind, record.name, links.url(narrowed))


def _words(typed: str) -> Iterable[Suggestion]:
    """The text with its last word completed."""
    before, _, start = typed.rpartition(" ")
    for word in indexing.archive().suggest(start, MOST_OF_A_KIND):
        text = f"{before} {word}".strip()
        yield Suggestion("word", text, links.url(Query(text=text)))


def _titles(typed: str) -> Iterable[Suggestion]:
    begins = Article.objects.public().filter(title__istartswith=typed.strip()[:60])
    for article in begins.only("title")[:MOST_OF_A_KIND]:
        yield Suggestion("article", article.title, article.get_absolute_url())
