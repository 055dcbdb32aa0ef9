"""Which people and places the names and numbers in a query mean."""

from dataclasses import replace

from articles.models import Entity, Kind
from articles.pages.public_kinds import FACET_KINDS, PUBLIC_KINDS
from articles.search.asking import address
from articles.search.asking.query import Facet, Query, Value


def resolve_name(kind: str, name: str) -> list[int]:
    """Who or what is meant by `person:"..."`, `place:"..."`, `said:"..."` or `in:"..."`: a name,
    or # and a number."""
    wanted = Kind.PERSON if kind == "speaker" else FACET_KINDS[kind]  # type: ignore[index]
    if name.startswith("#"):
        one = address.read_number(name[1:])
        asked = Entity.objects.numbered({wanted: [one] if one else []}).with_canonical()
        canonical = [entity.canonical for entity in asked]
        return [entity.number for entity in canonical if entity.kind == wanted]
    called = Entity.objects.of_kind(wanted).called(name)
    return list(called.values_list("number", flat=True))


def resolve_choices(query: Query) -> Query:
    """The query with those whom its choices stand for now: addresses and feeds outlast a merge."""
    numbers: dict[Kind, set[int]] = {}
    for facet, kind in FACET_KINDS.items():
        chosen = (*query.chosen(facet), *query.excluded_values(facet))
        numbers.setdefault(kind, set()).update(int(value) for value in chosen if value)
    meant: dict[tuple[Facet, Value], tuple[Facet, Value]] = {}
    chosen_names = Entity.objects.numbered(numbers).exclude(stands_for=None)
    for entity in chosen_names.with_canonical().order_by():
        canonical = entity.canonical
        for facet, kind in FACET_KINDS.items():
            if kind == entity.kind and (shown := PUBLIC_KINDS.get(canonical.kind)):
                same = facet if kind == canonical.kind else shown.exact_facet
                meant[facet, entity.number] = same, canonical.number
    if not meant:
        return query
    pairs = [(facet, value) for facet in FACET_KINDS for value in query.chosen(facet)]
    now = dict.fromkeys(meant.get(pair, pair) for pair in pairs)
    return replace(
        query,
        person=tuple(int(value) for facet, value in now if facet == "person"),
        place=tuple(int(value) for facet, value in now if facet == "place"),
        area=tuple(int(value) for facet, value in now if facet == "area"),
        excluded=tuple(dict.fromkeys(meant.get(pair, pair) for pair in query.excluded)),
    )
