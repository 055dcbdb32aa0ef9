"""Loads authority lists: CSV files of verified names, such as libraries and agencies keep."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from articles import gazetteer
from articles.desk import decisions
from articles.desk.decisions import Impossible, clean_country
from articles.desk.similarity import are_near
from articles.models import Entity, Kind
from articles.models.entities import LONGEST_NAME

COLUMNS = ("name", "aliases", "kind", "latitude", "longitude", "wikidata", "country")


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    name: str
    aliases: tuple[str, ...]
    kind: str
    coordinates: tuple[float, float] | None
    wikidata: str
    country: str


@dataclass(frozen=True, slots=True)
class LineOutcome:
    line: int
    name: str
    problem: str = ""
    """The reason why the line was left out. Empty if the archive now agrees with the line."""


def load(lines: Iterable[str], source: str) -> Iterator[LineOutcome]:
    """Make the decisions that each line of the list calls for, and yield an outcome for each line.

    No decision is made if the archive already agrees with the line. `source` is the name of the
    list. Raises Impossible if a required column is missing or a column is unknown."""
    table = csv.DictReader(lines, strict=True)
    if missing := {"name", "kind"} - set(table.fieldnames or ()):
        raise Impossible(f"The first line has no column {' and no column '.join(sorted(missing))}.")
    if unknown := set(table.fieldnames or ()) - set(COLUMNS):
        raise Impossible(f"These columns are unknown: {', '.join(sorted(unknown))}.")
    rows = iter(table)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            yield LineOutcome(table.line_num, "", f"This is not CSV: {problem}.")
            return
        yield _load_line(table.line_num, cells, source)


def _load_line(line: int, cells: Mapping[str, str | None], source: str) -> LineOutcome:
    name = cells.get("name") or ""
    try:
        with transaction.atomic():
            _decide(_parse_row(cells), source)
    except Impossible as problem:
        return LineOutcome(line, name, str(problem))
    return LineOutcome(line, name)


def _parse_row(cells: Mapping[str, str | None]) -> AuthorityRow:
    if None in cells or None in cells.values():
        raise Impossible("The line has more or fewer cells than the first line.")
    given = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    if not given["name"]:
        raise Impossible("The name is missing.")
    if max(map(len, [given["name"], *given["aliases"].split("|")])) > LONGEST_NAME:
        raise Impossible(f"A name has at most {LONGEST_NAME} characters.")
    if given["kind"] not in Kind:
        raise Impossible(f"The kind is “{given['kind']}”; it may be {', '.join(Kind)}.")
    aliases = tuple(alias.strip() for alias in given["aliases"].split("|") if alias.strip())
    return AuthorityRow(
        given["name"], aliases, given["kind"], _parse_coordinates(given), given["wikidata"],
        clean_country(given["country"]),
    )  # fmt: skip


def _parse_coordinates(given: Mapping[str, str]) -> tuple[float, float] | None:
    latitude, longitude = given["latitude"], given["longitude"]
    if not latitude and not longitude:
        return None
    if given["kind"] != Kind.PLACE:
        raise Impossible("Only places have a latitude and a longitude.")
    try:
        return float(latitude), float(longitude)
    except ValueError:
        raise Impossible(f"“{latitude}, {longitude}” is not a latitude and a longitude.") from None


def _decide(row: AuthorityRow, source: str) -> None:
    entity = _obtain_place(row) if row.kind == Kind.PLACE else _obtain_by_name(row)
    if entity.kind != row.kind:
        decisions.convert(entity, row.kind, source)
        entity = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    if entity.verdict != "confirmed":
        decisions.confirm(entity, source)
    if row.name != entity.name:
        decisions.rename(entity, row.name, source)
    for alias in row.aliases:
        _add_alias(entity, alias, source)
    if row.wikidata and row.wikidata.upper() != entity.wikidata:
        decisions.identify(entity, row.wikidata, source)
    if row.coordinates:
        _locate(entity, row, row.coordinates, source)


def _obtain_by_name(row: AuthorityRow) -> Entity:
    """Return the person or organisation that has the name in `row`, or add a person of that name.

    The tagger finds only people and places, so it may mistake an organisation for a person. Raises
    Impossible if the name belongs to another kind of entity."""
    entity = Entity.objects.obtain_one(_describe(Kind.PERSON, row.name)).canonical
    if entity.kind not in (Kind.PERSON, row.kind):
        noun_phrase = Kind(entity.kind).noun_phrase
        raise Impossible(f"{row.name} is the name of {noun_phrase} in this archive: {entity}.")
    return entity


def _obtain_place(row: AuthorityRow) -> Entity:
    """Return the place that `row` describes: from the archive, else the gazetteer, else a new one.

    Raises Impossible if the name already belongs to another place that is not in the gazetteer."""
    wanted = _describe(Kind.PLACE, row.name)
    places = Entity.objects.of_kind(Kind.PLACE).with_key([wanted.key])
    on_the_map_first = F("location__gazetteer_id").asc(nulls_last=True)
    for place in places.select_related("stands_for__location").order_by(on_the_map_first):
        if place.canonical.kind == Kind.PLACE and _may_be_same(place.canonical, row):
            return place.canonical
    for found in gazetteer.open_gazetteer().find(row.name):
        if row.coordinates and are_near(
            (found.entry.latitude, found.entry.longitude), row.coordinates
        ):
            return Entity.objects.obtain_one(Entity.from_entry(found.entry, row.name)).canonical
    if other := places.filter(identity=wanted.identity).first():
        raise Impossible(
            f"Another {other.canonical} lies elsewhere. Give this one a different name."
        )
    return Entity.objects.obtain_one(wanted)


def _may_be_same(place: Entity, row: AuthorityRow) -> bool:
    """Return whether `place`, which is in the archive, may be the place that `row` describes."""
    if row.coordinates and place.location.coordinates:
        return are_near(place.location.coordinates, row.coordinates)
    country = place.location.country
    return not (row.country and country) or row.country == country


def _add_alias(entity: Entity, alias: str, source: str) -> None:
    wanted = _describe(Kind(entity.kind), alias)
    same = Entity.objects.filter(kind=wanted.kind, identity=wanted.identity)
    held = same.with_canonical().first()
    if held is None:
        decisions.add_alias(entity, alias, source)
    elif held.canonical != entity:
        decisions.merge(held, entity, source)


def _locate(
    place: Entity, row: AuthorityRow, coordinates: tuple[float, float], source: str
) -> None:
    place.location.refresh_from_db()
    known = (place.location.coordinates, place.location.country)
    if not place.location.gazetteer_id and known != (coordinates, row.country):
        decisions.locate(place, *coordinates, row.country, source)


def _describe(kind: Kind, name: str) -> Entity:
    described = Entity.from_name(kind, name)
    if not described.key:
        raise Impossible(f"“{name}” is not a name.")
    return described
