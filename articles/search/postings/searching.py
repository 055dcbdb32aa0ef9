"""A query answered on all segments of one committed state of the index."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh import query as whoosh
from whoosh.index import TOC

from articles.search.postings import counting
from articles.search.postings.best import best, highest
from articles.search.postings.codec import ArraysSegment
from articles.search.postings.counting import Among
from articles.search.postings.evaluate import Evaluation, Matches
from articles.search.postings.scoring import Scoring
from articles.search.postings.segment import opened
from articles.search.postings.tokens import Ints
from articles.search.postings.view import Floats, Mask, View, forget
from articles.search.postings.writer import NAME, Storage
from articles.search.query import FACETS, Facet, Query, Sort
from articles.search.results import Count, Hit

COLUMNS = {"person": "people", "place": "places"}
MORE_AT_A_TIME = 4


class Found(NamedTuple):
    """The matches of one segment, and for each facet those that its own choices do not narrow."""

    view: View
    ids: Ints
    scores: Floats | float
    among: dict[Facet, Among]


class Snapshot:
    """One committed state of the index; any number of threads may search it."""

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        storage = Storage(str(folder))
        self.folder = folder
        contents = TOC.read(storage, NAME)
        self.generation: int = contents.generation
        segments: list[ArraysSegment] = contents.segments
        self.views = [View(opened(part.file(folder)), part.gone) for part in segments]
        self.scoring = Scoring(self.views)
        if before:
            here = {view.file.name for view in self.views}
            gone = {view.file.name for view in before.views} - here
            forget(lambda key: isinstance(key, tuple) and key[0] in gone)

    def found(self, asked: whoosh.Query, query: Query, until: float) -> tuple[list[Found], bool]:
        """The matches by segment, and whether these are all."""
        found, complete = [], True
        for view in self.views:
            evaluation = Evaluation(view, self.scoring, until)
            matches = evaluation.matches(asked)
            complete = complete and not evaluation.late
            found.append(narrowed(view, matches, query))
        return found, complete

    def ids(self) -> Iterable[int]:
        for view in self.views:
            articles = view.file.article
            yield from (articles if view.live is None else articles[view.live]).tolist()


def narrowed(view: View, matches: Matches, query: Query) -> Found:
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
    chosen = {facet: _choice(view, facet, query, ids) for facet in FACETS if query.chosen(facet)}
    if not chosen:
        everything = Among(ids, view.file)
        return Found(view, ids, scores, dict.fromkeys(FACETS, everything))
    inside, inside_scores = _kept(ids, scores, _both(list(chosen.values())))
    whole = Among(inside, view.file)
    among: dict[Facet, Among] = dict.fromkeys(FACETS, whole)
    for facet in chosen:
        others = [mask for other, mask in chosen.items() if other != facet]
        among[facet] = Among(ids[_both(others)] if others else ids, view.file)
    return Found(view, inside, inside_scores, among)


def _choice(view: View, facet: Facet, query: Query, ids: Ints) -> Mask:
    """Which of the documents have one of the chosen values."""
    if facet in COLUMNS:
        numbers = [value for value in query.chosen(facet) if isinstance(value, int)]
        return view.holding(COLUMNS[facet], numbers).take(ids)
    at = 0 if facet == "section" else 1
    fits = np.array([group[at] in query.chosen(facet) for group in view.file.groups], bool)
    return fits.take(view.file.profile_group).take(view.file.profile.take(ids))


def _both(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _kept(ids: Ints, scores: Floats | float, mask: Mask) -> tuple[Ints, Floats | float]:
    return ids[mask], scores if isinstance(scores, float) else scores[mask]


def hits(found: Sequence[Found], query: Query) -> tuple[Hit, ...]:
    """The asked-for page."""
    until = query.page * query.size
    order = query.order
    ranked = [hit for part in found for hit in _ranked(part, order, until)]
    if len(found) > 1:
        ranked.sort(reverse=order != "oldest")
    return tuple(
        [Hit(article, score) for _, _, article, score in ranked[until - query.size : until]]
    )


def _ranked(part: Found, order: Sort, most: int) -> Iterator[tuple[float, int, int, float]]:
    """The best of one segment, best first: what they are sorted by, article and score."""
    file, scores = part.view.file, part.scores
    if order == "relevance" and not isinstance(scores, float):
        at = best(scores, part.ids, file.order, most)
    else:
        keys = file.order.take(part.ids)
        at = highest(-keys if order == "oldest" else keys, most)
    ids = part.ids.take(at)
    each = [scores] * len(at) if isinstance(scores, float) else scores.take(at).tolist()
    first = each if order == "relevance" else [0.0] * len(at)
    return zip(
        first, file.order.take(ids).tolist(), file.article.take(ids).tolist(), each, strict=True
    )


def counts(found: Sequence[Found], query: Query, facet: Facet) -> tuple[Count, ...]:
    """The facet's most frequent values and the chosen ones."""
    if facet in COLUMNS:
        counted = _most(found, facet, query.values(facet))
        missing = [v for v in query.chosen(facet) if isinstance(v, int) and v not in counted]
        if missing:
            counted |= _sums(found, facet, missing)
        return tuple(map(Count._make, counted.items()))
    groups = _groups(found, facet)
    if facet == "year":
        ordered = sorted(groups, reverse=True)
    else:
        ordered = sorted(groups, key=lambda value: (-groups[value], value))[: query.values(facet)]
    pinned = [value for value in query.chosen(facet) if value not in ordered]
    return tuple([Count(value, groups.get(value, 0)) for value in [*ordered, *pinned]])


