"""From an editor's form to a decision."""

from collections.abc import Callable, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from articles import desk
from articles.desk.decisions import Record
from articles.desk.dossier import named
from articles.models import Article, Decision

Deciding = Callable[[Record, QueryDict, AbstractBaseUser], Decision]


def decide(record: Record, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    """Do what the form's `decision` says. Raises desk.Impossible."""
    deciding = DECISIONS.get(form.get("decision", ""))
    if not deciding:
        raise desk.Impossible("There is no such decision.")
    return deciding(record, form, editor)


def _merge(record: Record, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    return desk.merge(record, named(form.get("into", ""), record), editor)


def _split(record: Record, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    numbers = [value for value in form.getlist("article") if value.isdecimal() and len(value) < 19]
    chosen = Article.objects.filter(pk__in=numbers)
    return desk.split(record, chosen, form.get("name", ""), editor)


def _locate(record: Record, form: QueryDict, editor: AbstractBaseUser) -> Decision:
    try:
        latitude, longitude = float(form.get("latitude", "")), float(form.get("longitude", ""))
    except ValueError:
        raise desk.Impossible("Write the latitude and the longitude in degrees.") from None
    return desk.locate(record, latitude, longitude, form.get("country", ""), editor)


DECISIONS: Mapping[str, Deciding] = {
    "confirm": lambda record, form, editor: desk.confirm(record, editor),
    "hide": lambda record, form, editor: desk.hide(record, editor),
    "rename": lambda record, form, editor: desk.rename(record, form.get("name", ""), editor),
    "alias": lambda record, form, editor: desk.add_alias(record, form.get("name", ""), editor),
    "merge": _merge,
    "split": _split,
    "convert": lambda record, form, editor: desk.convert(record, form.get("kind", ""), editor),
    "pin": lambda record, form, editor: desk.pin(record, form.get("entry", ""), editor),
    "locate": _locate,
    "identify": lambda record, form, editor: desk.identify(
        record, form.get("wikidata", ""), editor
    ),
}
