"""Builds digests: a few dated sentences from the articles that a query finds.

A digest's choice of sentences is cached until the index changes. The text of the sentences is read
from the articles each time, so a sentence whose article was withdrawn or edited disappears at
once."""

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
"""The maximum number of articles that a digest is made from. They are the most relevant or the
newest ones."""
FEWEST = 5
"""The minimum number of articles that a digest is made from. Fewer articles are quick to read in
full."""

_IN_PARENTHESES = re.compile(r"(?<=\S) \([^()]*\)$")
_REMEMBERED = 500
"""The maximum number of digests in the cache. Each takes about 12 kB."""


@dataclass(frozen=True, slots=True)
class DigestSentence:
    """A sentence of a digest, with the article that it comes from."""

    text: str
    article: Article
    number: int
    """The number of the sentence in its article, counted from 1."""

    @property
    def url(self) -> str:
        return f"{self.article.get_absolute_url()}#s{self.number}"


class _OutOfTime(Exception):
    """Raised if a search ran out of time, because its results must not be cached."""


@dataclass(frozen=True, slots=True)
class _PickedSentence:
    """A sentence that was picked for a digest, as the cache keeps it: without its text."""

    article: int
    """The primary key of the article that contains the sentence."""
    number: int
    """The number of the sentence in its article, counted from 1."""
    stems: frozenset[int]
    """The codes of the stems in the sentence when it was picked, to detect later edits."""


def digest_search(query: Query, order: Order = "oldest") -> list[DigestSentence]:
    """Return a digest of the articles that `query` finds.

    Its sentences are about the words of the query or, if there are none, about the entities that
    the query chooses. The digest is empty if the query has neither words nor entities, if too few
    sentences match, or if the search runs out of time. Raises IndexUnavailable."""
    topic = topic_from_words(" ".join(_required_words(query.text)))
    if not topic.groups:
        numbers = {Kind.PERSON: query.person, Kind.PLACE: (*query.place, *query.area)}
        chosen = Entity.objects.with_numbers(numbers).order_by("kind", "name", "pk")
        topic = topic_from_names(name for entity in chosen for name in _names_in_text(entity))
    return _make_digest(query, topic, order)


def digest_entity(entity: Entity, query: Query, order: Order = "oldest") -> list[DigestSentence]:
    """Return a digest of the articles that `query` finds, with sentences about `entity`.

    The digest is empty if too few sentences match or if the search runs out of time. Raises
    IndexUnavailable."""
    return _make_digest(query, topic_from_names(_names_in_text(entity)), order)


def _required_words(text: str) -> Iterable[str]:
    """Return the words of a query's text, including those in phrases but not those after NOT."""
    terms: set[str] = set()
    for leaf in leaves_to_mark(parser.parse(text).clause):
        if isinstance(leaf, Term):
            terms.add(leaf.term)
        elif isinstance(leaf, Phrase):
            terms.update(leaf.terms)
    return [text[word.start : word.end] for word in words(text) if word.term in terms]


def _names_in_text(entity: Entity) -> list[str]:
    """Return the names that a sentence may use for `entity`, including a person's surname."""
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
    """Return the best sentences for a digest, best first. Raises IndexUnavailable and _OutOfTime.

    The arguments form the key of the cache. `generation` changes whenever the index does. `topic`
    changes when an editor changes the names of the entity that the digest is about."""
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
    """Return a dict that maps the primary key of each article to the ranks of its sentences.

    The ranks are in the order of the sentences. A rank is None if its sentence is unfit for a
    summary."""
    ranks: dict[int, list[int | None]] = {}
    sections = Section.objects.filter(article__in=ids).order_by("article", "position")
    for article, rows in sections.values_list("article", "sentences"):
        ranks.setdefault(article, []).extend(row[3] for row in rows)
    return ranks


def _load_sentences(picked: Sequence[_PickedSentence]) -> list[DigestSentence]:
    """Return the `picked` sentences, without those that were withdrawn or edited since then."""
    articles = Article.objects.public().prefetch_related("sections")
    by_pk = articles.in_bulk({one.article for one in picked})
    return [
        DigestSentence(text, article, one.number)
        for one in picked
        if (article := by_pk.get(one.article))
        and one.stems == frozenset(codes(text := _sentence_text(article, one.number)))
    ]


def _sentence_text(article: Article, number: int) -> str:
    """Return the text of sentence `number` of `article`, or "" if there is no such sentence."""
    for section in article.sections.all():
        if number <= len(section.sentences):
            start, end, *_ = section.sentences[number - 1]
            return section.text[start:end]
        number -= len(section.sentences)
    return ""
