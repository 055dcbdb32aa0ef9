"""Articles that belong together because they name the same people and places."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from articles import indexing
from articles.models import Article, Mention, Person, Place
from articles.search.asking.index import IndexUnavailable
from articles.search.asking.query import Query

MOST = 5
RARE_ENOUGH = 500
"""A name that more articles share says little of what an article is about."""
LOOKED_AT = 600
"""Of so many articles that share names of a kind, those of its rarest names, is enough known."""


def related(article: Article, named: Iterable[Person | Place]) -> list[Article]:
    """The public articles that share the most of these names with this one; a rarer name counts
    for more. None while the index is away: the article itself can be read without it."""
    scores: defaultdict[int, float] = defaultdict(float)
    listed = [one for one in named if one.listed]
    for table in (Person, Place):
        try:
            records = _rarest(table, [one.pk for one in listed if isinstance(one, table)])
        except IndexUnavailable:
            return []
        for others in _sharing(table, records).values():
            for other in others - {article.pk}:
                scores[other] += 1 / len(others)
    best = sorted(scores, key=scores.__getitem__, reverse=True)[: MOST * 2]
    found = Article.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found][:MOST]


def _rarest(table: type[Person] | type[Place], records: list[int]) -> list[int]:
    """Those that the fewest articles name, but more than one."""
    if not records:
        return []
    counts = indexing.archive().counts(Query(), "person" if table is Person else "place", records)
    rare = [one for one in reversed(counts) if 1 < one.matches <= RARE_ENOUGH]
    so_far = accumulate(one.matches for one in rare)
    return [int(one.value) for one, sum_ in zip(rare, so_far, strict=True) if sum_ <= LOOKED_AT]


def _sharing(table: type[Person] | type[Place], records: list[int]) -> dict[int, set[int]]:
    """The articles that name each of the records, by any of its names of the same kind."""
    column = "person" if table is Person else "place"
    names = {pk: pk for pk in records}
    same = table.objects.filter(**{f"as_{column}__in": records})
    names |= dict(same.values_list("pk", f"as_{column}"))
    sharing: dict[int, set[int]] = {}
    mentions = Mention.objects.filter(**{f"{column}__in": list(names)})
    for name, other in mentions.values_list(column, "article").distinct():
        sharing.setdefault(names[name], set()).add(other)
    return sharing
