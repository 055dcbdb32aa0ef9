"""Holds what is known about words in advance: names, places, and how common each word is."""

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
    """How well known a place is. The lexicon stores one of these numbers for each place name."""

    NONE = 0
    COUNTRY = 1
    """A country or a former country."""
    AREA = 2
    """A continent, a region of several countries, or a state, province or nation in a country."""
    LANDMARK = 3
    """Any other place in our own tables: a river, a sea, a desert, a town that GeoNames lacks."""
    LARGE_CITY = 4
    """A city with 300,000 inhabitants or more."""
    CITY = 5
    """A city with 50,000 to 299,999 inhabitants."""
    TOWN = 6
    """A town with 5,000 to 49,999 inhabitants."""


_CLASSES = tuple(PlaceClass)

COUNTRIES_AND_AREAS = (PlaceClass.COUNTRY, PlaceClass.AREA)
GOVERNED = (*COUNTRIES_AND_AREAS, PlaceClass.LARGE_CITY)
"""The classes of places that have officials and that news names most often."""
OUR_PLACES = (*COUNTRIES_AND_AREAS, PlaceClass.LANDMARK)
"""The classes of the places that come from our own tables and not from GeoNames."""
WELL_KNOWN = (*OUR_PLACES, PlaceClass.LARGE_CITY)
CITIES_AND_WIDER = (*WELL_KNOWN, PlaceClass.CITY)
"""All classes of places except towns, whose names usually mean something else in the news."""
ORGANISATION = 10
"""The number that is added to a name's place class if an organisation has that name."""


class Table:
    """A small number for each of many words, stored as sorted CRC-32 sums that load fast.

    A word that is not in the table has the number 0. About one missing word in ten thousand shares
    its sum with a word in the table, and gets the number of that word.
    """

    def __init__(self, keys: "np.ndarray", values: "np.ndarray") -> None:
        self._keys = array("I", keys.astype("<u4").tobytes())
        self._values = array("I", values.astype("<u4").tobytes())

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, int]) -> "Table":
        """Return a table with the numbers in `numbers`, which maps words to numbers."""
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
        """Return two parallel arrays: the CRC-32 sums of words, ascending, and their numbers."""
        return np.array(self._keys, dtype="<u4"), np.array(self._values, dtype="<u4")


def word_hash(word: str) -> int:
    """Return the CRC-32 sum of the word."""
    return zlib.crc32(word.encode())


class Lexicon:
    """Tables of what is known about words: names, places, common words and Brown clusters."""

    NAMES = ("first_names", "surnames", "known", "common", "clusters")

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.first_names = tables["first_names"]
        """How common each first name is: 1 (common) or 2 (rare) in the US, 3 in other countries."""
        self.surnames = tables["surnames"]
        """How common each surname is: 1 (common) to 3 (rare) in the US, 4 in other countries."""
        self.known = tables["known"]
        """The place class of a name, by key, plus ORGANISATION if an organisation has the name."""
        self.common = tables["common"]
        """How common a word in lower case is, from 1 (rare) to 5 (very common)."""
        self.clusters = tables["clusters"]
        """The number of the Brown cluster of each word. Case matters: "May" and "may" differ."""

        self.known_number = functools.lru_cache(maxsize=50_000)(self._find_known)
        """Returns the number that `known` stores for a name, spelt as in an article."""

    def _find_known(self, words: str) -> int:
        return self.known[name_key(words)]

    def place_class(self, words: str) -> PlaceClass:
        """Return the class of the place named `words`, or NONE (which is false) if unknown."""
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
