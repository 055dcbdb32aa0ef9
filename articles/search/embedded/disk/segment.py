"""A segment file opened for reading.

The arrays are described in docs/index-format.md. A segment file never changes, so any number of
threads may read it.
"""

import threading
import weakref
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from articles.search.asking.query import Facet, Value
from articles.search.embedded.disk.arrays import Array, Arrays
from articles.search.embedded.disk.ints import Ints, Starts
from articles.search.embedded.disk.schema import VALUE_FIELDS
from articles.search.embedded.disk.values import HOT

TEXT_FIELDS = ("content", "title")
PAGE = 32
"""The number of terms in a page of a dictionary.

Only the first term of each page is cached, to find the page in which a term belongs."""


class PostingList(NamedTuple):
    """The postings of one term; `docs` and `impacts` are parallel arrays."""

    docs: npt.NDArray[np.uint32]
    """The documents that have the term, ascending."""
    impacts: npt.NDArray[np.uint16]
    """The term's weight in each document (high byte), and the document's length byte (low byte)."""
    position_starts: Starts
    """The index in the field's `positions` at which each document's positions begin.

    One more entry at the end is the index at which the last document's positions end."""


class TermDictionary:
    """A sorted list of terms, numbered from 0 in byte order."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.blob = arrays[f"{name}.terms"].data
        """The bytes of all terms, in order and without separators."""
        self.ends = arrays[f"{name}.term_ends"].data
        """The offset in `blob` at which each term ends."""

    def __len__(self) -> int:
        return len(self.ends)

    def term(self, number: int) -> bytes:
        return bytes(self.blob[self.ends[number - 1] if number else 0 : self.ends[number]])

    def terms_between(self, low: int, high: int) -> list[bytes]:
        """Return the terms with numbers from `low` up to but not including `high`.

        This is faster than reading the terms one by one."""
        begin = self.ends[low - 1] if low else 0
        ends = self.ends[low:high].tolist()
        blob = bytes(self.blob[begin : ends[-1] if ends else begin])
        return [blob[at - begin : to - begin] for at, to in pairwise([begin, *ends])]

    def find(self, term: bytes) -> int:
        """Return the number of `term`, or -1 if the dictionary does not contain it."""
        number = self.lower_bound(term)
        return number if number < len(self) and self.term(number) == term else -1

    def lower_bound(self, term: bytes) -> int:
        """Return the number of the first term that is equal to `term` or sorts after it.

        If there is no such term, return the number of terms in the dictionary."""
        # A list of bytes is searched in a tenth of the time of terms that are cut out one by one.
        page = bisect_left(self.page_starts, term)
        numbers = range(max(page - 1, 0) * PAGE, min(page * PAGE, len(self)))
        return numbers.start + bisect_left(numbers, term, key=self.term)

    @cached_property
    def page_starts(self) -> list[bytes]:
        """The first term of each page of PAGE terms."""
        return [self.term(number) for number in range(0, len(self), PAGE)]

    def find_prefix(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with the prefix."""
        return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))


class TextField(TermDictionary):
    """The terms of a text field and their postings.

    The arrays `docs` and `impacts` are parallel, and contain the postings of all terms, one term
    after the other. The postings of term `i` begin at `posting_starts[i]`."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        super().__init__(arrays, name)
        self.posting_starts = arrays[f"{name}.posting_starts"].data
        self.docs = arrays[f"{name}.docs"]
        self.impacts = arrays[f"{name}.impacts"]
        # Signed, because numpy makes floats of u8 and int64; no number needs the last bit.
        self.position_starts = arrays[f"{name}.position_starts"].view(np.int64)
        self.positions = arrays[f"{name}.positions"]
        self.lengths = arrays[f"{name}.lengths"]
        """The number of indexed words that each document has in the field."""

    def read_postings(self, number: int) -> PostingList:
        start, end = self.posting_starts[number], self.posting_starts[number + 1]
        return PostingList(
            self.docs[start:end], self.impacts[start:end], self.position_starts[start : end + 1]
        )


class Partition(NamedTuple):
    """Numbers that are split into rows. No row is empty."""

    members: Ints
    """The numbers of all rows, one row after the other."""
    starts: Ints
    """The index in `members` at which each row begins, without an entry for the last row's end."""

    @classmethod
    def group(cls, row: Ints, members: Ints) -> "Partition":
        """Return `members` split into rows; `row` contains the number of each member's row."""
        order = row.argsort(kind="stable")
        row = row[order]
        starts = np.concatenate(([True], row[1:] != row[:-1])).nonzero()[0]
        return cls(members[order], starts if len(row) else row)


