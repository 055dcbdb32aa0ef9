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
from articles.models import Article, Decision, Mention, Person, Place
from articles.models.names import Name

Kind = Decision.Kind
Record = Person | Place
By = AbstractBaseUser | str | None
"""An editor, or the name of the authority list that says so."""


class Impossible(Exception):
    """The decision makes no sense; the message says why, and what to do instead."""


def confirm(record: Record, by: By) -> Decision:
    return _give_verdict(record, Name.Verdict.CONFIRMED, by)


def hide(record: Record, by: By) -> Decision:
    return _give_verdict(record, Name.Verdict.HIDDEN, by)


@transaction.atomic
def rename(record: Record, name: str, by: By) -> Decision:
    """Call it by another name, which articles may use as well from now on."""
    record, name = _current(record), _tidy(name)
    if name == record.name:
        raise Impossible(f"{name} is what it is called already.")
    if fold_key(name) != record.key:
        alias = _name_of_its_own(type(record), name, record)
        if alias.canonical != record:
            _decide(Kind.ALIAS, alias, by, other=record)
    return _decide(Kind.RENAME, record, by, before=record.name, after=name)


@transaction.atomic
def add_alias(record: Record, name: str, by: By) -> Decision:
    """Let another name stand for the record, in every article that uses it."""
    record, name = _current(record), _tidy(name)
    alias = _name_of_its_own(type(record), name, record)
    if alias.canonical == record:
        raise Impossible(f"{name} is a name of {record} already.")
    return _decide(Kind.ALIAS, alias, by, other=record)


@transaction.atomic
def merge(record: Record, into: Record, by: By) -> Decision:
    """Let the record stand for the other one."""
    record, into = _current(record), _current(into)
    if record == into:
        raise Impossible(f"{record} is the same already.")
    if type(record) is not type(into):
        return _decide(Kind.CONVERT, record, by, after=_label(into), other=into)
    return _decide(Kind.MERGE, record, by, other=into)


@transaction.atomic
def split(record: Record, articles: Iterable[Article], name: str, by: By) -> Decision:
    """Give the articles to a namesake, called by a name that tells the two apart."""
    record, name = _current(record), _tidy(name)
    named = Mention.objects.of(record).values("article")
    chosen = Article.objects.filter(pk__in=[one.pk for one in articles]).filter(pk__in=named)
    ids = list(chosen.values_list("pk", flat=True))
    if not ids:
        raise Impossible(f"None of the chosen articles names {record}.")
    other = _namesake(type(record), name)
    if other == record:
        raise Impossible(f"Choose a name that tells the other {record} apart from this one.")
    decision = _decide(Kind.SPLIT, record, by, after=len(ids), other=other, articles=ids)
    Mention.objects.filter(article__in=ids).move(record, other)
    refresh(record, other)
    return decision


@transaction.atomic
def convert(record: Record, kind: str, by: By) -> Decision:
    """Say that it is another kind: `person`, `place`, `organisation` or `neither`."""
    record = _current(record)
    if kind in (Name.Verdict.ORGANISATION, Name.Verdict.NEITHER):
        return _give_verdict(record, Name.Verdict(kind), by)
    if kind not in ("person", "place"):
        raise Impossible(f"There is no kind called {kind}.")
    table = Person if kind == "person" else Place
    if isinstance(record, table):
        raise Impossible(f"{record} is a {kind} already.")
    other = _person_called(record.name) if table is Person else _place_called(record.name)
    decision = _decide(Kind.CONVERT, record, by, after=f"a {kind}", other=other)
    _list(other, by)
    return decision


@transaction.atomic
def pin(record: Record, entry: str, by: By) -> Decision:
    """Say which entry of the gazetteer a place is."""
    record = _current(record)
    if not isinstance(record, Place):
        raise Impossible(f"{record} is a person; say first that it is a place.")
    if not (found := gazetteer.opened().get(entry)):
        raise Impossible(f"The gazetteer has no entry {entry}.")
    place = _current(Place.of_entry(found, name=record.name))
    if place == record:
        raise Impossible(f"{record} is pinned there already.")
    lies = f"{found.name}, {found.country}".rstrip(", ")
    decision = _decide(Kind.PIN, record, by, after=lies, other=place)
    _list(place, by)
    return decision


