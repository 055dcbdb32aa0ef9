"""What the front page shows: what is new in every section, and what the archive holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.models import Article
from articles.pages import browse, illustrations, links
from articles.pages.reading import Reading
from articles.pictures import timeline
from articles.search.asking.query import Query

NEWEST = 300
MOST_CATEGORIES = 9
IN_A_CATEGORY = 4
IN_ONE_OF_FEW = 12
"""As many as fill the page of an archive that knows hardly any sections."""
FEW = 2
SPANS = (
    (timedelta(days=7), gettext_noop("The week")),
    (timedelta(days=31), gettext_noop("The month")),
    (timedelta(days=366), gettext_noop("The year")),
)
ENOUGH = 10
"""As many articles tell who and what the news is about."""


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    url: str
    readings: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class Lately:
    title: str
    listing: browse.Listing
    """Of the articles up to the newest."""


@dataclass(frozen=True, slots=True)
class Front:
    total: int
    lead: Reading | None
    categories: Sequence[Category]
    lately: Lately | None
    timeline: timeline.Timeline | None


def front() -> Front:
    """Raises search.IndexUnavailable."""
    newest = list(Article.objects.public().values_list("pk", "category", "published_at")[:NEWEST])
    by_category: dict[str, list[int]] = {}
    for pk, category, _ in newest[1:]:
        by_category.setdefault(category, []).append(pk)
    room = IN_ONE_OF_FEW if len(by_category) <= FEW else IN_A_CATEGORY
    shown = {name: pks[:room] for name, pks in list(by_category.items())[:MOST_CATEGORIES]}
    read = _readings([pk for pk, _, _ in newest[:1]], *shown.values())
    everything = Query(size=1)
    results = indexing.archive().search(everything)
    counted = illustrations.counted(everything, results)
    return Front(
        total=results.total,
        lead=next(iter(read.values()), None),
        categories=[_category(name, pks, read) for name, pks in shown.items()],
        lately=_lately(localdate(newest[0][2])) if newest else None,
        timeline=timeline.draw(counted) if timeline.is_worth_drawing(counted) else None,
    )


def _readings(*groups: Sequence[int]) -> dict[int, Reading]:
    wanted = [pk for group in groups for pk in group]
    found = Article.objects.prefetch_related("sections").in_bulk(wanted)
    return {pk: Reading(found[pk]) for pk in wanted if pk in found}


def _lately(until: date) -> Lately:
    """The shortest of the spans that has enough articles to tell whom they name."""
    for span, title in SPANS:
        query = Query(since=until - span + timedelta(1), until=until, size=1)
        lately = Lately(gettext(title), browse.find(query))
        if lately.listing.results.total >= ENOUGH:
            break
    return lately


def _category(name: str, pks: Sequence[int], read: dict[int, Reading]) -> Category:
    url = links.url(Query(category=(name,))) if name else links.url(Query())
    return Category(name, url, [read[pk] for pk in pks if pk in read])
