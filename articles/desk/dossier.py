"""All that an editor should see of one name before deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from articles import gazetteer
from articles.desk.decisions import Impossible, Record, fold_key
from articles.desk.similarity import FullName
from articles.models import Article, Decision, IndexMark, Mention, Person, Place, Proposal, Quote

MOST_DECISIONS = 100
NEWEST = 5
MOST_ROLES = 30
MOST_QUOTES = 20
MOST_SUGGESTED = 12
MOST_ENTRIES = 12


@dataclass(frozen=True, slots=True)
class Role:
    role: str
    articles: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    record: Record
    articles: QuerySet[Article]
    """Those that name it, the newest first."""
    roles: Sequence[Role]
    """What articles call a person, the most frequent first."""
    quotes: Sequence[Quote]
    """What a person said, the newest first."""
    decisions: Sequence[Decision]
    suggested: Sequence[str]
    """Names that may be other names of the same."""
    entries: Sequence[gazetteer.Entry]
    """Where a place may lie."""
    around: Sequence[Place]
    """The areas that hold a place, the nearest first."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What an editor who reads the page of a name needs to decide about it there."""

    suggested: Sequence[str]
    """Names that may be other names of the same."""
    decisions: Sequence[Decision]
    """The newest on it."""


def deciding(record: Record) -> Deciding:
    return Deciding(_suggested(record), _decisions(record)[:NEWEST])


def dossier(record: Record, sought: str = "", looked_up: str = "") -> Dossier:
    """What there is on the record; `sought` narrows the articles by words of their titles, and
    `looked_up` is the name to look up on the map instead of its own."""
    mentions = Mention.objects.of(record)
    articles = Article.objects.filter(pk__in=mentions.values("article"))
    for word in sought.split():
        articles = articles.filter(title__icontains=word)
    entries = gazetteer.opened().find(looked_up or record.name) if isinstance(record, Place) else ()
    return Dossier(
        record=record,
        articles=articles.order_by("-published_at", "-pk"),
        roles=_roles(mentions),
        quotes=_quotes(record),
        decisions=_decisions(record),
        suggested=_suggested(record),
        entries=[found.entry for found in entries[:MOST_ENTRIES]],
        around=Place.objects.around([record])[record] if isinstance(record, Place) else (),
    )


def named(text: str, beside: Record) -> Record:
    """Who or what an editor means by a name, or by # and a number, for a record beside it."""
    table, other = (Person, Place) if isinstance(beside, Person) else (Place, Person)
    text = text.strip()
    if text.startswith("#") and text[1:].isdecimal() and len(text) < 12:
        found: list[Record] = [*table.objects.filter(pk=int(text[1:]))]
    else:
        key = fold_key(text)
        found = _called(table, key) or _called(other, key)
    if not found:
        raise Impossible(f"Nobody and nothing here is called {text or 'that'}.")
    if len(found) > 1:
        numbers = ", ".join(f"#{record.pk}" for record in found)
        raise Impossible(f"There are several of the name {text}: write the number, {numbers}.")
    return found[0]


def waiting() -> int:
    """How many articles the index does not know as they are by now, about."""
    untold: set[int] = set()
    for decision in Decision.objects.filter(told=False):
        untold.update(decision.touched().values_list("pk", flat=True))
    return IndexMark.objects.count() + len(untold)


def _called(table: type[Person] | type[Place], key: str) -> list[Record]:
    records = table.objects.select_related("as_person", "as_place").filter(Q(key=key))
    return list({record.canonical: None for record in records})


def _roles(mentions: QuerySet[Mention]) -> list[Role]:
    counted = (
        mentions.exclude(role="")
        .values("role")
        .annotate(
            articles=Count("article", distinct=True),
            since=Min("article__published_at"),
            until=Max("article__published_at"),
        )
        .order_by("-articles", "role")
    )
    return [Role(**row) for row in counted[:MOST_ROLES]]


def _quotes(record: Record) -> list[Quote]:
    said = Quote.objects.of(record).select_related("article", "section")
    return list(said.order_by("-article__published_at", "article", "start")[:MOST_QUOTES])


def _decisions(record: Record) -> list[Decision]:
    related = ("person", "place", "other_person", "other_place", "made_by", "undone_by")
    return list(Decision.objects.about(record).select_related(*related)[:MOST_DECISIONS])


def _suggested(record: Record) -> list[str]:
    """Proposed names first, then those of the same surname or the same beginning."""
    this = "person" if isinstance(record, Person) else "place"
    asked = Proposal.objects.waiting().filter(Q(**{this: record}) | Q(**{f"other_{this}": record}))
    proposed = [
        one.other if one.subject == record else one.subject
        for one in asked.filter(kind=Proposal.Kind.SAME).select_related(
            "person", "place", "other_person", "other_place"
        )[:MOST_SUGGESTED]
    ]
    family = FullName.of(record.name).family
    alike = Q(key=family) | Q(key__endswith=f" {family}") | Q(key__startswith=f"{family} ")
    others = type(record).objects.standing().filter(alike).exclude(pk=record.pk)
    names = [*(str(one) for one in proposed), *(str(one) for one in others[:MOST_SUGGESTED])]
    return list(dict.fromkeys(names))[:MOST_SUGGESTED]