@transaction.atomic
def locate(record: Record, latitude: float, longitude: float, country: str, by: By) -> Decision:
    """Say where a place lies that no gazetteer has (degrees; the country's ISO code)."""
    record = _current(record)
    if not isinstance(record, Place):
        raise Impossible(f"{record} is a person and lies nowhere.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Impossible(f"{latitude}, {longitude} is nowhere on Earth.")
    before = [record.latitude, record.longitude, record.country]
    after = [latitude, longitude, tidy_country(country)]
    return _decide(Kind.LOCATE, record, by, before=before, after=after)


@transaction.atomic
def identify(record: Record, wikidata: str, by: By) -> Decision:
    """Say which item of Wikidata it is (`Q23`), or none (an empty string)."""
    record, wikidata = _current(record), wikidata.strip().upper()
    if wikidata and not re.fullmatch(r"Q[1-9][0-9]{0,11}", wikidata):
        raise Impossible(f"{wikidata} is no Wikidata identifier; they look like Q23.")
    if wikidata == record.wikidata:
        raise Impossible(f"{record} has that identifier already.")
    return _decide(Kind.IDENTIFY, record, by, before=record.wikidata, after=wikidata)


@transaction.atomic
def undo(decision: Decision, by: By) -> None:
    """Take the decision back; those made before and after it stand."""
    undone = Decision.objects.standing().filter(pk=decision.pk)
    if not undone.update(undone_at=timezone.now(), undone_by=_editor(by), told=False):
        raise Impossible("This has been undone already.")
    if decision.kind == Kind.SPLIT:
        _share_out_again(decision)
    refresh(decision.subject, *([decision.other] if decision.other else []))


def _share_out_again(undone: Decision) -> None:
    """Give the articles of a split that was undone to whom the other splits say."""
    articles = undone.articles.values("pk")
    Mention.objects.filter(article__in=articles).move_back()
    for other in Decision.objects.standing().filter(kind=Kind.SPLIT).order_by("pk"):
        both = other.articles.filter(pk__in=articles).values("pk")
        if other.other and both.exists():
            Mention.objects.filter(article__in=both).move(other.subject, other.other)


def _give_verdict(record: Record, verdict: Name.Verdict, by: By) -> Decision:
    with transaction.atomic():
        record = _current(record)
        if record.verdict == verdict:
            raise Impossible(f"{record}: this is decided already.")
        return _decide(Kind.VERDICT, record, by, before=record.verdict, after=verdict.value)


def _decide(
    kind: Kind,
    subject: Record,
    by: By,
    *,
    before: Any = None,
    after: Any = None,
    other: Record | None = None,
    articles: Iterable[int] = (),
) -> Decision:
    decision = Decision.objects.create(
        kind=kind,
        person=subject if isinstance(subject, Person) else None,
        place=subject if isinstance(subject, Place) else None,
        other_person=other if isinstance(other, Person) else None,
        other_place=other if isinstance(other, Place) else None,
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


def _current(record: Record) -> Record:
    """The record that this one stands for, as it is now, held until the decision is written."""
    canonical = type(record).objects.canonical(record.pk)
    held: Record = type(canonical).objects.select_for_update().get(pk=canonical.pk)
    return held


def _tidy(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not gazetteer.name_key(name):
        raise Impossible("Write a name.")
    if len(name) > 200:
        raise Impossible("A name has at most 200 characters.")
    return name


def tidy_country(country: str) -> str:
    """An ISO code in capitals, or nothing. Raises Impossible for anything else: the first two
    letters of a longer code or of a name are those of another country."""
    country = country.strip().upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise Impossible(f"{country} is no ISO code of a country; they have two letters, like IQ.")
    return country


def fold_key(name: str) -> str:
    return gazetteer.name_key(name)[:200]


def _name_of_its_own(table: type[Record], name: str, record: Record) -> Record:
    """The record of these words, made if there is none, if it is free to stand for `record`."""
    unlocated = {"gazetteer_id": None} if table is Place else {}
    held: Record
    held, _ = table.objects.get_or_create(key=fold_key(name), **unlocated, defaults={"name": name})
    if held.canonical not in (held, record) or (held != record and held.listed):
        raise Impossible(
            f"{name} is a name of {held.canonical} (number {held.canonical.pk}): merge the two, "
            "or choose a name that tells them apart."
        )
    return held


def _namesake(table: type[Record], name: str) -> Record:
    unlocated = {"gazetteer_id": None} if table is Place else {}
    held: Record
    held, _ = table.objects.get_or_create(
        key=fold_key(name), **unlocated, defaults={"name": name, "sure": True, "listed": True}
    )
    return _current(held)


def _person_called(name: str) -> Record:
    held, _ = Person.objects.get_or_create(key=fold_key(name), defaults={"name": name})
    return _current(held)


def _place_called(name: str) -> Record:
    """The best known place of that name: one in the archive, one on the map, or a new one."""
    on_the_map_first = F("gazetteer_id").asc(nulls_last=True)
    if held := Place.objects.called(name).order_by(on_the_map_first).first():
        return _current(held)
    if found := gazetteer.opened().find(name):
        return _current(Place.of_entry(found[0].entry, name=name))
    made, _ = Place.objects.get_or_create(
        gazetteer_id=None, key=fold_key(name), defaults={"name": name}
    )
    return _current(made)


def _list(record: Record, by: By) -> None:
    """What an editor says it is may be shown."""
    record.refresh_from_db()
    if not record.listed:
        confirm(record, by)


def _label(record: Record) -> str:
    return "a person" if isinstance(record, Person) else "a place"
