"""What a reader may be about to type: people, places, words and titles that begin so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles import indexing
from articles.english.words import words
from articles.gazetteer import name_key
from articles.models import Article, Person, Place
from articles.pages import links
from articles.search.asking.query import Facet, Query

SHORTEST = 2
MOST_OF_A_KIND = 4
LONGEST = 60
ASKED = re.compile(r"""(?P<before>.*?)\b(?P<field>person|place|said|in):"?(?P<name>[^"]*)""", re.I)
"""A text that ends with a name being typed after one of these fields."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    text: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """Raises search.IndexUnavailable."""
    typed = typed.replace("\0", "")
    if asked := ASKED.fullmatch(typed):
        return list(_asked_for(**asked.groupdict()))
    text = name_key(typed)[:LONGEST]
    if len(text) < SHORTEST:
        return []
    return [
        *_people(text),
        *_places(text),
        *_words(typed),
        *_titles(typed),
    ]


def _people(text: str) -> Iterator[Suggestion]:
    for one in _best(Person, text):
        yield Suggestion("person", one.name, links.url(Query(person=(one.pk,))))


def _places(text: str) -> Iterator[Suggestion]:
    for one in _best(Place, text):
        yield Suggestion("place", one.name, links.url(Query(area=(one.pk,))))


def _asked_for(before: str, field: str, name: str) -> Iterator[Suggestion]:
    """The text with the name after its field completed."""
    table = Person if field.lower() in ("person", "said") else Place
    text = name_key(name)[:LONGEST]
    for one in _best(table, text) if text else ():
        called = f"#{one.pk}" if '"' in one.name else one.name
        completed = f'{before}{field}:"{called}"'
        yield Suggestion("word", completed, links.url(Query(text=completed)))


def _best(table: type[Person] | type[Place], text: str) -> list[Person | Place]:
    """Those with a name one of whose words begins so, named in most articles first."""
    known = set(table.objects.beginning(text))
    facet: Facet = "person" if table is Person else "area"
    counts = indexing.archive().counts(Query(), facet, known)
    best = [int(count.value) for count in counts[:MOST_OF_A_KIND]]
    found = table.objects.listed().in_bulk(best)
    return [found[pk] for pk in best if pk in found]


def _words(typed: str) -> Iterable[Suggestion]:
    """The text with its last word completed."""
    before, _, start = typed.rpartition(" ")
    for word in indexing.archive().suggest(start, MOST_OF_A_KIND):
        text = f"{before} {word}".strip()
        yield Suggestion("word", text, links.url(Query(text=text)))


def _titles(typed: str) -> Iterable[Suggestion]:
    """Articles whose titles have these words, the last one being the beginning of one."""
    *whole, last = [typed[word.start : word.end] for word in words(typed[:LONGEST])] or [""]
    asked = [f"title:{word}" for word in whole]
    if len(last) >= SHORTEST:
        asked.append(f"title:{last}*")
    if not asked:
        return
    found = indexing.archive().hits(Query(text=" ".join(asked), size=MOST_OF_A_KIND))
    hits = [hit.article for hit in found.hits]
    articles = Article.objects.public().only("title").in_bulk(hits)
    for article in (articles[pk] for pk in hits if pk in articles):
        yield Suggestion("article", article.title, article.get_absolute_url())
