"""Prepares segments to be merged, and splits their arrays into stretches that fit into memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.search.embedded.disk.arrays import Array, Arrays, Scratch
from articles.search.embedded.disk.ints import DocIds

AT_ONCE = 1 << 18
"""The maximum number of documents, positions or values that are read into memory at once."""
Release = Callable[[], None]
"""A function that drops from memory the pages of files that were read or written."""


@dataclass(frozen=True, slots=True)
class MergeInput:
    """A segment to be merged, with the new numbers of its documents."""

    arrays: Arrays
    live: Array | None
    """An array that is True for each document that is not deleted; None if none is deleted."""
    new_docs: Array
    """The new number of each document (u4, ascending).

    A deleted document has the new number of the next live document."""
    live_count: int

    @property
    def documents(self) -> int:
        """The number of documents in the segment, including deleted ones."""
        return len(self.new_docs)

    def is_live(self, docs: Array) -> Array:
        """Return an array parallel to `docs` that is True for each document that is not deleted."""
        return np.ones(len(docs), bool) if self.live is None else self.live.take(docs)


def open_inputs(segments: Sequence[tuple[Arrays, DocIds]], scratch: Scratch) -> list[MergeInput]:
    """Return the segments as inputs of a merge, in the order given.

    `segments` contains the arrays and the deleted documents of each segment."""
    inputs: list[MergeInput] = []
    base = 0
    for arrays, deleted in segments:
        documents = arrays.about["documents"]
        new_docs = scratch.array("<u4", documents)
        live = None
        if len(deleted):
            live = np.ones(documents, bool)
            live[deleted] = False
        for low, high in spans(documents):
            live_before = np.arange(low, high) - deleted.searchsorted(np.arange(low, high))
            new_docs[low:high] = live_before + base
        live_count = documents - len(deleted)
        inputs.append(MergeInput(arrays, live, new_docs, live_count))
        base += live_count
    return inputs


def spans(size: int) -> Iterator[tuple[int, int]]:
    """Split an array of length `size` into stretches; yield the start and the end of each.

    Each stretch has AT_ONCE entries, except that the last may have fewer."""
    return ((low, min(low + AT_ONCE, size)) for low in range(0, size, AT_ONCE))


def runs(starts: Array) -> Iterator[tuple[int, int]]:
    """Split rows into ranges; yield the first row of each range and the row after its last row.

    The rows of a range have at most AT_ONCE items in total, unless the range is a single longer
    row. `starts` contains the index at which each row begins and, at the end, the index at which
    the last row ends."""
    at = 0
    while at < len(starts) - 1:
        until = int(starts.searchsorted(starts[at] + AT_ONCE, "right")) - 1
        until = max(until, at + 1)
        yield at, until
        at = until


def count_live(
    starts: Array, docs: Array, segment: MergeInput, scratch: Scratch, release: Release
) -> Array | None:
    """Return the number of live documents in each row, or None if no document is deleted.

    Each row belongs to a term or a value: row `i` contains the documents `docs[starts[i]:starts[i +
    1]]`. The array of counts is made by `scratch`, and `release` is called after each stretch of
    `docs`."""
    if segment.live is None:
        return None
    counts = scratch.array("<u4", len(starts) - 1)
    for low, high in spans(len(counts)):
        counts[low:high] = np.diff(starts[low : high + 1])
    for low, high in spans(len(docs)):
        deleted = np.flatnonzero(~segment.live.take(docs[low:high])) + low
        rows = starts.searchsorted(deleted.astype(starts.dtype), "right") - 1
        these, found = np.unique(rows, return_counts=True)
        counts[these] -= found.astype("<u4")
        release()
    return counts


def accumulate(counts: Array) -> None:
    """Replace each number in `counts` with the sum of all numbers up to and including it."""
    total = counts.dtype.type(0)
    for low, high in spans(len(counts)):
        counts[low] += total
        np.cumsum(counts[low:high], out=counts[low:high])
        total = counts[high - 1]
