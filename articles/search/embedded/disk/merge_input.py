"""The segments that are merged, with what is live in them, read a stretch at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.search.embedded.disk.arrays import Array, Arrays, Scratch
from articles.search.embedded.disk.ints import DocIds

AT_ONCE = 1 << 18
"""Documents, positions or values that are in memory at once."""
Release = Callable[[], None]
"""Drops from memory the pages of files that were read and written."""


@dataclass(frozen=True, slots=True)
class MergeInput:
    """One segment to be merged."""

    arrays: Arrays
    live: Array | None
    """For each document, whether it is not deleted; None if none is deleted."""
    new_docs: Array
    """The new number of each document (u4, ascending); of a deleted one, that of the next."""
    live_count: int

    @property
    def documents(self) -> int:
        """The number of documents, deleted ones included."""
        return len(self.new_docs)

    def is_live(self, docs: Array) -> Array:
        """Return for each of the documents whether it is not deleted."""
        return np.ones(len(docs), bool) if self.live is None else self.live.take(docs)


def open_inputs(segments: Sequence[tuple[Arrays, DocIds]], scratch: Scratch) -> list[MergeInput]:
    """Return these segments, each given with its deleted documents, to be merged in this order."""
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
    """Yield where stretches of AT_ONCE begin and end that cover an array of this size."""
    return ((low, min(low + AT_ONCE, size)) for low in range(0, size, AT_ONCE))


def runs(starts: Array) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows that have at most AT_ONCE items together, or are one long row.

    `starts` says where each row begins, and at last where the last one ends."""
    at = 0
    while at < len(starts) - 1:
        until = int(starts.searchsorted(starts[at] + AT_ONCE, "right")) - 1
        until = max(until, at + 1)
        yield at, until
        at = until


def count_live(
    starts: Array, docs: Array, segment: MergeInput, scratch: Scratch, release: Release
) -> Array | None:
    """Return how many live documents each term or value has; None if no document is deleted.

    Row `i` has the documents `docs[starts[i]:starts[i + 1]]`."""
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
    """Replace each number by the sum of the numbers up to and including it."""
    total = counts.dtype.type(0)
    for low, high in spans(len(counts)):
        counts[low] += total
        np.cumsum(counts[low:high], out=counts[low:high])
        total = counts[high - 1]
