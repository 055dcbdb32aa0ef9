"""Articles that belong together because they name the same people and places."""

from collections import Counter

from articles.models import Article, Mention

MOST = 5
RARE_ENOUGH = 500
"""A name that more articles share says little of what an article is about, and costs time."""


def related(article: Article) -> list[Article]:
    """The public articles that share the most names with this one; a rarer name counts for more."""
    scores: Counter[int] = Counter()
    for kind in ("person", "place"):
        names = article.mentions.filter(**{f"{kind}__listed": True}).values(kind)
        sharing: dict[int, set[int]] = {}
        for name, other in (
            Mention.objects.filter(**{f"{kind}__in": names}).values_list(kind, "article").distinct()
        ):
            sharing.setdefault(name, set()).add(other)
        for others in sharing.values():
            if 1 < len(others) <= RARE_ENOUGH:
                for other in others - {article.pk}:
                    scores[other] += 1 / len(others)
    best = [pk for pk, _ in scores.most_common(MOST * 2)]
    found = Article.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found][:MOST]
