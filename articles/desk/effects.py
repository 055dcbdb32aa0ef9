"""Applies decisions to entities: their names, their verdicts, and what they stand for."""

from collections.abc import Iterable
from typing import Any

from articles import gazetteer
from articles.models import Decision, Entity, IndexMark, Location, Mention, Proposal
from articles.models.entities import join_ids

AT_ONCE = 500
"""The maximum number of locations that one SQL statement updates or looks up."""


def refresh(*entities: Entity) -> None:
    """Apply the decisions in force to `entities`, their canonical entities and all variants.

    All decisions in force are read each time, so editors can undo them in any order."""
    stale = _find_variants(entities)
    for entity in stale:
        _apply_decisions(entity)
    for entity in stale:
        _update_from_variants(entity)
    _delete_needless_proposals(stale)


def delete_needless_proposals(*entities: Entity) -> None:
    """Delete the waiting proposals about `entities` that no longer need an answer.

    Proposals about variants of the entities are included."""
    _delete_needless_proposals(_find_variants(entities))


def _delete_needless_proposals(entities: Iterable[Entity]) -> None:
    """Delete the waiting proposals about any of `entities` that no longer need an answer.

    A proposal needs no answer if its two sides have become one entity, or if another proposal asks,
    or has asked, about other names of the same two entities."""
    asked: set[frozenset[Entity]] = set()
    needless = []
    pairing = Proposal.objects.pairs_with(entities).with_canonical()
    waiting = pairing.waiting()
    for proposal in (*pairing.exclude(pk__in=waiting.values("pk")), *waiting):
        pair = proposal.canonical_pair
        if proposal.state == Proposal.State.WAITING and (len(pair) == 1 or pair in asked):
            needless.append(proposal.pk)
        asked.add(pair)
    Proposal.objects.filter(pk__in=needless).delete()


def update_areas() -> None:
    """Update the areas of all places on the map after a new gazetteer has been built."""
    located = Decision.objects.in_force().filter(kind=Decision.Kind.LOCATE)
    by_editors = set(located.values_list("subject", flat=True))
    changed = []
    on_the_map = Location.objects.exclude(gazetteer_id=None)
    for location in on_the_map.select_related("entity__stands_for"):
        within = _join_area_ids(location, location.pk in by_editors)
        if within != location.within:
            location.within = within
            changed.append(location)
    Location.objects.bulk_update(changed, ["within"], batch_size=AT_ONCE)
    Entity.objects.list_countries(one.country for one in changed if one.entity.canonical.listed)
    ids = [location.pk for location in changed]
    for first in range(0, len(ids), AT_ONCE):
        naming = Mention.objects.filter(entity__in=ids[first : first + AT_ONCE])
        IndexMark.objects.add(set(naming.values_list("article", flat=True)))


def _find_variants(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities, their canonical entities, and all variants of the canonical entities."""
    found: dict[Entity, None] = {}
    for entity in entities:
        top = entity.canonical
        found |= dict.fromkeys([entity, top])
        names = Entity.objects.variants_of([top])
        found |= dict.fromkeys(names.select_related("location", "stands_for"))
    return list(found)


def _apply_decisions(entity: Entity) -> None:
    """Save the entity with the name and the other values that decisions about it set."""
    decisions = list(Decision.objects.with_subject(entity))
    entity.name = _find_decided_value(decisions, Decision.Kind.RENAME, entity.name)
    entity.verdict = _find_decided_value(decisions, Decision.Kind.VERDICT, entity.verdict)
    entity.wikidata = _find_decided_value(decisions, Decision.Kind.IDENTIFY, entity.wikidata)
    canonical = _find_canonical(entity)
    entity.stands_for = canonical if canonical != entity else None
    Entity.objects.filter(pk=entity.pk).update(
        name=entity.name,
        verdict=entity.verdict,
        wikidata=entity.wikidata,
        stands_for=entity.stands_for,
    )
    if location := entity.location_if_any:
        _update_location(location, decisions)


def _update_location(location: Location, decisions: Iterable[Decision]) -> None:
    now = [location.latitude, location.longitude, location.country]
    decided = _find_decided_value(decisions, Decision.Kind.LOCATE, now)
    location.latitude, location.longitude, location.country = decided
    moved = any(one.kind == Decision.Kind.LOCATE and not one.undone_at for one in decisions)
    location.within = _join_area_ids(location, moved)
    location.save()


def _join_area_ids(location: Location, moved: bool) -> str:
    """Return the ids of the areas that contain the location, joined into one string.

    These are the areas in the gazetteer entry of the place, or those of its country if an editor
    moved the place or it has no entry."""
    known = gazetteer.open_gazetteer()
    if location.gazetteer_id and not moved:
        entry = known.get(location.gazetteer_id)
        return join_ids(known.areas_of(entry)) if entry else ""
    country = known.country(location.country)
    return join_ids([country.id, *known.areas_of(country)]) if country else ""


def _find_decided_value(decisions: Iterable[Decision], kind: Decision.Kind, now: Any) -> Any:
    """Return the value set by the last decision of this kind that is in force.

    If no decision of this kind is in force, return the value before the first one was made, or
    `now` if none was ever made."""
    made = [decision for decision in decisions if decision.kind == kind]
    in_force = [decision for decision in made if decision.undone_at is None]
    return in_force[-1].after if in_force else made[0].before if made else now


def _find_canonical(entity: Entity) -> Entity:
    """Return the last entity of the chain from `entity` on, in which each one stands for the next.

    Editors may have made a circle: A stands for B, and B for A. The chain ends before an entity
    would be in it twice."""
    seen = {entity}
    while (other := _next_in_chain(entity)) and other not in seen:
        seen.add(other)
        entity = other
    return entity


def _next_in_chain(entity: Entity) -> Entity | None:
    """Return the entity that `entity` directly stands for, or None if it stands for itself."""
    decisions = (
        Decision.objects.with_subject(entity).in_force().filter(kind__in=Decision.STANDS_FOR)
    )
    if decision := decisions.last():
        return decision.other
    # The articles of a namesake go back to the subject when its split is undone, so the
    # namesake, which no article names any more, stands for the subject.
    splits = list(Decision.objects.with_other(entity).filter(kind=Decision.Kind.SPLIT))
    if splits and all(split.undone_at for split in splits) and not entity.mentions.exists():
        return splits[-1].subject
    return None


def _update_from_variants(entity: Entity) -> None:
    """Save what the entity's variants determine: its aliases, and whether it is listed."""
    entity.aliases = "\n".join(_alias_names(entity))
    entity.listed = entity.deserves_listing()
    if entity.listed and (location := entity.location_if_any):
        Entity.objects.list_countries([location.country])
    Entity.objects.filter(pk=entity.pk).update(aliases=entity.aliases, listed=entity.listed)


def _alias_names(entity: Entity) -> list[str]:
    """Return the sorted names of the entity's variants, except namesakes and its own name."""
    # An editor invented the name of a namesake to tell two people apart. Nobody is called so.
    namesakes = Decision.objects.filter(kind=Decision.Kind.SPLIT).exclude(other=None)
    names = entity.variants.exclude(pk__in=namesakes.values("other")).values_list("name", flat=True)
    return sorted({*names} - {entity.name})
