"""What the decisions that stand make of a record: its name, its verdict, whom it stands for."""

from collections.abc import Iterable
from typing import Any

from articles import gazetteer
from articles.models import Decision, IndexMark, Mention, Person, Place, Proposal
from articles.models.names import spaced

Kind = Decision.Kind
AT_ONCE = 500


def refresh(*records: Person | Place) -> None:
    """Bring the records, and those that they stand for or that stand for them, into line with
    the decisions that stand. Works in any order of deciding and undoing."""
    stale = _connected(records)
    for record in stale:
        _settle(record)
    for record in stale:
        _sum_up(record)
    _withdraw_settled_proposals(stale)


def withdraw_settled_proposals(*records: Person | Place) -> None:
    """Delete the waiting proposals on the records, and on the names that stand for them, that
    need no answer any more."""
    _withdraw_settled_proposals(_connected(records))


def _withdraw_settled_proposals(records: Iterable[Person | Place]) -> None:
    """A proposal is settled when its two sides are one record by now, and when the same was
    answered, or is asked already, about other names of the two."""
    asked: set[frozenset[Person | Place]] = set()
    settled = []
    pairing = Proposal.objects.pairing(records).with_canonical()
    waiting = pairing.waiting()
    for proposal in (*pairing.exclude(pk__in=waiting.values("pk")), *waiting):
        pair = proposal.canonical_pair
        if proposal.state == Proposal.State.WAITING and (len(pair) == 1 or pair in asked):
            settled.append(proposal.pk)
        asked.add(pair)
    Proposal.objects.filter(pk__in=settled).delete()


def follow_the_gazetteer() -> None:
    """Bring every place into line with a gazetteer that was built anew."""
    located = Decision.objects.standing().filter(kind=Kind.LOCATE)
    by_editors = set(located.values_list("place", flat=True))
    changed = []
    for place in Place.objects.exclude(gazetteer_id=None).select_related("as_place"):
        within = _within(place, place.pk in by_editors)
        if within != place.within:
            place.within = within
            changed.append(place)
    Place.objects.bulk_update(changed, ["within"], batch_size=AT_ONCE)
    Place.objects.list_countries(place.country for place in changed if place.canonical.listed)
    ids = [place.pk for place in changed]
    for first in range(0, len(ids), AT_ONCE):
        naming = Mention.objects.filter(place__in=ids[first : first + AT_ONCE])
        IndexMark.objects.add(set(naming.values_list("article", flat=True)))


def _connected(records: Iterable[Person | Place]) -> list[Person | Place]:
    found: dict[Person | Place, None] = {}
    for record in records:
        top = record.canonical
        people, places = top.members()
        found |= dict.fromkeys([record, top])
        found |= dict.fromkeys(Person.objects.filter(pk__in=people))
        found |= dict.fromkeys(Place.objects.filter(pk__in=places))
    return list(found)


def _settle(record: Person | Place) -> None:
    """Keep on the record what its own decisions say."""
    decisions = list(Decision.objects.of(record))
    record.name = _value(decisions, Kind.RENAME, record.name)
    record.verdict = _value(decisions, Kind.VERDICT, record.verdict)
    record.wikidata = _value(decisions, Kind.IDENTIFY, record.wikidata)
    changed: dict[str, Any] = {
        "name": record.name,
        "verdict": record.verdict,
        "wikidata": record.wikidata,
    }
    if isinstance(record, Place):
        lies = [record.latitude, record.longitude, record.country]
        lies = _value(decisions, Kind.LOCATE, lies)
        record.latitude, record.longitude, record.country = lies
        moved = any(one.kind == Kind.LOCATE and one.undone_at is None for one in decisions)
        record.within = _within(record, moved)
        changed |= {
            "latitude": lies[0],
            "longitude": lies[1],
            "country": lies[2],
            "within": record.within,
        }
    meant = _meant(record)
    record.as_person = meant if isinstance(meant, Person) and meant != record else None
    record.as_place = meant if isinstance(meant, Place) and meant != record else None
    changed |= {"as_person": record.as_person, "as_place": record.as_place}
    type(record).objects.filter(pk=record.pk).update(**changed)


def _within(place: Place, moved: bool) -> str:
    """The areas that hold it: those of its entry, unless an editor says that it lies elsewhere."""
    known = gazetteer.opened()
    if place.gazetteer_id and not moved:
        entry = known.get(place.gazetteer_id)
        return spaced(known.wider(entry)) if entry else ""
    country = known.country(place.country)
    return spaced([country.id, *known.wider(country)]) if country else ""


def _value(decisions: Iterable[Decision], kind: Kind, now: Any) -> Any:
    """What the last standing decision of this kind set, or what was there before the first."""
    made = [decision for decision in decisions if decision.kind == kind]
    standing = [decision for decision in made if decision.undone_at is None]
    return standing[-1].after if standing else made[0].before if made else now


def _meant(record: Person | Place) -> Person | Place:
    """The record at the end of the chain of those that stand for the next."""
    passed = {record}
    while (other := _stands_for(record)) and other not in passed:
        passed.add(other)
        record = other
    return record


def _stands_for(record: Person | Place) -> Person | Place | None:
    decisions = Decision.objects.of(record).standing().filter(kind__in=Decision.STANDS_FOR)
    if decision := decisions.last():
        return decision.other
    # A namesake whose split was undone leads back to where its articles went.
    splits = list(Decision.objects.naming(record).filter(kind=Kind.SPLIT))
    if splits and all(split.undone_at for split in splits) and not _named_itself(record):
        return splits[-1].subject
    return None


def _named_itself(record: Person | Place) -> bool:
    column = "person" if isinstance(record, Person) else "place"
    return Mention.objects.filter(**{column: record}).exists()


def _sum_up(record: Person | Place) -> None:
    """Keep on the record what follows from the names that stand for it."""
    record.aliases = "\n".join(_other_names(record))
    record.listed = record.deserves_listing()
    if isinstance(record, Place) and record.listed:
        Place.objects.list_countries([record.country])
    type(record).objects.filter(pk=record.pk).update(aliases=record.aliases, listed=record.listed)


def _other_names(record: Person | Place) -> list[str]:
    # What an editor called a namesake tells two people apart and is no name of either's.
    namesakes = Decision.objects.filter(kind=Kind.SPLIT)
    people, places = record.standing_for_it()
    names = {one.name for one in people.exclude(pk__in=_ids(namesakes, "other_person"))}
    names |= {one.name for one in places.exclude(pk__in=_ids(namesakes, "other_place"))}
    return sorted(names - {record.name})


def _ids(decisions: Any, column: str) -> Any:
    return decisions.filter(**{f"{column}__isnull": False}).values(column)
