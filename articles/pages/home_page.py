"""Builds the front page: the newest articles of each category, and an overview of the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.models import Article
from articles.pages import illustrations, links, result_page
from articles.pages.article_page import ShownArticle
from articles.pictures import timeline
from articles.search.asking.query import Query

NEWEST = 300
"""The number of newest articles in the archive from which the front page chooses."""
MOST_CATEGORIES = 9
IN_A_CATEGORY = 4
"""The maximum number of articles that the front page shows per category."""
IN_ONE_OF_FEW = 12
"""The maximum number of articles per category if the front page has at most FEW categories."""
FEW = 2
SPANS = (
    (timedelta(days=7), gettext_noop("The week")),
    (timedelta(days=31), gettext_noop("The month")),
    (timedelta(days=366), gettext_noop("The year")),
)
ENOUGH = 10
"""The minimum number of articles in a time span for the front page to say what they are about."""


@dataclass(frozen=True, slots=True)
class CategoryBlock:
    name: str
    url: str
    articles: Sequence[ShownArticle]


@dataclass(frozen=True, slots=True)
class RecentNews:
    """The articles of the week, month or year that ends with the day of the newest article."""

    title: str
    articles: result_page.ResultPage


@dataclass(frozen=True, slots=True)
class HomePage:
    total: int
    """The number of all articles in the archive."""
    lead: ShownArticle | None
    categories: Sequence[CategoryBlock]
    recent: RecentNews | None
    timeline: timeline.Timeline | None


def build_home_page() -> HomePage:
    """Return the contents of the front page. Raises IndexUnavailable."""
    newest = list(Article.objects.public().values_list("pk", "category", "published_at")[:NEWEST])
    by_category: dict[str, list[int]] = {}
    for pk, category, _ in newest[1:]:
        by_category.setdefault(category, []).append(pk)
    room = IN_ONE_OF_FEW if len(by_category) <= FEW else IN_A_CATEGORY
    shown = {name: pks[:room] for name, pks in list(by_category.items())[:MOST_CATEGORIES]}
    read = _load_articles([pk for pk, _, _ in newest[:1]], *shown.values())
    everything = Query(size=1)
    results = indexing.archive().search(everything)
    counted = illustrations.count_by_period(everything, results)
    return HomePage(
        total=results.total,
        lead=next(iter(read.values()), None),
        categories=[_build_category(name, pks, read) for name, pks in shown.items()],
        recent=_find_recent(localdate(newest[0][2])) if newest else None,
        timeline=timeline.draw(counted) if timeline.is_worth_drawing(counted) else None,
    )


def _load_articles(*groups: Sequence[int]) -> dict[int, ShownArticle]:
    wanted = [pk for group in groups for pk in group]
    found = Article.objects.prefetch_related("sections").in_bulk(wanted)
    return {pk: ShownArticle(found[pk]) for pk in wanted if pk in found}


def _find_recent(until: date) -> RecentNews:
    """Return the news of a time span that ends on the day `until`.

    The time span is the shortest of SPANS that has enough articles, or else the longest one."""
    for span, title in SPANS:
        query = Query(since=until - span + timedelta(1), until=until, size=1)
        recent = RecentNews(gettext(title), result_page.find(query))
        if recent.articles.results.total >= ENOUGH:
            break
    return recent


def _build_category(name: str, pks: Sequence[int], read: dict[int, ShownArticle]) -> CategoryBlock:
    url = links.url(Query(category=(name,))) if name else links.url(Query())
    return CategoryBlock(name, url, [read[pk] for pk in pks if pk in read])
