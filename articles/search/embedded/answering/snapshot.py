"""Answers queries on one committed state of the index, segment by segment."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh import query as whoosh
from whoosh.index import TOC

from articles.search.asking.query import FACETS, MISSING, Facet, Query, Sort, Value
from articles.search.asking.results import Hit
from articles.search.embedded.answering.counting import MatchSet
from articles.search.embedded.answering.evaluate import Evaluation, ScoredDocs
from articles.search.embedded.answering.ranking import Ranking, find_single_words
from articles.search.embedded.answering.scoring import Scoring
from articles.search.embedded.answering.segment_reader import Floats, Mask, SegmentReader, forget
from articles.search.embedded.answering.top_k import find_highest
from articles.search.embedded.disk.codec import ArraysSegment
from articles.search.embedded.disk.ints import DocIds, Ints
from articles.search.embedded.disk.schema import COLUMNS
from articles.search.embedded.disk.segment import open_segment
from articles.search.embedded.disk.writer import NAME, Storage

GROUPED = ("category", "year")
"""The facets whose values make up a document's group, in the order of the values in a group."""


class SegmentMatches(NamedTuple):
    """The matches of a query in one segment, and the documents to count for each facet."""

    reader: SegmentReader
    ranking: Ranking
    docs: DocIds
    """The live documents that match the query's text, dates and choices."""
    scores: Floats | float
    """The score of each document in `docs`, or one score for all documents."""
    counted: dict[Facet, MatchSet]
    """For each facet, the documents to count.

    Choices of other facets always narrow these documents. Choices of the facet itself narrow them
    only if all of its choices are required."""
    without_exclusions: Mapping[Facet, MatchSet] = {}
    """For each facet with excluded values, the documents that would match if none were excluded."""


class Snapshot:
    """One committed state of the index, which any number of threads may search.

    Lucene and tantivy call this a searcher."""

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        """Open the last commit in `folder`.

        Data that only the snapshot `before` needed is dropped from the caches."""
        self.folder = folder
        contents = TOC.read(Storage(str(folder)), NAME)
        self.generation: int = contents.generation
        segments: list[ArraysSegment] = contents.segments
        self.readers = [
            SegmentReader(open_segment(each.file(folder)), each.deleted) for each in segments
        ]
        self.scoring = Scoring(self.readers)
        self.newest = max([reader.file.newest for reader in self.readers], default=0)
        """The latest day on which a document was published, as an ordinal; 0 if there is none."""
        if before:
            names = {reader.file.name for reader in self.readers}
            removed = {reader.file.name for reader in before.readers} - names
            forget(lambda key: isinstance(key, tuple) and key[0] in removed)

    def find_matches(
        self, asked: whoosh.Query, query: Query, deadline: float
    ) -> tuple[list[SegmentMatches], bool]:
        """Return the matches of each segment, and whether they are complete.

        `asked` is the text of `query`, translated for Whoosh. `deadline` is a time on the clock of
        `time.monotonic`."""
        found, complete = [], True
        ranking = Ranking(find_single_words(asked), self.scoring, self.newest)
        for reader in self.readers:
            evaluation = Evaluation(reader, self.scoring, deadline)
            matches = evaluation.match(asked)
            complete = complete and not evaluation.late
            found.append(filter_matches(reader, ranking, matches, query))
        return found, complete

    def ids(self) -> Iterable[int]:
        """Yield the article's primary key for each live document."""
        for reader in self.readers:
            articles = reader.file.article
            yield from (articles if reader.live is None else articles[reader.live]).tolist()


def filter_matches(
    reader: SegmentReader, ranking: Ranking, matches: ScoredDocs, query: Query
) -> SegmentMatches:
    """Return those matches that are live and fit the dates, choices and exclusions of the query."""
    docs, scores = matches.docs, matches.scores
    masks = [] if reader.live is None else [reader.live.take(docs)]
    if query.since or query.until:
        days = reader.file.published.take(docs)
        if query.since:
            masks.append(days >= query.since.toordinal())
        if query.until:
            masks.append(days <= query.until.toordinal())
    if masks:
        docs, scores = _keep(docs, scores, _and(masks))
    chosen = {f: _fit_choices(reader, f, query, docs) for f in FACETS if query.chosen(f)}
    allowed = {facet: _fit_exclusions(reader, facet, query, docs) for facet, _ in query.excluded}
    if not (chosen or allowed):
        everything = MatchSet(docs, reader.file)
        return SegmentMatches(reader, ranking, docs, scores, dict.fromkeys(FACETS, everything))
    all_masks = [*chosen.values(), *allowed.values()]

    def leave_out(left_out: Mask) -> MatchSet:
        others = [mask for mask in all_masks if mask is not left_out]
        return MatchSet(docs[_and(others)] if others else docs, reader.file)

    kept, kept_scores = _keep(docs, scores, _and(all_masks))
    counted: dict[Facet, MatchSet] = dict.fromkeys(FACETS, MatchSet(kept, reader.file))
    for facet, mask in chosen.items():
        if facet not in query.all_required:
            counted[facet] = leave_out(mask)
    without_exclusions = {facet: leave_out(mask) for facet, mask in allowed.items()}
    return SegmentMatches(reader, ranking, kept, kept_scores, counted, without_exclusions)


