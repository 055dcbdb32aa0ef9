"""Articles that belong together because they name the same people and places."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from django.db.models.functions import Coalesce

from articles import indexing
from articles.models import Article, Entity, Mention
from articles.pages.kinds import SHOWN
from articles.search.asking.index import IndexUnavailable
from articles.search.asking.query import Facet, Query

MOST = 5
RARE_ENOUGH = 500
"""A name that more articles share says little of what an article is about."""
LOOKED_AT = 600
"""Of so many articles that share names of a kind, those of its rarest names, is enough known."""


def related(article: Article, named: Iterable[Entity]) -> list[Article]:
    """The public articles that share the most of these names with this one; a rarer name counts
    for more. None while the index is away: the article itself can be read without it."""
    scores: defaultdict[int, float] = defaultdict(float)
    listed = [one for one in named if one.listed]
    for kind, shown in SHOWN.items():
        try:
            rarest = _rarest(shown.alone, [one for one in listed if one.kind == kind])
        except IndexUnavailable:
            return []
        for others in _sharing(rarest).values():
            for other in others - {article.pk}:
                scores[other] += 1 / len(others)
    best = sorted(scores, key=scores.__getitem__, reverse=True)[: MOST * 2]
    found = Article.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found][:MOST]


def _rarest(facet: Facet, entities: Iterable[Entity]) -> list[Entity]:
    """Those that the fewest articles name, but more than one."""
    by_number = {one.number: one for one in entities}
    if not by_number:
        return []
    counts = indexing.archive().counts(Query(), facet, list(by_number))
    rare = [one for one in reversed(counts) if 1 < one.matches <= RARE_ENOUGH]
    so_far = accumulate(one.matches for one in rare)
    return [
        by_number[int(one.value)]
        for one, sum_ in zip(rare, so_far, strict=True)
        if sum_ <= LOOKED_AT
    ]


def _sharing(entities: Iterable[Entity]) -> dict[int, set[int]]:
    """The articles that name each of the entities, by any of its names."""
    variants = Entity.objects.variants_of(entities).order_by()
    names = dict(variants.values_list("pk", Coalesce("stands_for", "pk")))
    sharing: dict[int, set[int]] = {}
    mentions = Mention.objects.filter(entity__in=list(names)).order_by()
    for name, other in mentions.values_list("entity", "article").distinct():
        sharing.setdefault(names[name], set()).add(other)
    return sharing
