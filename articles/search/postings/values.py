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

from collections.abc import Sequence

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.tokens import Ints

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
    by_rank = np.lexsort((ordered, -counts))
    ranks_of = np.empty(len(ordered), np.int64)
    ranks_of[by_rank] = np.arange(len(ordered))
    pairs = np.sort(docs << 32 | ranks_of[at.ravel()])
    docs, ranks = pairs >> 32, pairs & 0xFFFFFFFF
    order = np.argsort(ranks, kind="stable")
    holders = docs[order]
    edges = np.searchsorted(ranks[order], np.arange(len(ordered) + 1))
    found = {
        "values": ordered[by_rank],
        "sorted": ordered,
        "ranks_of": ranks_of,
        "starts": np.searchsorted(docs, np.arange(documents + 1)),
        "ranks": ranks,
        "edges": edges,
        "holders": holders,
        "bitmaps": _bitmaps(holders, edges, documents),
    }
    return {name: array.astype(KINDS[name], copy=False) for name, array in found.items()}


def _bitmaps(holders: Ints, edges: Ints, documents: int) -> Array:
    words = -(-documents // 64)
    hot = min(HOT, len(edges) - 1)
    packed = np.zeros((hot, words), "<u8")
    bits = np.zeros(words * 64, bool)
    for rank in range(hot):
        bits[:] = False
        bits[holders[edges[rank] : edges[rank + 1]]] = True
        packed[rank] = np.packbits(bits, bitorder="little").view("<u8")
    return packed.ravel()
