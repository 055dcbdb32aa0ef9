"""From articles to the index: what it is told, and when."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NoReturn

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Decision, Entity, IndexMark, Kind, Mention, Quote
from articles.search import open_index
from articles.search.asking.index import Document, Index, IndexUnavailable

BATCH = 500
MERGE_EVERY = 1
"""Seconds between looking for pieces of the index to merge."""
TRY_AGAIN = 10
logger = logging.getLogger(__name__)


def archive() -> Index:
    """The index of this site's archive."""
    return open_index(settings.INDEX_FOLDER, settings.SEARCH_ENGINE)


def document(article: Article) -> Document:
    """What the index learns of the article, as plain values."""
    (made,) = documents([article])
    return made


def documents(articles: Sequence[Article]) -> Iterator[Document]:
    """The same of many; the database is asked as often as for one."""
    ids = [article.pk for article in articles]
    named, quoted = _named(ids), _quoted(ids)
    around = Entity.objects.around({entity for entities in named.values() for entity in entities})
    for article in articles:
        yield _document(article, named[article.pk], quoted.get(article.pk, set()), around)


def _document(
    article: Article,
    named: Iterable[Entity],
    quoted: set[int],
    around: Mapping[Entity, Sequence[Entity]],
) -> Document:
    parts = list(article.sections.all())
    people = [entity for entity in named if entity.kind == Kind.PERSON]
    places = [entity for entity in named if entity.kind == Kind.PLACE]
    areas = {area.number for place in places for area in (place, *around[place])}
    return Document(
        id=article.pk,
        title=article.title,
        headings="\n".join(part.heading for part in parts if part.heading),
        text="\n\n".join(part.text for part in parts),
        published=timezone.localdate(article.published_at),
        category=article.category,
        byline=article.byline,
        source=article.source,
        people=tuple(person.number for person in people),
        places=tuple(place.number for place in places),
        speakers=tuple(person.number for person in people if person.number in quoted),
        areas=tuple(sorted(areas)),
        names="\n".join(
            name for entity in chain(people, places) for name in (entity.name, *entity.other_names)
        ),
    )


def drain(tell: Callable[[int], None] = lambda done: None) -> int:
    """Bring the index up to date with every mark; return how many there were.

    Marks are cleared only when the index is safely on disk, so after a crash they are still
    there and the work is done again."""
    total = 0
    while True:
        Decision.objects.mark_articles()
        if not IndexMark.objects.exists():
            return total
        done = _index_newest_marks()
        total += done
        tell(done)


def merge() -> None:
    """Leave the index in few pieces after many small changes; who reads or writes need not wait."""
    while archive().merge():
        pass


def keep_merged() -> NoReturn:
    """Merge what there is to merge, again and again."""
    while True:
        try:
            merge()
        except (IndexUnavailable, OSError) as error:
            logger.warning("The index cannot be merged now: %s", error)
            time.sleep(TRY_AGAIN)
        time.sleep(MERGE_EVERY)


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Write the index anew from the database, beside the one in use, and put it in its place."""
    # What changes while this runs keeps its mark and is indexed afterwards.
    ids = Article.objects.public().order_by("pk").values_list("pk", flat=True)
    total = 0
    with archive().rebuilding() as index:
        remaining = ids.iterator(chunk_size=BATCH)
        while batch := list(islice(remaining, BATCH)):
            articles = _public(batch)
            index.put(documents(articles))
            total += len(articles)
            tell(len(articles))
    return total


def _index_newest_marks() -> int:
    """Index a batch of marked articles and clear their marks; return how many there were."""
    with archive().writing() as index:
        # Marks and articles are read only while nobody else can write. If another process indexed
        # an edit after this one had read the article, the older text would be written last.
        # What was changed last comes first: an edit does not wait for thousands of articles.
        marks = list(IndexMark.objects.newest(BATCH))
        articles = _public(mark.article_id for mark in marks)
        index.put(documents(articles))
        index.remove({mark.article_id for mark in marks} - {one.pk for one in articles})
    IndexMark.objects.clear(marks)
    return len(marks)


def _public(ids: Iterable[int]) -> list[Article]:
    public = Article.objects.public().filter(pk__in=list(ids))
    return list(public.prefetch_related("sections").order_by("pk"))


def _quoted(articles: Sequence[int]) -> dict[int, set[int]]:
    """The numbers of the people whom each article quotes, as surely as readers are shown it."""
    quotes = Quote.objects.filter(article__in=articles).shown().order_by()
    number = Coalesce("speaker__entity__stands_for__number", "speaker__entity__number")
    kind = Coalesce("speaker__entity__stands_for__kind", "speaker__entity__kind")
    speakers = quotes.annotate(of=kind).filter(of=Kind.PERSON).values_list("article", number)
    quoted: defaultdict[int, set[int]] = defaultdict(set)
    for article, person in speakers.distinct():
        quoted[article].add(person)
    return quoted


def _named(articles: Sequence[int]) -> dict[int, list[Entity]]:
    """The listed entities that each article names, authors left out."""
    mentions = Mention.objects.filter(article__in=articles).exclude(part="byline")
    rows = list(mentions.order_by().values_list("article", "entity").distinct())
    names = Entity.objects.select_related("location", "stands_for__location")
    held = names.in_bulk({entity for _, entity in rows})
    named: dict[int, set[Entity]] = {article: set() for article in articles}
    for article, entity in rows:
        if held[entity].canonical.listed:
            named[article].add(held[entity].canonical)
    return {
        article: sorted(entities, key=lambda entity: entity.number)
        for article, entities in named.items()
    }
