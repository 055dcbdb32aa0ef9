"""Builds digests: a few dated sentences from the articles that a query finds.

The choice of sentences is cached until the index changes. Their text is not: it is read from the
articles each time, so a sentence whose article was withdrawn or edited disappears at once.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from articles import indexing
from articles.english.words import words
from articles.models import Article, Entity, Kind, Section, Stems
from articles.pages.display import Order
from articles.pages.name_resolution import resolve_name
from articles.search.asking import parser
from articles.search.asking.clauses import Phrase, Term, leaves_to_mark
from articles.search.asking.query import Query, Sort
from articles.summaries.digest import (
    Candidate,
    Topic,
    codes,
    digest,
    topic_from_names,
    topic_from_words,
)

ARTICLES = 100
"""Articles that a digest is made from, the most relevant ones."""
FEWEST = 5
"""Articles below which there is no digest, because reading them all takes no longer."""

_IN_PARENTHESES = re.compile(r"(?<=\S) \([^()]*\)$")
_REMEMBERED = 500
"""Digests in the cache. Each takes about 12 kB."""


@dataclass(frozen=True, slots=True)
class DigestSentence:
    """A sentence of an article and its address."""

    text: str
    article: Article
    number: int
    """The number of the sentence in the article, from 1."""

    @property
    def url(self) -> str:
        return f"{self.article.get_absolute_url()}#s{self.number}"


class _OutOfTime(Exception):
    """The search ran out of time, so its results must not be cached."""


@dataclass(frozen=True, slots=True)
class _PickedSentence:
    """A sentence in the cache, without its text."""

    article: int
    """The primary key of the article."""
    number: int
    """The number of the sentence in the article, from 1."""
    stems: frozenset[int]
    """The codes of its stems when it was picked. They tell whether it was edited since."""


def digest_search(query: Query, order: Order = "oldest") -> list[DigestSentence]:
    """Return sentences about the words of the query, or about its chosen entities if it has none.

    Empty if it has neither. Raises IndexUnavailable."""
    topic = topic_from_words(" ".join(_required_words(query.text)))
    if not topic.groups:
        numbers = {Kind.PERSON: query.person, Kind.PLACE: (*query.place, *query.area)}
        chosen = Entity.objects.with_numbers(numbers).order_by("kind", "name", "pk")
        topic = topic_from_names(name for entity in chosen for name in _names_in_text(entity))
    return _make_digest(query, topic, order)


def digest_entity(entity: Entity, query: Query, order: Order = "oldest") -> list[DigestSentence]:
    """Return sentences about an entity from the articles that the query finds."""
    return _make_digest(query, topic_from_names(_names_in_text(entity)), order)


def _required_words(text: str) -> Iterable[str]:
    """Return the words of a query that an article must have, so none below a NOT."""
    terms: set[str] = set()
    for leaf in leaves_to_mark(parser.parse(text).clause):
        if isinstance(leaf, Term):
            terms.add(leaf.term)
        elif isinstance(leaf, Phrase):
            terms.update(leaf.terms)
    return [text[word.start : word.end] for word in words(text) if word.term in terms]


def _names_in_text(entity: Entity) -> list[str]:
    """Return the names that a sentence may use for the entity, with the surname of a person."""
    # Editors tell namesakes apart in parentheses, which no article has.
    names = [_IN_PARENTHESES.sub("", name) for name in (entity.name, *entity.other_names)]
    if entity.kind == Kind.PERSON:
        names.append(names[0].split()[-1])
    return names


def _make_digest(query: Query, topic: Topic, order: Order) -> list[DigestSentence]:
    if not topic.groups:
        return []
    sort: Sort = "relevance" if query.text else "newest"
    wide_query = replace(query, sort=sort, page=1, size=ARTICLES, expanded=())
    try:
        sentences = _load_sentences(
            _pick_sentences(indexing.archive().generation(), wide_query, topic)
        )
    except _OutOfTime:
        return []
    if order == "oldest":
        sentences.sort(key=lambda one: (one.article.published_at, one.article.pk, one.number))
    return sentences


@lru_cache(_REMEMBERED)
def _pick_sentences(
    generation: Hashable, query: Query, topic: Topic
) -> tuple[_PickedSentence, ...]:
    """Return the best sentences, best first. Raises IndexUnavailable and _OutOfTime.

    The arguments are the key of the cache. `topic` holds the names of an entity, so an editor's
    decision about a name changes it; all other changes give the index a new generation.
    """
    results = indexing.archive().hits(query, resolve_name)
    if results.partial:
        raise _OutOfTime
    hits = results.hits
    if len(hits) < FEWEST:
        return ()
    ids = [hit.article for hit in hits]
    stems = dict(Stems.objects.filter(article__in=ids).values_list("article", "packed"))
    ranks = _load_ranks(ids)
    candidates = [
        Candidate(bytes(stems.get(hit.article, b"")), ranks.get(hit.article, ()), hit.score)
        for hit in hits
    ]
    return tuple(
        _PickedSentence(ids[one.candidate], one.sentence + 1, one.stems)
        for one in digest(topic, candidates)
    )


def _load_ranks(ids: Sequence[int]) -> dict[int, list[int | None]]:
    """Return, for each article, the rank in the article of each of its sentences."""
    ranks: dict[int, list[int | None]] = {}
    sections = Section.objects.filter(article__in=ids).order_by("article", "position")
    for article, rows in sections.values_list("article", "sentences"):
        ranks.setdefault(article, []).extend(row[3] for row in rows)
    return ranks


def _load_sentences(picked: Sequence[_PickedSentence]) -> list[DigestSentence]:
    """Return the sentences whose articles are public and that were not edited since."""
    articles = Article.objects.public().prefetch_related("sections")
    by_pk = articles.in_bulk({one.article for one in picked})
    return [
        DigestSentence(text, article, one.number)
        for one in picked
        if (article := by_pk.get(one.article))
        and one.stems == frozenset(codes(text := _sentence_text(article, one.number)))
    ]


def _sentence_text(article: Article, number: int) -> str:
    """Return the sentence with this number, or an empty text if there is none any more."""
    for section in article.sections.all():
        if number <= len(section.sentences):
            start, end, *_ = section.sentences[number - 1]
            return section.text[start:end]
        number -= len(section.sentences)
    return ""
