"""Authority lists: a CSV of names that are certain, as a library or an agency keeps them."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from articles import gazetteer
from articles.desk import decisions
from articles.desk.decisions import Impossible, tidy_country
from articles.desk.similarity import near
from articles.models import Entity, Kind
from articles.models.entities import LONGEST_NAME

COLUMNS = ("name", "aliases", "kind", "latitude", "longitude", "wikidata", "country")


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
    if max(map(len, [given["name"], *given["aliases"].split("|")])) > LONGEST_NAME:
        raise Impossible(f"A name has at most {LONGEST_NAME} characters.")
    if given["kind"] not in Kind:
        raise Impossible(f"The kind is “{given['kind']}”; it may be {', '.join(Kind)}.")
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
    entity = _place(row) if row.kind == Kind.PLACE else _person_or_organisation(row)
    if row.kind == Kind.ORGANISATION:
        if entity.kind != row.kind:
            decisions.convert(entity, row.kind, source)
        return
    if entity.verdict != "confirmed":
        decisions.confirm(entity, source)
    if row.name != entity.name:
        decisions.rename(entity, row.name, source)
    for alias in row.aliases:
        _name_as_well(entity, alias, source)
    if row.wikidata and row.wikidata.upper() != entity.wikidata:
        decisions.identify(entity, row.wikidata, source)
    if row.position:
        _locate(entity, row, row.position, source)


def _person_or_organisation(row: Row) -> Entity:
    """Whoever is called so here: articles' organisations are first taken for people."""
    entity = Entity.objects.obtain_one(_described(Kind.PERSON, row.name)).canonical
    if entity.kind not in (Kind.PERSON, row.kind):
        with_article = Kind(entity.kind).with_article
        raise Impossible(f"{row.name} is the name of {with_article} here: {entity}.")
    return entity


def _place(row: Row) -> Entity:
    """The place of that name in the archive or on the map, or a new one."""
    wanted = _described(Kind.PLACE, row.name)
    places = Entity.objects.of_kind(Kind.PLACE).with_key([wanted.key])
    on_the_map_first = F("location__gazetteer_id").asc(nulls_last=True)
    for place in places.select_related("stands_for__location").order_by(on_the_map_first):
        if place.canonical.kind == Kind.PLACE and _agree(place.canonical, row):
            return place.canonical
    for found in gazetteer.opened().find(row.name):
        if row.position and near((found.entry.latitude, found.entry.longitude), row.position):
            return Entity.objects.obtain_one(Entity.on_the_map(found.entry, row.name)).canonical
    if other := places.filter(identity=wanted.identity).first():
        raise Impossible(
            f"Another {other.canonical} lies elsewhere: give this one a name that tells them apart."
        )
    return Entity.objects.obtain_one(wanted)


def _agree(place: Entity, row: Row) -> bool:
    """Whether the place in the archive may be the one of the list."""
    if row.position and place.location.position:
        return near(place.location.position, row.position)
    country = place.location.country
    return not (row.country and country) or row.country == country


def _name_as_well(entity: Entity, alias: str, source: str) -> None:
    wanted = _described(Kind(entity.kind), alias)
    same = Entity.objects.filter(kind=wanted.kind, identity=wanted.identity)
    held = same.with_canonical().first()
    if held is None:
        decisions.add_alias(entity, alias, source)
    elif held.canonical != entity:
        decisions.merge(held, entity, source)


def _locate(place: Entity, row: Row, position: tuple[float, float], source: str) -> None:
    place.location.refresh_from_db()
    lies = (place.location.position, place.location.country)
    if not place.location.gazetteer_id and lies != (position, row.country):
        decisions.locate(place, *position, row.country, source)


def _described(kind: Kind, name: str) -> Entity:
    described = Entity.by_name(kind, name)
    if not described.key:
        raise Impossible(f"“{name}” is no name.")
    return described
