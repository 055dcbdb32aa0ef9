"""Reads a segment as it was at one commit, and caches its postings.

The set of deleted documents of a segment grows from commit to commit, while its file never
changes. So a segment has one reader for each commit, and its readers share the file and the caches.
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
"""An array of booleans, such as one for each document of a segment."""
T = TypeVar("T")

DOC_SHIFT = 24
"""The number of low bits for the position in a number that combines a document and a position.

There is one bit more than a position needs, so that adding a distance to a position, or subtracting
one, never reaches another document's positions."""

REMEMBERED = 96 << 20
"""The maximum number of bytes of decoded postings that a process keeps in memory."""
MANY = 16
"""If more than one in this many of a term's documents is looked up, an array is filled first.

The array has an entry for each document of the segment. Filling it takes, per document, about a
sixteenth of the time of a lookup."""
FREQUENT = 24
"""If more than one in this many documents has a term, it gets an array of all documents."""


class SizedCache(Generic[T]):
    """Keeps the most recently used values, up to a total size. Safe for any number of threads.

    A key always stands for the same value, so it does no harm if two threads put the same key."""

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
        """Drop each entry whose key is outdated according to `is_outdated`."""
        with self.lock:
            for key in filter(is_outdated, list(self.cache)):
                del self.cache[key]


class DecodedPostings:
    """The postings of one term in one segment, decoded into arrays."""

    def __init__(self, field: TextField, number: int, documents: int) -> None:
        postings = field.read_postings(number)
        self.field, self.documents = field, documents
        self.begin: int = field.posting_starts[number]
        """The index of the term's first posting among all postings of the field."""
        self.docs: DocIds = postings.docs.astype(np.intp)
        self.impacts, self.position_starts = postings.impacts, postings.position_starts
        self.impact_by_doc: Impacts | None = None
        """The impact on every document of the segment; 0 for documents without the term.

        None until it is worth computing."""
        self.lookups = 0
        self._keys: Ints | None = None

    def __len__(self) -> int:
        return len(self.docs)

    def size(self) -> int:
        """Return the approximate size of the postings in bytes once all arrays are decoded."""
        frequent = len(self) * FREQUENT > self.documents
        positions = int(self.position_starts[-1]) - int(self.position_starts[0])
        return 500 + 8 * len(self) + 8 * positions + (2 * self.documents if frequent else 0)

    def keys(self) -> Ints:
        """Return each occurrence of the term as one number, in ascending order.

        The number is `document << DOC_SHIFT | position`."""
        if self._keys is None:
            first, last = int(self.position_starts[0]), int(self.position_starts[-1])
            counts = self.position_starts[1:] - self.position_starts[:-1]
            keys = np.repeat(self.docs << DOC_SHIFT, counts)
            keys += self.field.positions[first:last]
            self._keys = keys
        return self._keys

    def look_up(self, docs: DocIds) -> tuple[Ints, Impacts]:
        """Return the indexes in `docs` of documents with the term, and the impact on each of these.

        The two arrays are parallel."""
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
        """Return the index of each of `docs` in `self.docs`, and a mask of those found there.

        For a document that is not in `self.docs`, the index is where it would have to be inserted.
        Both arrays are parallel to `docs`."""
        at = self.docs.searchsorted(docs)
        return at, self.docs.take(at, mode="clip") == docs


postings: SizedCache[DecodedPostings] = SizedCache(REMEMBERED, DecodedPostings.size)
"""The cache of the postings of all segments, by (file, field, term)."""
expansions: SizedCache[DocIds] = SizedCache(REMEMBERED // 4, lambda docs: 500 + docs.nbytes)
"""The cache of documents that match a prefix or a fuzzy word, by (file, field, word, ...)."""


def forget(is_outdated: Callable[[Hashable], bool]) -> None:
    """Drop each entry of both caches whose key is outdated according to `is_outdated`.

    The caches are `postings` and `expansions`."""
    postings.forget(is_outdated)
    expansions.forget(is_outdated)


class SegmentReader:
    """A segment as it was at one commit: its file, and the documents that were deleted."""

    def __init__(self, file: SegmentFile, deleted: DocIds) -> None:
        self.file, self.deleted = file, deleted
        self.documents = file.documents
        """The number of documents in the segment, including deleted documents."""
        self.live: Mask | None = None
        """A mask of the documents that are not deleted; None if no document is deleted."""
        if len(deleted):
            self.live = np.ones(file.documents, bool)
            self.live[deleted] = False
        self.pool: list[Floats] = []

    @property
    def live_count(self) -> int:
        return self.documents - len(self.deleted)

    def read_postings(self, field: str, term: str) -> DecodedPostings | None:
        """Return the term's postings, including those of deleted documents.

        Returns None if no document has the term."""
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
        """Return how many live documents have the term in the field."""
        found = self.read_postings(field, term)
        if found is None:
            return 0
        if self.live is None:
            return len(found)
        return len(found) - int(np.count_nonzero(found.locate(self.deleted)[1]))

    def count_words(self, field: str) -> int:
        """Return the total number of indexed words that all live documents have in the field."""
        lengths = self.file.text[field].lengths
        return self.file.words[field] - int(lengths[self.deleted].sum(dtype=np.int64))

    def have_any(self, name: str, values: Collection[int]) -> Mask:
        """Return a mask of the documents that have any of the values in the field `name`."""
        field = self.file.values[name]
        found = np.zeros(self.documents, bool)
        for rank in field.find_ranks(values).tolist():
            if rank < len(field.bitmaps):
                bits = field.bitmaps[rank].view("u1")
                found |= np.unpackbits(bits, count=self.documents, bitorder="little").view(bool)
            else:
                found[field.docs_of(rank).astype(np.intp)] = True
        return found

    def lend_zeros(self) -> Floats:
        """Return an array that contains a zero for each document.

        The caller may change the array, and must pass it to `give_back` after use."""
        try:
            return self.pool.pop()
        except IndexError:
            return np.zeros(self.documents)

    def give_back(self, borrowed: Floats) -> None:
        if len(self.pool) < 4:
            borrowed.fill(0)
            self.pool.append(borrowed)
