"""Links the names in an article to the entities that they name.

Decisions of editors stay in force when an article is read again. A name is looked up by its own
words, even if an editor renamed or merged its entity. An article that a split gave to a namesake
still means the namesake."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.conf import settings

from articles import entities
from articles.entities import Extraction, NamedPerson, NamedPlace
from articles.models import Article, Decision, Entity, Kind, Mention, Quote, Section

NamedEntity = NamedPerson | NamedPlace


def save_mentions_and_quotes(
    article: Article,
    parts: Sequence[Section],
    found: Extraction,
    splits: Sequence[Decision] = (),
) -> None:
    """Save the mentions and quotes that were found in the sections of the article.

    `parts` are these sections. `splits` are the editors' splits that give this article to a
    namesake of an entity; a new article has none."""
    # The people come first, because quotes give the number of their speaker in `found.people`.
    named: list[NamedEntity] = [*found.people, *found.places]
    mentions = [
        list(_mentions(article, parts, entity, _meant_entity(entity, splits), one))
        for entity, one in zip(_obtain_entities(named), named, strict=True)
    ]
    Mention.objects.bulk_create(chain.from_iterable(mentions))
    Quote.objects.bulk_create(_quotes(article, parts, found.quotes, mentions))


def _meant_entity(entity: Entity, splits: Iterable[Decision]) -> Entity:
    """Return the entity that the name of `entity` means in an article.

    It is a namesake if one of `splits` gives the article to that namesake, and `entity` itself
    otherwise."""
    for split in splits:
        if split.other and entity.canonical == split.subject.canonical:
            entity = split.other
    return entity


def _mentions(
    article: Article, parts: Sequence[Section], read_as: Entity, meant: Entity, named: NamedEntity
) -> Iterator[Mention]:
    roles = _join_roles(named.roles) if isinstance(named, NamedPerson) else ""
    for number, mention in enumerate(named.mentions):
        yield Mention(
            article=article,
            section=None if mention.section is None else parts[mention.section],
            part=mention.part,
            start=mention.start,
            end=mention.end,
            words=mention.words[:200],
            # The roles of a person are saved once, with the first mention.
            role=roles if number == 0 else "",
            entity=meant,
            read_as=read_as,
        )


def _join_roles(roles: Iterable[str]) -> str:
    """Return the roles joined with "; ", without those that do not fit in 200 characters.

    If not even the first role fits, its first 200 characters are returned."""
    joined = "; ".join(roles)
    return joined if len(joined) <= 200 else joined[:200].rpartition("; ")[0] or joined[:200]


def _quotes(
    article: Article,
    parts: Sequence[Section],
    quotes: Sequence[entities.ExtractedQuote],
    mentions: Sequence[Sequence[Mention]],
) -> Iterator[Quote]:
    """Yield unsaved quotes, each linked to the nearest mention of its speaker."""
    for quote in quotes:
        section = parts[quote.section]
        yield Quote(
            article=article,
            section=section,
            start=quote.start,
            end=quote.end,
            speaker=_nearest_mention(mentions[quote.speaker], section, quote),
            confidence=quote.confidence,
            direct=quote.direct,
        )


def _nearest_mention(
    mentions: Sequence[Mention], section: Section, quote: entities.ExtractedQuote
) -> Mention:
    def distance(one: Mention) -> tuple[bool, int]:
        return one.section != section, max(quote.start - one.end, one.start - quote.end)

    return min(mentions, key=distance)


def _obtain_entities(named: Sequence[NamedEntity]) -> list[Entity]:
    """Return the saved entity of each element of `named`, in the same order.

    Entities that are missing are added."""
    countries = (
        one.entry.country
        for one in named
        if isinstance(one, NamedPlace) and one.entry and _is_sure(one)
    )
    Entity.objects.list_countries(countries)
    wanted = [_describe(one) for one in named]
    held = Entity.objects.obtain(wanted)
    found = [held[one.kind, one.identity] for one in wanted]
    for entity, one in zip(found, named, strict=True):
        if _is_sure(one) and not entity.sure:
            entity.mark_sure()
    return found


def _describe(one: NamedEntity) -> Entity:
    """Return an unsaved entity for `one`, a name that was found in an article."""
    sure = _is_sure(one)
    if isinstance(one, NamedPerson):
        return Entity.from_name(Kind.PERSON, one.name, sure=sure, listed=sure)
    if not one.entry:
        return Entity.from_name(Kind.PLACE, one.name, sure=sure, listed=sure)
    # A place keeps the name that the article uses, because the gazetteer's own name is often the
    # local one, such as Ḩadīthah. A country keeps its own name, and not "U.S.".
    place = Entity.from_entry(one.entry, "" if one.entry.kind == "country" else one.name)
    # An area is listed only after it is saved: `mark_sure` then marks the articles that name
    # places in it.
    place.sure = place.listed = sure and not place.location.holds_places
    return place


def _is_sure(one: NamedEntity) -> bool:
    """Return whether readers may see the name `one` before an editor confirms it."""
    return one.listed and one.confidence >= settings.NAME_CONFIDENCE
