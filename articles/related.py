"""Articles that belong together because they name the same people and places."""

from collections import defaultdict

from articles.models import Article, Mention, Person, Place

MOST = 5
RARE_ENOUGH = 500
"""A name that more articles share says little of what an article is about, and costs time."""


def related(article: Article) -> list[Article]:
    """The public articles that share the most names with this one; a rarer name counts for more."""
    scores: defaultdict[int, float] = defaultdict(float)
    named = {mention.named for mention in article.mentions.with_names()}
    for table in (Person, Place):
        records = [one.pk for one in named if isinstance(one, table) and one.listed]
        for others in _sharing(table, records).values():
            if 1 < len(others) <= RARE_ENOUGH:
                for other in others - {article.pk}:
                    scores[other] += 1 / len(others)
    best = sorted(scores, key=scores.__getitem__, reverse=True)[: MOST * 2]
    found = Article.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found][:MOST]


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
