"""Ties the names that an article's text mentions to the people and places they stand for.

What editors decided holds for every reading: a name is looked up by its own words, whatever it is
called or stands for by now, and an article that was given to a namesake stays with the namesake."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.conf import settings

from articles import entities
from articles.entities import Extraction, NamedPerson, NamedPlace
from articles.models import Article, Decision, Entity, Kind, Mention, Quote, Section

NamedEntity = NamedPerson | NamedPlace


def name_people_and_places(
    article: Article,
    parts: Sequence[Section],
    found: Extraction,
    splits: Sequence[Decision] = (),
) -> None:
    """Save where the article names whom and who said what, as it was found in these parts.

    `splits` are those that give the article to a namesake; a new article is in none."""
    # The people come first: quotes name their speakers by the number among these.
    named: list[NamedEntity] = [*found.people, *found.places]
    mentions = [
        list(_mentions(article, parts, entity, _namesake(entity, splits), one))
        for entity, one in zip(_entities(named), named, strict=True)
    ]
    Mention.objects.bulk_create(chain.from_iterable(mentions))
    Quote.objects.bulk_create(_quotes(article, parts, found.quotes, mentions))


def _namesake(entity: Entity, splits: Iterable[Decision]) -> Entity:
    """Whom the article means by the entity, by the splits that it is part of."""
    for split in splits:
        if split.other and entity.canonical == split.subject.canonical:
            entity = split.other
    return entity


def _mentions(
    article: Article, parts: Sequence[Section], read_as: Entity, meant: Entity, named: NamedEntity
) -> Iterator[Mention]:
    roles = "; ".join(named.roles) if isinstance(named, NamedPerson) else ""
    for number, mention in enumerate(named.mentions):
        yield Mention(
            article=article,
            section=None if mention.section is None else parts[mention.section],
            part=mention.part,
            start=mention.start,
            end=mention.end,
            words=mention.words[:200],
            # What an article calls a person is kept once, where it names them first.
            role=roles[:200] if number == 0 else "",
            entity=meant,
            read_as=read_as,
        )


def _quotes(
    article: Article,
    parts: Sequence[Section],
    quotes: Sequence[entities.ExtractedQuote],
    mentions: Sequence[Sequence[Mention]],
) -> Iterator[Quote]:
    """The quotes, each by the mention of its speaker that stands nearest."""
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


def _entities(named: Sequence[NamedEntity]) -> list[Entity]:
    """The entity of each, added where there is none."""
    countries = (
        one.entry.country
        for one in named
        if isinstance(one, NamedPlace) and one.entry and _is_sure(one)
    )
    Entity.objects.list_countries(countries)
    wanted = [_described(one) for one in named]
    held = Entity.objects.obtain(wanted)
    found = [held[one.kind, one.identity] for one in wanted]
    for entity, one in zip(found, named, strict=True):
        if _is_sure(one) and not entity.sure:
            entity.mark_sure()
    return found


def _described(one: NamedEntity) -> Entity:
    """What the article tells of an entity that the archive may not hold yet."""
    sure = _is_sure(one)
    if isinstance(one, NamedPerson):
        return Entity.by_name(Kind.PERSON, one.name, sure=sure, listed=sure)
    if not one.entry:
        return Entity.by_name(Kind.PLACE, one.name, sure=sure, listed=sure)
    # A place is called as the article calls it: the gazetteer's own spelling is often the local
    # one, such as Ḩadīthah. Countries are called by their names and not "U.S.".
    place = Entity.on_the_map(one.entry, "" if one.entry.kind == "country" else one.name)
    # An area is listed once it is held, so that the index hears of what lies in it.
    place.sure = place.listed = sure and not place.location.holds_places
    return place


def _is_sure(one: NamedEntity) -> bool:
    """Whether readers may choose the name before an editor has confirmed it."""
    return one.listed and one.confidence >= settings.NAME_CONFIDENCE
