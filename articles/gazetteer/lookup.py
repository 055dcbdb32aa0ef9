"""Looks up places: cities from GeoNames, and countries, areas, rivers and seas from our tables.

`Gazetteer` reads one SQLite file, which `builder` writes."""

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
# The rank of a name of an entry: its own name, another name, or one that counts only after a town
# ("Fla." in "Tampa, Fla.").
OWN, OTHER, AFTER_TOWN = 0, 1, 2

BUILD = "Run the command `build_gazetteer`."


class NoGazetteer(Exception):
    """The gazetteer file is missing or invalid. The message says how to build the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the gazetteer."""

    id: str
    """The place's id: `geonames:98182`, or `newsroom:euphrates` if it comes from our own tables."""
    name: str
    kind: str
    """The kind of place: city, country, state, province, region, continent, river, sea..."""
    latitude: float
    longitude: float
    country: str
    """The ISO code of the place's country, or empty for a place in several countries."""
    population: int
    within: tuple[str, ...]
    """The ids of areas that contain the place, the nearest first."""
    area: str = ""
    """The GeoNames code of the first-level area of the place, such as "TX" for Texas."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with the name that was looked up, and the rank of the name (such as OWN)."""

    entry: Entry
    rank: int


class Gazetteer:
    """The entries in a file that `builder.build` wrote."""

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
        self._find = functools.lru_cache(maxsize=20_000)(self._read_matches)
        self._areas = functools.lru_cache(maxsize=5_000)(self._collect_areas)
        self._country = functools.lru_cache(maxsize=500)(self.get)

    def find(self, name: str) -> tuple[Match, ...]:
        """Return the entries called `name`, sorted by rank, then by population (largest first)."""
        return self._find(name_key(name))

    def get(self, identifier: str) -> Entry | None:
        """Return the entry whose id is `identifier`, or None if there is none."""
        row = self._connection.execute("SELECT * FROM entry WHERE id = ?", (identifier,)).fetchone()
        return _entry(row) if row else None

    def country(self, iso: str) -> Entry | None:
        """Return the entry of the country whose ISO code is `iso`, or None if there is none."""
        known = countries().get(iso)
        return self._country(make_identifier(known.name)) if known else None

    def areas_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of all areas that contain `entry`, the nearest first.

        The areas of a town are its state, then its country, then its regions and continent."""
        areas = self._areas(entry.within)
        return tuple(identifier for identifier in areas if identifier != entry.id)

    def _read_matches(self, key: str) -> tuple[Match, ...]:
        rows = self._connection.execute(
            "SELECT entry.*, rank FROM name JOIN entry USING (number) WHERE key = ?"
            " ORDER BY rank, population DESC, number",
            (key,),
        )
        return tuple(Match(_entry(row[:-1]), row[-1]) for row in rows)

    def _collect_areas(self, within: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids in `within`, then the ids of areas that contain those areas, each once."""
        found = dict.fromkeys(within)
        for identifier in within:
            if area := self.get(identifier):
                found |= dict.fromkeys(each for each in area.within if each not in found)
        return tuple(found)


@functools.cache
def open_gazetteer() -> Gazetteer:
    """Return the site's gazetteer, at the path in the setting GAZETTEER. It is opened only once."""
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
    """Return the great-circle distance between two entries in kilometres (haversine formula)."""
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
    """The country's demonyms, both adjectives and nouns: "Iraqi", "Iraqis"."""


@functools.cache
def countries() -> dict[str, Country]:
    """Return a dict that maps each ISO code to a country in our table."""
    return {
        iso: Country(
            iso, name, float(latitude), float(longitude), split_cell(names), _plurals(people)
        )
        for iso, name, latitude, longitude, names, people in table("countries")
    }


@functools.cache
def demonyms() -> dict[str, str]:
    """Return a dict that maps the key of each demonym ("iraqis") to the country's ISO code."""
    return {
        name_key(word): country.iso for country in countries().values() for word in country.people
    }


def _plurals(people: str) -> tuple[str, ...]:
    words = split_cell(people)
    return words + tuple(
        f"{word}s" for word in words if not word.endswith(("se", "sh", "h", "men"))
    )


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the semicolon-separated values in a cell of our tables."""
    return tuple(filter(None, cell.split(";")))


def table(name: str) -> Iterator[list[str]]:
    """Return the rows of our own table `name`: "countries", "areas" or "places"."""
    for line in (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def make_identifier(name: str) -> str:
    """Return the id of the place `name` in our own tables, such as `newsroom:blue-nile`."""
    return f"newsroom:{name_key(name).replace(' ', '-')}"
