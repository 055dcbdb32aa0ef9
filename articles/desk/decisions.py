"""Makes and undoes the decisions of editors about names."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import gazetteer
from articles.desk.effects import refresh
from articles.gazetteer import name_key
from articles.models import Article, Decision, Entity, Kind, Mention
from articles.models.entities import LONGEST_NAME

Verdict = Entity.Verdict
By = AbstractBaseUser | str | None
"""Who makes a decision: an editor, the name of an authority list, or None if unknown."""


class Impossible(Exception):
    """Raised if a decision makes no sense. The message says why, and may say what to do instead."""


def confirm(entity: Entity, by: By) -> Decision:
    """Show the entity to readers, even if no article names it clearly."""
    return _give_verdict(entity, Verdict.CONFIRMED, by)


def hide(entity: Entity, by: By) -> Decision:
    """Hide the entity from readers, even if articles name it clearly."""
    return _give_verdict(entity, Verdict.HIDDEN, by)


@transaction.atomic
def rename(entity: Entity, name: str, by: By) -> Decision:
    """Rename the entity. Articles that use its old name or its new name then mean this entity."""
    entity, name = _lock_canonical(entity), _clean_name(name)
    if name == entity.name:
        raise Impossible(_("It is called %(name)s already.") % {"name": name})
    if name_key(name)[:LONGEST_NAME] != entity.key:
        alias = _obtain_alias(name, entity)
        if alias.canonical != entity:
            _decide(Decision.Kind.ALIAS, alias, by, other=entity)
    return _decide(Decision.Kind.RENAME, entity, by, before=entity.name, after=name)


@transaction.atomic
def add_alias(entity: Entity, name: str, by: By) -> Decision:
    """Make `name` another name of the entity, in every article that uses `name`."""
    entity, name = _lock_canonical(entity), _clean_name(name)
    alias = _obtain_alias(name, entity)
    if alias.canonical == entity:
        raise Impossible(
            _("%(name)s is a name of %(entity)s already.") % {"name": name, "entity": entity}
        )
    return _decide(Decision.Kind.ALIAS, alias, by, other=entity)


@transaction.atomic
def merge(entity: Entity, into: Entity, by: By) -> Decision:
    """Merge the entity into `into`: from now on, the entity stands for `into`."""
    entity, into = _lock_canonical(entity), _lock_canonical(into)
    if entity == into:
        raise Impossible(_("These two are the same already: %(entity)s.") % {"entity": entity})
    if entity.kind != into.kind:
        after = Kind(into.kind).noun_phrase
        return _decide(Decision.Kind.CONVERT, entity, by, after=after, other=into)
    return _decide(Decision.Kind.MERGE, entity, by, other=into)


@transaction.atomic
def split(entity: Entity, articles: Iterable[Article], name: str, by: By) -> Decision:
    """Decide that `articles` mean a namesake of the entity, and call the namesake `name`."""
    entity, name = _lock_canonical(entity), _clean_name(name)
    named = Mention.objects.of_entities(entity).values("article")
    chosen = Article.objects.filter(pk__in=[one.pk for one in articles]).filter(pk__in=named)
    ids = list(chosen.values_list("pk", flat=True))
    if not ids:
        raise Impossible(_("None of the chosen articles names %(entity)s.") % {"entity": entity})
    other = _obtain_namesake(Kind(entity.kind), name)
    if other == entity:
        raise Impossible(
            _("Choose a name that tells the other %(entity)s apart from this one.")
            % {"entity": entity}
        )
    decision = _decide(Decision.Kind.SPLIT, entity, by, after=len(ids), other=other, articles=ids)
    Mention.objects.filter(article__in=ids).move(entity, other)
    refresh(entity, other)
    return decision


@transaction.atomic
def convert(entity: Entity, kind: str, by: By) -> Decision:
    """Decide that the entity is of another kind, or that it is no name if `kind` is `neither`."""
    entity = _lock_canonical(entity)
    if kind == Verdict.NEITHER:
        return _give_verdict(entity, Verdict.NEITHER, by)
    if kind not in Kind:
        raise Impossible(_("There is no kind called %(value)s.") % {"value": kind})
    wanted = Kind(kind)
    if entity.kind == wanted:
        raise Impossible(_("%(entity)s is of this kind already.") % {"entity": entity})
    other = _lock_canonical(_obtain_best_known(wanted, entity.name))
    decision = _decide(Decision.Kind.CONVERT, entity, by, after=wanted.noun_phrase, other=other)
    _confirm_unlisted(other, by)
    return decision


@transaction.atomic
def pin(entity: Entity, entry: str, by: By) -> Decision:
    """Decide that the entity is the place in the gazetteer entry whose id is `entry`."""
    entity = _lock_canonical(entity)
    if entity.kind != Kind.PLACE:
        raise Impossible(_("Say first that %(entity)s is a place.") % {"entity": entity})
    if not (found := gazetteer.open_gazetteer().get(entry)):
        raise Impossible(_("The gazetteer has no entry %(entry)s.") % {"entry": entry})
    place = _lock_canonical(Entity.objects.obtain_one(Entity.from_entry(found, entity.name)))
    if place == entity:
        raise Impossible(_("%(entity)s is pinned there already.") % {"entity": entity})
    after = f"{found.name}, {found.country}".rstrip(", ")
    decision = _decide(Decision.Kind.PIN, entity, by, after=after, other=place)
    _confirm_unlisted(place, by)
    return decision


@transaction.atomic
def locate(entity: Entity, latitude: float, longitude: float, country: str, by: By) -> Decision:
    """Set the coordinates of a place, in degrees, and the ISO code of its country."""
    entity = _lock_canonical(entity)
    if entity.kind != Kind.PLACE:
        raise Impossible(_("Only a place has coordinates."))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Impossible(
            _("%(position)s is not on Earth: use -90 to 90 and -180 to 180 degrees.")
            % {"position": f"{latitude}, {longitude}"}
        )
    location = entity.location
    before = [location.latitude, location.longitude, location.country]
    after = [latitude, longitude, clean_country(country)]
    return _decide(Decision.Kind.LOCATE, entity, by, before=before, after=after)


@transaction.atomic
def identify(entity: Entity, wikidata: str, by: By) -> Decision:
    """Set the Wikidata item of the entity, such as `Q23`, or an empty string if it has none."""
    entity, wikidata = _lock_canonical(entity), wikidata.strip().upper()
    if wikidata and not re.fullmatch(r"Q[1-9][0-9]{0,11}", wikidata):
        raise Impossible(
            _("%(value)s is not a Wikidata identifier. They look like Q23.") % {"value": wikidata}
        )
    if wikidata == entity.wikidata:
        raise Impossible(_("%(entity)s has that identifier already.") % {"entity": entity})
    return _decide(Decision.Kind.IDENTIFY, entity, by, before=entity.wikidata, after=wikidata)


@transaction.atomic
def undo(decision: Decision, by: By) -> None:
    """Undo the decision. All other decisions stay in force.

    Raises Impossible if the decision has already been undone."""
    undone = Decision.objects.in_force().filter(pk=decision.pk)
    if not undone.update(undone_at=timezone.now(), undone_by=_editor(by), articles_marked=False):
        raise Impossible(_("This has been undone already."))
    if decision.kind == Decision.Kind.SPLIT:
        _reassign_articles(decision)
    refresh(decision.subject, *([decision.other] if decision.other else []))


def _reassign_articles(undone: Decision) -> None:
    """Give the articles of an undone split back, unless another split gives them to a namesake.

    The splits that are still in force are applied again in order, because one may depend on
    another."""
    articles = undone.articles.values("pk")
    Mention.objects.filter(article__in=articles).move_back()
    for other in Decision.objects.in_force().filter(kind=Decision.Kind.SPLIT).order_by("pk"):
        both = other.articles.filter(pk__in=articles).values("pk")
        if other.other and both.exists():
            Mention.objects.filter(article__in=both).move(other.subject, other.other)


def _give_verdict(entity: Entity, verdict: Verdict, by: By) -> Decision:
    with transaction.atomic():
        entity = _lock_canonical(entity)
        if entity.verdict == verdict:
            raise Impossible(_("%(entity)s: this is decided already.") % {"entity": entity})
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


def _lock_canonical(entity: Entity) -> Entity:
    """Lock the entity that `entity` stands for, which may be `entity` itself, and return it.

    The lock lasts until the decision is saved, so two editors cannot decide about the same entity
    at the same time."""
    canonical = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    return Entity.objects.select_for_update().get(pk=canonical.pk)


def _clean_name(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name_key(name):
        raise Impossible(_("Write a name."))
    if len(name) > LONGEST_NAME:
        raise Impossible(_("A name has at most %(most)d characters.") % {"most": LONGEST_NAME})
    return name


def clean_country(country: str) -> str:
    """Return the ISO code `country` as two capital letters, or an empty string if it is empty.

    Raises Impossible for any other text. A longer text is not shortened, because the first two
    letters of a longer code or of a name may be the code of another country."""
    country = country.strip().upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise Impossible(
            _("%(value)s is not the ISO code of a country. They have two letters, like IQ.")
            % {"value": country}
        )
    return country


def _obtain_alias(name: str, entity: Entity) -> Entity:
    """Return the entity called `name`, which may stand for `entity`. Add it if there is none.

    Raises Impossible if another entity already uses the name."""
    held = Entity.objects.obtain_one(Entity.from_name(Kind(entity.kind), name))
    if held.canonical not in (held, entity) or (held != entity and held.listed):
        raise Impossible(
            _(
                "%(name)s is a name of %(entity)s (number %(number)d). Merge the two, or choose "
                "another name."
            )
            % {"name": name, "entity": held.canonical, "number": held.canonical.number}
        )
    return held


def _obtain_namesake(kind: Kind, name: str) -> Entity:
    wanted = Entity.from_name(kind, name, sure=True, listed=True)
    return _lock_canonical(Entity.objects.obtain_one(wanted))


def _obtain_best_known(kind: Kind, name: str) -> Entity:
    """Return the best-known entity of the kind `kind` called `name`. Add one if there is none.

    For a place, listed places of the archive come first, then the gazetteer's entries."""
    if kind == Kind.PLACE:
        on_the_map_first = F("location__gazetteer_id").asc(nulls_last=True)
        places = Entity.objects.of_kind(kind).with_name(name)
        if held := places.order_by(on_the_map_first).first():
            return held
        if found := gazetteer.open_gazetteer().find(name):
            return Entity.objects.obtain_one(Entity.from_entry(found[0].entry, name))
    return Entity.objects.obtain_one(Entity.from_name(kind, name))


def _confirm_unlisted(entity: Entity, by: By) -> None:
    """Confirm the entity if it is not listed although readers may see entities of its kind."""
    entity.refresh_from_db()
    if Kind(entity.kind).is_public and not entity.listed:
        confirm(entity, by)
