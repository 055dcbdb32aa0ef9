"""Clauses as Whoosh queries.

Words weigh by BM25F; every other clause (a date, a name, a prefix) adds 1 where it holds.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from whoosh import query
from whoosh.matching import Matcher, binary
from whoosh.query import spans
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from articles.english.words import words
from articles.search.asking import clauses
from articles.search.asking.clauses import Clause
from articles.search.asking.index import NameResolver, resolve_nobody
from articles.search.embedded.disk import schema
from articles.search.embedded.disk.schema import COLUMNS, Zone

ZONES = {"text": schema.TEXT_ZONE, "byline": schema.BYLINE}


class SubsetQuery(spans.SpanQuery):  # type: ignore[misc]
    """A query whose matches are among those of another, `q`."""

    def estimate_size(self, reader: IndexReader) -> int:
        size: int = self.q.estimate_size(reader)
        return size


class ZoneQuery(SubsetQuery):
    """What the query finds within a zone of the content."""

    def __init__(self, child: query.Query, zone: Zone) -> None:
        self.q, self.zone = child, zone

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        return _ZoneMatcher(self.q.matcher(searcher, self._span_context(context)), self.zone)


class _ZoneMatcher(spans.SpanWrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Matcher, zone: Zone) -> None:
        self.zone = zone
        super().__init__(child)

    def _get_spans(self) -> list[spans.Span]:
        inside = self.zone
        return [span for span in self.child.spans() if inside.start <= span.start < inside.end]


class GappedPhrase(SubsetQuery):
    """Words in order, each so many places after the one before it: from `nearest` to `furthest`.

    Whoosh's own Phrase knows one distance for all its words; common words between them, which
    are not indexed, make the distances differ.
    """

    def __init__(self, fieldname: str, phrase: clauses.Phrase) -> None:
        self.fieldname, self.words = fieldname, list(phrase.terms)
        gaps = [after - before for before, after in pairwise(phrase.positions)]
        self.nearest = [1 if phrase.slop else gap for gap in gaps]
        self.furthest = [gap + phrase.slop for gap in gaps]
        self.q = query.And([query.Term(fieldname, word) for word in self.words])

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        context = self._span_context(context)
        return _GappedMatcher(self, [term.matcher(searcher, context) for term in self.q])


class _GappedMatcher(spans.SpanWrappingMatcher):  # type: ignore[misc]
    def __init__(self, spread: GappedPhrase, matchers: list[Matcher]) -> None:
        self.spread, self.matchers = spread, matchers
        super().__init__(spans.make_binary_tree(binary.IntersectionMatcher, matchers))

    def _get_spans(self) -> list[spans.Span]:
        first, *others = ([span.start for span in each.spans()] for each in self.matchers)
        reached = first
        for places, near, far in zip(
            others, self.spread.nearest, self.spread.furthest, strict=True
        ):
            reached = [p for p in places if any(near <= p - before <= far for before in reached)]
        return [spans.Span(place) for place in reached]


class ColumnFilter(query.ColumnQuery):  # type: ignore[misc]
    """Documents whose value in a column meets a condition, all with the same score."""

    def estimate_size(self, reader: IndexReader) -> int:
        size: int = reader.doc_count()
        return size

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        plain = query.ColumnQuery(self.fieldname, self.condition)
        return query.ConstantScoreQuery(plain, 1.0).matcher(searcher)


class DateRangeQuery(ColumnFilter):
    """Documents of these days, given as ordinals, both included."""

    def __init__(self, since: int, until: int) -> None:
        self.since, self.until = since, until
        super().__init__("published", lambda day: since <= day <= until)


class ValueQuery(ColumnFilter):
    """Documents that have one of these ids in a column of VALUE_FIELDS."""

    def __init__(self, column: str, ids: Sequence[int]) -> None:
        self.ids = frozenset(ids)
        super().__init__(column, lambda value: not self.ids.isdisjoint(schema.numbers(value)))


class LabelQuery(ColumnFilter):
    """Documents whose section or source has these words in its name."""

    def __init__(self, column: str, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)
        super().__init__(column, self.fits)

    def fits(self, label: bytes) -> bool:
        found = [word.term for word in words(label.decode()) if word.term]
        size = len(self.terms)
        return any(
            tuple(found[at : at + size]) == self.terms for at in range(len(found) - size + 1)
        )


def compile(clause: Clause, resolve: NameResolver = resolve_nobody) -> query.Query:
    """The Whoosh query for a clause."""
    match clause:
        case clauses.Term():
            return _in_field(clause.field, lambda name: query.Term(name, clause.term))
        case clauses.Phrase():
            return _in_field(clause.field, lambda name: _phrase(name, clause))
        case clauses.Prefix():
            return query.ConstantScoreQuery(_in_field(clause.field, lambda n: _begun(n, clause)))
        case clauses.Fuzzy(term, edits):
            found = _in_field(clause.field, lambda n: query.FuzzyTerm(n, term, 1.0, edits, 1))
            return query.ConstantScoreQuery(found)
        case clauses.EntityName(kind, name):
            return ValueQuery(COLUMNS[kind], resolve(kind, name))
        case clauses.Label(kind, terms):
            return LabelQuery(kind, terms)
        case clauses.DateRange(since, until):
            return DateRangeQuery(since.toordinal(), until.toordinal())
        case clauses.Not():
            return _all((clause,), resolve)
        case clauses.AllOf(parts):
            return _all(parts, resolve)
        case clauses.AnyOf(parts):
            return query.Or([compile(part, resolve) for part in parts])
        case clauses.Everything():
            return query.Every()
        case clauses.Nothing():
            return query.NullQuery


def _in_field(field: str, made: Callable[[str], query.Query]) -> query.Query:
    if field == "title":
        return made("title")
    return ZoneQuery(made("content"), ZONES[field]) if field in ZONES else made("content")


def _phrase(fieldname: str, phrase: clauses.Phrase) -> query.Query:
    if not phrase.slop and phrase.positions == tuple(range(len(phrase.positions))):
        return query.Phrase(fieldname, list(phrase.terms))
    return GappedPhrase(fieldname, phrase)


def _begun(fieldname: str, prefix: clauses.Prefix) -> query.Query:
    return query.Or([query.Prefix(fieldname, prefix.start), query.Term(fieldname, prefix.term)])


def _all(parts: Sequence[Clause], resolve: NameResolver) -> query.Query:
    denied = [compile(part.clause, resolve) for part in parts if isinstance(part, clauses.Not)]
    asked = [compile(part, resolve) for part in parts if not isinstance(part, clauses.Not)]
    found = query.And(asked) if len(asked) > 1 else asked[0] if asked else query.Every()
    if not denied:
        return found
    return query.AndNot(found, query.Or(denied) if len(denied) > 1 else denied[0])
