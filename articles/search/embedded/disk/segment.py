"""A segment file opened for reading."""

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
from articles.search.embedded.disk.schema import VALUE_FIELDS
from articles.search.embedded.disk.tokens import Ints
from articles.search.embedded.disk.values import HOT

TEXT_FIELDS = ("content", "title")
PAGE = 32
"""Terms of which the first is kept at hand."""


class PostingList(NamedTuple):
    """Where one term is: a document, a code (weight and length byte) and a first position each."""

    ids: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint16]
    firsts: Ints
    """Where each document's positions begin in the field's `positions`; and where they end."""


class TermDictionary:
    """Words in order."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.blob = arrays[f"{name}.terms"].data
        self.ends = arrays[f"{name}.ends"].data

    def __len__(self) -> int:
        return len(self.ends)

    def term(self, number: int) -> bytes:
        return bytes(self.blob[self.ends[number - 1] if number else 0 : self.ends[number]])

    def between(self, low: int, high: int) -> list[bytes]:
        """The words from this number until that, faster than one by one."""
        begin = self.ends[low - 1] if low else 0
        ends = self.ends[low:high].tolist()
        blob = bytes(self.blob[begin : ends[-1] if ends else begin])
        return [blob[at - begin : to - begin] for at, to in pairwise([begin, *ends])]

    def find(self, term: bytes) -> int:
        """The term's number, or -1."""
        number = self.first(term)
        return number if number < len(self) and self.term(number) == term else -1

    def first(self, term: bytes) -> int:
        """The number of the first term that is not before this one."""
        # A list of bytes is searched in a tenth of the time of terms that are cut out one by one.
        page = bisect_left(self.pages, term)
        numbers = range(max(page - 1, 0) * PAGE, min(page * PAGE, len(self)))
        return numbers.start + bisect_left(numbers, term, key=self.term)

    @cached_property
    def pages(self) -> list[bytes]:
        """The first term of every page of a dictionary, so to speak."""
        return [self.term(number) for number in range(0, len(self), PAGE)]

    def begun(self, start: bytes) -> range:
        """The numbers of the terms that begin so."""
        return range(self.first(start), self.first(start + b"\xff"))


class TextField(TermDictionary):
    """The terms of a text field and their postings."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        super().__init__(arrays, name)
        self.starts = arrays[f"{name}.starts"].data
        self.ids = arrays[f"{name}.ids"]
        self.codes = arrays[f"{name}.codes"]
        self.firsts = arrays[f"{name}.firsts"].view(np.int64)  # No number needs the last bit.
        self.positions = arrays[f"{name}.positions"]
        self.sizes = arrays[f"{name}.sizes"]

    def posting(self, number: int) -> PostingList:
        start, end = self.starts[number], self.starts[number + 1]
        return PostingList(self.ids[start:end], self.codes[start:end], self.firsts[start : end + 1])

    def frequency(self, number: int) -> int:
        """How many documents have the term."""
        return int(self.starts[number + 1] - self.starts[number])


class Partition(NamedTuple):
    """Numbers put into parts, each of at least one: `members` from each of `starts` on."""

    members: Ints
    starts: Ints

    @classmethod
    def of(cls, part: Ints, members: Ints) -> "Partition":
        """The members, of which each belongs to the part named beside it."""
        order = part.argsort(kind="stable")
        part = part[order]
        starts = np.concatenate(([True], part[1:] != part[:-1])).nonzero()[0]
        return cls(members[order], starts if len(part) else part)


class LabelField:
    """What documents are called in one respect: their category, or their year."""

    def __init__(self, of: Facet, of_group: Sequence[Value], profile_group: Ints) -> None:
        self.of = of
        used = {of_group[group] for group in np.unique(profile_group).tolist()}
        self.names: list[Value] = sorted(name for name in used if name)
        self.values: Ints = np.arange(len(self.names))
        """What stands for the names in counting, in their order."""
        number: dict[Value, int] = {name: at for at, name in enumerate(self.names)}
        of_groups = [number.get(name, len(number)) for name in of_group]
        self.of_profile: Ints = np.array(of_groups, np.int64).take(profile_group)
        """The number of each profile's name; one more than the last where it has none."""
        self.profiles = Partition.of(self.of_profile, np.arange(len(profile_group)))
        """The profiles of each name; and, where there are any, those of none."""


