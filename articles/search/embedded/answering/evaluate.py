"""Answers Whoosh's queries from the arrays of a segment, with the scores that Whoosh would give.

Words and phrases are scored by BM25F; everything else scores 1. The matches include deleted
documents, which the caller must remove."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from whoosh import query

from articles.search.embedded.answering import fuzzy, phrases, whoosh_queries
from articles.search.embedded.answering.scoring import Scoring
from articles.search.embedded.answering.segment_reader import (
    DecodedPostings,
    Floats,
    Mask,
    SegmentReader,
    expansions,
)
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import DocIds, Ints
from articles.search.embedded.disk.schema import Zone
from articles.search.embedded.disk.segment import TextField

CROWDED = 12
"""If more than one in this many documents matches, an array of all documents is faster."""
NOTHING: DocIds = np.zeros(0, np.intp)


@dataclass(slots=True)
class ScoredDocs:
    """Matching documents, ascending, and their scores.

    The scores are an array parallel to the documents, or one number if all scores are equal."""

    docs: DocIds
    scores: Floats | float = 1.0

    def look_up(self, docs: DocIds) -> tuple[Mask, Floats | float]:
        """Return a mask of the documents in `docs` that match, and the scores of those that do."""
        if not len(self.docs):
            return np.zeros(len(docs), bool), 1.0
        at = self.docs.searchsorted(docs)
        found = self.docs.take(at, mode="clip") == docs
        return found, self.scores if isinstance(self.scores, float) else self.scores[at[found]]


Condition = Callable[[DocIds], Mask]
"""A function that takes documents and returns a mask of those that fulfil a condition."""


class Evaluation:
    """Finds the documents of one segment that match a query.

    `deadline` is a time on the clock of `time.monotonic`. Once it has passed, any part of the query
    that has not been evaluated matches nothing."""

    def __init__(self, reader: SegmentReader, scoring: Scoring, deadline: float) -> None:
        self.reader, self.scoring, self.deadline = reader, scoring, deadline
        self.late = False
        """Whether the deadline passed before the whole query was evaluated."""

    def match(self, asked: query.Query, zone: Zone | None = None) -> ScoredDocs:
        """Return the documents that match the query `asked` (within `zone`, if it is given)."""
        if time.monotonic() > self.deadline:
            self.late = True
            return ScoredDocs(NOTHING)
        kind = type(asked)
        if kind is query.Term:
            return self.match_term(asked, zone)
        if kind is query.And:
            return self.intersect(asked.subqueries)
        if kind is query.Or:
            return self.unite([self.match(part, zone) for part in asked.subqueries])
        if kind is query.AndNot:
            return self.subtract(asked)
        if kind is query.Phrase:
            steps = [1] * (len(asked.words) - 1)
            return self.match_phrase(asked.fieldname, asked.words, steps, steps, zone)
        if kind is whoosh_queries.GappedPhrase:
            return self.match_phrase(
                asked.fieldname, asked.words, asked.nearest, asked.furthest, zone
            )
        if kind is whoosh_queries.ZoneQuery:
            return self.match(asked.q, asked.zone)
        if kind is query.ConstantScoreQuery:
            return ScoredDocs(self.match_unscored(asked.child, zone))
        if kind is query.Prefix:
            return self.match_prefix(asked, zone)
        if kind is query.FuzzyTerm:
            return self.match_fuzzy(asked, zone)
        if kind is query.Every:
            return ScoredDocs(np.arange(self.reader.documents))
        if asked == query.NullQuery:
            return ScoredDocs(NOTHING)
        condition = self.find_condition(asked)
        if condition is None:
            raise TypeError(f"{asked!r} cannot be answered")
        return ScoredDocs(np.flatnonzero(condition(np.arange(self.reader.documents))))

    def match_term(self, asked: query.Term, zone: Zone | None) -> ScoredDocs:
        field, term = asked.fieldname, asked.text
        postings = self.reader.read_postings(field, term)
        if postings is None:
            return ScoredDocs(NOTHING)
        if zone is None:
            return ScoredDocs(postings.docs, self.scoring.score(field, term, postings.impacts))
        docs = phrases.match_in_zone(postings, zone)
        return ScoredDocs(docs, self.sum_scores(field, [(term, postings)], docs))

    def match_phrase(
        self,
        field: str,
        terms: Sequence[str],
        nearest: Sequence[int],
        furthest: Sequence[int],
        zone: Zone | None,
    ) -> ScoredDocs:
        """Return the documents that contain a phrase of `terms`, with scores.

        See `GappedPhrase` for `nearest` and `furthest`."""
        postings = [self.reader.read_postings(field, term) for term in terms]
        found = [each for each in postings if each is not None]
        if len(found) < len(postings):
            return ScoredDocs(NOTHING)
        if nearest == furthest:
            docs = phrases.match_exact(found, [0, *accumulate(nearest)], zone)
        else:
            docs = phrases.match_sloppy(found, nearest, furthest, zone)
        scores = self.sum_scores(field, list(zip(terms, found, strict=True)), docs)
        return ScoredDocs(docs, scores)

    def sum_scores(
        self, field: str, postings: Sequence[tuple[str, DecodedPostings]], docs: DocIds
    ) -> Floats:
        """Return, for each of `docs`, the sum of the scores of all terms in `postings`.

        Each of the documents must have every term."""
        total = np.zeros(len(docs))
        for term, found in postings:
            total += self.scoring.score(field, term, found.look_up(docs)[1])
        return total

    def intersect(self, parts: Sequence[query.Query]) -> ScoredDocs:
        """Return the documents that match every part of a query.

        Rare words are looked up first. Conditions are checked last, on the few documents left."""
        terms, conditions, others = self.sort_by_cost(parts)
        if terms is None:
            return ScoredDocs(NOTHING)
        docs: DocIds | None = None
        scores: Floats | float = 0.0
        if terms:
            docs, scores = self.intersect_terms(terms)
        for part in others:
            found = self.match(part)
            if docs is None:
                docs, scores = found.docs, found.scores
                continue
            kept, more = found.look_up(docs)
            docs = docs[kept]
            scores = (scores if isinstance(scores, float) else scores[kept]) + more
        for condition in conditions:
            if docs is None:
                docs = np.arange(self.reader.documents)
            kept = condition(docs)
            docs = docs[kept]
            scores = (scores if isinstance(scores, float) else scores[kept]) + 1.0
        return ScoredDocs(NOTHING) if docs is None else ScoredDocs(docs, scores)

    def sort_by_cost(
        self, parts: Sequence[query.Query]
    ) -> tuple[list[tuple[query.Term, DecodedPostings]] | None, list[Condition], list[query.Query]]:
        """Return three lists: terms with postings, rarest first; conditions; and all other parts.

        The first list is None if one of the terms is in no document."""
        terms: list[tuple[query.Term, DecodedPostings]] = []
        conditions: list[Condition] = []
        others: list[query.Query] = []
        for part in parts:
            if type(part) is query.Term:
                postings = self.reader.read_postings(part.fieldname, part.text)
                if postings is None:
                    return None, [], []
                terms.append((part, postings))
            elif (condition := self.find_condition(part)) is not None:
                conditions.append(condition)
            else:
                others.append(part)
        terms.sort(key=lambda pair: len(pair[1]))
        return terms, conditions, others

    def intersect_terms(
        self, terms: Sequence[tuple[query.Term, DecodedPostings]]
    ) -> tuple[DocIds, Floats]:
        """Return two parallel arrays: the documents that have all terms, and their scores."""
        docs = terms[0][1].docs
        impacts = [terms[0][1].impacts]
        for _, postings in terms[1:]:
            kept, found = postings.look_up(docs)
            docs = docs.take(kept)
            impacts = [each.take(kept) for each in impacts]
            impacts.append(found)
        scores = np.zeros(len(docs))
        for (term, _), each in zip(terms, impacts, strict=True):
            scores += self.scoring.score(term.fieldname, term.text, each)
        return docs, scores

    def unite(self, parts: Sequence[ScoredDocs]) -> ScoredDocs:
        """Return the documents of all `parts`, each document once, with the sum of its scores."""
        parts = [part for part in parts if len(part.docs)]
        if len(parts) < 2:
            return parts[0] if parts else ScoredDocs(NOTHING)
        if sum(len(part.docs) for part in parts) * CROWDED > self.reader.documents:
            total = self.reader.lend_zeros()
            for part in parts:
                np.add.at(total, part.docs, part.scores)
            docs = (total > 0).nonzero()[0]
            scores = total.take(docs)
            self.reader.give_back(total)
            return ScoredDocs(docs, scores)
        docs = self.sort_distinct(np.concatenate([part.docs for part in parts]))
        sums = np.zeros(len(docs))
        for part in parts:
            sums[docs.searchsorted(part.docs)] += part.scores
        return ScoredDocs(docs, sums)

    def match_unscored(self, asked: query.Query, zone: Zone | None) -> DocIds:
        """Return the documents that match `asked`, without computing scores if possible."""
        if type(asked) is whoosh_queries.ZoneQuery:
            return self.match_unscored(asked.q, asked.zone)
        if type(asked) is query.Or:
            parts = [self.match_unscored(part, zone) for part in asked.subqueries]
            parts = [part for part in parts if len(part)]
            if len(parts) > 1:
                return self.sort_distinct(np.concatenate(parts))
            return (parts or [NOTHING])[0]
        return self.match(asked, zone).docs

    def subtract(self, asked: query.AndNot) -> ScoredDocs:
        """Return the documents that match the first part of the query but not the second part."""
        found, denied = self.match(asked.a), self.match(asked.b)
        if not len(denied.docs):
            return found
        allowed = np.ones(self.reader.documents, bool)
        allowed[denied.docs] = False
        kept = allowed.take(found.docs)
        scores = found.scores if isinstance(found.scores, float) else found.scores[kept]
        return ScoredDocs(found.docs[kept], scores)

    def match_prefix(self, asked: query.Prefix, zone: Zone | None) -> ScoredDocs:
        key = self.reader.file.name, asked.fieldname, asked.text, zone
        docs = expansions.get(key)
        if docs is None:
            field = self.reader.file.text[asked.fieldname]
            # Terms with one prefix are neighbours, and so are their postings.
            docs = self.sort_distinct(
                _read_docs(field, field.find_prefix(asked.text.encode()), zone)
            )
            expansions.put(key, docs)
        return ScoredDocs(docs)

    def match_fuzzy(self, asked: query.FuzzyTerm, zone: Zone | None) -> ScoredDocs:
        key = self.reader.file.name, asked.fieldname, asked.text, zone, asked.maxdist
        docs = expansions.get(key)
        if docs is None:
            field = self.reader.file.text[asked.fieldname]
            numbers = fuzzy.find_near_terms(field, asked.text, asked.maxdist)
            found = [_read_docs(field, range(at, at + 1), zone) for at in numbers]
            docs = self.sort_distinct(np.concatenate(found)) if found else NOTHING
            expansions.put(key, docs)
        return ScoredDocs(docs)

    def sort_distinct(self, docs: Array) -> DocIds:
        """Return the documents in ascending order, without duplicates."""
        if len(docs) * CROWDED < self.reader.documents:
            return phrases.distinct(np.sort(docs)).astype(np.intp)
        found = np.zeros(self.reader.documents, bool)
        found[docs] = True
        return found.nonzero()[0]

    def find_condition(self, asked: query.Query) -> Condition | None:
        """Return the condition that a query by date, value or label sets; None for other kinds."""
        file = self.reader.file
        if isinstance(asked, whoosh_queries.DateRangeQuery):
            days = file.published
            return lambda docs: _are_between(days.take(docs), asked.since, asked.until)
        if isinstance(asked, whoosh_queries.ValueQuery):
            having = self.reader.have_any(asked.fieldname, asked.ids)
            return lambda docs: having.take(docs)
        if isinstance(asked, whoosh_queries.LabelQuery):
            if asked.fieldname == "category":
                of_group = [asked.has_words(category.encode()) for category, _ in file.groups]
                of_profile = np.array(of_group, bool).take(file.profile_group)
                return lambda docs: of_profile.take(file.profile.take(docs))
            has_words = [asked.has_words(source.encode()) for source in file.sources]
            of_source = np.array(has_words, bool)
            return lambda docs: of_source.take(file.column("source").take(docs))
        return None


def _are_between(days: Ints, since: int, until: int) -> Mask:
    between: Mask = (days >= since) & (days <= until)
    return between


def _read_docs(field: TextField, terms: range, zone: Zone | None) -> Array:
    """Return the documents that have any of the terms (in `zone`, if it is given).

    `terms` is a range of term numbers. A document is repeated if it has several of the terms."""
    start, end = field.posting_starts[terms.start], field.posting_starts[terms.stop]
    docs = field.docs[start:end]
    if zone and len(docs):
        docs = docs[_are_in_zone(field, field.position_starts[start : end + 1], zone)]
    return docs


def _are_in_zone(field: TextField, position_starts: Ints, zone: Zone) -> Mask:
    """Return a mask of the postings that have a position in the zone.

    The postings follow each other in the field. `position_starts` contains the index in
    `field.positions` at which the positions of each posting begin."""
    positions = field.positions[int(position_starts[0]) : int(position_starts[-1])]
    inside = (positions >= zone.start) & (positions < zone.end)
    return np.add.reduceat(inside, position_starts[:-1] - position_starts[0]) > 0
