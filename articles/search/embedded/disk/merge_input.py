"""What segments that are joined have left, a stretch at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from articles.search.embedded.disk.arrays import Array, Arrays, Scratch
from articles.search.embedded.disk.tokens import Ints

AT_ONCE = 1 << 18
"""Documents, positions or values that are in memory at once."""
Release = Callable[[], None]
"""Lets what was read and written go from memory."""


@dataclass(frozen=True, slots=True)
class MergeInput:
    """A segment and what is left of it."""

    arrays: Arrays
    live: Array | None
    """Which documents are left; None where all are."""
    numbers: Array
    """The new number of each document; of one that is deleted, that of the next."""
    left: int

    @property
    def documents(self) -> int:
        return len(self.numbers)

    def kept(self, documents: Array) -> Array:
        """Which of the documents are left."""
        return np.ones(len(documents), bool) if self.live is None else self.live.take(documents)


def sources(segments: Sequence[tuple[Arrays, Ints]], scratch: Scratch) -> list[MergeInput]:
    """These segments, each with its deleted documents, to be joined in this order."""
    made: list[MergeInput] = []
    base = 0
    for arrays, gone in segments:
        documents = arrays.about["documents"]
        numbers = scratch.array("<u4", documents)
        live = None
        if len(gone):
            live = np.ones(documents, bool)
            live[gone] = False
        for low, high in spans(documents):
            before = np.arange(low, high) - gone.searchsorted(np.arange(low, high))
            numbers[low:high] = before + base
        left = documents - len(gone)
        made.append(MergeInput(arrays, live, numbers, left))
        base += left
    return made


def spans(size: int) -> Iterator[tuple[int, int]]:
    """From where to where the stretches of an array of this size go."""
    return ((low, min(low + AT_ONCE, size)) for low in range(0, size, AT_ONCE))


def runs(edges: Array) -> Iterator[tuple[int, int]]:
    """Ranges of parts, of which each begins at its edge, with few enough members; or one part."""
    at = 0
    while at < len(edges) - 1:
        until = int(edges.searchsorted(edges[at] + AT_ONCE, "right")) - 1
        until = max(until, at + 1)
        yield at, until
        at = until


def left_of_each(
    edges: Array, holders: Array, source: MergeInput, scratch: Scratch, release: Release
) -> Array | None:
    """How many holders of each term or value are left; None where all are.

    Those of each begin at its edge."""
    if source.live is None:
        return None
    left = scratch.array("<u4", len(edges) - 1)
    for low, high in spans(len(left)):
        left[low:high] = np.diff(edges[low : high + 1])
    for low, high in spans(len(holders)):
        dead = np.flatnonzero(~source.live.take(holders[low:high])) + low
        owners = edges.searchsorted(dead.astype(edges.dtype), "right") - 1
        these, counts = np.unique(owners, return_counts=True)
        left[these] -= counts.astype("<u4")
        release()
    return left


def accumulate(counts: Array) -> None:
    """Make each number the sum of all up to it."""
    total = counts.dtype.type(0)
    for low, high in spans(len(counts)):
        counts[low] += total
        np.cumsum(counts[low:high], out=counts[low:high])
        total = counts[high - 1]
