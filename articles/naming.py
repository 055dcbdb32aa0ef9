"""Ties the names that an article's text mentions to the people and places they stand for."""

from collections.abc import Iterable, Sequence

from articles import entities, gazetteer
from articles.entities import NamedPerson, NamedPlace
from articles.models import Article, Mention, Person, Place, Section


def name_people_and_places(article: Article, parts: Sequence[Section]) -> None:
    """Replace the article's mentions by those its text has now."""
    found = entities.extract(
        article.title,
        [(part.heading, part.text) for part in parts],
        byline=article.byline,
        dateline=article.dateline,
    )
    article.mentions.all().delete()
    mentions = [
        *_mentions(article, parts, zip(_people(found.people), found.people, strict=True)),
        *_mentions(article, parts, zip(_places(found.places), found.places, strict=True)),
    ]
    Mention.objects.bulk_create(mentions)


def _mentions(
    article: Article,
    parts: Sequence[Section],
    named: Iterable[tuple[Person | Place, NamedPerson | NamedPlace]],
) -> Iterable[Mention]:
    for record, entity in named:
        kind = "person" if isinstance(record, Person) else "place"
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
                **{kind: record},
            )


def _people(named: Sequence[NamedPerson]) -> list[Person]:
    """The person record of each, made where there is none."""
    keys = [gazetteer.fold(one.name)[:200] for one in named]
    held = {person.key: person for person in Person.objects.filter(key__in=keys)}
    for key, one in zip(keys, named, strict=True):
        if key not in held:
            held[key] = Person.objects.create(name=one.name[:200], key=key, listed=one.listed)
        elif one.listed and not held[key].listed:
            # Another article gave the full name that was missing here.
            held[key].listed = True
            held[key].save(update_fields=["listed"])
    return [held[key] for key in keys]


def _places(named: Sequence[NamedPlace]) -> list[Place]:
    """The place record of each, made where there is none."""
    ids = [one.entry.id for one in named if one.entry]
    keys = [gazetteer.fold(one.name)[:200] for one in named if not one.entry]
    located = {place.gazetteer_id: place for place in Place.objects.filter(gazetteer_id__in=ids)}
    others = {place.key: place for place in Place.objects.filter(gazetteer_id=None, key__in=keys)}
    return [
        _located(one.entry, one.listed, located) if one.entry else _other(one, others)
        for one in named
    ]


def _located(entry: gazetteer.Entry, listed: bool, held: dict[str | None, Place]) -> Place:
    if entry.id not in held:
        held[entry.id] = Place.objects.create(
            name=entry.name[:200],
            key=gazetteer.fold(entry.name)[:200],
            listed=listed,
            gazetteer_id=entry.id,
            kind=entry.kind,
            country=entry.country,
            latitude=entry.latitude,
            longitude=entry.longitude,
        )
    return held[entry.id]


def _other(one: NamedPlace, held: dict[str, Place]) -> Place:
    key = gazetteer.fold(one.name)[:200]
    if key not in held:
        held[key] = Place.objects.create(name=one.name[:200], key=key, listed=one.listed)
    return held[key]
