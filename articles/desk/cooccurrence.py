"""Who and what is named together: the company that a name keeps.

Records are counted by the ten thousand here, so they are numbers in arrays: a person is twice its
primary key, a place twice its primary key and one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from articles.models import Person, Place

RECENT = 100
"""Articles looked at for one name; the newest say enough of a name in thousands."""
AT_ONCE = 50_000

Record = tuple[str, int]
"""("person" or "place", the primary key)."""
Pair = tuple[Record, Record]
Numbers = NDArray[np.int64]

# Hundreds of thousands of rows: SQLite packs each into one number and all into one text, which
# numpy reads in a fifth of the time that an object for every value takes.
_OF = (
    "SELECT group_concat({key} << 32 | {value}) FROM articles_mention"
    " WHERE {ids} IN (SELECT value FROM json_each(%s))"
)
ARTICLES_OF_PEOPLE = _OF.format(key="person_id * 2", value="article_id", ids="person_id")
ARTICLES_OF_PLACES = _OF.format(key="(place_id * 2 + 1)", value="article_id", ids="place_id")
NAMES_OF_ARTICLES = (
    _OF.format(
        key="article_id", value="coalesce(person_id * 2, place_id * 2 + 1)", ids="article_id"
    )
    + " AND part <> 'byline'"
)


class Company:
    """The newest articles of some records, and the records that these articles name."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._other_names, self._standing = _standing()
        wanted = _once(np.array([number(record) for record in records], dtype=np.int64))
        self._of, self._articles = self._newest(wanted)
        self._at, self._named = self._names(_once(self._articles))
        many = np.bincount(self._named)
        self._rarity = np.log(1 + len(_once(self._at)) / np.maximum(many, 1))
        self._rows, self._kept_there = self._beside()
        # Each record beside each that its articles name, itself left out, in order.
        self._company = _distinct(self._of[self._rows], self._kept_there)

    def articles(self, records: Iterable[Record]) -> list[int]:
        """How many articles of each of the records are looked at."""
        numbers = np.array([number(record) for record in records], dtype=np.int64)
        first = np.searchsorted(self._of, numbers, side="left")
        found = np.searchsorted(self._of, numbers, side="right") - first
        return [int(many) for many in found]

    def groups(self, records: Iterable[Record]) -> dict[Record, list[set[int]]]:
        """The articles of those of the records whose articles fall apart: those together that
        share company with one another, directly or through others; the largest group first."""
        labels = self._labels()
        groups: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        wanted = np.array([number(record) for record in records], dtype=np.int64)
        several = self._of[labels != np.searchsorted(self._of, self._of)]
        apart = np.isin(self._of, np.intersect1d(several, wanted))
        rows = zip(self._of[apart], self._articles[apart], labels[apart], strict=True)
        for record, article, label in rows:
            groups[int(record)][int(label)].add(int(article))
        return {
            _record(record): sorted(found.values(), key=lambda group: (-len(group), min(group)))
            for record, found in groups.items()
        }

    def shared(self, one: Record, other: Record) -> list[Record]:
        """Those that both keep company with, the rarest first."""
        first, second = number(one), number(other)
        both = np.intersect1d(self._kept(first), self._kept(second), assume_unique=True)
        both = both[(both != first) & (both != second)]
        return [_record(each) for each in both[np.lexsort((both, -self._rarity[both]))]]

    def overlaps(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """For each pair, from 0 to 1, how much of the smaller company is in the larger, by its
        rarity."""
        if not pairs:
            return np.zeros(0)
        sides = np.array([[number(one), number(other)] for one, other in pairs])
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

    def _weight(self, records: Numbers) -> NDArray[np.float64]:
        known = records < len(self._rarity)
        return np.where(known, self._rarity[np.where(known, records, 0)], 0.0)

    def _kept(self, record: int) -> Numbers:
        keepers, kept = self._company
        return kept[_slice(keepers, record)]

    def _together_with(self, records: Numbers, others: Numbers) -> NDArray[np.bool_]:
        """For each record, whether the other at its place is in its company."""
        keepers, kept = self._company
        if not len(keepers):
            return np.zeros(len(records), dtype=bool)
        wide = int(max(kept.max(), others.max(initial=0))) + 1
        keys = keepers * wide + kept
        sought = records * wide + others
        found = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        together: NDArray[np.bool_] = keys[found] == sought
        return together

    def _beside(self) -> tuple[Numbers, Numbers]:
        """For every article of every record, which row of `_articles` that is, beside each other
        record that the article names."""
        first = np.searchsorted(self._at, self._articles, side="left")
        many = np.searchsorted(self._at, self._articles, side="right") - first
        rows = np.repeat(np.arange(len(self._articles)), many)
        kept = self._named[_ranges(first, many)]
        apart = self._of[rows] != kept
        return rows[apart], kept[apart]

    def _labels(self) -> Numbers:
        """For every article of every record, the first row of those it shares company with: the
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
        """Each record beside its newest articles, under any of its names, in order."""
        names = np.concatenate([wanted, self._other_names[np.isin(self._standing, wanted)]])
        people, places = names[names % 2 == 0] // 2, names[names % 2 == 1] // 2
        rows = [_rows(ARTICLES_OF_PEOPLE, people), _rows(ARTICLES_OF_PLACES, places)]
        of, articles = (np.concatenate(column) for column in zip(*rows, strict=True))
        of, articles = _distinct(self._now(of), articles)
        ends = np.searchsorted(of, of, side="right")
        newest = ends - np.arange(len(of)) <= RECENT
        return of[newest], articles[newest]

    def _names(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """Each of the articles beside those whom it names, its authors left out, in order."""
        at, named = _rows(NAMES_OF_ARTICLES, articles)
        return _distinct(at, self._now(named))

    def _now(self, records: Numbers) -> Numbers:
        """Those whom these records stand for."""
        if not len(self._other_names):
            return records
        place = np.minimum(np.searchsorted(self._other_names, records), len(self._other_names) - 1)
        return np.where(self._other_names[place] == records, self._standing[place], records)


def number(record: Record) -> int:
    kind, pk = record
    return 2 * pk + (kind == "place")


def _record(number: int) -> Record:
    return ("place" if number % 2 else "person", int(number) // 2)


def _standing() -> tuple[Numbers, Numbers]:
    """The other names, in order, and beside each the record that it stands for."""
    pairs = [
        (number((kind, pk)), number((column, other)))
        for kind, table in (("person", Person), ("place", Place))
        for column in ("person", "place")
        for pk, other in table.objects.exclude(**{f"as_{column}": None}).values_list(
            "pk", f"as_{column}"
        )
    ]
    rows = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
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
