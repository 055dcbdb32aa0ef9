"""Translates the clauses of a query into Whoosh's queries.

Words are scored by BM25F; every other clause (a date, a name, a prefix) adds 1 to the score of each
match. The query classes of this module also work in unmodified Whoosh, through the matchers that
they provide."""

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
    """Matches some of the documents that another query, `q`, matches."""

    def estimate_size(self, reader: IndexReader) -> int:
        size: int = self.q.estimate_size(reader)
        return size


class ZoneQuery(SubsetQuery):
    """Matches documents that another query matches within one zone of the field `content`."""

    def __init__(self, child: query.Query, zone: Zone) -> None:
        self.q, self.zone = child, zone

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        return _ZoneMatcher(self.q.matcher(searcher, self._span_context(context)), self.zone)


class _ZoneMatcher(spans.SpanWrappingMatcher):  # type: ignore[misc]
    def __init__(self, child: Matcher, zone: Zone) -> None:
        self.zone = zone
        super().__init__(child)

    def _get_spans(self) -> list[spans.Span]:
        zone = self.zone
        return [span for span in self.child.spans() if zone.start <= span.start < zone.end]


class GappedPhrase(SubsetQuery):
    """Matches words in order, each within its own range of distances from the previous word.

    Whoosh's own Phrase has one distance for all its words. A GappedPhrase needs different
    distances, because common words are not indexed but take up positions. `nearest` and `furthest`
    contain, for each word but the first, the least and the greatest distance from the previous
    word, in positions."""

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
    def __init__(self, phrase: GappedPhrase, matchers: list[Matcher]) -> None:
        self.phrase, self.matchers = phrase, matchers
        super().__init__(spans.make_binary_tree(binary.IntersectionMatcher, matchers))

    def _get_spans(self) -> list[spans.Span]:
        first, *others = ([span.start for span in each.spans()] for each in self.matchers)
        reached = first
        for positions, near, far in zip(
            others, self.phrase.nearest, self.phrase.furthest, strict=True
        ):
            reached = [
                at for at in positions if any(near <= at - before <= far for before in reached)
            ]
        return [spans.Span(position) for position in reached]


class ColumnFilter(query.ColumnQuery):  # type: ignore[misc]
    """Matches documents by their value in a column; each match has a score of 1."""

    def estimate_size(self, reader: IndexReader) -> int:
        size: int = reader.doc_count()
        return size

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        plain = query.ColumnQuery(self.fieldname, self.condition)
        return query.ConstantScoreQuery(plain, 1.0).matcher(searcher)


class DateRangeQuery(ColumnFilter):
    """Matches documents published from `since` to `until`, inclusive; both are ordinals of days."""

    def __init__(self, since: int, until: int) -> None:
        self.since, self.until = since, until
        super().__init__("published", lambda day: since <= day <= until)


class ValueQuery(ColumnFilter):
    """Matches documents that have at least one of `ids` in a column of VALUE_FIELDS."""

    def __init__(self, column: str, ids: Sequence[int]) -> None:
        self.ids = frozenset(ids)
        super().__init__(column, lambda value: not self.ids.isdisjoint(schema.unpack_ids(value)))


class LabelQuery(ColumnFilter):
    """Matches documents whose category or source contains the words of `terms` in a row."""

    def __init__(self, column: str, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)
        super().__init__(column, self.has_words)

    def has_words(self, label: bytes) -> bool:
        """Return whether `label` contains the words of `terms` in a row."""
        found = [word.term for word in words(label.decode()) if word.term]
        size = len(self.terms)
        return any(
            tuple(found[at : at + size]) == self.terms for at in range(len(found) - size + 1)
        )


def translate(clause: Clause, resolve: NameResolver = resolve_nobody) -> query.Query:
    """Return the Whoosh query for a clause."""
    match clause:
        case clauses.Term():
            return _in_field(clause.field, lambda name: query.Term(name, clause.term))
        case clauses.Phrase():
            return _in_field(clause.field, lambda name: _translate_phrase(name, clause))
        case clauses.Prefix():
            begun = _in_field(clause.field, lambda name: _translate_prefix(name, clause))
            return query.ConstantScoreQuery(begun)
        case clauses.Fuzzy(term, edits):
            near = _in_field(clause.field, lambda n: query.FuzzyTerm(n, term, 1.0, edits, 1))
            return query.ConstantScoreQuery(near)
        case clauses.EntityName(kind, name):
            return ValueQuery(COLUMNS[kind], resolve(kind, name))
        case clauses.Label(kind, terms):
            return LabelQuery(kind, terms)
        case clauses.DateRange(since, until):
            return DateRangeQuery(since.toordinal(), until.toordinal())
        case clauses.Not():
            return _translate_all((clause,), resolve)
        case clauses.AllOf(parts):
            return _translate_all(parts, resolve)
        case clauses.AnyOf(parts):
            return query.Or([translate(part, resolve) for part in parts])
        case clauses.Everything():
            return query.Every()
        case clauses.Nothing():
            return query.NullQuery


def _in_field(field: str, make_query: Callable[[str], query.Query]) -> query.Query:
    """Return the Whoosh query that searches the field `field` of a clause.

    `make_query` takes the name of an indexed field, and returns a query for it."""
    if field == "title":
        return make_query("title")
    asked = make_query("content")
    return ZoneQuery(asked, ZONES[field]) if field in ZONES else asked


def _translate_phrase(fieldname: str, phrase: clauses.Phrase) -> query.Query:
    if not phrase.slop and phrase.positions == tuple(range(len(phrase.positions))):
        return query.Phrase(fieldname, list(phrase.terms))
    return GappedPhrase(fieldname, phrase)


def _translate_prefix(fieldname: str, prefix: clauses.Prefix) -> query.Query:
    return query.Or([query.Prefix(fieldname, prefix.start), query.Term(fieldname, prefix.term)])


def _translate_all(parts: Sequence[Clause], resolve: NameResolver) -> query.Query:
    denied = [translate(part.clause, resolve) for part in parts if isinstance(part, clauses.Not)]
    asked = [translate(part, resolve) for part in parts if not isinstance(part, clauses.Not)]
    wanted = query.And(asked) if len(asked) > 1 else asked[0] if asked else query.Every()
    if not denied:
        return wanted
    return query.AndNot(wanted, query.Or(denied) if len(denied) > 1 else denied[0])
