"""Finds the articles that name the same people and places as a given article."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from django.db.models.functions import Coalesce

from articles import indexing
from articles.models import Article, Entity, Mention
from articles.pages.public_kinds import PUBLIC_KINDS
from articles.search.asking.index import IndexUnavailable
from articles.search.asking.query import Facet, Query

MOST = 5
RARE_ENOUGH = 500
"""Entities that are named in more articles than this are ignored, because they say little about an
article."""
MOST_COMPARED = 600
"""The maximum number of articles to compare for one kind of entity, starting with the rarest
entities."""


def find_related(article: Article, named: Iterable[Entity]) -> list[Article]:
    """Return up to MOST public articles that name the same entities as `article`, best first.

    Rarer entities have more weight. Return an empty list if the index is unavailable, because the
    article can be shown without related articles."""
    scores: defaultdict[int, float] = defaultdict(float)
    listed = [entity for entity in named if entity.listed]
    for kind, public in PUBLIC_KINDS.items():
        try:
            rarest = _find_rarest(
                public.exact_facet, [entity for entity in listed if entity.kind == kind]
            )
        except IndexUnavailable:
            return []
        for others in _find_sharing(rarest).values():
            for other in others - {article.pk}:
                scores[other] += 1 / len(others)
    best = sorted(scores, key=scores.__getitem__, reverse=True)[: MOST * 2]
    found = Article.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found][:MOST]


def _find_rarest(facet: Facet, entities: Iterable[Entity]) -> list[Entity]:
    """Return the rarest of `entities`, leaving out any that only one article names.

    Together they are named by at most MOST_COMPARED articles."""
    by_number = {one.number: one for one in entities}
    if not by_number:
        return []
    counts = indexing.archive().counts(Query(), facet, list(by_number))
    rare = [one for one in reversed(counts) if 1 < one.matches <= RARE_ENOUGH]
    so_far = accumulate(one.matches for one in rare)
    return [
        by_number[int(one.value)]
        for one, sum_ in zip(rare, so_far, strict=True)
        if sum_ <= MOST_COMPARED
    ]


def _find_sharing(entities: Iterable[Entity]) -> dict[int, set[int]]:
    """Return a dict that maps each entity's primary key to those of the articles that name it.

    Articles that use another name of the entity are included."""
    variants = Entity.objects.variants_of(entities).order_by()
    names = dict(variants.values_list("pk", Coalesce("stands_for", "pk")))
    sharing: dict[int, set[int]] = {}
    mentions = Mention.objects.filter(entity__in=list(names)).order_by()
    for name, other in mentions.values_list("entity", "article").distinct():
        sharing.setdefault(names[name], set()).add(other)
    return sharing
