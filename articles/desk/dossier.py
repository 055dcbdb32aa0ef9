"""All that an editor should see of one name before deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from articles import gazetteer
from articles.desk.decisions import Impossible
from articles.desk.similarity import FullName
from articles.gazetteer import name_key
from articles.models import Article, Decision, Entity, IndexMark, Kind, Mention, Proposal, Quote

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
    entity: Entity
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
    around: Sequence[Entity]
    """The areas that hold a place, the nearest first."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What an editor who reads the page of a name needs to decide about it there."""

    suggested: Sequence[str]
    """Names that may be other names of the same."""
    decisions: Sequence[Decision]
    """The newest on it."""


def deciding(entity: Entity) -> Deciding:
    return Deciding(_suggested(entity), _decisions(entity)[:NEWEST])


def dossier(entity: Entity, sought: str = "", looked_up: str = "") -> Dossier:
    """What there is on the entity; `sought` narrows the articles by words of their titles, and
    `looked_up` is the name to look up on the map instead of its own."""
    mentions = Mention.objects.of(entity)
    articles = Article.objects.filter(pk__in=mentions.values("article"))
    for word in sought.split():
        articles = articles.filter(title__icontains=word)
    is_place = entity.kind == Kind.PLACE
    entries = gazetteer.opened().find(looked_up or entity.name) if is_place else ()
    return Dossier(
        entity=entity,
        articles=articles.order_by("-published_at", "-pk"),
        roles=_roles(mentions),
        quotes=_quotes(entity),
        decisions=_decisions(entity),
        suggested=_suggested(entity),
        entries=[found.entry for found in entries[:MOST_ENTRIES]],
        around=Entity.objects.around([entity])[entity],
    )


def named(text: str, beside: Entity) -> Entity:
    """Who or what an editor means by a name, or by # and a number, for an entity next to it."""
    text = text.strip()
    if text.startswith("#") and text[1:].isdecimal() and len(text) < 12:
        found = list(Entity.objects.numbered({Kind(beside.kind): [int(text[1:])]}))
    else:
        found = _called(name_key(text), Kind(beside.kind))
    if not found:
        raise Impossible(f"Nobody and nothing here is called {text or 'that'}.")
    if len(found) > 1:
        numbers = ", ".join(f"#{entity.number}" for entity in found)
        raise Impossible(f"There are several of the name {text}: write the number, {numbers}.")
    return found[0]


def waiting() -> int:
    """How many articles the index does not know as they are by now, about."""
    untold: set[int] = set()
    for decision in Decision.objects.filter(told=False):
        untold.update(decision.touched().values_list("pk", flat=True))
    return IndexMark.objects.count() + len(untold)


def _called(key: str, kind: Kind) -> list[Entity]:
    """Those that this is a name of: the ones whose name is of the kind, else the others."""
    names = list(Entity.objects.with_key([key]).with_canonical())
    of_kind = [name for name in names if name.kind == kind]
    return list(dict.fromkeys(name.canonical for name in of_kind or names))


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


def _quotes(entity: Entity) -> list[Quote]:
    said = Quote.objects.of(entity).select_related("article", "section")
    return list(said.order_by("-article__published_at", "article", "start")[:MOST_QUOTES])


def _decisions(entity: Entity) -> list[Decision]:
    related = ("subject", "other", "made_by", "undone_by")
    return list(Decision.objects.about(entity).select_related(*related)[:MOST_DECISIONS])


def _suggested(entity: Entity) -> list[str]:
    """Proposed names first, then those of the same surname or the same beginning."""
    asked = Proposal.objects.pairing([entity]).waiting().select_related("subject", "other")
    proposed = [
        one.other if one.subject == entity else one.subject for one in asked[:MOST_SUGGESTED]
    ]
    family = FullName.of(entity.name).family
    alike = Q(key=family) | Q(key__endswith=f" {family}") | Q(key__startswith=f"{family} ")
    others = Entity.objects.of_kind(Kind(entity.kind)).canonical().filter(alike)
    others = others.exclude(pk=entity.pk)
    names = [*(str(one) for one in proposed), *(str(one) for one in others[:MOST_SUGGESTED])]
    return list(dict.fromkeys(names))[:MOST_SUGGESTED]
