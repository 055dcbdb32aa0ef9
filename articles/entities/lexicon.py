"""What is known of single words before reading: names, titles, places, how common they are."""

import functools
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path

import numpy as np

from articles.gazetteer import name_key

DATA = Path(__file__).parent / "data"
PATH = DATA / "lexicon.npz"


class PlaceClass(IntEnum):
    """How widely known a place is, by its name; the numbers are those in the lexicon's file."""

    NONE = 0
    COUNTRY = 1
    """Former countries, too."""
    AREA = 2
    """A continent, a region of several countries, or a state, province or nation of one."""
    LANDMARK = 3
    """Anything else in our own tables: a river, a sea, a desert, a town that GeoNames lacks."""
    LARGE_CITY = 4
    """300,000 inhabitants and more."""
    CITY = 5
    """50,000 and more."""
    TOWN = 6
    """5,000 and more."""


_CLASSES = tuple(PlaceClass)

COUNTRIES_AND_AREAS = (PlaceClass.COUNTRY, PlaceClass.AREA)
GOVERNED = (*COUNTRIES_AND_AREAS, PlaceClass.LARGE_CITY)
"""Places that have offices and officials, and that news names most."""
OUR_PLACES = (*COUNTRIES_AND_AREAS, PlaceClass.LANDMARK)
"""Places of our own tables, apart from cities that GeoNames has."""
WELL_KNOWN = (*OUR_PLACES, PlaceClass.LARGE_CITY)
CITIES_AND_WIDER = (*WELL_KNOWN, PlaceClass.CITY)
"""All but small towns, whose names are mostly something else in the news."""
ORGANISATION = 10
"""Added to the class of a place, perhaps none, whose name an organisation bears."""


class Table:
    """Small numbers for many words, held as sorted CRC-32s so that it loads at once.

    A word that is not in it has the number 0, but for one in some ten thousand.
    """

    def __init__(self, keys: "np.ndarray", values: "np.ndarray") -> None:
        self._keys = array("I", keys.astype("<u4").tobytes())
        self._values = array("I", values.astype("<u4").tobytes())

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> "Table":
        keys = np.array([key(word) for word in numbers], dtype=np.uint32)
        keys, first = np.unique(keys, return_index=True)
        return cls(keys, np.array(list(numbers.values()), dtype=np.uint32)[first])

    def __getitem__(self, word: str) -> int:
        wanted = key(word)
        index = bisect_left(self._keys, wanted)
        if index < len(self._keys) and self._keys[index] == wanted:
            return self._values[index]
        return 0

    def arrays(self) -> "tuple[np.ndarray, np.ndarray]":
        return np.array(self._keys, dtype="<u4"), np.array(self._values, dtype="<u4")


def key(word: str) -> int:
    return zlib.crc32(word.encode())


class Lexicon:
    """The tables by name: `first_names`, `surnames`, `known`, `common`, `clusters`."""

    NAMES = ("first_names", "surnames", "known", "common", "clusters")

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.first_names = tables["first_names"]
        """1 for the most given ones, 2 for other given names, 3 for those of other countries."""
        self.surnames = tables["surnames"]
        """1 to 3 from the most borne to the rare ones, 4 for those of other countries."""
        self.known = tables["known"]
        """By folded name: its PlaceClass, and ORGANISATION more for organisations."""
        self.common = tables["common"]
        """How common a lower-case word is: 1 rare to 5 very common."""
        self.clusters = tables["clusters"]
        """The Brown cluster of a word as written."""

        self.named = functools.lru_cache(maxsize=50_000)(self._named)
        """What `known` has of words as written."""

    def _named(self, words: str) -> int:
        return self.known[name_key(words)]

    def place(self, words: str) -> PlaceClass:
        """The class of a place by its name as written; NONE, which is false, for no place."""
        return _CLASSES[self.named(words) % ORGANISATION]

    def save(self, path: Path) -> None:
        columns = {}
        for name in self.NAMES:
            columns[f"{name}_keys"], columns[f"{name}_values"] = getattr(self, name).arrays()
        np.savez_compressed(path, **columns)


@functools.cache
def load() -> Lexicon:
    """The lexicon that the project ships."""
    with np.load(PATH) as columns:
        return Lexicon(
            {
                name: Table(columns[f"{name}_keys"], columns[f"{name}_values"])
                for name in Lexicon.NAMES
            }
        )
