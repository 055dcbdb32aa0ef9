"""Co-occurrence: which entities are named in the same articles.

Two entities are neighbours if an article names both. Tens of thousands of entities are compared at
once, so this module keeps entities and articles as primary keys in numpy arrays, not as objects.
Arrays of type `Numbers` are one-dimensional. Arrays are *parallel* if their elements at the same
index belong together. Parallel arrays are *sorted* by the first array and then by the second."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from articles.models import Entity

RECENT = 100
"""The maximum number of articles that are read for one entity. The articles that were added last
are read; they are enough even for an entity that thousands of articles name."""
AT_ONCE = 50_000
"""The maximum number of primary keys in one SQL statement."""

Pair = tuple[int, int]
Numbers = NDArray[np.int64]

# There are hundreds of thousands of rows. SQLite packs the two columns of each row into one number
# (the key in the upper 32 bits, the value in the lower 32) and all numbers into one text, which
# numpy parses in a fifth of the time that Python objects take.
_PACKED_ROWS = (
    "SELECT group_concat({key} << 32 | {value}) FROM articles_mention"
    " WHERE {key} IN (SELECT value FROM json_each(%s))"
)
ARTICLES_OF_ENTITIES = _PACKED_ROWS.format(key="entity_id", value="article_id")
ENTITIES_OF_ARTICLES = (
    _PACKED_ROWS.format(key="article_id", value="entity_id") + " AND part <> 'byline'"
)


class Cooccurrence:
    """The newest articles of a set of *wanted* entities, and their neighbours in these articles.

    Four pairs of parallel arrays contain primary keys. Each pair is sorted and has no repeats:

    - `_aliases`, `_canonical`: an entity that stands for another one, and that other entity;
    - `_of`, `_articles`: a wanted entity, and one of its newest articles;
    - `_at`, `_named`: an article, and an entity that the article names;
    - `_keepers`, `_kept`: a wanted entity, and one of its neighbours.

    A *row* is an index into `_of` and `_articles`. `_rows` and `_neighbours` are also parallel: a
    row, and an entity other than the wanted one that the article in that row names. `_rarity[key]`
    is the weight of the entity with the primary key `key`: the fewer articles name the entity, the
    higher its weight."""

    def __init__(self, entities: Iterable[int]) -> None:
        self._aliases, self._canonical = _read_aliases()
        wanted = _unique(_to_array(entities))
        self._of, self._articles = self._newest_articles(wanted)
        self._at, self._named = self._named_entities(_unique(self._articles))
        # Like inverse document frequency: an entity that many articles name says little.
        frequency = np.bincount(self._named)
        self._rarity = np.log(1 + len(_unique(self._at)) / np.maximum(frequency, 1))
        self._rows, self._neighbours = self._neighbours_by_row()
        self._keepers, self._kept = _unique_pairs(self._of[self._rows], self._neighbours)

    def article_counts(self, entities: Iterable[int]) -> list[int]:
        """Return the number of articles read for each entity, in the order of `entities`."""
        wanted = _to_array(entities)
        first = np.searchsorted(self._of, wanted, side="left")
        counts: list[int] = (np.searchsorted(self._of, wanted, side="right") - first).tolist()
        return counts

    def groups(self, entities: Iterable[int]) -> dict[int, list[set[int]]]:
        """Return a dictionary that maps entities to their groups of articles.

        It contains those of `entities` that have at least two groups. Two articles are in the same
        group if they share a neighbour, directly or through other articles. The groups of an entity
        are ordered by size, the largest first."""
        labels = self._labels()
        groups: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        wanted = _to_array(entities)
        # An entity with one group has the number of its first row as the label of all its rows.
        several = self._of[labels != np.searchsorted(self._of, self._of)]
        split = np.isin(self._of, np.intersect1d(several, wanted))
        rows = zip(self._of[split], self._articles[split], labels[split], strict=True)
        for entity, article, label in rows:
            groups[int(entity)][int(label)].add(int(article))
        return {
            entity: sorted(found.values(), key=lambda group: (-len(group), min(group)))
            for entity, found in groups.items()
        }

    def shared_neighbours(self, one: int, other: int) -> list[int]:
        """Return the neighbours that the two entities share, the rarest first."""
        both = np.intersect1d(
            self._neighbours_of(one), self._neighbours_of(other), assume_unique=True
        )
        both = both[(both != one) & (both != other)]
        rarest_first: list[int] = both[np.lexsort((both, -self._rarity[both]))].tolist()
        return rarest_first

    def overlaps(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Return the overlap of each pair's neighbourhoods, from 0 to 1, in the order of `pairs`.

        The overlap is the weight of the shared neighbours divided by the weight of the lighter
        neighbourhood. The weight of a neighbourhood is the sum of the rarities of its members,
        without the two entities of the pair."""
        if not pairs:
            return np.zeros(0)
        # `sides`, `first`, `last`, `sizes` and `total` have a row for each pair, and two columns.
        sides = np.array(pairs, dtype=np.int64)
        weights = np.cumsum(np.concatenate([[0.0], self._rarity[self._kept]]))
        first = np.searchsorted(self._keepers, sides, side="left")
        last = np.searchsorted(self._keepers, sides, side="right")
        total = weights[last] - weights[first]
        for side, other in ((0, 1), (1, 0)):
            together = self._are_neighbours(sides[:, side], sides[:, other])
            total[:, side] -= np.where(together, self._weights(sides[:, other]), 0.0)
        # Each member of the smaller neighbourhood is looked up in the larger one. `pair`,
        # `members` and `larger` are parallel, with a row for each such member of each pair.
        sizes = last - first
        small = np.argmin(sizes, axis=1)
        rows = np.arange(len(pairs))
        lengths = sizes[rows, small]
        pair = np.repeat(rows, lengths)
        members = self._kept[_ranges(first[rows, small], lengths)]
        larger = sides[rows, 1 - small][pair]
        counted = self._are_neighbours(larger, members) & (members != sides[pair, small[pair]])
        both = np.bincount(pair, np.where(counted, self._rarity[members], 0.0), len(pairs))
        lighter = total.min(axis=1)
        # Rounding leaves a little more than 0 if the pair had no other neighbours.
        overlaps: NDArray[np.float64] = np.zeros(len(pairs))
        np.divide(both, lighter, out=overlaps, where=lighter > 1e-9)
        return overlaps

    def _weights(self, entities: Numbers) -> NDArray[np.float64]:
        """Return the rarity of each entity, or 0 if `_rarity` ends before its primary key."""
        known = entities < len(self._rarity)
        return np.where(known, self._rarity[np.where(known, entities, 0)], 0.0)

    def _neighbours_of(self, entity: int) -> Numbers:
        """Return the neighbours of one wanted entity, sorted by primary key."""
        return self._kept[_select_slice(self._keepers, entity)]

    def _are_neighbours(self, entities: Numbers, others: Numbers) -> NDArray[np.bool_]:
        """Return whether `entities[i]` and `others[i]` are neighbours, for each index `i`."""
        if not len(self._keepers):
            return np.zeros(len(entities), dtype=bool)
        # Each pair becomes one number, so one binary search looks it up in all pairs.
        base = int(max(self._kept.max(), others.max(initial=0))) + 1
        keys = self._keepers * base + self._kept
        wanted = entities * base + others
        nearest = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        are_neighbours: NDArray[np.bool_] = keys[nearest] == wanted
        return are_neighbours

    def _neighbours_by_row(self) -> tuple[Numbers, Numbers]:
        """Return pairs of a row and another entity that the row's article names, as two arrays.

        A row is an index into `_of` and `_articles`."""
        first = np.searchsorted(self._at, self._articles, side="left")
        lengths = np.searchsorted(self._at, self._articles, side="right") - first
        rows = np.repeat(np.arange(len(self._articles)), lengths)
        neighbours = self._named[_ranges(first, lengths)]
        is_other = self._of[rows] != neighbours
        return rows[is_other], neighbours[is_other]

    def _labels(self) -> Numbers:
        """Return a label for each row (index into `_of`): the first row in its group of articles.

        At first, each row is its own label. Then the smallest label spreads among the rows of an
        entity that share a neighbour, until no label changes."""
        labels = np.arange(len(self._articles))
        rows, neighbours = self._rows, self._neighbours
        if not len(rows):
            return labels
        # `by_key` puts the rows with the same entity and the same neighbour next to each other,
        # `starts` says where each such run begins, and `run_of` gives each row its run.
        keys = self._of[rows] * (int(neighbours.max()) + 1) + neighbours
        by_key = np.argsort(keys, kind="stable")
        starts = _run_starts(keys[by_key])
        run_of = np.empty(len(rows), dtype=np.int64)
        run_of[by_key] = np.repeat(np.arange(len(starts)), np.diff([*starts, len(rows)]))
        row_starts = _run_starts(rows)
        labelled = rows[row_starts]
        while True:
            least = np.minimum.reduceat(labels[rows[by_key]], starts)
            spread = labels.copy()
            spread[labelled] = np.minimum.reduceat(least[run_of], row_starts)
            spread = spread[spread]  # a label's own label is smaller still: take that
            if np.array_equal(spread, labels):
                return labels
            labels = spread

    def _newest_articles(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Return sorted pairs of a wanted entity and one of its newest articles, as two arrays.

        Articles that use another name of the entity are included."""
        names = np.concatenate([wanted, self._aliases[np.isin(self._canonical, wanted)]])
        of, articles = _read_rows(ARTICLES_OF_ENTITIES, names)
        of, articles = _unique_pairs(self._to_canonical(of), articles)
        ends = np.searchsorted(of, of, side="right")
        newest = ends - np.arange(len(of)) <= RECENT
        return of[newest], articles[newest]

    def _named_entities(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """Return sorted pairs of an article and an entity that it names, as two arrays.

        Names in the byline are left out."""
        at, named = _read_rows(ENTITIES_OF_ARTICLES, articles)
        return _unique_pairs(at, self._to_canonical(named))

    def _to_canonical(self, entities: Numbers) -> Numbers:
        """Return the entity that each of `entities` stands for, in the same order."""
        if not len(self._aliases):
            return entities
        nearest = np.minimum(np.searchsorted(self._aliases, entities), len(self._aliases) - 1)
        return np.where(self._aliases[nearest] == entities, self._canonical[nearest], entities)


def _to_array(entities: Iterable[int]) -> Numbers:
    return np.array(list(entities), dtype=np.int64)


def _read_aliases() -> tuple[Numbers, Numbers]:
    """Return two parallel arrays: the keys of aliases, ascending, and of what each stands for."""
    names = Entity.objects.exclude(stands_for=None).order_by("pk")
    pairs = list(names.values_list("pk", "stands_for"))
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def _read_rows(sql: str, ids: Numbers) -> tuple[Numbers, Numbers]:
    """Return the two columns of the rows that `sql` selects for `ids`, as two arrays."""
    found: list[str | None] = []
    with connection.cursor() as cursor:
        for first in range(0, len(ids), AT_ONCE):
            cursor.execute(sql, [json.dumps(ids[first : first + AT_ONCE].tolist())])
            found += cursor.fetchone()
    text = ",".join(filter(None, found))
    packed = np.array(text.split(",") if text else [], dtype=np.int64)
    return packed >> 32, packed & 0xFFFFFFFF


def _unique(values: Numbers) -> Numbers:
    """Return the distinct values, sorted. (`numpy.unique` hashes first, which takes longer.)"""
    ordered = np.sort(values)
    return ordered[_run_starts(ordered)]


def _run_starts(ordered: Numbers) -> Numbers:
    """Return the index at which each run of equal values begins. No value may be negative."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))


def _unique_pairs(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Return the distinct pairs of elements of two parallel arrays, sorted, as two arrays."""
    base = int(other.max(initial=0)) + 1
    keys = _unique(one * base + other)
    return keys // base, keys % base


def _select_slice(ordered: Numbers, value: int) -> slice:
    """Return the slice of the sorted array that covers all elements equal to `value`."""
    return slice(*np.searchsorted(ordered, [value, value + 1]).tolist())


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """Return one array that joins the ranges of integers with these starts and lengths."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
