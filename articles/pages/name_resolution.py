"""Finds the people and places to which the names and numbers in a query refer."""

from dataclasses import replace

from articles.models import Entity, Kind
from articles.pages.public_kinds import FACET_KINDS, PUBLIC_KINDS
from articles.search.asking import address
from articles.search.asking.query import Facet, Query, Value


def resolve_name(kind: str, name: str) -> list[int]:
    """Return the numbers of the entities called `name`. The name "#12" means the number 12.

    The index calls this function to learn which entities `person:"..."`, `place:"..."`,
    `said:"..."` and `in:"..."` mean. `kind` is "speaker" for `said:`, otherwise the name of a
    facet."""
    wanted = Kind.PERSON if kind == "speaker" else FACET_KINDS[kind]  # type: ignore[index]
    if name.startswith("#"):
        number = address.read_number(name[1:])
        entities = Entity.objects.with_numbers({wanted: [number] if number else []})
        canonical = [entity.canonical for entity in entities.with_canonical()]
        return [entity.number for entity in canonical if entity.kind == wanted]
    entities = Entity.objects.of_kind(wanted).with_name(name)
    return list(entities.values_list("number", flat=True))


def resolve_choices(query: Query) -> Query:
    """Return `query` with all chosen and excluded aliases replaced by their canonical entities.

    This keeps readers' saved addresses and feeds working after an editor merges two names."""
    numbers: dict[Kind, set[int]] = {}
    for facet, kind in FACET_KINDS.items():
        chosen = (*query.chosen(facet), *query.excluded_values(facet))
        numbers.setdefault(kind, set()).update(int(value) for value in chosen if value)
    replaced: dict[tuple[Facet, Value], tuple[Facet, Value]] = {}
    aliases = Entity.objects.with_numbers(numbers).exclude(stands_for=None)
    for entity in aliases.with_canonical().order_by():
        canonical = entity.canonical
        for facet, kind in FACET_KINDS.items():
            if kind == entity.kind and (public := PUBLIC_KINDS.get(canonical.kind)):
                # An editor may have made the person a place: then the facet changes, too.
                new_facet = facet if kind == canonical.kind else public.exact_facet
                replaced[facet, entity.number] = new_facet, canonical.number
    if not replaced:
        return query
    pairs = [(facet, value) for facet in FACET_KINDS for value in query.chosen(facet)]
    chosen_now = dict.fromkeys(replaced.get(pair, pair) for pair in pairs)
    return replace(
        query,
        person=tuple(int(value) for facet, value in chosen_now if facet == "person"),
        place=tuple(int(value) for facet, value in chosen_now if facet == "place"),
        area=tuple(int(value) for facet, value in chosen_now if facet == "area"),
        excluded=tuple(dict.fromkeys(replaced.get(pair, pair) for pair in query.excluded)),
    )
