"""Collects what an editor needs to see before a decision about a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

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
class RoleUse:
    role: str
    articles: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    entity: Entity
    articles: QuerySet[Article]
    """The articles that name the entity, the newest first."""
    roles: Sequence[RoleUse]
    """The roles that articles give a person, the most frequent first."""
    quotes: Sequence[Quote]
    """The quotes of a person, the newest first."""
    decisions: Sequence[Decision]
    suggested: Sequence[str]
    """The names of other entities that may be the same person, place or organisation."""
    entries: Sequence[gazetteer.Entry]
    """The gazetteer entries that may describe a place. Empty for other kinds."""
    around: Sequence[Entity]
    """The areas that contain a place, the innermost first."""


@dataclass(frozen=True, slots=True)
class DecisionAids:
    """What only editors see on the public page of a name."""

    suggested: Sequence[str]
    """The names of other entities that may be the same person, place or organisation."""
    decisions: Sequence[Decision]
    """The newest decisions about the entity."""


def decision_aids(entity: Entity) -> DecisionAids:
    return DecisionAids(_suggested_names(entity), _decisions(entity)[:NEWEST])


def overview(entity: Entity, sought: str = "", looked_up: str = "") -> Overview:
    """Return what the archive knows about the entity.

    If `sought` is given, only articles with all of its words in their titles are included.
    `looked_up` is a name to look up in the gazetteer instead of the name of the entity."""
    mentions = Mention.objects.of_entities(entity)
    articles = Article.objects.filter(pk__in=mentions.values("article"))
    for word in sought.split():
        articles = articles.filter(title__icontains=word)
    is_place = entity.kind == Kind.PLACE
    entries = gazetteer.open_gazetteer().find(looked_up or entity.name) if is_place else ()
    return Overview(
        entity=entity,
        articles=articles.order_by("-published_at", "-pk"),
        roles=_roles(mentions),
        quotes=_quotes(entity),
        decisions=_decisions(entity),
        suggested=_suggested_names(entity),
        entries=[found.entry for found in entries[:MOST_ENTRIES]],
        around=Entity.objects.areas_of([entity])[entity],
    )


def find_entity(text: str, alike: Entity) -> Entity:
    """Return the entity that an editor means by a name, or by # and a number, such as "#12".

    A number belongs to the kind of `alike`. If several entities have the name, those of the same
    kind as `alike` are preferred. Raises Impossible if no entity matches or several do."""
    text = text.strip()
    if text.startswith("#") and text[1:].isdecimal() and len(text) < 12:
        found = list(Entity.objects.with_numbers({Kind(alike.kind): [int(text[1:])]}))
    else:
        found = _find_entities_by_key(name_key(text), Kind(alike.kind))
    if not found:
        raise Impossible(_("Nothing in this archive is called %(name)s.") % {"name": text})
    if len(found) > 1:
        numbers = ", ".join(f"#{entity.number}" for entity in found)
        raise Impossible(
            _("Several are called %(name)s. Write the number instead: %(numbers)s.")
            % {"name": text, "numbers": numbers}
        )
    return found[0]


def count_unindexed() -> int:
    """Return the approximate number of articles that changed since they were indexed.

    An article is counted twice if it has a mark and a new decision changes it as well."""
    unmarked: set[int] = set()
    for decision in Decision.objects.filter(articles_marked=False):
        unmarked.update(decision.affected_articles().values_list("pk", flat=True))
    return IndexMark.objects.count() + len(unmarked)


def _find_entities_by_key(key: str, kind: Kind) -> list[Entity]:
    """Return the canonical entities that have a name with this key.

    Entities of other kinds are considered only if there is none of the kind `kind`."""
    names = list(Entity.objects.with_key([key]).with_canonical())
    of_kind = [name for name in names if name.kind == kind]
    return list(dict.fromkeys(name.canonical for name in of_kind or names))


def _roles(mentions: QuerySet[Mention]) -> list[RoleUse]:
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
    return [RoleUse(**row) for row in counted[:MOST_ROLES]]


def _quotes(entity: Entity) -> list[Quote]:
    said = Quote.objects.of_speaker(entity).select_related("article", "section")
    return list(said.order_by("-article__published_at", "article", "start")[:MOST_QUOTES])


def _decisions(entity: Entity) -> list[Decision]:
    related = ("subject", "other", "made_by", "undone_by")
    return list(Decision.objects.on_entity(entity).select_related(*related)[:MOST_DECISIONS])


def _suggested_names(entity: Entity) -> list[str]:
    """Return the names of other entities that may be the same person, place or organisation.

    Entities in waiting proposals come first, then those that share a surname with the entity."""
    asked = Proposal.objects.pairs_with([entity]).waiting().select_related("subject", "other")
    proposed = [
        one.other if one.subject == entity else one.subject for one in asked[:MOST_SUGGESTED]
    ]
    family = FullName.parse(entity.name).family
    alike = Q(key=family) | Q(key__endswith=f" {family}") | Q(key__startswith=f"{family} ")
    others = Entity.objects.of_kind(Kind(entity.kind)).canonical().filter(alike)
    others = others.exclude(pk=entity.pk)
    names = [*(str(one) for one in proposed), *(str(one) for one in others[:MOST_SUGGESTED])]
    return list(dict.fromkeys(names))[:MOST_SUGGESTED]