def _groups(found: Sequence[Found], facet: Facet) -> dict[int | str, int]:
    """How many matches have each desk, or each year; those without are left out."""
    totals: dict[int | str, int] = {}
    at = 0 if facet == "section" else 1
    for part in found:
        for group, matches in part.among[facet].groups():
            if group[at]:
                totals[group[at]] = totals.get(group[at], 0) + matches
    return totals


def _sums(found: Sequence[Found], facet: Facet, values: Sequence[int]) -> dict[int, int]:
    totals = dict.fromkeys(values, 0)
    for part in found:
        field = part.view.file.values[COLUMNS[facet]]
        for value, matches in counting.of(field, part.among[facet], values).items():
            totals[value] += matches
    return totals


def _most(found: Sequence[Found], facet: Facet, most: int) -> dict[int, int]:
    """The values that most matches of all segments have.

    Each segment names its own best; what none of them names has no more matches than their
    `rest` together (Fagin's threshold algorithm), else they are asked for more."""
    wanted = most if len(found) == 1 else MORE_AT_A_TIME * most
    while True:
        parts = [
            counting.top(part.view.file.values[COLUMNS[facet]], part.among[facet], wanted)
            for part in found
        ]
        if len(parts) == 1:
            return dict(zip(parts[0].values, parts[0].matches, strict=True))
        named = {value for part in parts for value in part.values}
        totals = _totals(found, facet, parts, named)
        ordered = sorted(totals, key=lambda value: (-totals[value], value))[:most]
        rest = sum(part.rest for part in parts)
        last = totals[ordered[-1]] if len(ordered) == most else 0
        if not rest or last > rest:
            return {value: totals[value] for value in ordered}
        wanted *= MORE_AT_A_TIME


def _totals(
    found: Sequence[Found], facet: Facet, parts: Sequence[counting.Counted], named: set[int]
) -> dict[int, int]:
    """How many matches of all segments have the values that any of them names."""
    totals = dict.fromkeys(named, 0)
    for part, counted in zip(found, parts, strict=True):
        own = dict(zip(counted.values, counted.matches, strict=True))
        if counted.rest:
            missing = [value for value in named if value not in own]
            field = part.view.file.values[COLUMNS[facet]]
            own |= counting.of(field, part.among[facet], missing)
        for value, matches in own.items():
            totals[value] += matches
    return totals


def histogram(found: Sequence[Found], starts: Sequence[date]) -> list[int]:
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
