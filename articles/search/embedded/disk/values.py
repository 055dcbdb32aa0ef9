"""The people or places of a segment's documents, laid out for counting.

Values are numbered by rank: the value that most documents have is 0. The arrays of a field:

    values      the value of each rank
    sorted      the values in order, `ranks_of` their ranks
    starts      where each document's ranks begin in `ranks` (and, last, where they end)
    ranks       the ranks of each document, ascending
    edges       where each rank's documents begin in `holders`
    holders     the documents of each rank, ascending
    bitmaps     for each of the first HOT ranks a bit per document, in words of 64 bits
"""

from collections.abc import Iterator, Sequence

import numpy as np

from articles.search.embedded.disk.arrays import Array, ArraysWriter, Scratch
from articles.search.embedded.disk.merge_input import (
    MergeInput,
    Release,
    accumulate,
    left_of_each,
    runs,
    spans,
)
from articles.search.embedded.disk.tokens import Ints

HOT = 64
KINDS = {
    "values": "<u4",
    "sorted": "<u4",
    "ranks_of": "<u4",
    "starts": "<u4",
    "ranks": "<u4",
    "edges": "<u4",
    "holders": "<u4",
    "bitmaps": "<u8",
}


def of_rows(rows: Sequence[Sequence[int]]) -> dict[str, Array]:
    """The arrays for documents that have these values each."""
    counts = np.array([len(row) for row in rows], np.int64)
    docs = np.repeat(np.arange(len(rows)), counts)
    return of_pairs(docs, np.array([v for row in rows for v in row], np.int64), len(rows))


def of_pairs(docs: Ints, held: Ints, documents: int) -> dict[str, Array]:
    """The arrays for these pairs of a document and a value."""
    pairs = np.unique(docs << 32 | held)
    docs, held = pairs >> 32, pairs & 0xFFFFFFFF
    ordered, at, counts = np.unique(held, return_inverse=True, return_counts=True)
    by_rank, ranks_of = _ranked(ordered, counts)
    pairs = np.sort(docs << 32 | ranks_of[at.ravel()])
    docs, ranks = pairs >> 32, pairs & 0xFFFFFFFF
    order = np.argsort(ranks, kind="stable")
    holders = docs[order]
    edges = np.searchsorted(ranks[order], np.arange(len(ordered) + 1))
    bitmaps = np.zeros(min(HOT, len(ordered)) * _words(documents), "<u8")
    _fill_bitmaps(bitmaps, holders, edges, documents)
    found = {
        "values": ordered[by_rank],
        "sorted": ordered,
        "ranks_of": ranks_of,
        "starts": np.searchsorted(docs, np.arange(documents + 1)),
        "ranks": ranks,
        "edges": edges,
        "holders": holders,
        "bitmaps": bitmaps,
    }
    return {name: array.astype(KINDS[name], copy=False) for name, array in found.items()}


def _ranked(ordered: Array, counts: Ints) -> tuple[Ints, Ints]:
    """Which value has each rank, and the rank of each value."""
    by_rank = np.lexsort((ordered, -counts))
    ranks_of = np.empty(len(ordered), np.int64)
    ranks_of[by_rank] = np.arange(len(ordered))
    return by_rank, ranks_of


