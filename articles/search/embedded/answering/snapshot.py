"""A query answered on all segments of one committed state of the index."""

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
from articles.search.embedded.answering.ranking import Ranking, words_apart
from articles.search.embedded.answering.scoring import Scoring
from articles.search.embedded.answering.segment_reader import Floats, Mask, SegmentReader, forget
from articles.search.embedded.answering.top_k import highest
from articles.search.embedded.disk.codec import ArraysSegment
from articles.search.embedded.disk.schema import COLUMNS
from articles.search.embedded.disk.segment import opened
from articles.search.embedded.disk.tokens import Ints
from articles.search.embedded.disk.writer import NAME, Storage

GROUPED = ("category", "year")
"""The facets that make up the groups of a segment."""


class SegmentMatches(NamedTuple):
    """The matches of one segment, and for each facet those that are counted for it."""

    view: SegmentReader
    ranking: Ranking
    ids: Ints
    scores: Floats | float
    among: dict[Facet, MatchSet]
    """Not narrowed by the facet's own choices, where these widen each other."""
    kept_out: Mapping[Facet, MatchSet] = {}
    """Not narrowed by what is excluded of the facet, for those of which something is."""


class Snapshot:
    """One committed state of the index; any number of threads may search it."""

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        storage = Storage(str(folder))
        self.folder = folder
        contents = TOC.read(storage, NAME)
        self.generation: int = contents.generation
        segments: list[ArraysSegment] = contents.segments
        self.views = [SegmentReader(opened(part.file(folder)), part.gone) for part in segments]
        self.scoring = Scoring(self.views)
        self.newest = max([view.file.newest for view in self.views], default=0)
        if before:
            here = {view.file.name for view in self.views}
            gone = {view.file.name for view in before.views} - here
            forget(lambda key: isinstance(key, tuple) and key[0] in gone)

    def found(
        self, asked: whoosh.Query, query: Query, until: float
    ) -> tuple[list[SegmentMatches], bool]:
        """The matches by segment, and whether these are all."""
        found, complete = [], True
        ranking = Ranking(words_apart(asked), self.scoring, self.newest)
        for view in self.views:
            evaluation = Evaluation(view, self.scoring, until)
            matches = evaluation.matches(asked)
            complete = complete and not evaluation.late
            found.append(narrowed(view, ranking, matches, query))
        return found, complete

    def ids(self) -> Iterable[int]:
        for view in self.views:
            articles = view.file.article
            yield from (articles if view.live is None else articles[view.live]).tolist()


def narrowed(
    view: SegmentReader, ranking: Ranking, matches: ScoredDocs, query: Query
) -> SegmentMatches:
    """The matches that are not deleted and fit the dates and choices."""
    ids, scores = matches.ids, matches.scores
    masks = [] if view.live is None else [view.live.take(ids)]
    if query.since or query.until:
        days = view.file.published.take(ids)
        if query.since:
            masks.append(days >= query.since.toordinal())
        if query.until:
            masks.append(days <= query.until.toordinal())
    if masks:
        ids, scores = _kept(ids, scores, _both(masks))
    wanted = {f: _chosen(view, f, query, ids) for f in FACETS if query.chosen(f)}
    allowed = {facet: _allowed(view, facet, query, ids) for facet, _ in query.excluded}
    if not (wanted or allowed):
        everything = MatchSet(ids, view.file)
        return SegmentMatches(view, ranking, ids, scores, dict.fromkeys(FACETS, everything))
    every = [*wanted.values(), *allowed.values()]

    def all_but(left_out: Mask) -> MatchSet:
        others = [mask for mask in every if mask is not left_out]
        return MatchSet(ids[_both(others)] if others else ids, view.file)

    inside, inside_scores = _kept(ids, scores, _both(every))
    among: dict[Facet, MatchSet] = dict.fromkeys(FACETS, MatchSet(inside, view.file))
    for facet, mask in wanted.items():
        if facet not in query.all_required:
            among[facet] = all_but(mask)
    kept_out = {facet: all_but(mask) for facet, mask in allowed.items()}
    return SegmentMatches(view, ranking, inside, inside_scores, among, kept_out)


def _chosen(view: SegmentReader, facet: Facet, query: Query, ids: Ints) -> Mask:
    """Which of the documents have one of the chosen values, or all of them if that is wanted."""
    if facet in query.all_required:
        return _both([_holding(view, facet, [value], ids) for value in query.chosen(facet)])
    return _holding(view, facet, query.chosen(facet), ids)


def _allowed(view: SegmentReader, facet: Facet, query: Query, ids: Ints) -> Mask:
    """Which of the documents have none of the excluded values."""
    return ~_holding(view, facet, query.excluded_values(facet), ids)


def _holding(view: SegmentReader, facet: Facet, values: Collection[Value], ids: Ints) -> Mask:
    """Which of the documents have one of the values."""
    if facet in COLUMNS:
        name = COLUMNS[facet]
        numbers = [value for value in values if isinstance(value, int) and value]
        holding = view.holding(name, numbers).take(ids)
        if MISSING.get(facet) in values:
            holding |= view.file.values[name].without.take(ids)
        return holding
    at = GROUPED.index(facet)
    fits = np.array([group[at] in values for group in view.file.groups], bool)
    return fits.take(view.file.profile_group).take(view.file.profile.take(ids))


def _both(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _kept(ids: Ints, scores: Floats | float, mask: Mask) -> tuple[Ints, Floats | float]:
    kept = mask.nonzero()[0]  # In half the time of an index by the mask.
    return ids.take(kept), scores if isinstance(scores, float) else scores.take(kept)


def hits(found: Sequence[SegmentMatches], query: Query) -> tuple[Hit, ...]:
    """The asked-for page."""
    until = query.page * query.size
    order = query.order
    ranked = [hit for part in found for hit in _candidates(part, order, until)]
    ranked.sort(reverse=order != "oldest")
    return tuple(
        [Hit(article, score) for _, _, article, score in ranked[until - query.size : until]]
    )


def _candidates(
    part: SegmentMatches, order: Sort, most: int
) -> Iterator[tuple[float, int, int, float]]:
    """The best of one segment: what they are sorted by (two numbers), article and score."""
    file, scores = part.view.file, part.scores
    if order == "relevance" and not isinstance(scores, float):
        at, scores = part.ranking.best(part.view, part.ids, scores, most)
        each = scores.tolist()
    else:
        keys = file.order.take(part.ids)
        at = highest(-keys if order == "oldest" else keys, most)
        each = [scores] * len(at) if isinstance(scores, float) else scores.take(at).tolist()
    ids = part.ids.take(at)
    first = each if order == "relevance" else [0.0] * len(at)
    return zip(
        first, file.order.take(ids).tolist(), file.article.take(ids).tolist(), each, strict=True
    )


def histogram(found: Sequence[SegmentMatches], starts: Sequence[date]) -> list[int]:
    """How many matches there are from each of these days until the next of them."""
    edges = [day.toordinal() for day in starts]
    totals = np.zeros(len(edges) + 1, np.int64)
    for part in found:
        days = part.view.file.published.take(part.ids)
        totals += np.bincount(np.searchsorted(edges, days, "right"), None, len(totals))
    counts: list[int] = totals[1:].tolist()
    return counts


def within(seconds: float) -> float:
    """The moment when so much time will have passed."""
    return time.monotonic() + seconds
