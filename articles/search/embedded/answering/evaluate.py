"""Whoosh's query trees answered on the arrays of a segment, with the scores Whoosh would give.

Words and phrases score by BM25F; everything else scores 1. Documents that are deleted are among
the matches here: whoever asked takes them out at the end.
"""

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
from articles.search.embedded.disk.schema import Zone
from articles.search.embedded.disk.segment import TextField
from articles.search.embedded.disk.tokens import Ints

CROWDED = 12
"""Where at least one in so many documents matches, an array of all documents is the faster way."""
NOTHING: Ints = np.zeros(0, np.intp)


@dataclass(slots=True)
class ScoredDocs:
    """Documents, ascending, and their scores; one score may stand for all."""

    ids: Ints
    scores: Floats | float = 1.0

    def among(self, ids: Ints) -> tuple[Mask, Floats | float]:
        """Which of the documents match, and the scores of those that do."""
        if not len(self.ids):
            return np.zeros(len(ids), bool), 1.0
        at = self.ids.searchsorted(ids)
        there = self.ids.take(at, mode="clip") == ids
        return there, self.scores if isinstance(self.scores, float) else self.scores[at[there]]


Condition = Callable[[Ints], Mask]
"""Documents -> which of them it holds for."""


class Evaluation:
    """One query on one segment. After the deadline, what was not looked at yet matches nothing."""

    def __init__(self, view: SegmentReader, scoring: Scoring, deadline: float) -> None:
        self.view, self.scoring, self.deadline = view, scoring, deadline
        self.late = False

    def matches(self, asked: query.Query, zone: Zone | None = None) -> ScoredDocs:
        if time.monotonic() > self.deadline:
            self.late = True
            return ScoredDocs(NOTHING)
        kind = type(asked)
        if kind is query.Term:
            return self.term(asked, zone)
        if kind is query.And:
            return self.all(asked.subqueries)
        if kind is query.Or:
            return self.union([self.matches(part, zone) for part in asked.subqueries])
        if kind is query.AndNot:
            return self.without(asked)
        if kind is query.Phrase:
            steps = [1] * (len(asked.words) - 1)
            return self.phrase(asked.fieldname, asked.words, steps, steps, zone)
        if kind is whoosh_queries.GappedPhrase:
            return self.phrase(asked.fieldname, asked.words, asked.nearest, asked.furthest, zone)
        if kind is whoosh_queries.ZoneQuery:
            return self.matches(asked.q, asked.zone)
        if kind is query.ConstantScoreQuery:
            return ScoredDocs(self.alike(asked.child, zone))
        if kind is query.Prefix:
            return self.begun(asked, zone)
        if kind is query.FuzzyTerm:
            return self.near(asked, zone)
        if kind is query.Every:
            return ScoredDocs(np.arange(self.view.documents))
        if asked == query.NullQuery:
            return ScoredDocs(NOTHING)
        condition = self.condition(asked)
        if condition is None:
            raise TypeError(f"No way to answer {asked!r}")
        return ScoredDocs(np.flatnonzero(condition(np.arange(self.view.documents))))

    def term(self, asked: query.Term, zone: Zone | None) -> ScoredDocs:
        field, term = asked.fieldname, asked.text
        posting = self.view.posting(field, term)
        if posting is None:
            return ScoredDocs(NOTHING)
        if zone is None:
            return ScoredDocs(posting.ids, self.scoring.scores(field, term, posting.codes))
        ids = phrases.within(posting, zone)
        return ScoredDocs(ids, self.summed(field, [(term, posting)], ids))

    def phrase(
        self,
        field: str,
        terms: Sequence[str],
        nearest: Sequence[int],
        furthest: Sequence[int],
        zone: Zone | None,
    ) -> ScoredDocs:
        postings = [self.view.posting(field, term) for term in terms]
        found = [posting for posting in postings if posting is not None]
        if len(found) < len(postings):
            return ScoredDocs(NOTHING)
        if nearest == furthest:
            ids = phrases.exactly(found, [0, *accumulate(nearest)], zone)
        else:
            ids = phrases.loosely(found, nearest, furthest, zone)
        return ScoredDocs(ids, self.summed(field, list(zip(terms, found, strict=True)), ids))

    def summed(
        self, field: str, postings: Sequence[tuple[str, DecodedPostings]], ids: Ints
    ) -> Floats:
        """The scores of all the terms together in documents that have them all."""
        total = np.zeros(len(ids))
        for term, posting in postings:
            total += self.scoring.scores(field, term, posting.among(ids)[1])
        return total

    def all(self, parts: Sequence[query.Query]) -> ScoredDocs:
        """The documents that match every part: rare words first, conditions on what is left."""
        terms, conditions, others = self.sorted_out(parts)
        if terms is None:
            return ScoredDocs(NOTHING)
        ids: Ints | None = None
        scores: Floats | float = 0.0
        if terms:
            ids, scores = self.terms_together(terms)
        for part in others:
            found = self.matches(part)
            if ids is None:
                ids, scores = found.ids, found.scores
                continue
            there, more = found.among(ids)
            ids = ids[there]
            scores = (scores if isinstance(scores, float) else scores[there]) + more
        for condition in conditions:
            if ids is None:
                ids = np.arange(self.view.documents)
            there = condition(ids)
            ids = ids[there]
            scores = (scores if isinstance(scores, float) else scores[there]) + 1.0
        return ScoredDocs(NOTHING) if ids is None else ScoredDocs(ids, scores)

    def sorted_out(
        self, parts: Sequence[query.Query]
    ) -> tuple[list[tuple[query.Term, DecodedPostings]] | None, list[Condition], list[query.Query]]:
        """Terms with their postings, rarest first (None where one is in no document),
        conditions, and the rest."""
        terms: list[tuple[query.Term, DecodedPostings]] = []
        conditions: list[Condition] = []
        others: list[query.Query] = []
        for part in parts:
            if type(part) is query.Term:
                posting = self.view.posting(part.fieldname, part.text)
                if posting is None:
                    return None, [], []
                terms.append((part, posting))
            elif (condition := self.condition(part)) is not None:
                conditions.append(condition)
            else:
                others.append(part)
        terms.sort(key=lambda pair: len(pair[1]))
        return terms, conditions, others

    def terms_together(
        self, terms: Sequence[tuple[query.Term, DecodedPostings]]
    ) -> tuple[Ints, Floats]:
        ids = terms[0][1].ids
        codes = [terms[0][1].codes]
        for _, posting in terms[1:]:
            kept, found = posting.among(ids)
            ids = ids.take(kept)
            codes = [code.take(kept) for code in codes]
            codes.append(found)
        scores = np.zeros(len(ids))
        for (term, _), code in zip(terms, codes, strict=True):
            scores += self.scoring.scores(term.fieldname, term.text, code)
        return ids, scores

    def union(self, parts: Sequence[ScoredDocs]) -> ScoredDocs:
        parts = [part for part in parts if len(part.ids)]
        if len(parts) < 2:
            return parts[0] if parts else ScoredDocs(NOTHING)
        if sum(len(part.ids) for part in parts) * CROWDED > self.view.documents:
            total = self.view.borrow()
            for part in parts:
                np.add.at(total, part.ids, part.scores)
            ids = (total > 0).nonzero()[0]
            scores = total.take(ids)
            self.view.give_back(total)
            return ScoredDocs(ids, scores)
        ids = self.once(np.concatenate([part.ids for part in parts]))
        summed = np.zeros(len(ids))
        for part in parts:
            summed[ids.searchsorted(part.ids)] += part.scores
        return ScoredDocs(ids, summed)

    def alike(self, asked: query.Query, zone: Zone | None) -> Ints:
        """The documents that match, whatever they would score."""
        if type(asked) is whoosh_queries.ZoneQuery:
            return self.alike(asked.q, asked.zone)
        if type(asked) is query.Or:
            parts = [self.alike(part, zone) for part in asked.subqueries]
            parts = [part for part in parts if len(part)]
            return self.once(np.concatenate(parts)) if len(parts) > 1 else (parts or [NOTHING])[0]
        return self.matches(asked, zone).ids

    def without(self, asked: query.AndNot) -> ScoredDocs:
        found, denied = self.matches(asked.a), self.matches(asked.b)
        if not len(denied.ids):
            return found
        kept = np.ones(self.view.documents, bool)
        kept[denied.ids] = False
        there = kept.take(found.ids)
        scores = found.scores if isinstance(found.scores, float) else found.scores[there]
        return ScoredDocs(found.ids[there], scores)

    def begun(self, asked: query.Prefix, zone: Zone | None) -> ScoredDocs:
        """The terms that begin so stand side by side, and so do their postings."""
        key = self.view.file.name, asked.fieldname, asked.text, zone
        ids = expansions.get(key)
        if ids is None:
            field = self.view.file.text[asked.fieldname]
            ids = self.once(_documents(field, field.begun(asked.text.encode()), zone))
            expansions.put(key, ids)
        return ScoredDocs(ids)

    def near(self, asked: query.FuzzyTerm, zone: Zone | None) -> ScoredDocs:
        key = self.view.file.name, asked.fieldname, asked.text, zone, asked.maxdist
        ids = expansions.get(key)
        if ids is None:
            field = self.view.file.text[asked.fieldname]
            numbers = fuzzy.near(field, asked.text, asked.maxdist)
            found = [_documents(field, range(at, at + 1), zone) for at in numbers]
            ids = self.once(np.concatenate(found)) if found else NOTHING
            expansions.put(key, ids)
        return ScoredDocs(ids)

    def once(self, ids: Array) -> Ints:
        """The documents in order and each once."""
        if len(ids) * CROWDED < self.view.documents:
            return phrases.once(np.sort(ids)).astype(np.intp)
        there = np.zeros(self.view.documents, bool)
        there[ids] = True
        return there.nonzero()[0]

    def condition(self, asked: query.Query) -> Condition | None:
        """What the query asks of single documents, if it can be asked so."""
        file = self.view.file
        if isinstance(asked, whoosh_queries.DateRangeQuery):
            days = file.published
            return lambda ids: _between(days.take(ids), asked.since, asked.until)
        if isinstance(asked, whoosh_queries.ValueQuery):
            holding = self.view.holding(asked.fieldname, asked.ids)
            return lambda ids: holding.take(ids)
        if isinstance(asked, whoosh_queries.LabelQuery):
            if asked.fieldname == "category":
                of_group = [asked.fits(category.encode()) for category, _ in file.groups]
                fits = np.array(of_group, bool).take(file.profile_group)
                return lambda ids: fits.take(file.profile.take(ids))
            of_source = np.array([asked.fits(source.encode()) for source in file.sources], bool)
            return lambda ids: of_source.take(file.column("source").take(ids))
        return None


def _between(days: Ints, since: int, until: int) -> Mask:
    within: Mask = (days >= since) & (days <= until)
    return within


def _documents(field: TextField, terms: range, zone: Zone | None) -> Array:
    """The documents of these terms, once for each term that they have in the zone."""
    start, end = field.starts[terms.start], field.starts[terms.stop]
    ids = field.ids[start:end]
    if zone and len(ids):
        ids = ids[_holding(field, field.firsts[start : end + 1], zone)]
    return ids


def _holding(field: TextField, firsts: Ints, zone: Zone) -> Mask:
    """Which of these postings, side by side, have a position in the zone."""
    positions = field.positions[int(firsts[0]) : int(firsts[-1])]
    within = (positions >= zone.start) & (positions < zone.end)
    return np.add.reduceat(within, firsts[:-1] - firsts[0]) > 0
