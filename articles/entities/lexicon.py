"""Holds what is known about words before an article is read: names, places, how common they are."""

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
    """How well known a place is. The file of the lexicon holds these numbers."""

    NONE = 0
    COUNTRY = 1
    """A country or a former country."""
    AREA = 2
    """A continent, a region of several countries, or a state, province or nation of one."""
    LANDMARK = 3
    """Any other place in our own tables: a river, a sea, a desert, a town that GeoNames lacks."""
    LARGE_CITY = 4
    """A city with 300,000 inhabitants or more."""
    CITY = 5
    """A city with 50,000 inhabitants or more."""
    TOWN = 6
    """A town with 5,000 inhabitants or more."""


_CLASSES = tuple(PlaceClass)

COUNTRIES_AND_AREAS = (PlaceClass.COUNTRY, PlaceClass.AREA)
GOVERNED = (*COUNTRIES_AND_AREAS, PlaceClass.LARGE_CITY)
"""The places that have officials, and that news names most."""
OUR_PLACES = (*COUNTRIES_AND_AREAS, PlaceClass.LANDMARK)
"""The places in our own tables, without the cities that GeoNames has."""
WELL_KNOWN = (*OUR_PLACES, PlaceClass.LARGE_CITY)
CITIES_AND_WIDER = (*WELL_KNOWN, PlaceClass.CITY)
"""All places but small towns, whose names mostly mean something else in the news."""
ORGANISATION = 10
"""Added to the number of a name that an organisation has, whether or not a place has it too."""


class Table:
    """Small numbers for many words, kept as sorted CRC-32 sums so that the table loads fast.

    A word that is not in the table has the number 0. About one such word in ten thousand has the
    sum of another word, and so its number.
    """

    def __init__(self, keys: "np.ndarray", values: "np.ndarray") -> None:
        self._keys = array("I", keys.astype("<u4").tobytes())
        self._values = array("I", values.astype("<u4").tobytes())

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, int]) -> "Table":
        """Return a table of these numbers by word."""
        keys = np.array([word_hash(word) for word in numbers], dtype=np.uint32)
        keys, first = np.unique(keys, return_index=True)
        return cls(keys, np.array(list(numbers.values()), dtype=np.uint32)[first])

    def __getitem__(self, word: str) -> int:
        wanted = word_hash(word)
        index = bisect_left(self._keys, wanted)
        if index < len(self._keys) and self._keys[index] == wanted:
            return self._values[index]
        return 0

    def columns(self) -> "tuple[np.ndarray, np.ndarray]":
        """Return the hashes of the words, and their numbers."""
        return np.array(self._keys, dtype="<u4"), np.array(self._values, dtype="<u4")


def word_hash(word: str) -> int:
    """Return the CRC-32 sum of the word."""
    return zlib.crc32(word.encode())


class Lexicon:
    """The tables `first_names`, `surnames`, `known`, `common` and `clusters`."""

    NAMES = ("first_names", "surnames", "known", "common", "clusters")

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.first_names = tables["first_names"]
        """1 for the most common given names, 2 for others, 3 for those of other countries."""
        self.surnames = tables["surnames"]
        """1 to 3 from the most common surnames to rare ones, 4 for those of other countries."""
        self.known = tables["known"]
        """The PlaceClass of a name, by its key; ORGANISATION is added for an organisation."""
        self.common = tables["common"]
        """How common a word in lower case is, from 1 (rare) to 5 (very common)."""
        self.clusters = tables["clusters"]
        """The Brown cluster of a word as it is written."""

        self.known_number = functools.lru_cache(maxsize=50_000)(self._find_known)
        """Returns the number in `known` of words as they are written."""

    def _find_known(self, words: str) -> int:
        return self.known[name_key(words)]

    def place_class(self, words: str) -> PlaceClass:
        """Return the class of the place with this name, or NONE, which is false, for no place."""
        return _CLASSES[self.known_number(words) % ORGANISATION]

    def save(self, path: Path) -> None:
        """Write the tables to a file that `load` reads."""
        arrays = {}
        for name in self.NAMES:
            arrays[f"{name}_keys"], arrays[f"{name}_values"] = getattr(self, name).columns()
        np.savez_compressed(path, **arrays)


@functools.cache
def load() -> Lexicon:
    """Return the lexicon that the project ships."""
    with np.load(PATH) as columns:
        return Lexicon(
            {
                name: Table(columns[f"{name}_keys"], columns[f"{name}_values"])
                for name in Lexicon.NAMES
            }
        )
