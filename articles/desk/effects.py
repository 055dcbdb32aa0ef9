"""What the decisions in force make of an entity: its name, its verdict, whom it stands for."""

from collections.abc import Iterable
from typing import Any

from articles import gazetteer
from articles.models import Decision, Entity, IndexMark, Location, Mention, Proposal
from articles.models.entities import spaced

AT_ONCE = 500


def refresh(*entities: Entity) -> None:
    """Bring the entities, and those that they stand for or that stand for them, into line with
    the decisions in force. Works in any order of deciding and undoing."""
    stale = _connected(entities)
    for entity in stale:
        _settle(entity)
    for entity in stale:
        _sum_up(entity)
    _withdraw_settled_proposals(stale)


def withdraw_settled_proposals(*entities: Entity) -> None:
    """Delete the waiting proposals on the entities, and on the names that stand for them, that
    need no answer any more."""
    _withdraw_settled_proposals(_connected(entities))


def _withdraw_settled_proposals(entities: Iterable[Entity]) -> None:
    """A proposal is settled when its two sides are one entity by now, and when the same was
    answered, or is asked already, about other names of the two."""
    asked: set[frozenset[Entity]] = set()
    settled = []
    pairing = Proposal.objects.pairing(entities).with_canonical()
    waiting = pairing.waiting()
    for proposal in (*pairing.exclude(pk__in=waiting.values("pk")), *waiting):
        pair = proposal.canonical_pair
        if proposal.state == Proposal.State.WAITING and (len(pair) == 1 or pair in asked):
            settled.append(proposal.pk)
        asked.add(pair)
    Proposal.objects.filter(pk__in=settled).delete()


def follow_the_gazetteer() -> None:
    """Bring every place into line with a gazetteer that was built anew."""
    located = Decision.objects.in_force().filter(kind=Decision.Kind.LOCATE)
    by_editors = set(located.values_list("subject", flat=True))
    changed = []
    on_the_map = Location.objects.exclude(gazetteer_id=None)
    for location in on_the_map.select_related("entity__stands_for"):
        within = _within(location, location.pk in by_editors)
        if within != location.within:
            location.within = within
            changed.append(location)
    Location.objects.bulk_update(changed, ["within"], batch_size=AT_ONCE)
    Entity.objects.list_countries(one.country for one in changed if one.entity.canonical.listed)
    ids = [location.pk for location in changed]
    for first in range(0, len(ids), AT_ONCE):
        naming = Mention.objects.filter(entity__in=ids[first : first + AT_ONCE])
        IndexMark.objects.add(set(naming.values_list("article", flat=True)))


def _connected(entities: Iterable[Entity]) -> list[Entity]:
    found: dict[Entity, None] = {}
    for entity in entities:
        top = entity.canonical
        found |= dict.fromkeys([entity, top])
        names = Entity.objects.variants_of([top])
        found |= dict.fromkeys(names.select_related("location", "stands_for"))
    return list(found)


def _settle(entity: Entity) -> None:
    """Keep on the entity what its own decisions say."""
    decisions = list(Decision.objects.of(entity))
    entity.name = _value(decisions, Decision.Kind.RENAME, entity.name)
    entity.verdict = _value(decisions, Decision.Kind.VERDICT, entity.verdict)
    entity.wikidata = _value(decisions, Decision.Kind.IDENTIFY, entity.wikidata)
    meant = _meant(entity)
    entity.stands_for = meant if meant != entity else None
    Entity.objects.filter(pk=entity.pk).update(
        name=entity.name,
        verdict=entity.verdict,
        wikidata=entity.wikidata,
        stands_for=entity.stands_for,
    )
    if location := entity.location_if_any:
        _settle_location(location, decisions)


def _settle_location(location: Location, decisions: Iterable[Decision]) -> None:
    lies = [location.latitude, location.longitude, location.country]
    lies = _value(decisions, Decision.Kind.LOCATE, lies)
    location.latitude, location.longitude, location.country = lies
    moved = any(one.kind == Decision.Kind.LOCATE and not one.undone_at for one in decisions)
    location.within = _within(location, moved)
    location.save()


def _within(location: Location, moved: bool) -> str:
    """The areas that hold it: those of its entry, unless an editor says that it lies elsewhere."""
    known = gazetteer.opened()
    if location.gazetteer_id and not moved:
        entry = known.get(location.gazetteer_id)
        return spaced(known.wider(entry)) if entry else ""
    country = known.country(location.country)
    return spaced([country.id, *known.wider(country)]) if country else ""


def _value(decisions: Iterable[Decision], kind: Decision.Kind, now: Any) -> Any:
    """What the last decision in force of this kind set, or what was there before the first."""
    made = [decision for decision in decisions if decision.kind == kind]
    in_force = [decision for decision in made if decision.undone_at is None]
    return in_force[-1].after if in_force else made[0].before if made else now


def _meant(entity: Entity) -> Entity:
    """The entity at the end of the chain of those that stand for the next."""
    passed = {entity}
    while (other := _stands_for(entity)) and other not in passed:
        passed.add(other)
        entity = other
    return entity


def _stands_for(entity: Entity) -> Entity | None:
    decisions = Decision.objects.of(entity).in_force().filter(kind__in=Decision.STANDS_FOR)
    if decision := decisions.last():
        return decision.other
    # A namesake whose split was undone leads back to where its articles went.
    splits = list(Decision.objects.naming(entity).filter(kind=Decision.Kind.SPLIT))
    if splits and all(split.undone_at for split in splits) and not entity.mentions.exists():
        return splits[-1].subject
    return None


def _sum_up(entity: Entity) -> None:
    """Keep on the entity what follows from the names that stand for it."""
    entity.aliases = "\n".join(_other_names(entity))
    entity.listed = entity.deserves_listing()
    if entity.listed and (location := entity.location_if_any):
        Entity.objects.list_countries([location.country])
    Entity.objects.filter(pk=entity.pk).update(aliases=entity.aliases, listed=entity.listed)


def _other_names(entity: Entity) -> list[str]:
    # What an editor called a namesake tells two people apart and is no name of either's.
    namesakes = Decision.objects.filter(kind=Decision.Kind.SPLIT).exclude(other=None)
    names = entity.variants.exclude(pk__in=namesakes.values("other")).values_list("name", flat=True)
    return sorted({*names} - {entity.name})
