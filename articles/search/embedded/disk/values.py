"""The people, places, speakers or areas of a segment's documents, laid out for counting.

Values (primary keys) are numbered by rank: the value with the most documents has rank 0; of values
with equally many documents, the lower key comes first. A field has these arrays:

    array          an entry for each     contains
    values         rank                  its value
    sorted_values  value                 the values, ascending
    sorted_ranks   value                 the rank of each of `sorted_values`
    rank_starts    document, + 1         where its ranks begin in `ranks`, and end
    ranks          document and rank     the ranks of each document, ascending
    doc_starts     rank, + 1             where its documents begin in `docs`, and end
    docs           rank and document     the documents of each rank, ascending
    bitmaps        one of HOT ranks      a bit for each document, in words of 64 bits
"""

from collections.abc import Iterator, Sequence

import numpy as np

from articles.search.embedded.disk.arrays import Array, ArraysWriter, Scratch
from articles.search.embedded.disk.ints import Ints, Starts
from articles.search.embedded.disk.merge_input import (
    MergeInput,
    Release,
    accumulate,
    count_live,
    runs,
    spans,
)

HOT = 64
"""The number of ranks that have bitmaps, from rank 0 on."""
KINDS = {
    "values": "<u4",
    "sorted_values": "<u4",
    "sorted_ranks": "<u4",
    "rank_starts": "<u4",
    "ranks": "<u4",
    "doc_starts": "<u4",
    "docs": "<u4",
    "bitmaps": "<u8",
}


def build_from_rows(rows: Sequence[Sequence[int]]) -> dict[str, Array]:
    """Return the arrays of a field; `rows` contains the values of each document."""
    counts = np.array([len(row) for row in rows], np.int64)
    docs = np.repeat(np.arange(len(rows)), counts)
    values = np.array([value for row in rows for value in row], np.int64)
    return build_from_pairs(docs, values, len(rows))


def build_from_pairs(docs: Ints, held: Ints, documents: int) -> dict[str, Array]:
    """Return the arrays of a field from pairs of a document and a value that the document has.

    `docs` and `held` are parallel: the document and the value of each pair, in any order."""
    pairs = np.unique(docs << 32 | held)
    docs, held = pairs >> 32, pairs & 0xFFFFFFFF
    sorted_values, at, counts = np.unique(held, return_inverse=True, return_counts=True)
    by_rank, sorted_ranks = _rank(sorted_values, counts)
    pairs = np.sort(docs << 32 | sorted_ranks[at.ravel()])
    docs, ranks = pairs >> 32, pairs & 0xFFFFFFFF
    order = np.argsort(ranks, kind="stable")
    docs_by_rank = docs[order]
    doc_starts = np.searchsorted(ranks[order], np.arange(len(sorted_values) + 1))
    bitmaps = np.zeros(min(HOT, len(sorted_values)) * _words_for(documents), "<u8")
    _fill_bitmaps(bitmaps, docs_by_rank, doc_starts, documents)
    arrays = {
        "values": sorted_values[by_rank],
        "sorted_values": sorted_values,
        "sorted_ranks": sorted_ranks,
        "rank_starts": np.searchsorted(docs, np.arange(documents + 1)),
        "ranks": ranks,
        "doc_starts": doc_starts,
        "docs": docs_by_rank,
        "bitmaps": bitmaps,
    }
    return {name: array.astype(KINDS[name], copy=False) for name, array in arrays.items()}


def _rank(sorted_values: Array, counts: Ints) -> tuple[Ints, Ints]:
    """Return the index in `sorted_values` of each rank's value, and the rank of each sorted value.

    `counts` contains, for each of `sorted_values`, the number of documents that have it."""
    by_rank = np.lexsort((sorted_values, -counts))
    sorted_ranks = np.empty(len(sorted_values), np.int64)
    sorted_ranks[by_rank] = np.arange(len(sorted_values))
    return by_rank, sorted_ranks


