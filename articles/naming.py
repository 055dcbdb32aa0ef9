"""Ties the names that an article's text mentions to the people and places they stand for.

What editors decided holds for every reading: a name is looked up by its own words, whatever it is
called or stands for by now, and an article that was given to a namesake stays with the namesake."""

from collections.abc import Iterable, Iterator, Sequence

from articles import entities, gazetteer
from articles.entities import NamedPerson, NamedPlace
from articles.models import Article, Decision, Mention, Person, Place, Section


def name_people_and_places(article: Article, parts: Sequence[Section]) -> None:
    """Replace the article's mentions by those its text has now."""
    found = entities.extract(
        article.title,
        [(part.heading, part.text) for part in parts],
        byline=article.byline,
        dateline=article.dateline,
    )
    article.mentions.all().delete()
    splits = list(Decision.objects.splits_of(article))
    named: list[tuple[Person | Place, NamedPerson | NamedPlace]] = [
        *zip(_people(found.people), found.people, strict=True),
        *zip(_places(found.places), found.places, strict=True),
    ]
    Mention.objects.bulk_create(
        mention
        for record, entity in named
        for mention in _mentions(article, parts, record, _namesake(record, splits), entity)
    )


def _namesake(record: Person | Place, splits: Iterable[Decision]) -> Person | Place:
    """Whom the article means by the record, by the splits that it is part of."""
    for split in splits:
        if split.other and record.canonical == split.subject.canonical:
            record = split.other
    return record


def _mentions(
    article: Article,
    parts: Sequence[Section],
    read_as: Person | Place,
    meant: Person | Place,
    entity: NamedPerson | NamedPlace,
) -> Iterator[Mention]:
    roles = "; ".join(entity.roles) if isinstance(entity, NamedPerson) else ""
    for number, mention in enumerate(entity.mentions):
        yield Mention(
            article=article,
            section=None if mention.section is None else parts[mention.section],
            part=mention.part,
            start=mention.start,
            end=mention.end,
            words=mention.words[:200],
            # What an article calls a person is kept once, where it names them first.
            role=roles[:200] if number == 0 else "",
            person=meant if isinstance(meant, Person) else None,
            place=meant if isinstance(meant, Place) else None,
            read_as_person=read_as if isinstance(read_as, Person) else None,
            read_as_place=read_as if isinstance(read_as, Place) else None,
        )


def _people(named: Sequence[NamedPerson]) -> list[Person]:
    """The person record of each, made where there is none."""
    keys = [gazetteer.fold(one.name)[:200] for one in named]
    records = Person.objects.select_related("as_person", "as_place").filter(key__in=keys)
    held = {person.key: person for person in records}
    for key, one in zip(keys, named, strict=True):
        if key not in held:
            held[key], _ = Person.objects.get_or_create(key=key, defaults=_new(one))
        if one.listed and not held[key].sure:
            held[key].found_surely()
    return [held[key] for key in keys]


def _places(named: Sequence[NamedPlace]) -> list[Place]:
    """The place record of each, made where there is none."""
    ids = [one.entry.id for one in named if one.entry]
    keys = [gazetteer.fold(one.name)[:200] for one in named if not one.entry]
    places = Place.objects.select_related("as_person", "as_place")
    located = {place.gazetteer_id: place for place in places.filter(gazetteer_id__in=ids)}
    others = {place.key: place for place in places.filter(gazetteer_id=None, key__in=keys)}
    records = [_located(one, located) if one.entry else _other(one, others) for one in named]
    for record, one in zip(records, named, strict=True):
        if one.listed and not record.sure:
            record.found_surely()
    return records


def _located(one: NamedPlace, held: dict[str | None, Place]) -> Place:
    assert one.entry
    if one.entry.id not in held:
        held[one.entry.id] = Place.of_entry(one.entry, sure=one.listed, listed=one.listed)
    return held[one.entry.id]


def _other(one: NamedPlace, held: dict[str, Place]) -> Place:
    key = gazetteer.fold(one.name)[:200]
    if key not in held:
        held[key], _ = Place.objects.get_or_create(gazetteer_id=None, key=key, defaults=_new(one))
    return held[key]


def _new(one: NamedPerson | NamedPlace) -> dict[str, object]:
    return {"name": one.name[:200], "sure": one.listed, "listed": one.listed}
