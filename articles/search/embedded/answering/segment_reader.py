"""A segment as one committed state of the index has it, and what is remembered of it.

The deleted documents of a segment grow from commit to commit, while its file never changes; so a
segment has one reader for each state, and all of these share the file and the caches.
"""

import threading
from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from articles.search.embedded.disk.ints import DocIds, Ints
from articles.search.embedded.disk.segment import SegmentFile, TextField

Floats = npt.NDArray[np.float64]
Impacts = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]
"""A bool for each document of a segment, or for each entry of another array."""
T = TypeVar("T")

DOC_SHIFT = 24
"""The bits below the document in a number that holds a document and a position.

One bit more than a position needs, so that a position and a distance can be added or subtracted
without reaching another document's positions."""

REMEMBERED = 96 << 20
"""Bytes of postings that a process keeps decoded."""
MANY = 16
"""An array of all documents pays at once where one in that many documents of a term is looked up:
filling it takes, for each document, about a sixteenth of the time of a search."""
FREQUENT = 24
"""A term that one in that many documents has gets an array of all documents."""


class SizedCache(Generic[T]):
    """Keeps the values used last, up to a sum of sizes; any number of threads may use it.

    A key always means the same value, so two threads may put one twice."""

    def __init__(self, capacity: int, size: Callable[[T], int]) -> None:
        # A value that is larger than the capacity counts as all of it: else it would be refused.
        self.cache: LRUCache[Hashable, T] = LRUCache(
            capacity, lambda value: min(size(value), capacity)
        )
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self.lock:  # Reading changes the order of use.
            return self.cache.get(key)

    def put(self, key: Hashable, value: T) -> None:
        with self.lock:
            self.cache[key] = value

    def forget(self, is_outdated: Callable[[Hashable], bool]) -> None:
        """Drop the keys for which `is_outdated` is true."""
        with self.lock:
            for key in filter(is_outdated, list(self.cache)):
                del self.cache[key]


class DecodedPostings:
    """The postings of one term, ready for numpy."""

    def __init__(self, field: TextField, number: int, documents: int) -> None:
        postings = field.read_postings(number)
        self.field, self.documents = field, documents
        self.begin: int = field.posting_starts[number]
        """The place of the first posting among all those of the field."""
        self.docs: DocIds = postings.docs.astype(np.intp)
        self.impacts, self.position_starts = postings.impacts, postings.position_starts
        self.impact_by_doc: Impacts | None = None
        """The impact on every document of the segment; 0 for those that do not have the term."""
        self.lookups = 0
        self._keys: Ints | None = None

    def __len__(self) -> int:
        return len(self.docs)

    def size(self) -> int:
        """Return about how many bytes it takes when all is decoded."""
        frequent = len(self) * FREQUENT > self.documents
        positions = int(self.position_starts[-1]) - int(self.position_starts[0])
        return 500 + 8 * len(self) + 8 * positions + (2 * self.documents if frequent else 0)

    def keys(self) -> Ints:
        """Return each occurrence of the term as one number, ascending.

        The number is document << DOC_SHIFT | position."""
        if self._keys is None:
            first, last = int(self.position_starts[0]), int(self.position_starts[-1])
            counts = self.position_starts[1:] - self.position_starts[:-1]
            keys = np.repeat(self.docs << DOC_SHIFT, counts)
            keys += self.field.positions[first:last]
            self._keys = keys
        return self._keys

    def look_up(self, docs: DocIds) -> tuple[Ints, Impacts]:
        """Return the places in `docs` of the documents that have the term, and their impacts."""
        if len(self) * FREQUENT > self.documents:
            self.lookups += 1
            if self.impact_by_doc is None and (self.lookups > 1 or len(docs) * MANY > len(self)):
                impacts = np.zeros(self.documents, np.uint16)
                impacts[self.docs] = self.impacts
                self.impact_by_doc = impacts
            if self.impact_by_doc is not None:
                impacts = self.impact_by_doc.take(docs)
                present = (impacts != 0).nonzero()[0]
                return present, impacts.take(present)
        at, found = self.locate(docs)
        present = found.nonzero()[0]
        return present, self.impacts.take(at.take(present))

    def locate(self, docs: DocIds) -> tuple[Ints, Mask]:
        """Return where each document is, or would be, in `docs` here; and whether it is there."""
        at = self.docs.searchsorted(docs)
        return at, self.docs.take(at, mode="clip") == docs


postings: SizedCache[DecodedPostings] = SizedCache(REMEMBERED, DecodedPostings.size)
"""The postings used last, of all segments: (file, field, term) -> postings."""
expansions: SizedCache[DocIds] = SizedCache(REMEMBERED // 4, lambda docs: 500 + docs.nbytes)
"""The documents of the prefixes and fuzzy words used last: (file, field, word, ...) -> them."""


def forget(is_outdated: Callable[[Hashable], bool]) -> None:
    """Drop what is remembered under keys for which `is_outdated` is true."""
    postings.forget(is_outdated)
    expansions.forget(is_outdated)


class SegmentReader:
    """A segment, and which of its documents are deleted in this state of the index."""

    def __init__(self, file: SegmentFile, deleted: DocIds) -> None:
        self.file, self.deleted = file, deleted
        self.documents = file.documents
        """The number of documents, deleted ones included."""
        self.live: Mask | None = None
        """For each document, whether it is not deleted; None if none is deleted."""
        if len(deleted):
            self.live = np.ones(file.documents, bool)
            self.live[deleted] = False
        self.pool: list[Floats] = []

    @property
    def live_count(self) -> int:
        return self.documents - len(self.deleted)

    def read_postings(self, field: str, term: str) -> DecodedPostings | None:
        """Return the term's postings, deleted documents included; None if it has none."""
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
        """Return how many live documents have the term."""
        found = self.read_postings(field, term)
        if found is None:
            return 0
        if self.live is None:
            return len(found)
        return len(found) - int(np.count_nonzero(found.locate(self.deleted)[1]))

    def count_words(self, field: str) -> int:
        """Return how many indexed words the live documents have in the field."""
        lengths = self.file.text[field].lengths
        return self.file.words[field] - int(lengths[self.deleted].sum(dtype=np.int64))

    def have_any(self, name: str, values: Collection[int]) -> Mask:
        """Return for each document whether it has one of these values in the field `name`."""
        field = self.file.values[name]
        found = np.zeros(self.documents, bool)
        for rank in field.find_ranks(values).tolist():
            if rank < len(field.bitmaps):
                bits = field.bitmaps[rank].view("u1")
                found |= np.unpackbits(bits, count=self.documents, bitorder="little").view(bool)
            else:
                found[field.docs_of(rank).astype(np.intp)] = True
        return found

    def borrow_zeros(self) -> Floats:
        """Return a zero for each document, for the caller alone until they are given back."""
        try:
            return self.pool.pop()
        except IndexError:
            return np.zeros(self.documents)

    def give_back(self, borrowed: Floats) -> None:
        if len(self.pool) < 4:
            borrowed.fill(0)
            self.pool.append(borrowed)