def _words_for(documents: int) -> int:
    """Return the number of 64-bit words needed to store one bit for each document."""
    return -(-documents // 64)


def _fill_bitmaps(bitmaps: Array, docs: Array, doc_starts: Array, documents: int) -> None:
    words = _words_for(documents)
    bits = np.zeros(words * 64, bool)
    for rank in range(len(bitmaps) // words if words else 0):
        bits[:] = False
        bits[docs[doc_starts[rank] : doc_starts[rank + 1]]] = True
        packed = np.packbits(bits, bitorder="little").view("<u8")
        bitmaps[rank * words : (rank + 1) * words] = packed


class ValueMerger:
    """Merges one field of several segments: people, places, speakers or areas."""

    def __init__(
        self, name: str, inputs: Sequence[MergeInput], out: ArraysWriter, release: Release
    ) -> None:
        self.name, self.inputs, self.out, self.release = name, inputs, out, release
        self.documents = sum(segment.live_count for segment in inputs)

    def fill(self, scratch: Scratch) -> None:
        """Write the arrays of the merged field, for all live documents."""
        every = np.unique(
            np.concatenate([self._read(segment, "sorted_values") for segment in self.inputs])
        )
        counts, work = np.zeros(len(every), np.int64), np.zeros(len(every), np.int64)
        for segment in self.inputs:
            at = every.searchsorted(self._read(segment, "values"))
            doc_starts, docs = self._read(segment, "doc_starts"), self._read(segment, "docs")
            live = count_live(doc_starts, docs, segment, scratch, self.release)
            work[at] += np.diff(doc_starts)
            counts[at] += np.diff(doc_starts) if live is None else live
            self.release()
        used = counts > 0
        sorted_values, counts, work = every[used], counts[used], work[used]
        by_rank, sorted_ranks = _rank(sorted_values, counts)
        self._add("values", len(sorted_values))[:] = sorted_values[by_rank]
        self._add("sorted_values", len(sorted_values))[:] = sorted_values
        self._add("sorted_ranks", len(sorted_values))[:] = sorted_ranks
        doc_starts = self._add("doc_starts", len(sorted_values) + 1)
        doc_starts[1:] = counts[by_rank].cumsum()
        docs = self._add("docs", int(doc_starts[-1]))
        self._fill_docs(docs, sorted_values[by_rank], np.append(0, work[by_rank].cumsum()))
        bitmaps = self._add("bitmaps", min(HOT, len(sorted_values)) * _words_for(self.documents))
        _fill_bitmaps(bitmaps, docs, doc_starts, self.documents)
        self.release()
        ranks = self._add("ranks", int(doc_starts[-1]))
        rank_starts = self._add("rank_starts", self.documents + 1)
        self._fill_ranks(ranks, rank_starts, sorted_values, sorted_ranks)

    def _read(self, segment: MergeInput, part: str) -> Array:
        return segment.arrays[f"{self.name}.{part}"]

    def _add(self, part: str, count: int) -> Array:
        return self.out.add(f"{self.name}.{part}", KINDS[part], count)

    def _fill_docs(self, out: Array, values: Array, work: Starts) -> None:
        """Write to `out` the documents that have each rank.

        `values` contains the value of each rank. `work` contains, for each rank, the number of
        documents that must be read for all ranks before it, including deleted documents."""
        filled = 0
        for rank, until in runs(work):
            parts = (
                part
                for segment in self.inputs
                for part in self._read_docs(segment, values[rank:until])
            )
            # The documents of one rank are in order already, and may be many.
            for some in [list(parts)] if until - rank > 1 else ([part] for part in parts):
                ranks, docs = (np.concatenate([part[at] for part in some]) for at in range(2))
                out[filled : filled + len(docs)] = docs[np.argsort(ranks, kind="stable")]
                filled += len(docs)
            self.release()

    def _read_docs(self, segment: MergeInput, values: Array) -> Iterator[tuple[Ints, Array]]:
        """Yield the segment's live documents that have any of `values`, a stretch at a time.

        A stretch is two parallel arrays: indices into `values`, and the new numbers of the
        documents."""
        sorted_values = self._read(segment, "sorted_values")
        if not len(sorted_values):
            return
        at = sorted_values.searchsorted(values)
        present = np.flatnonzero(sorted_values.take(at, mode="clip") == values)
        ranks = self._read(segment, "sorted_ranks").take(at[present])
        doc_starts = self._read(segment, "doc_starts")
        begins = doc_starts.take(ranks).astype(np.int64)
        ends = (doc_starts.take(ranks + 1) - doc_starts.take(ranks)).cumsum(dtype=np.int64)
        # As `concatenate_ranges` does it, but only for one stretch of the ranges.
        shifts = begins - np.append(0, ends[:-1])
        for low, high in spans(int(ends[-1]) if len(ends) else 0):
            each = np.arange(low, high)
            owners = ends.searchsorted(each, "right")
            docs = self._read(segment, "docs").take(each + shifts[owners])
            live = segment.is_live(docs)
            yield present[owners[live]], segment.new_docs.take(docs[live])

    def _fill_ranks(
        self, out: Array, rank_starts: Array, sorted_values: Array, sorted_ranks: Ints
    ) -> None:
        """Write the ranks of each document to `out`.

        The index at which each document's ranks begin is written to `rank_starts`."""
        filled = 0
        for segment in self.inputs:
            at = sorted_values.searchsorted(self._read(segment, "values"))
            new_ranks = sorted_ranks.take(at, mode="clip") if len(sorted_values) else at
            starts = self._read(segment, "rank_starts")
            for low, high in spans(segment.documents):
                for begin, end in runs(starts[low : high + 1]):
                    docs = np.arange(low + begin, low + end)
                    sizes = np.diff(starts[low + begin : low + end + 1])
                    live = segment.is_live(docs)
                    ranks = self._read(segment, "ranks")[starts[docs[0]] : starts[docs[-1] + 1]]
                    owners = np.repeat(segment.new_docs[docs].astype(np.int64), sizes)
                    pairs = (owners << 32 | new_ranks[ranks])[np.repeat(live, sizes)]
                    pairs.sort()
                    out[filled : filled + len(pairs)] = pairs & 0xFFFFFFFF
                    rank_starts[1:][segment.new_docs[docs[live]]] = sizes[live]
                    filled += len(pairs)
                    self.release()
        accumulate(rank_starts)
