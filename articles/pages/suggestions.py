"""What a reader may be about to type: people, places, words and titles that begin so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from articles import indexing
from articles.english.words import words
from articles.gazetteer import name_key
from articles.models import Article, Entity, Kind
from articles.pages import links
from articles.pages.kinds import SHOWN
from articles.search.asking.query import Query

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
        *chain.from_iterable(_names(Kind(kind), text) for kind in SHOWN),
        *_words(typed),
        *_titles(typed),
    ]


def _names(kind: Kind, text: str) -> Iterator[Suggestion]:
    for one in _best(kind, text):
        chosen = Query().choose(SHOWN[kind].facet, one.number)
        yield Suggestion(kind, one.name, links.url(chosen))


def _asked_for(before: str, field: str, name: str) -> Iterator[Suggestion]:
    """The text with the name after its field completed."""
    kind = Kind.PERSON if field.lower() in ("person", "said") else Kind.PLACE
    text = name_key(name)[:LONGEST]
    for one in _best(kind, text) if text else ():
        called = f"#{one.number}" if '"' in one.name else one.name
        completed = f'{before}{field}:"{called}"'
        yield Suggestion("word", completed, links.url(Query(text=completed)))


def _best(kind: Kind, text: str) -> list[Entity]:
    """Those with a name one of whose words begins so, named in most articles first."""
    known = Entity.objects.numbers_by_prefix(kind, text)
    counts = indexing.archive().counts(Query(), SHOWN[kind].facet, known)
    best = [int(count.value) for count in counts[:MOST_OF_A_KIND]]
    held = Entity.objects.with_numbers({kind: best}).listed().order_by()
    found = {entity.number: entity for entity in held}
    return [found[number] for number in best if number in found]


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
