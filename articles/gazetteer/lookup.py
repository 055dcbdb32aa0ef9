"""Where names lie: cities from GeoNames, and countries, areas, rivers and seas from our own tables.

`Gazetteer` answers from one SQLite file, which `making` makes.
"""

import functools
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from django.conf import settings

from articles.gazetteer.keys import name_key

TABLES = Path(__file__).parent / "data"
# How a name is borne: the entry's own name, another name, or one that only counts after a town
# ("Fla." in "Tampa, Fla.").
OWN, OTHER, AFTER_TOWN = 0, 1, 2

BUILD = "Run the command `build_gazetteer`."


class NoGazetteer(Exception):
    """The gazetteer file is missing or is not one; the message says how to make it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the map."""

    id: str
    """`geonames:98182`, or `newsroom:euphrates` for the places of our own tables."""
    name: str
    kind: str
    """city, country, state, province, region, continent, river, lake, sea, desert, mountains..."""
    latitude: float
    longitude: float
    country: str
    """The ISO code, or empty for what lies in several countries."""
    population: int
    within: tuple[str, ...]
    """The ids of the wider areas that hold it, nearest first."""
    area: str = ""
    """The GeoNames code of the first-level area: "07" in Iraq, "TX" in the United States."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that bears a name, and how: OWN, OTHER or AFTER_TOWN."""

    entry: Entry
    rank: int


class Gazetteer:
    """Answers from a file that `build()` wrote."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NoGazetteer(f"There is no gazetteer at {path}. {BUILD}")
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        try:
            self._connection.execute("SELECT 1 FROM entry, name LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise NoGazetteer(f"{path} is not a gazetteer ({error}). {BUILD}") from error
        self._find = functools.lru_cache(maxsize=20_000)(self._read)
        self._around = functools.lru_cache(maxsize=5_000)(self._follow)
        self._country = functools.lru_cache(maxsize=500)(self.get)

    def find(self, name: str) -> tuple[Found, ...]:
        """The entries of that name, those that bear it as their own first, then the larger."""
        return self._find(name_key(name))

    def get(self, identifier: str) -> Entry | None:
        row = self._connection.execute("SELECT * FROM entry WHERE id = ?", (identifier,)).fetchone()
        return _entry(row) if row else None

    def country(self, iso: str) -> Entry | None:
        """The country of an ISO code."""
        known = countries().get(iso)
        return self._country(identifier_of(known.name)) if known else None

    def wider(self, entry: Entry) -> tuple[str, ...]:
        """The ids of all the areas that hold the entry, and of those that hold these: nearest
        first, from a town's state and country to the regions and the continent."""
        areas = self._around(entry.within)
        return tuple(identifier for identifier in areas if identifier != entry.id)

    def _read(self, key: str) -> tuple[Found, ...]:
        rows = self._connection.execute(
            "SELECT entry.*, rank FROM name JOIN entry USING (number) WHERE key = ?"
            " ORDER BY rank, population DESC, number",
            (key,),
        )
        return tuple(Found(_entry(row[:-1]), row[-1]) for row in rows)

    def _follow(self, within: tuple[str, ...]) -> tuple[str, ...]:
        """These areas and all that hold them, in the order in which they are come upon."""
        found = dict.fromkeys(within)
        for identifier in within:
            if area := self.get(identifier):
                found |= dict.fromkeys(each for each in area.within if each not in found)
        return tuple(found)


@functools.cache
def opened() -> Gazetteer:
    """The site's gazetteer, at the path of the setting GAZETTEER."""
    return Gazetteer(Path(settings.GAZETTEER))


def _entry(row: tuple[Any, ...]) -> Entry:
    _, identifier, name, kind, latitude, longitude, country, area, population, within = row
    return Entry(
        identifier,
        name,
        kind,
        latitude,
        longitude,
        country,
        population,
        tuple(within.split()),
        area,
    )


def kilometres(one: Entry, other: Entry) -> float:
    """The great-circle distance (haversine)."""
    south, north = radians(one.latitude), radians(other.latitude)
    height = sin((north - south) / 2) ** 2
    width = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 12_742 * asin(sqrt(height + cos(south) * cos(north) * width))


@dataclass(frozen=True, slots=True)
class Country:
    iso: str
    name: str
    latitude: float
    longitude: float
    names: tuple[str, ...]
    people: tuple[str, ...]
    """What its people and things are called: Iraqi, Iraqis."""


@functools.cache
def countries() -> dict[str, Country]:
    """Every country of our table, by ISO code."""
    return {
        iso: Country(iso, name, float(latitude), float(longitude), cells(names), _plurals(people))
        for iso, name, latitude, longitude, names, people in table("countries")
    }


@functools.cache
def demonyms() -> dict[str, str]:
    """From each folded word for a people ("iraqis") to its country's ISO code."""
    return {
        name_key(word): country.iso for country in countries().values() for word in country.people
    }


def _plurals(people: str) -> tuple[str, ...]:
    words = cells(people)
    return words + tuple(
        f"{word}s" for word in words if not word.endswith(("se", "sh", "h", "men"))
    )


def cells(cell: str) -> tuple[str, ...]:
    """The parts of a cell of our tables that holds several, apart by semicolons."""
    return tuple(filter(None, cell.split(";")))


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of our own tables: countries, areas or places."""
    for line in (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def identifier_of(name: str) -> str:
    """The id of an entry of our own tables; cities have those of GeoNames."""
    return f"newsroom:{name_key(name).replace(' ', '-')}"
