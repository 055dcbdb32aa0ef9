"""Each thing an editor can decide about a name, and taking it back."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import gazetteer
from articles.desk.effects import refresh
from articles.gazetteer import name_key
from articles.models import Article, Decision, Entity, Kind, Mention
from articles.models.entities import LONGEST_NAME

Verdict = Entity.Verdict
By = AbstractBaseUser | str | None
"""An editor, or the name of the authority list that says so."""


class Impossible(Exception):
    """The decision makes no sense; the message says why, and what to do instead."""


def confirm(entity: Entity, by: By) -> Decision:
    return _give_verdict(entity, Verdict.CONFIRMED, by)


def hide(entity: Entity, by: By) -> Decision:
    return _give_verdict(entity, Verdict.HIDDEN, by)


@transaction.atomic
def rename(entity: Entity, name: str, by: By) -> Decision:
    """Call it by another name, which articles may use as well from now on."""
    entity, name = _current(entity), _tidy(name)
    if name == entity.name:
        raise Impossible(f"{name} is what it is called already.")
    if name_key(name)[:LONGEST_NAME] != entity.key:
        alias = _name_of_its_own(name, entity)
        if alias.canonical != entity:
            _decide(Decision.Kind.ALIAS, alias, by, other=entity)
    return _decide(Decision.Kind.RENAME, entity, by, before=entity.name, after=name)


@transaction.atomic
def add_alias(entity: Entity, name: str, by: By) -> Decision:
    """Let another name stand for the entity, in every article that uses it."""
    entity, name = _current(entity), _tidy(name)
    alias = _name_of_its_own(name, entity)
    if alias.canonical == entity:
        raise Impossible(f"{name} is a name of {entity} already.")
    return _decide(Decision.Kind.ALIAS, alias, by, other=entity)


@transaction.atomic
def merge(entity: Entity, into: Entity, by: By) -> Decision:
    """Let the entity stand for the other one."""
    entity, into = _current(entity), _current(into)
    if entity == into:
        raise Impossible(f"{entity} is the same already.")
    if entity.kind != into.kind:
        after = Kind(into.kind).with_article
        return _decide(Decision.Kind.CONVERT, entity, by, after=after, other=into)
    return _decide(Decision.Kind.MERGE, entity, by, other=into)


@transaction.atomic
def split(entity: Entity, articles: Iterable[Article], name: str, by: By) -> Decision:
    """Give the articles to a namesake, called by a name that tells the two apart."""
    entity, name = _current(entity), _tidy(name)
    named = Mention.objects.of(entity).values("article")
    chosen = Article.objects.filter(pk__in=[one.pk for one in articles]).filter(pk__in=named)
    ids = list(chosen.values_list("pk", flat=True))
    if not ids:
        raise Impossible(f"None of the chosen articles names {entity}.")
    other = _namesake(Kind(entity.kind), name)
    if other == entity:
        raise Impossible(f"Choose a name that tells the other {entity} apart from this one.")
    decision = _decide(Decision.Kind.SPLIT, entity, by, after=len(ids), other=other, articles=ids)
    Mention.objects.filter(article__in=ids).move(entity, other)
    refresh(entity, other)
    return decision


@transaction.atomic
def convert(entity: Entity, kind: str, by: By) -> Decision:
    """Say that it is another kind: `person`, `place`, `organisation` or `neither`."""
    entity = _current(entity)
    if kind == Verdict.NEITHER:
        return _give_verdict(entity, Verdict.NEITHER, by)
    if kind not in Kind:
        raise Impossible(f"There is no kind called {kind}.")
    wanted = Kind(kind)
    if entity.kind == wanted:
        raise Impossible(f"{entity} is {wanted.with_article} already.")
    other = _current(_best_known(wanted, entity.name))
    decision = _decide(Decision.Kind.CONVERT, entity, by, after=wanted.with_article, other=other)
    _list(other, by)
    return decision


@transaction.atomic
def pin(entity: Entity, entry: str, by: By) -> Decision:
    """Say which entry of the gazetteer a place is."""
    entity = _current(entity)
    if entity.kind != Kind.PLACE:
        with_article = Kind(entity.kind).with_article
        raise Impossible(f"{entity} is {with_article}; say first that it is a place.")
    if not (found := gazetteer.opened().get(entry)):
        raise Impossible(f"The gazetteer has no entry {entry}.")
    place = _current(Entity.objects.obtain_one(Entity.on_the_map(found, entity.name)))
    if place == entity:
        raise Impossible(f"{entity} is pinned there already.")
    lies = f"{found.name}, {found.country}".rstrip(", ")
    decision = _decide(Decision.Kind.PIN, entity, by, after=lies, other=place)
    _list(place, by)
    return decision


@transaction.atomic
def locate(entity: Entity, latitude: float, longitude: float, country: str, by: By) -> Decision:
    """Say where a place lies that no gazetteer has (degrees; the country's ISO code)."""
    entity = _current(entity)
    if entity.kind != Kind.PLACE:
        raise Impossible(f"{entity} is {Kind(entity.kind).with_article} and lies nowhere.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Impossible(f"{latitude}, {longitude} is nowhere on Earth.")
    lies = entity.location
    before = [lies.latitude, lies.longitude, lies.country]
    after = [latitude, longitude, tidy_country(country)]
    return _decide(Decision.Kind.LOCATE, entity, by, before=before, after=after)


@transaction.atomic
def identify(entity: Entity, wikidata: str, by: By) -> Decision:
    """Say which item of Wikidata it is (`Q23`), or none (an empty string)."""
    entity, wikidata = _current(entity), wikidata.strip().upper()
    if wikidata and not re.fullmatch(r"Q[1-9][0-9]{0,11}", wikidata):
        raise Impossible(f"{wikidata} is no Wikidata identifier; they look like Q23.")
    if wikidata == entity.wikidata:
        raise Impossible(f"{entity} has that identifier already.")
    return _decide(Decision.Kind.IDENTIFY, entity, by, before=entity.wikidata, after=wikidata)


@transaction.atomic
def undo(decision: Decision, by: By) -> None:
    """Take the decision back; those made before and after it stand."""
    undone = Decision.objects.in_force().filter(pk=decision.pk)
    if not undone.update(undone_at=timezone.now(), undone_by=_editor(by), told=False):
        raise Impossible("This has been undone already.")
    if decision.kind == Decision.Kind.SPLIT:
        _share_out_again(decision)
    refresh(decision.subject, *([decision.other] if decision.other else []))


def _share_out_again(undone: Decision) -> None:
    """Give the articles of a split that was undone to whom the other splits say."""
    articles = undone.articles.values("pk")
    Mention.objects.filter(article__in=articles).move_back()
    for other in Decision.objects.in_force().filter(kind=Decision.Kind.SPLIT).order_by("pk"):
        both = other.articles.filter(pk__in=articles).values("pk")
        if other.other and both.exists():
            Mention.objects.filter(article__in=both).move(other.subject, other.other)


def _give_verdict(entity: Entity, verdict: Verdict, by: By) -> Decision:
    with transaction.atomic():
        entity = _current(entity)
        if entity.verdict == verdict:
            raise Impossible(f"{entity}: this is decided already.")
        before, after = entity.verdict, verdict.value
        return _decide(Decision.Kind.VERDICT, entity, by, before=before, after=after)


def _decide(
    kind: Decision.Kind,
    subject: Entity,
    by: By,
    *,
    before: Any = None,
    after: Any = None,
    other: Entity | None = None,
    articles: Iterable[int] = (),
) -> Decision:
    decision = Decision.objects.create(
        kind=kind,
        subject=subject,
        other=other,
        before=before,
        after=after,
        made_by=_editor(by),
        source=by[:200] if isinstance(by, str) else "",
    )
    decision.articles.set(articles)
    refresh(subject, *([other] if other else []))
    return decision


def _editor(by: By) -> Any:
    return None if isinstance(by, str) else by


def _current(entity: Entity) -> Entity:
    """The entity that this one stands for, as it is now, held until the decision is written."""
    canonical = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    return Entity.objects.select_for_update().get(pk=canonical.pk)


def _tidy(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name_key(name):
        raise Impossible("Write a name.")
    if len(name) > LONGEST_NAME:
        raise Impossible(f"A name has at most {LONGEST_NAME} characters.")
    return name


def tidy_country(country: str) -> str:
    """An ISO code in capitals, or nothing. Raises Impossible for anything else: the first two
    letters of a longer code or of a name are those of another country."""
    country = country.strip().upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise Impossible(f"{country} is no ISO code of a country; they have two letters, like IQ.")
    return country


def _name_of_its_own(name: str, entity: Entity) -> Entity:
    """The entity of these words, added if there is none, if it is free to stand for `entity`."""
    held = Entity.objects.obtain_one(Entity.by_name(Kind(entity.kind), name))
    if held.canonical not in (held, entity) or (held != entity and held.listed):
        raise Impossible(
            f"{name} is a name of {held.canonical} (number {held.canonical.number}): merge the "
            "two, or choose a name that tells them apart."
        )
    return held


def _namesake(kind: Kind, name: str) -> Entity:
    wanted = Entity.by_name(kind, name, sure=True, listed=True)
    return _current(Entity.objects.obtain_one(wanted))


def _best_known(kind: Kind, name: str) -> Entity:
    """The best known entity of that name: of places one in the archive, else one on the map; or a
    new one."""
    if kind == Kind.PLACE:
        on_the_map_first = F("location__gazetteer_id").asc(nulls_last=True)
        places = Entity.objects.of_kind(kind).called(name)
        if held := places.order_by(on_the_map_first).first():
            return held
        if found := gazetteer.opened().find(name):
            return Entity.objects.obtain_one(Entity.on_the_map(found[0].entry, name))
    return Entity.objects.obtain_one(Entity.by_name(kind, name))


def _list(entity: Entity, by: By) -> None:
    """What an editor says it is may be shown."""
    entity.refresh_from_db()
    if Kind(entity.kind).is_public and not entity.listed:
        confirm(entity, by)
