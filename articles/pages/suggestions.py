"""Suggests people, places, words and titles while a reader types."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from articles import indexing
from articles.english.words import words
from articles.gazetteer import name_key
from articles.models import Article, Entity, Kind
from articles.pages import links
from articles.pages.public_kinds import PUBLIC_KINDS
from articles.search.asking.query import Query

SHORTEST = 2
LONGEST = 60
"""The minimum and maximum number of characters for which suggestions are made. A longer text is
cut."""
MOST_OF_A_KIND = 4
UNFINISHED_NAME = re.compile(
    r"""(?P<before>.*?)\b(?P<field>person|place|said|in):"?(?P<name>[^"]*)""", re.I
)
"""Matches a text that ends with a field, such as `person:`, and the beginning of a name."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    """The kind of suggestion: "person", "place", "word" or "article"."""
    text: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """Return suggestions for the text `typed` so far, people first. Raises IndexUnavailable."""
    typed = typed.replace("\0", "")
    if unfinished := UNFINISHED_NAME.fullmatch(typed):
        return list(_complete_name(**unfinished.groupdict()))
    text = name_key(typed)[:LONGEST]
    if len(text) < SHORTEST:
        return []
    return [
        *chain.from_iterable(_suggest_names(Kind(kind), text) for kind in PUBLIC_KINDS),
        *_complete_word(typed),
        *_suggest_titles(typed),
    ]


def _suggest_names(kind: Kind, text: str) -> Iterator[Suggestion]:
    for entity in _find_entities(kind, text):
        chosen = Query().choose(PUBLIC_KINDS[kind].facet, entity.number)
        yield Suggestion(kind, entity.name, links.url(chosen))


def _complete_name(before: str, field: str, name: str) -> Iterator[Suggestion]:
    """Return suggestions that complete `name`, the end of a typed text."""
    kind = Kind.PERSON if field.lower() in ("person", "said") else Kind.PLACE
    text = name_key(name)[:LONGEST]
    for entity in _find_entities(kind, text) if text else ():
        # Quotation marks cannot be written between quotation marks.
        written = f"#{entity.number}" if '"' in entity.name else entity.name
        completed = f'{before}{field}:"{written}"'
        yield Suggestion("word", completed, links.url(Query(text=completed)))


def _find_entities(kind: Kind, text: str) -> list[Entity]:
    """Return listed entities of `kind` that have a name in which a word begins with `text`."""
    numbers = Entity.objects.numbers_by_prefix(kind, text)
    counts = indexing.archive().counts(Query(), PUBLIC_KINDS[kind].facet, numbers)
    best = [int(count.value) for count in counts[:MOST_OF_A_KIND]]
    listed = Entity.objects.with_numbers({kind: best}).listed().order_by()
    by_number = {entity.number: entity for entity in listed}
    return [by_number[number] for number in best if number in by_number]


def _complete_word(typed: str) -> Iterable[Suggestion]:
    """Return suggestions that complete the last word of `typed`."""
    before, _, start = typed.rpartition(" ")
    for word in indexing.archive().suggest(start, MOST_OF_A_KIND):
        text = f"{before} {word}".strip()
        yield Suggestion("word", text, links.url(Query(text=text)))


def _suggest_titles(typed: str) -> Iterable[Suggestion]:
    """Return suggestions of articles whose titles contain all words of `typed`.

    The last word may be unfinished."""
    *whole, last = [typed[word.start : word.end] for word in words(typed[:LONGEST])] or [""]
    terms = [f"title:{word}" for word in whole]
    if len(last) >= SHORTEST:
        terms.append(f"title:{last}*")
    if not terms:
        return
    results = indexing.archive().hits(Query(text=" ".join(terms), size=MOST_OF_A_KIND))
    hits = [hit.article for hit in results.hits]
    articles = Article.objects.public().only("title").in_bulk(hits)
    for article in (articles[pk] for pk in hits if pk in articles):
        yield Suggestion("article", article.title, article.get_absolute_url())