def _words(documents: int) -> int:
    return -(-documents // 64)


def _fill_bitmaps(bitmaps: Array, holders: Array, edges: Array, documents: int) -> None:
    words = _words(documents)
    bits = np.zeros(words * 64, bool)
    for rank in range(len(bitmaps) // words if words else 0):
        bits[:] = False
        bits[holders[edges[rank] : edges[rank + 1]]] = True
        packed = np.packbits(bits, bitorder="little").view("<u8")
        bitmaps[rank * words : (rank + 1) * words] = packed


class ValueMerger:
    """One such field of several segments as one."""

    def __init__(
        self, name: str, joined: Sequence[MergeInput], out: ArraysWriter, release: Release
    ) -> None:
        self.name, self.joined, self.out, self.release = name, joined, out, release
        self.documents = sum(source.left for source in joined)

    def fill(self, scratch: Scratch) -> None:
        """Add the arrays for all that is left."""
        every = np.unique(np.concatenate([self._of(source, "sorted") for source in self.joined]))
        counts, loads = np.zeros(len(every), np.int64), np.zeros(len(every), np.int64)
        for source in self.joined:
            at = every.searchsorted(self._of(source, "values"))
            edges, holders = self._of(source, "edges"), self._of(source, "holders")
            left = left_of_each(edges, holders, source, scratch, self.release)
            loads[at] += np.diff(edges)
            counts[at] += np.diff(edges) if left is None else left
            self.release()
        there = counts > 0
        ordered, counts, loads = every[there], counts[there], loads[there]
        by_rank, ranks_of = _ranked(ordered, counts)
        self._add("values", len(ordered))[:] = ordered[by_rank]
        self._add("sorted", len(ordered))[:] = ordered
        self._add("ranks_of", len(ordered))[:] = ranks_of
        edges = self._add("edges", len(ordered) + 1)
        edges[1:] = counts[by_rank].cumsum()
        holders = self._add("holders", int(edges[-1]))
        self._fill_holders(holders, ordered[by_rank], np.append(0, loads[by_rank].cumsum()))
        bitmaps = self._add("bitmaps", min(HOT, len(ordered)) * _words(self.documents))
        _fill_bitmaps(bitmaps, holders, edges, self.documents)
        self.release()
        ranks = self._add("ranks", int(edges[-1]))
        self._fill_ranks(ranks, self._add("starts", self.documents + 1), ordered, ranks_of)

    def _of(self, source: MergeInput, part: str) -> Array:
        return source.arrays[f"{self.name}.{part}"]

    def _add(self, part: str, count: int) -> Array:
        return self.out.add(f"{self.name}.{part}", KINDS[part], count)

    def _fill_holders(self, out: Array, named: Array, loads: Ints) -> None:
        """The documents of each rank; `loads`: how many those before have in the segments."""
        filled = 0
        for rank, until in runs(loads):
            parts = (
                part for source in self.joined for part in self._held(source, named[rank:until])
            )
            # Those of one rank alone are in order, and may be many.
            for some in [list(parts)] if until - rank > 1 else ([part] for part in parts):
                ranks, docs = (np.concatenate([part[at] for part in some]) for at in range(2))
                out[filled : filled + len(docs)] = docs[np.argsort(ranks, kind="stable")]
                filled += len(docs)
            self.release()

    def _held(self, source: MergeInput, named: Array) -> Iterator[tuple[Ints, Array]]:
        """The documents that are left with each of these values, in pieces: the value's place
        among these, and the document's new number."""
        ordered, edges = self._of(source, "sorted"), self._of(source, "edges")
        if not len(ordered):
            return
        at = ordered.searchsorted(named)
        there = np.flatnonzero(ordered.take(at, mode="clip") == named)
        ranks = self._of(source, "ranks_of").take(at[there])
        begins = edges.take(ranks).astype(np.int64)
        ends = (edges.take(ranks + 1) - edges.take(ranks)).cumsum(dtype=np.int64)
        shifts = begins - np.append(0, ends[:-1])
        for low, high in spans(int(ends[-1]) if len(ends) else 0):
            each = np.arange(low, high)
            owners = ends.searchsorted(each, "right")
            docs = self._of(source, "holders").take(each + shifts[owners])
            kept = source.kept(docs)
            yield there[owners[kept]], source.numbers.take(docs[kept])

    def _fill_ranks(self, out: Array, starts: Array, ordered: Array, ranks_of: Ints) -> None:
        filled = 0
        for source in self.joined:
            at = ordered.searchsorted(self._of(source, "values"))
            into = ranks_of.take(at, mode="clip") if len(ordered) else at
            edges = self._of(source, "starts")
            for low, high in spans(source.documents):
                for begin, end in runs(edges[low : high + 1]):
                    docs = np.arange(low + begin, low + end)
                    sizes = np.diff(edges[low + begin : low + end + 1])
                    kept = source.kept(docs)
                    held = self._of(source, "ranks")[edges[docs[0]] : edges[docs[-1] + 1]]
                    owners = np.repeat(source.numbers[docs].astype(np.int64), sizes)
                    pairs = (owners << 32 | into[held])[np.repeat(kept, sizes)]
                    pairs.sort()
                    out[filled : filled + len(pairs)] = pairs & 0xFFFFFFFF
                    starts[1:][source.numbers[docs[kept]]] = sizes[kept]
                    filled += len(pairs)
                    self.release()
        accumulate(starts)
