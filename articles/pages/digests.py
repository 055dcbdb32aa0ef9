"""What the archive says: a few dated sentences from the articles that a query finds.

Which sentences were picked is kept for as long as the index stays as it is; the sentences are read
where they stand. One that is withdrawn, or says something else by now, is left out at once.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from articles import indexing
from articles.english.words import words
from articles.models import Article, Entity, Kind, Section, Stems
from articles.pages import browse
from articles.pages.display import Order
from articles.search.asking import parser
from articles.search.asking.clauses import Phrase, Term, leaves_to_mark
from articles.search.asking.query import Query, Sort
from articles.summaries.digest import Asked, Candidate, about_names, about_words, codes, digest

FROM = 100
"""The most relevant articles, of which a digest is made."""
FEWEST = 5
"""With fewer articles, reading them is quicker than reading about them."""

_IN_PARENTHESES = re.compile(r"(?<=\S) \([^()]*\)$")
_REMEMBERED = 500
"""Digests, of some 12 kB each."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an article, and the way to it."""

    text: str
    article: Article
    number: int
    """Which of the article's sentences it is, counted from 1."""

    @property
    def url(self) -> str:
        return f"{self.article.get_absolute_url()}#s{self.number}"


class _OutOfTime(Exception):
    """Not all that matches was looked at, so nothing is to be kept."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that was picked."""

    article: int
    number: int
    stems: frozenset[int]
    """As they were then."""


def of_search(query: Query, order: Order = "oldest") -> list[Said]:
    """What the archive says of the words searched for, or else of the chosen people and places;
    nothing where neither was asked for. Raises search.IndexUnavailable."""
    asked = about_words(" ".join(_searched(query.text)))
    if not asked.groups:
        numbers = {Kind.PERSON: query.person, Kind.PLACE: (*query.place, *query.area)}
        chosen = Entity.objects.with_numbers(numbers).order_by("kind", "name", "pk")
        asked = about_names(name for entity in chosen for name in _called(entity))
    return _digest(query, asked, order)


def of_name(entity: Entity, query: Query, order: Order = "oldest") -> list[Said]:
    """What the archive says of a person or a place, in the articles that the query finds."""
    return _digest(query, about_names(_called(entity)), order)


def _searched(text: str) -> Iterable[str]:
    """The words of a query that an article must have: none of those under a NOT."""
    terms: set[str] = set()
    for leaf in leaves_to_mark(parser.parse(text).clause):
        if isinstance(leaf, Term):
            terms.add(leaf.term)
        elif isinstance(leaf, Phrase):
            terms.update(leaf.terms)
    return [text[word.start : word.end] for word in words(text) if word.term in terms]


def _called(entity: Entity) -> list[str]:
    """The names by which sentences may speak of it; of people the surname too."""
    # What tells namesakes apart stands in parentheses, and in no article.
    names = [_IN_PARENTHESES.sub("", name) for name in (entity.name, *entity.other_names)]
    if entity.kind == Kind.PERSON:
        names.append(names[0].split()[-1])
    return names


def _digest(query: Query, asked: Asked, order: Order) -> list[Said]:
    if not asked.groups:
        return []
    sort: Sort = "relevance" if query.text else "newest"
    widely = replace(query, sort=sort, page=1, size=FROM, expanded=())
    try:
        said = _still_public(_found(indexing.archive().generation(), widely, asked))
    except _OutOfTime:
        return []
    if order == "oldest":
        said.sort(key=lambda one: (one.article.published_at, one.article.pk, one.number))
    return said


@lru_cache(_REMEMBERED)
def _found(generation: Hashable, query: Query, asked: Asked) -> tuple[_Found, ...]:
    """The sentences that say most, best first. Raises search.IndexUnavailable and _OutOfTime, and
    then keeps nothing.

    The names by which a person or a place is known are in what is asked, so that an editor's
    decision about them asks anew; what else changes, the index hears of and has a generation for.
    """
    results = indexing.archive().hits(query, browse.known)
    if results.partial:
        raise _OutOfTime
    hits = results.hits
    if len(hits) < FEWEST:
        return ()
    ids = [hit.article for hit in hits]
    stems = dict(Stems.objects.filter(article__in=ids).values_list("article", "packed"))
    ranks = _ranks(ids)
    candidates = [
        Candidate(bytes(stems.get(hit.article, b"")), ranks.get(hit.article, ()), hit.score)
        for hit in hits
    ]
    return tuple(
        _Found(ids[one.candidate], one.sentence + 1, one.stems) for one in digest(asked, candidates)
    )


def _ranks(ids: Sequence[int]) -> dict[int, list[int | None]]:
    """The rank in its article of every sentence of each."""
    ranks: dict[int, list[int | None]] = {}
    parts = Section.objects.filter(article__in=ids).order_by("article", "position")
    for article, rows in parts.values_list("article", "sentences"):
        ranks.setdefault(article, []).extend(row[3] for row in rows)
    return ranks


def _still_public(found: Sequence[_Found]) -> list[Said]:
    """Those that readers may see still, and that still say what they said."""
    articles = Article.objects.public().prefetch_related("sections")
    held = articles.in_bulk({one.article for one in found})
    return [
        Said(text, article, one.number)
        for one in found
        if (article := held.get(one.article))
        and one.stems == frozenset(codes(text := _sentence(article, one.number)))
    ]


def _sentence(article: Article, number: int) -> str:
    """The article's sentence of this number; empty where it has no such sentence now."""
    for part in article.sections.all():
        if number <= len(part.sentences):
            start, end, *_ = part.sentences[number - 1]
            return part.text[start:end]
        number -= len(part.sentences)
    return ""