def _fit_choices(reader: SegmentReader, facet: Facet, query: Query, docs: DocIds) -> Mask:
    """Return a mask of the documents that have any of the facet's chosen values.

    If the query requires all choices, the documents must have all of them."""
    if facet in query.all_required:
        return _and([_have_any(reader, facet, [value], docs) for value in query.chosen(facet)])
    return _have_any(reader, facet, query.chosen(facet), docs)


def _fit_exclusions(reader: SegmentReader, facet: Facet, query: Query, docs: DocIds) -> Mask:
    """Return a mask of the documents that have none of the facet's excluded values."""
    return ~_have_any(reader, facet, query.excluded_values(facet), docs)


def _have_any(reader: SegmentReader, facet: Facet, values: Collection[Value], docs: DocIds) -> Mask:
    """Return a mask of the documents that have at least one of `values` in the facet."""
    if facet in COLUMNS:
        name = COLUMNS[facet]
        keys = [value for value in values if isinstance(value, int) and value]
        found = reader.have_any(name, keys).take(docs)
        if MISSING.get(facet) in values:
            found |= reader.file.values[name].without.take(docs)
        return found
    at = GROUPED.index(facet)
    of_group = np.array([group[at] in values for group in reader.file.groups], bool)
    return of_group.take(reader.file.profile_group).take(reader.file.profile.take(docs))


def _and(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _keep(docs: DocIds, scores: Floats | float, mask: Mask) -> tuple[DocIds, Floats | float]:
    kept = mask.nonzero()[0]  # Twice as fast as indexing with the mask.
    return docs.take(kept), scores if isinstance(scores, float) else scores.take(kept)


def choose_hits(found: Sequence[SegmentMatches], query: Query) -> tuple[Hit, ...]:
    """Return the hits on the page that the query asks for."""
    until = query.page * query.size
    order = query.order
    candidates = [hit for part in found for hit in _choose_candidates(part, order, until)]
    candidates.sort(reverse=order != "oldest")
    return tuple(
        [Hit(article, score) for _, _, article, score in candidates[until - query.size : until]]
    )


def _choose_candidates(
    part: SegmentMatches, order: Sort, limit: int
) -> Iterator[tuple[float, int, int, float]]:
    """Yield at least the first `limit` matches of one segment, in no order.

    Each match is a tuple: two numbers to sort by, the article's primary key, and the score."""
    file, scores = part.reader.file, part.scores
    if order == "relevance" and not isinstance(scores, float):
        at, scores = part.ranking.choose_best(part.reader, part.docs, scores, limit)
        each = scores.tolist()
    else:
        recency = file.recency.take(part.docs)
        at = find_highest(-recency if order == "oldest" else recency, limit)
        each = [scores] * len(at) if isinstance(scores, float) else scores.take(at).tolist()
    docs = part.docs.take(at)
    first = each if order == "relevance" else [0.0] * len(at)
    return zip(
        first, file.recency.take(docs).tolist(), file.article.take(docs).tolist(), each, strict=True
    )


def count_by_day(found: Sequence[SegmentMatches], starts: Sequence[date]) -> list[int]:
    """Return the number of matches published in each period.

    Each day in `starts` begins a period, which ends before the next day in `starts`; the last
    period has no end. The days must be in ascending order."""
    bounds = [day.toordinal() for day in starts]
    totals = np.zeros(len(bounds) + 1, np.int64)
    for part in found:
        days: Ints = part.reader.file.published.take(part.docs)
        totals += np.bincount(np.searchsorted(bounds, days, "right"), None, len(totals))
    counts: list[int] = totals[1:].tolist()
    return counts


def find_deadline(seconds: float) -> float:
    """Return the time `seconds` seconds from now, on the clock of `time.monotonic`."""
    return time.monotonic() + seconds
