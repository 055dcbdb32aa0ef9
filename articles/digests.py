"""What the archive says: a few dated sentences from the articles that a query finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles import browse, indexing
from articles.models import Article, Person, Place, Section, Stems
from articles.search import language
from articles.search.clauses import Phrase, Term, marked_leaves
from articles.search.query import Query, Sort
from articles.search.words import words
from articles.summaries.digest import Asked, Candidate, Picked, about_names, about_words, digest

FROM = 100
"""The most relevant articles, of which a digest is made."""
FEWEST = 5
"""With fewer articles, reading them is quicker than reading about them."""


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


def of_search(query: Query) -> list[Said]:
    """What the archive says of the words searched for, or else of the chosen people and places;
    nothing where neither was asked for. Raises search.IndexUnavailable."""
    asked = about_words(" ".join(_searched(query.text)))
    if not asked.groups:
        chosen = [
            *Person.objects.filter(pk__in=query.person),
            *Place.objects.filter(pk__in=query.place),
        ]
        asked = about_names(name for record in chosen for name in _called(record))
    return _digest(query, asked)


def of_name(record: Person | Place, query: Query) -> list[Said]:
    """What the archive says of a person or a place, in the articles that the query finds."""
    return _digest(query, about_names(_called(record)))


def _searched(text: str) -> Iterable[str]:
    """The words of a query that an article must have: none of those under a NOT."""
    terms: set[str] = set()
    for leaf in marked_leaves(language.parse(text).clause):
        if isinstance(leaf, Term):
            terms.add(leaf.term)
        elif isinstance(leaf, Phrase):
            terms.update(leaf.terms)
    return [text[word.start : word.end] for word in words(text) if word.term in terms]


def _called(record: Person | Place) -> list[str]:
    """The names by which sentences may speak of it; of people the surname too."""
    names = [record.name, *record.other_names]
    if isinstance(record, Person):
        names.append(record.name.split()[-1])
    return names


def _digest(query: Query, asked: Asked) -> list[Said]:
    if not asked.groups:
        return []
    sort: Sort = "relevance" if query.text else "newest"
    found = indexing.archive().search(replace(query, sort=sort, page=1, size=FROM), browse.known)
    if found.total < FEWEST:
        return []
    ids = [hit.article for hit in found.hits]
    packed = dict(Stems.objects.filter(article__in=ids).values_list("article", "packed"))
    ranks = _ranks(ids)
    candidates = [
        Candidate(bytes(packed.get(hit.article, b"")), ranks.get(hit.article, ()), hit.score)
        for hit in found.hits
    ]
    return _said(ids, digest(asked, candidates))


def _ranks(ids: Sequence[int]) -> dict[int, list[int | None]]:
    """The rank in its article of every sentence of each."""
    ranks: dict[int, list[int | None]] = {}
    parts = Section.objects.filter(article__in=ids).order_by("article", "position")
    for article, rows in parts.values_list("article", "sentences"):
        ranks.setdefault(article, []).extend(row[3] for row in rows)
    return ranks


def _said(ids: Sequence[int], picked: Sequence[Picked]) -> list[Said]:
    """The picked sentences, the oldest first; those of an article withdrawn just now are not."""
    wanted = {ids[one.candidate] for one in picked}
    articles = Article.objects.public().prefetch_related("sections").in_bulk(wanted)
    said = [
        Said(_sentence(article, one.sentence), article, one.sentence + 1)
        for one in picked
        if (article := articles.get(ids[one.candidate]))
    ]
    return sorted(said, key=lambda one: (one.article.published_at, one.article.pk, one.number))


def _sentence(article: Article, number: int) -> str:
    every = [
        (part, start, end) for part in article.sections.all() for start, end, *_ in part.sentences
    ]
    part, start, end = every[number]
    return part.text[start:end]
