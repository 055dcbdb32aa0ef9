"""Authority lists: a CSV of names that are certain, as a library or an agency keeps them."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from articles import gazetteer
from articles.desk import decisions
from articles.desk.decisions import Impossible, Record, fold_key, tidy_country
from articles.desk.similarity import near
from articles.models import Person, Place

COLUMNS = ("name", "aliases", "kind", "latitude", "longitude", "wikidata", "country")
KINDS = ("person", "place", "organisation")


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    aliases: tuple[str, ...]
    kind: str
    position: tuple[float, float] | None
    wikidata: str
    country: str


@dataclass(frozen=True, slots=True)
class Outcome:
    line: int
    name: str
    problem: str = ""
    """Why the line was left out; empty when all is as it says."""


def load(lines: Iterable[str], source: str) -> Iterator[Outcome]:
    """Decide for each line what it says; what is so already is left alone.

    Raises Impossible for a table without the needed columns."""
    table = csv.DictReader(lines, strict=True)
    if missing := {"name", "kind"} - set(table.fieldnames or ()):
        raise Impossible(f"The first line names no column {' and no column '.join(missing)}.")
    if unknown := set(table.fieldnames or ()) - set(COLUMNS):
        raise Impossible(f"There is no use for the columns {', '.join(sorted(unknown))}.")
    rows = iter(table)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            yield Outcome(table.line_num, "", f"This is no CSV: {problem}.")
            return
        yield _load(table.line_num, cells, source)


def _load(line: int, cells: Mapping[str, str | None], source: str) -> Outcome:
    name = cells.get("name") or ""
    try:
        with transaction.atomic():
            _decide(_row(cells), source)
    except Impossible as problem:
        return Outcome(line, name, str(problem))
    return Outcome(line, name)


def _row(cells: Mapping[str, str | None]) -> Row:
    if None in cells or None in cells.values():
        raise Impossible("The line has more or fewer cells than the first one.")
    given = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    if not given["name"]:
        raise Impossible("The name is missing.")
    if max(map(len, [given["name"], *given["aliases"].split("|")])) > 200:
        raise Impossible("A name has at most 200 characters.")
    if given["kind"] not in KINDS:
        raise Impossible(f"The kind is “{given['kind']}”; it may be {', '.join(KINDS)}.")
    aliases = tuple(alias.strip() for alias in given["aliases"].split("|") if alias.strip())
    return Row(
        given["name"], aliases, given["kind"], _position(given), given["wikidata"],
        tidy_country(given["country"]),
    )  # fmt: skip


def _position(given: Mapping[str, str]) -> tuple[float, float] | None:
    latitude, longitude = given["latitude"], given["longitude"]
    if not latitude and not longitude:
        return None
    if given["kind"] != "place":
        raise Impossible("Only places have a latitude and a longitude.")
    try:
        return float(latitude), float(longitude)
    except ValueError:
        raise Impossible(f"“{latitude}, {longitude}” is no latitude and longitude.") from None


def _decide(row: Row, source: str) -> None:
    record = _place(row) if row.kind == "place" else _person(row)
    if row.kind == "organisation":
        if record.verdict != "organisation":
            decisions.convert(record, "organisation", source)
        return
    if record.verdict != "confirmed":
        decisions.confirm(record, source)
    if row.name != record.name:
        decisions.rename(record, row.name, source)
    for alias in row.aliases:
        _name_as_well(record, alias, source)
    if row.wikidata and row.wikidata.upper() != record.wikidata:
        decisions.identify(record, row.wikidata, source)
    if row.position and isinstance(record, Place):
        _locate(record, row, row.position, source)


def _person(row: Row) -> Record:
    held, _ = Person.objects.get_or_create(key=_key(row.name), defaults={"name": row.name})
    record = held.canonical
    if isinstance(record, Place):
        raise Impossible(f"{row.name} is the name of a place here: {record}.")
    return record


def _place(row: Row) -> Record:
    """The place of that name in the archive or on the map, or a new one."""
    held = Place.objects.filter(key=_key(row.name)).order_by(F("gazetteer_id").asc(nulls_last=True))
    for place in held:
        if isinstance(place.canonical, Place) and _agree(place.canonical, row):
            return place.canonical
    for found in gazetteer.opened().find(row.name):
        if row.position and near((found.entry.latitude, found.entry.longitude), row.position):
            return Place.of_entry(found.entry, name=row.name).canonical
    made, new = Place.objects.get_or_create(
        gazetteer_id=None, key=_key(row.name), defaults={"name": row.name}
    )
    if not new:
        raise Impossible(
            f"Another {made.canonical} lies elsewhere: give this one a name that tells them apart."
        )
    return made


def _agree(place: Place, row: Row) -> bool:
    """Whether the place in the archive may be the one of the list."""
    if row.position and place.latitude is not None and place.longitude is not None:
        return near((place.latitude, place.longitude), row.position)
    return not (row.country and place.country) or row.country == place.country


def _name_as_well(record: Record, alias: str, source: str) -> None:
    same = {"key": _key(alias)} | ({} if isinstance(record, Person) else {"gazetteer_id": None})
    held = type(record).objects.filter(**same).first()
    if held is None:
        decisions.add_alias(record, alias, source)
    elif held.canonical != record:
        decisions.merge(held, record, source)


def _locate(record: Place, row: Row, position: tuple[float, float], source: str) -> None:
    record.refresh_from_db()
    lies = (record.latitude, record.longitude)
    if not record.gazetteer_id and (*lies, record.country) != (*position, row.country):
        decisions.locate(record, *position, row.country, source)


def _key(name: str) -> str:
    if not (key := fold_key(name)):
        raise Impossible(f"“{name}” is no name.")
    return key