class ValueField:
    """The people or places of a segment; see `values` for the arrays."""

    nothing: Ints = np.zeros(0, np.int64)

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.values: Ints = arrays[f"{name}.values"].astype(np.int64)
        self.every_rank: Ints = np.arange(len(self.values))
        self.sorted = arrays[f"{name}.sorted"]
        self.rank_of = arrays[f"{name}.ranks_of"]
        self.starts = arrays[f"{name}.starts"]
        self.ranks = arrays[f"{name}.ranks"]
        self.edges = arrays[f"{name}.edges"]
        self.holders = arrays[f"{name}.holders"]
        self.profiled = f"profile.{name}.ranks" in arrays
        if self.profiled:
            starts = arrays[f"profile.{name}.starts"]
            owners = np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1])
            self.of_profiles = Partition.of(arrays[f"profile.{name}.ranks"], owners)
            """The profiles that have each rank."""
            self.profiles_without: Ints = (starts[1:] == starts[:-1]).nonzero()[0]
        bitmaps = arrays[f"{name}.bitmaps"]
        hot = min(HOT, len(self.values))
        self.bitmaps = bitmaps.reshape(hot, len(bitmaps) // hot if hot else 0)

    def ranks_of(self, values: Collection[int]) -> Ints:
        """The ranks of those values that any document here has."""
        wanted = np.array(sorted(values), "<u4")
        at = self.sorted.searchsorted(wanted)
        there = self.sorted.take(at, mode="clip") == wanted if len(self.sorted) else at < 0
        return self.rank_of[at[there]].astype(np.int64)

    @cached_property
    def without(self) -> npt.NDArray[np.bool_]:
        """Which documents have no value."""
        without: npt.NDArray[np.bool_] = self.starts[1:] == self.starts[:-1]
        return without

    def frequency(self, rank: int) -> int:
        """How many documents have the value of this rank."""
        return int(self.edges[rank + 1]) - int(self.edges[rank])

    def as_frequent_as(self, documents: int) -> int:
        """How many values at least so many documents have."""
        return int(self.rarities.searchsorted(-documents, "right"))

    @cached_property
    def rarities(self) -> Ints:
        """How many documents have the value of each rank, below zero, so ascending."""
        edges = self.edges.astype(np.int64)
        rarities: Ints = edges[:-1] - edges[1:]
        return rarities

    def holders_of(self, rank: int) -> Array:
        """The documents that have the value of this rank, ascending."""
        return self.holders[self.edges[rank] : self.edges[rank + 1]]


class SegmentFile:
    """One segment's arrays. Nothing of it ever changes, so any thread may read it."""

    def __init__(self, path: Path) -> None:
        self.arrays = Arrays(path)
        self.name = str(path)
        self.documents: int = self.arrays.about["documents"]
        self.groups: list[tuple[str, int]] = [
            (section, year) for section, year in self.arrays.about["groups"]
        ]
        self.profile: Ints = self.arrays["profile"].astype(np.int64)
        """The number of each document's profile; see `profiles`."""
        self.profile_group: Ints = self.arrays["profile.group"].astype(np.int64)
        """The group of each profile: its number in `groups`."""
        self.profiles = len(self.profile_group)
        categories, years = zip(*self.groups, strict=True) if self.groups else ((), ())
        self.order = self.arrays["order"]
        """A number for each document that grows with its day, and then with its article."""
        self.article = self.arrays["article"]
        self.published = self.arrays["published"]
        self.sources: list[str] = self.arrays.about["sources"]
        self.text = {name: TextField(self.arrays, name) for name in TEXT_FIELDS}
        self.spellings = TermDictionary(self.arrays, "spellings")
        self.spelling_counts = self.arrays["spellings.counts"]
        self.values = {name: ValueField(self.arrays, name) for name in VALUE_FIELDS}
        self.counted: dict[Facet, ValueField | LabelField] = {
            "person": self.values["people"],
            "place": self.values["places"],
            "area": self.values["areas"],
            "category": LabelField("category", categories, self.profile_group),
            "year": LabelField("year", years, self.profile_group),
        }

    @cached_property
    def words(self) -> dict[str, int]:
        """How many words each text field has."""
        return {name: int(field.sizes.sum(dtype=np.int64)) for name, field in self.text.items()}

    @cached_property
    def newest(self) -> int:
        """The last day of any document, as an ordinal."""
        return int(self.published.max(initial=1))

    def column(self, name: str) -> Array:
        return self.arrays[name]

    @property
    def group(self) -> Ints:
        """The group of each document."""
        return self.profile_group[self.profile]


_opened: weakref.WeakValueDictionary[Path, SegmentFile] = weakref.WeakValueDictionary()
_lock = threading.Lock()


def opened(path: Path) -> SegmentFile:
    """The segment in this file, one for all who use it at a time."""
    with _lock:
        found = _opened.get(path)
        if found is None:
            found = _opened[path] = SegmentFile(path)
        return found
