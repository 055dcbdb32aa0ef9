"""Ties the names that an article's text mentions to the people and places they stand for.

What editors decided holds for every reading: a name is looked up by its own words, whatever it is
called or stands for by now, and an article that was given to a namesake stays with the namesake."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet

from articles import entities, gazetteer
from articles.entities import Extraction, NamedPerson, NamedPlace
from articles.models import Article, Decision, Mention, Person, Place, Quote, Section

Record = TypeVar("Record", Person, Place)


def name_people_and_places(
    article: Article,
    parts: Sequence[Section],
    found: Extraction,
    splits: Sequence[Decision] = (),
) -> None:
    """Save where the article names whom and who said what, as it was found in these parts.

    `splits` are those that give the article to a namesake; a new article is in none."""
    named: list[tuple[Person | Place, NamedPerson | NamedPlace]] = [
        *zip(_people(found.people), found.people, strict=True),
        *zip(_places(found.places), found.places, strict=True),
    ]
    mentions = [
        list(_mentions(article, parts, record, _namesake(record, splits), entity))
        for record, entity in named
    ]
    Mention.objects.bulk_create(chain.from_iterable(mentions))
    Quote.objects.bulk_create(_quotes(article, parts, found.quotes, mentions))


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


def _quotes(
    article: Article,
    parts: Sequence[Section],
    quotes: Sequence[entities.ExtractedQuote],
    mentions: Sequence[Sequence[Mention]],
) -> Iterator[Quote]:
    """The quotes, each by the mention of its speaker that stands nearest; the people come first
    among those mentioned."""
    for quote in quotes:
        section = parts[quote.section]
        yield Quote(
            article=article,
            section=section,
            start=quote.start,
            end=quote.end,
            speaker=_nearest(mentions[quote.speaker], section, quote),
            confidence=quote.confidence,
            direct=quote.direct,
        )


def _nearest(
    mentions: Sequence[Mention], section: Section, quote: entities.ExtractedQuote
) -> Mention:
    def distance(one: Mention) -> tuple[bool, int]:
        return one.section != section, max(quote.start - one.end, one.start - quote.end)

    return min(mentions, key=distance)


def _people(named: Sequence[NamedPerson]) -> list[Person]:
    """The person record of each, made where there is none."""
    keys = [_key(one) for one in named]
    new = (Person(key=key, **_known(one)) for key, one in zip(keys, named, strict=True))
    records = Person.objects.filter(key__in=keys).order_by()
    held = _held(Person, records, "key", new)
    return _surely([held[key] for key in keys], named)


def _places(named: Sequence[NamedPlace]) -> list[Place]:
    """The place record of each, made where there is none."""
    places = Place.objects.order_by()
    entries = {one.entry.id: one for one in named if one.entry}
    Place.objects.list_countries(one.entry.country for one in named if one.entry and _is_sure(one))
    others = {_key(one): one for one in named if not one.entry}
    located = _held(
        Place,
        places.filter(gazetteer_id__in=entries),
        "gazetteer_id",
        map(_located, entries.values()),
    )
    unlocated = _held(
        Place,
        places.filter(gazetteer_id=None, key__in=others),
        "key",
        (Place(key=key, **_known(one)) for key, one in others.items()),
    )
    records = [located[one.entry.id] if one.entry else unlocated[_key(one)] for one in named]
    return _surely(records, named)


def _held(
    model: type[Record], records: QuerySet[Record], field: str, new: Iterable[Record]
) -> dict[str, Record]:
    """The records by the field, with those made that were missing."""
    held = {getattr(record, field): record for record in records}
    missing = {getattr(one, field): one for one in new if getattr(one, field) not in held}
    if missing:
        # Another process may make the same name at this moment; then its record is the one.
        model.objects.bulk_create(missing.values(), ignore_conflicts=True)
        held = {getattr(record, field): record for record in records.all()}
    return held


def _surely(records: list[Record], named: Sequence[NamedPerson | NamedPlace]) -> list[Record]:
    for record, one in zip(records, named, strict=True):
        if _is_sure(one) and not record.sure:
            record.found_surely()
    return records


def _key(one: NamedPerson | NamedPlace) -> str:
    return gazetteer.name_key(one.name)[:200]


def _known(one: NamedPerson | NamedPlace) -> dict[str, Any]:
    sure = _is_sure(one)
    return {"name": one.name[:200], "sure": sure, "listed": sure}


def _is_sure(one: NamedPerson | NamedPlace) -> bool:
    """Whether readers may choose the name before an editor has confirmed it."""
    return one.listed and one.confidence >= settings.NAME_CONFIDENCE


def _located(one: NamedPlace) -> Place:
    """A place called as the article calls it: the gazetteer's own spelling is often the local
    one, such as Ḩadīthah. Countries are called by their names and not "U.S."."""
    assert one.entry
    name = one.entry.name if one.entry.kind == "country" else one.name
    place = Place(**Place.known_of(one.entry, name))
    # An area is listed once it is held, so that the index hears of what lies in it.
    place.sure = place.listed = _is_sure(one) and not place.holds_places
    return place
