"""Builds the lexicon that the project ships, from our own gazetteer and three packages.

The packages are `names` (MIT; the lists of the US census), `faker` (MIT; names in seventy
languages) and `spacy-lookups-data` (MIT; Brown clusters, and how common each word is).
"""

import gzip
import importlib
import json
import pkgutil
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import ModuleType

from articles.entities.lexicon import ORGANISATION, OUR_PLACES, Lexicon, PlaceClass, Table
from articles.entities.training import DATA
from articles.gazetteer import AFTER_TOWN, OWN, name_key

_NAME = re.compile(r"[a-z]{2,}")
_COMMON_FROM = (-16.0, -14.0, -12.0, -10.0, -8.0)
"""The lowest frequencies of words with the numbers 1 to 5 in `Lexicon.common`.

A frequency is the natural logarithm of a word's share of all words: -16 is about 1 in 9 million."""


def gather(gazetteer: Path) -> Lexicon:
    """Return a lexicon built from the packages and the gazetteer file."""
    first_names, surnames = _foreign_names()
    surnames.update(_census_surnames())
    first_names.update(_census_first_names())
    return Lexicon(
        {
            "first_names": Table.from_numbers(first_names),
            "surnames": Table.from_numbers(surnames),
            "known": Table.from_numbers(_known_names(gazetteer)),
            "common": Table.from_numbers(_common_words()),
            "clusters": Table.from_numbers(_clusters()),
        }
    )


def _census_first_names() -> dict[str, int]:
    found: dict[str, int] = {}
    for name in ("female", "male"):
        for word, percent, *_ in _read_census(f"dist.{name}.first"):
            found[word] = min(found.get(word, 2), 1 if float(percent) > 0.02 else 2)
    return found


def _census_surnames() -> dict[str, int]:
    return {
        word: 1 if int(rank) < 3_000 else 2 if int(rank) < 25_000 else 3
        for word, _, _, rank in _read_census("dist.all.last")
    }


def _read_census(name: str) -> Iterator[list[str]]:
    for line in (resources.files("names") / name).read_text().lower().splitlines():
        yield line.split()


def _foreign_names() -> tuple[dict[str, int], dict[str, int]]:
    """Return faker's first names and surnames in Latin letters, with their lexicon numbers."""
    first_names: dict[str, int] = {}
    surnames: dict[str, int] = {}
    people = importlib.import_module("faker.providers.person")
    for language in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"faker.providers.person.{language.name}").Provider
        for attribute in dir(provider):
            if "first_name" in attribute:
                first_names.update(dict.fromkeys(_read_words(provider, attribute), 3))
            elif "last_name" in attribute:
                surnames.update(dict.fromkeys(_read_words(provider, attribute), 4))
    return first_names, surnames


def _read_words(provider: ModuleType, attribute: str) -> Iterator[str]:
    names = getattr(provider, attribute)
    for name in names if isinstance(names, tuple | list | dict) else ():
        for written in name if isinstance(name, tuple | list) else (name,):
            yield from _NAME.findall(name_key(str(written)))


def _known_names(gazetteer: Path) -> dict[str, int]:
    found: dict[str, int] = {**_place_classes(gazetteer)}
    lists = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    for name in (name for names in lists.values() for name in names.strip().split(";")):
        found[name_key(name)] = found.get(name_key(name), PlaceClass.NONE) + ORGANISATION
    return {name: number % (2 * ORGANISATION) for name, number in found.items()}


def _place_classes(gazetteer: Path) -> dict[str, PlaceClass]:
    found: dict[str, PlaceClass] = {}
    with sqlite3.connect(gazetteer) as connection:
        rows = connection.execute(
            "SELECT key, kind, id, population, rank FROM name JOIN entry USING (number)"
            " WHERE rank < ? AND (population >= 5000 OR id LIKE 'newsroom:%') AND length(key) > 1",
            (AFTER_TOWN,),
        )
        for key, kind, identifier, population, rank in rows:
            known = _place_class(kind, identifier, population)
            if known in OUR_PLACES or rank == OWN or len(key) > 3:
                found[key] = min(found.get(key, known), known)
    return found


def _place_class(kind: str, identifier: str, population: int) -> PlaceClass:
    if kind in ("country", "former country"):
        return PlaceClass.COUNTRY
    if kind in ("continent", "region", "state", "province", "nation"):
        return PlaceClass.AREA
    if identifier.startswith("newsroom:"):
        return PlaceClass.LANDMARK
    if population >= 300_000:
        return PlaceClass.LARGE_CITY
    return PlaceClass.CITY if population >= 50_000 else PlaceClass.TOWN


def _common_words() -> dict[str, int]:
    return {
        word: sum(probability > least for least in _COMMON_FROM)
        for word, probability in _read_lookup("prob").items()
        if word.isalpha() and word.islower() and probability > _COMMON_FROM[0]
    }


def _clusters() -> dict[str, int]:
    return {
        word: int(number)
        for word, number in _read_lookup("cluster").items()
        if number and word.isalpha()
    }


def _read_lookup(name: str) -> dict[str, float]:
    path = resources.files("spacy_lookups_data") / "data" / f"en_lexeme_{name}.json.gz"
    found: dict[str, float] = json.loads(gzip.decompress(path.read_bytes()))
    return found
