"""From an editor's form to a decision."""

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from articles import desk
from articles.desk.overview import find_entity
from articles.models import Article, Decision, Entity

Deciding = Callable[[Entity, QueryDict, AbstractBaseUser], Decision]


def decide(entity: Entity, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    """Do what the form's `decision` says. Raises desk.Impossible."""
    deciding = DECISIONS.get(form.get("decision", ""))
    if not deciding:
        raise desk.Impossible("There is no such decision.")
    return deciding(entity, form, editor)


def _merge(entity: Entity, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    return desk.merge(entity, find_entity(form.get("into", ""), entity), editor)


def _split(entity: Entity, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    numbers = [value for value in form.getlist("article") if value.isdecimal() and len(value) < 19]
    chosen = Article.objects.filter(pk__in=numbers)
    return desk.split(entity, chosen, form.get("name", ""), editor)


def _locate(entity: Entity, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    try:
        latitude, longitude = float(form.get("latitude", "")), float(form.get("longitude", ""))
    except ValueError:
        raise desk.Impossible("Write the latitude and the longitude in degrees.") from None
    return desk.locate(entity, latitude, longitude, form.get("country", ""), editor)


DECISIONS: Mapping[str, Deciding] = {
    "confirm": lambda entity, form, editor: desk.confirm(entity, editor),
    "hide": lambda entity, form, editor: desk.hide(entity, editor),
    "rename": lambda entity, form, editor: desk.rename(entity, form.get("name", ""), editor),
    "alias": lambda entity, form, editor: desk.add_alias(entity, form.get("name", ""), editor),
    "merge": _merge,
    "split": _split,
    "convert": lambda entity, form, editor: desk.convert(entity, form.get("kind", ""), editor),
    "pin": lambda entity, form, editor: desk.pin(entity, form.get("entry", ""), editor),
    "locate": _locate,
    "identify": lambda entity, form, editor: desk.identify(
        entity, form.get("wikidata", ""), editor
    ),
}