class LabelField:
    """The categories, or the years, of a segment's documents. A document has at most one."""

    def __init__(self, facet: Facet, of_group: Sequence[Value], profile_group: Ints) -> None:
        """Find the labels that profiles have, and the label of each profile.

        `of_group` contains the label of each group, and `profile_group` the group of each profile.
        """
        self.facet = facet
        used = {of_group[group] for group in np.unique(profile_group).tolist()}
        self.names: list[Value] = sorted(name for name in used if name)
        """The labels that profiles have, sorted, without empty labels."""
        self.values: Ints = np.arange(len(self.names))
        """The index of each label in `names`. Labels are counted by these numbers."""
        numbers: dict[Value, int] = {name: at for at, name in enumerate(self.names)}
        of_groups = [numbers.get(name, len(numbers)) for name in of_group]
        self.of_profile: Ints = np.array(of_groups, np.int64).take(profile_group)
        """For each profile, the index of its label in `names`; `len(names)` if it has no label."""
        self.profiles = Partition.group(self.of_profile, np.arange(len(profile_group)))
        """The profiles that have each label, in the order of `names`.

        If there are profiles without a label, they form the last row."""


class ValueField:
    """The people, places, speakers or areas of a segment (see the module `values`)."""

    nothing: Ints = np.zeros(0, np.int64)

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.values: Ints = arrays[f"{name}.values"].astype(np.int64)
        self.every_rank: Ints = np.arange(len(self.values))
        self.sorted_values = arrays[f"{name}.sorted_values"]
        self.sorted_ranks = arrays[f"{name}.sorted_ranks"]
        self.rank_starts = arrays[f"{name}.rank_starts"]
        self.ranks = arrays[f"{name}.ranks"]
        self.doc_starts = arrays[f"{name}.doc_starts"]
        self.docs = arrays[f"{name}.docs"]
        self.profiled = f"profile.{name}.ranks" in arrays
        """Whether the segment's profiles say which values of the field their documents have."""
        if self.profiled:
            starts = arrays[f"profile.{name}.rank_starts"]
            profiles = np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1])
            self.of_profiles = Partition.group(arrays[f"profile.{name}.ranks"], profiles)
            """A row for each rank: the profiles that have the value with that rank."""
            self.profiles_without: Ints = (starts[1:] == starts[:-1]).nonzero()[0]
            """The profiles that have no value of the field."""
        bitmaps = arrays[f"{name}.bitmaps"]
        hot = min(HOT, len(self.values))
        self.bitmaps = bitmaps.reshape(hot, len(bitmaps) // hot if hot else 0)
        """For each of the first HOT ranks, a row of bits: one for each document."""

    def find_ranks(self, values: Collection[int]) -> Ints:
        """Return the ranks of `values`, in ascending order of the values.

        Values that no document has are left out."""
        wanted = np.array(sorted(values), "<u4")
        at = self.sorted_values.searchsorted(wanted)
        if not len(self.sorted_values):
            return self.nothing
        found = self.sorted_values.take(at, mode="clip") == wanted
        ranks: Ints = self.sorted_ranks[at[found]].astype(np.int64)
        return ranks

    @cached_property
    def without(self) -> npt.NDArray[np.bool_]:
        """An array that is True for each document that has no value of the field."""
        without: npt.NDArray[np.bool_] = self.rank_starts[1:] == self.rank_starts[:-1]
        return without

    def frequency(self, rank: int) -> int:
        """Return the number of documents that have the value with this rank."""
        return int(self.doc_starts[rank + 1]) - int(self.doc_starts[rank])

    def count_as_frequent(self, documents: int) -> int:
        """Return how many values occur in at least `documents` documents."""
        return int(self.negative_frequencies.searchsorted(-documents, "right"))

    @cached_property
    def negative_frequencies(self) -> Ints:
        """Minus the number of documents of each rank, so that the array ascends for a search."""
        doc_starts = self.doc_starts.astype(np.int64)
        frequencies: Ints = doc_starts[:-1] - doc_starts[1:]
        return frequencies

    def docs_of(self, rank: int) -> Array:
        """Return the documents that have the value with this rank, ascending."""
        return self.docs[self.doc_starts[rank] : self.doc_starts[rank + 1]]


class SegmentFile:
    """The arrays of one segment file. Raises DamagedFile if the file is damaged."""

    def __init__(self, path: Path) -> None:
        self.arrays = Arrays(path)
        self.name = str(path)
        self.documents: int = self.arrays.about["documents"]
        """The number of documents in the segment, including deleted ones."""
        self.groups: list[tuple[str, int]] = [
            (category, year) for category, year in self.arrays.about["groups"]
        ]
        self.profile: Ints = self.arrays["profile"].astype(np.int64)
        """The number of each document's profile; see the module `profiles`."""
        self.profile_group: Ints = self.arrays["profile.group"].astype(np.int64)
        """The group of each profile, as an index into `groups`."""
        self.profiles = len(self.profile_group)
        categories, years = zip(*self.groups, strict=True) if self.groups else ((), ())
        self.recency = self.arrays["recency"]
        """A number for each document that orders documents by day and then by primary key."""
        self.article = self.arrays["article"]
        """The primary key of each document's article."""
        self.published = self.arrays["published"]
        """The day on which each document was published, as an ordinal (`date.toordinal`)."""
        self.sources: list[str] = self.arrays.about["sources"]
        self.text = {name: TextField(self.arrays, name) for name in TEXT_FIELDS}
        self.spellings = TermDictionary(self.arrays, "spellings")
        self.spelling_counts = self.arrays["spellings.counts"]
        self.values = {name: ValueField(self.arrays, name) for name in VALUE_FIELDS}
        self.facets: dict[Facet, ValueField | LabelField] = {
            "person": self.values["people"],
            "place": self.values["places"],
            "area": self.values["areas"],
            "category": LabelField("category", categories, self.profile_group),
            "year": LabelField("year", years, self.profile_group),
        }
        """For each facet, the field whose values are counted."""

    @cached_property
    def words(self) -> dict[str, int]:
        """The number of indexed words in each text field, including words of deleted documents."""
        return {name: int(field.lengths.sum(dtype=np.int64)) for name, field in self.text.items()}

    @cached_property
    def newest(self) -> int:
        """The latest day on which a document was published, as an ordinal (`date.toordinal`)."""
        return int(self.published.max(initial=1))

    def column(self, name: str) -> Array:
        return self.arrays[name]

    @property
    def group(self) -> Ints:
        """The group of each document, as an index into `groups`."""
        return self.profile_group[self.profile]


_open_segments: weakref.WeakValueDictionary[Path, SegmentFile] = weakref.WeakValueDictionary()
_lock = threading.Lock()


def open_segment(path: Path) -> SegmentFile:
    """Return the segment in the file at `path`.

    Callers that use the same segment at the same time share one object."""
    with _lock:
        segment = _open_segments.get(path)
        if segment is None:
            segment = _open_segments[path] = SegmentFile(path)
        return segment
