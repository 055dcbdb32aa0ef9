"""A segment as one committed state of the index has it, with what is remembered of it."""

import threading
from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from articles.search.embedded.disk.segment import SegmentFile, TextField
from articles.search.embedded.disk.tokens import Ints

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
T = TypeVar("T")

POSITION_BITS = 24
"""A document and a position are one number: the document above so many bits."""

REMEMBERED = 96 << 20
"""Bytes of postings that a process keeps decoded."""
MANY = 16
"""Where one in so many documents of a term is looked up, that array pays at once: filling it
takes about a sixteenth of what a search takes, for each document."""
FREQUENT = 24
"""A term in more than one of so many documents gets an array of all documents."""


class SizedCache(Generic[T]):
    """Keeps what was used last, up to a sum of sizes, for any number of threads.

    What is in it never changes its meaning, so two threads may put the same."""

    def __init__(self, room: int, size: Callable[[T], int]) -> None:
        # What is larger than all the room takes all of it: the cache itself would refuse it.
        self.cache: LRUCache[Hashable, T] = LRUCache(room, lambda value: min(size(value), room))
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self.lock:  # The order of use changes with every reading.
            return self.cache.get(key)

    def put(self, key: Hashable, value: T) -> None:
        with self.lock:
            self.cache[key] = value

    def forget(self, gone: Callable[[Hashable], bool]) -> None:
        """Drop the keys of which this is true."""
        with self.lock:
            for key in filter(gone, list(self.cache)):
                del self.cache[key]


class DecodedPostings:
    """One term's posting, ready for numpy."""

    def __init__(self, field: TextField, number: int, documents: int) -> None:
        posting = field.posting(number)
        self.field, self.documents = field, documents
        self.begin: int = field.starts[number]
        """Where the posting begins among those of the field."""
        self.ids: Ints = posting.ids.astype(np.intp)
        self.codes, self.firsts = posting.codes, posting.firsts
        self.of_document: npt.NDArray[np.uint16] | None = None
        """The code of every document of the segment, 0 where the term is not."""
        self.lookups = 0
        self._keys: Ints | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def size(self) -> int:
        frequent = len(self) * FREQUENT > self.documents
        places = int(self.firsts[-1]) - int(self.firsts[0])
        return 500 + 8 * len(self) + 8 * places + (2 * self.documents if frequent else 0)

    def keys(self) -> Ints:
        """Each place of the term as one number, ascending: the document, then the position."""
        if self._keys is None:
            first, last = int(self.firsts[0]), int(self.firsts[-1])
            keys = np.repeat(self.ids << POSITION_BITS, self.firsts[1:] - self.firsts[:-1])
            keys += self.field.positions[first:last]
            self._keys = keys
        return self._keys

    def among(self, ids: Ints) -> tuple[Ints, npt.NDArray[np.uint16]]:
        """Which of the documents, by their place among them, have the term; and their codes."""
        if len(self) * FREQUENT > self.documents:
            self.lookups += 1
            if self.of_document is None and (self.lookups > 1 or len(ids) * MANY > len(self)):
                codes = np.zeros(self.documents, np.uint16)
                codes[self.ids] = self.codes
                self.of_document = codes
            if self.of_document is not None:
                codes = self.of_document.take(ids)
                there = (codes != 0).nonzero()[0]
                return there, codes.take(there)
        at, here = self.at(ids)
        there = here.nonzero()[0]
        return there, self.codes.take(at.take(there))

    def at(self, ids: Ints) -> tuple[Ints, Mask]:
        """Where the documents are in the posting, and which of them are there at all."""
        at = self.ids.searchsorted(ids)
        return at, self.ids.take(at, mode="clip") == ids


postings: SizedCache[DecodedPostings] = SizedCache(REMEMBERED, DecodedPostings.size)
"""The postings used last, of all segments."""
expansions: SizedCache[Ints] = SizedCache(REMEMBERED // 4, lambda ids: 500 + ids.nbytes)
"""The documents of the prefixes used last."""


def forget(gone: Callable[[Hashable], bool]) -> None:
    """Drop what is remembered under keys of which this is true."""
    postings.forget(gone)
    expansions.forget(gone)


class SegmentReader:
    """A segment, and which of its documents are deleted in this state of the index."""

    def __init__(self, file: SegmentFile, gone: Ints) -> None:
        self.file, self.gone = file, gone
        self.documents = file.documents
        self.live: Mask | None = None
        if len(gone):
            self.live = np.ones(file.documents, bool)
            self.live[gone] = False
        self.pool: list[Floats] = []

    @property
    def left(self) -> int:
        """How many documents are not deleted."""
        return self.documents - len(self.gone)

    def posting(self, field: str, term: str) -> DecodedPostings | None:
        key = (self.file.name, field, term)
        found = postings.get(key)
        if found is None:
            text = self.file.text[field]
            number = text.find(term.encode())
            if number < 0:
                return None
            found = DecodedPostings(text, number, self.documents)
            postings.put(key, found)
        return found

    def frequency(self, field: str, term: str) -> int:
        """How many of the documents that are left have the term."""
        found = self.posting(field, term)
        if found is None:
            return 0
        if self.live is None:
            return len(found)
        return len(found) - int(np.count_nonzero(found.at(self.gone)[1]))

    def words(self, field: str) -> int:
        """How many words the documents that are left have."""
        sizes = self.file.text[field].sizes
        return self.file.words[field] - int(sizes[self.gone].sum(dtype=np.int64))

    def holding(self, name: str, ids: Collection[int]) -> Mask:
        """Which documents have one of these people or places."""
        values = self.file.values[name]
        found = np.zeros(self.documents, bool)
        for rank in values.ranks_of(ids).tolist():
            if rank < len(values.bitmaps):
                bits = values.bitmaps[rank].view("u1")
                found |= np.unpackbits(bits, count=self.documents, bitorder="little").view(bool)
            else:
                found[values.holders_of(rank).astype(np.intp)] = True
        return found

    def borrow(self) -> Floats:
        """Zeros for every document, the caller's own until they are given back."""
        try:
            return self.pool.pop()
        except IndexError:
            return np.zeros(self.documents)

    def give_back(self, borrowed: Floats) -> None:
        if len(self.pool) < 4:
            borrowed.fill(0)
            self.pool.append(borrowed)
