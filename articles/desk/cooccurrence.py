"""Who and what is named together: the company that a name keeps.

Entities are counted by the ten thousand here, so they are their primary keys in arrays."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from articles.models import Entity

RECENT = 100
"""Articles looked at for one name; the newest say enough of a name in thousands."""
AT_ONCE = 50_000

Pair = tuple[int, int]
Numbers = NDArray[np.int64]

# Hundreds of thousands of rows: SQLite packs each into one number and all into one text, which
# numpy reads in a fifth of the time that an object for every value takes.
_OF = (
    "SELECT group_concat({key} << 32 | {value}) FROM articles_mention"
    " WHERE {key} IN (SELECT value FROM json_each(%s))"
)
ARTICLES_OF_ENTITIES = _OF.format(key="entity_id", value="article_id")
ENTITIES_OF_ARTICLES = _OF.format(key="article_id", value="entity_id") + " AND part <> 'byline'"


class Company:
    """The newest articles of some entities, and the entities that these articles name."""

    def __init__(self, entities: Iterable[int]) -> None:
        self._other_names, self._canonical = _other_names()
        wanted = _once(_array(entities))
        self._of, self._articles = self._newest(wanted)
        self._at, self._named = self._names(_once(self._articles))
        many = np.bincount(self._named)
        self._rarity = np.log(1 + len(_once(self._at)) / np.maximum(many, 1))
        self._rows, self._kept_there = self._beside()
        # Each entity beside each that its articles name, itself left out, in order.
        self._company = _distinct(self._of[self._rows], self._kept_there)

    def articles(self, entities: Iterable[int]) -> list[int]:
        """How many articles of each of the entities are looked at."""
        wanted = _array(entities)
        first = np.searchsorted(self._of, wanted, side="left")
        found = np.searchsorted(self._of, wanted, side="right") - first
        return [int(many) for many in found]

    def groups(self, entities: Iterable[int]) -> dict[int, list[set[int]]]:
        """The articles of those of the entities whose articles fall apart: those together that
        share company with one another, directly or through others; the largest group first."""
        labels = self._labels()
        groups: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        wanted = _array(entities)
        several = self._of[labels != np.searchsorted(self._of, self._of)]
        apart = np.isin(self._of, np.intersect1d(several, wanted))
        rows = zip(self._of[apart], self._articles[apart], labels[apart], strict=True)
        for entity, article, label in rows:
            groups[int(entity)][int(label)].add(int(article))
        return {
            entity: sorted(found.values(), key=lambda group: (-len(group), min(group)))
            for entity, found in groups.items()
        }

    def shared(self, one: int, other: int) -> list[int]:
        """Those that both keep company with, the rarest first."""
        both = np.intersect1d(self._kept(one), self._kept(other), assume_unique=True)
        both = both[(both != one) & (both != other)]
        rarest_first: list[int] = both[np.lexsort((both, -self._rarity[both]))].tolist()
        return rarest_first

    def overlaps(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """For each pair, from 0 to 1, how much of the smaller company is in the larger, by its
        rarity."""
        if not pairs:
            return np.zeros(0)
        sides = np.array(pairs, dtype=np.int64)
        keepers, kept = self._company
        weights = np.cumsum(np.concatenate([[0.0], self._rarity[kept]]))
        first = np.searchsorted(keepers, sides, side="left")
        last = np.searchsorted(keepers, sides, side="right")
        total = weights[last] - weights[first]
        # A pair is no part of what its two share.
        for side, other in ((0, 1), (1, 0)):
            beside = self._together_with(sides[:, side], sides[:, other])
            total[:, side] -= np.where(beside, self._weight(sides[:, other]), 0.0)
        # Each member of the smaller company is looked up in the larger one.
        sizes = last - first
        small = np.argmin(sizes, axis=1)
        rows = np.arange(len(pairs))
        many = sizes[rows, small]
        pair = np.repeat(rows, many)
        members = kept[_ranges(first[rows, small], many)]
        larger = sides[rows, 1 - small][pair]
        counted = self._together_with(larger, members) & (members != sides[pair, small[pair]])
        both = np.bincount(pair, np.where(counted, self._rarity[members], 0.0), len(pairs))
        smaller = total.min(axis=1)
        # Where only the pair itself was left, rounding leaves next to nothing.
        overlaps: NDArray[np.float64] = np.zeros(len(pairs))
        np.divide(both, smaller, out=overlaps, where=smaller > 1e-9)
        return overlaps

    def _weight(self, entities: Numbers) -> NDArray[np.float64]:
        known = entities < len(self._rarity)
        return np.where(known, self._rarity[np.where(known, entities, 0)], 0.0)

    def _kept(self, entity: int) -> Numbers:
        keepers, kept = self._company
        return kept[_slice(keepers, entity)]

    def _together_with(self, entities: Numbers, others: Numbers) -> NDArray[np.bool_]:
        """For each entity, whether the other at its place is in its company."""
        keepers, kept = self._company
        if not len(keepers):
            return np.zeros(len(entities), dtype=bool)
        wide = int(max(kept.max(), others.max(initial=0))) + 1
        keys = keepers * wide + kept
        sought = entities * wide + others
        found = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        together: NDArray[np.bool_] = keys[found] == sought
        return together

    def _beside(self) -> tuple[Numbers, Numbers]:
        """For every article of every entity, which row of `_articles` that is, beside each other
        entity that the article names."""
        first = np.searchsorted(self._at, self._articles, side="left")
        many = np.searchsorted(self._at, self._articles, side="right") - first
        rows = np.repeat(np.arange(len(self._articles)), many)
        kept = self._named[_ranges(first, many)]
        apart = self._of[rows] != kept
        return rows[apart], kept[apart]

    def _labels(self) -> Numbers:
        """For every article of every entity, the first row of those it shares company with: the
        smallest label spreads among articles that name the same, until none changes."""
        labels = np.arange(len(self._articles))
        rows, kept = self._rows, self._kept_there
        if not len(rows):
            return labels
        keys = self._of[rows] * (int(kept.max()) + 1) + kept
        by_key = np.argsort(keys, kind="stable")
        starts = _starts(keys[by_key])
        which = np.empty(len(rows), dtype=np.int64)
        which[by_key] = np.repeat(np.arange(len(starts)), np.diff([*starts, len(rows)]))
        row_starts = _starts(rows)
        named = rows[row_starts]
        while True:
            least = np.minimum.reduceat(labels[rows[by_key]], starts)
            spread = labels.copy()
            spread[named] = np.minimum.reduceat(least[which], row_starts)
            spread = spread[spread]
            if np.array_equal(spread, labels):
                return labels
            labels = spread

    def _newest(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Each entity beside its newest articles, under any of its names, in order."""
        names = np.concatenate([wanted, self._other_names[np.isin(self._canonical, wanted)]])
        of, articles = _rows(ARTICLES_OF_ENTITIES, names)
        of, articles = _distinct(self._now(of), articles)
        ends = np.searchsorted(of, of, side="right")
        newest = ends - np.arange(len(of)) <= RECENT
        return of[newest], articles[newest]

    def _names(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """Each of the articles beside those whom it names, its authors left out, in order."""
        at, named = _rows(ENTITIES_OF_ARTICLES, articles)
        return _distinct(at, self._now(named))

    def _now(self, entities: Numbers) -> Numbers:
        """Those whom these entities stand for."""
        if not len(self._other_names):
            return entities
        place = np.minimum(np.searchsorted(self._other_names, entities), len(self._other_names) - 1)
        return np.where(self._other_names[place] == entities, self._canonical[place], entities)


def _array(entities: Iterable[int]) -> Numbers:
    return np.array(list(entities), dtype=np.int64)


def _other_names() -> tuple[Numbers, Numbers]:
    """The other names, in order, and beside each the entity that it stands for."""
    names = Entity.objects.exclude(stands_for=None).order_by("pk")
    pairs = list(names.values_list("pk", "stands_for"))
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def _rows(sql: str, ids: Numbers) -> tuple[Numbers, Numbers]:
    """The two columns of what the question finds for these ids."""
    found: list[str | None] = []
    with connection.cursor() as cursor:
        for first in range(0, len(ids), AT_ONCE):
            cursor.execute(sql, [json.dumps(ids[first : first + AT_ONCE].tolist())])
            found += cursor.fetchone()
    text = ",".join(filter(None, found))
    packed = np.array(text.split(",") if text else [], dtype=np.int64)
    return packed >> 32, packed & 0xFFFFFFFF


def _once(values: Numbers) -> Numbers:
    """The values in order, each once. (numpy's own `unique` hashes first, which takes longer.)"""
    ordered = np.sort(values)
    return ordered[_starts(ordered)]


def _starts(ordered: Numbers) -> Numbers:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))


def _distinct(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """The pairs of numbers in order, each once."""
    wide = int(other.max(initial=0)) + 1
    keys = _once(one * wide + other)
    return keys // wide, keys % wide


def _slice(ordered: Numbers, value: int) -> slice:
    return slice(*np.searchsorted(ordered, [value, value + 1]).tolist())


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each start on, as many as its length says, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
