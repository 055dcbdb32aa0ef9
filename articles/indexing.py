"""Turns articles into documents, and keeps the index up to date with the database."""

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
"""The maximum number of articles that are indexed in one commit."""
MERGE_EVERY = 1
"""The number of seconds between two checks for segments that need merging."""
TRY_AGAIN = 10
"""The number of additional seconds to wait after a merge has failed."""
logger = logging.getLogger(__name__)


def archive() -> Index:
    """Return the index of this site's archive."""
    return open_index(settings.INDEX_FOLDER, settings.SEARCH_ENGINE)


def document(article: Article) -> Document:
    """Return the article as a document that can be put into the index."""
    (only,) = documents([article])
    return only


def documents(articles: Sequence[Article]) -> Iterator[Document]:
    """Yield the documents of many articles, with no more database queries than for one article."""
    ids = [article.pk for article in articles]
    named, quoted = _named_entities(ids), _quoted_people(ids)
    around = Entity.objects.areas_of({entity for entities in named.values() for entity in entities})
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


def drain(report: Callable[[int], None] = lambda done: None) -> int:
    """Index all marked articles, delete their marks, and return the number of marks.

    Marks are deleted only after the index is safely on disk. After a crash they still exist, and
    the work is done again. `report` is called with the number of marks in each batch."""
    total = 0
    while True:
        Decision.objects.mark_articles()
        if not IndexMark.objects.exists():
            return total
        done = _index_newest_marks()
        total += done
        report(done)


def merge() -> None:
    """Merge segments until no merge is due. Searches and commits do not have to wait meanwhile."""
    while archive().merge():
        pass


def keep_merged() -> NoReturn:
    """Merge segments whenever a merge is due. This function never returns."""
    while True:
        try:
            merge()
        except (IndexUnavailable, OSError) as error:
            logger.warning("The index cannot be merged now: %s", error)
            time.sleep(TRY_AGAIN)
        time.sleep(MERGE_EVERY)


def rebuild(report: Callable[[int], None] = lambda done: None) -> int:
    """Replace the index with a new one from the database, and return the number of articles.

    The old index stays in use until the new one is complete. `report` is called with the number of
    articles in each batch."""
    # An article that changes meanwhile keeps its mark, so `drain` indexes it afterwards.
    ids = Article.objects.public().order_by("pk").values_list("pk", flat=True)
    total = 0
    with archive().rebuilding() as index:
        remaining = ids.iterator(chunk_size=BATCH)
        while batch := list(islice(remaining, BATCH)):
            articles = _public_articles(batch)
            index.put(documents(articles))
            total += len(articles)
            report(len(articles))
    return total


def _index_newest_marks() -> int:
    """Index a batch of marked articles, delete their marks, and return the number of marks."""
    with archive().writing() as index:
        # Marks and articles are read while no other process can write to the index. Otherwise this
        # process could read an article, another one index a later edit of it, and this one then
        # write the older text over it. The newest marks come first, so an editor's change does not
        # wait for thousands of uploaded articles.
        marks = list(IndexMark.objects.newest(BATCH))
        articles = _public_articles(mark.article_id for mark in marks)
        index.put(documents(articles))
        index.remove({mark.article_id for mark in marks} - {one.pk for one in articles})
    IndexMark.objects.clear(marks)
    return len(marks)


def _public_articles(ids: Iterable[int]) -> list[Article]:
    public = Article.objects.public().filter(pk__in=list(ids))
    return list(public.prefetch_related("sections").order_by("pk"))


def _quoted_people(articles: Sequence[int]) -> dict[int, set[int]]:
    """Return a dictionary that maps each article to the numbers of the people whom it quotes.

    Quotes whose speaker is too uncertain are left out."""
    quotes = Quote.objects.filter(article__in=articles).public().order_by()
    number = Coalesce("speaker__entity__stands_for__number", "speaker__entity__number")
    kind = Coalesce("speaker__entity__stands_for__kind", "speaker__entity__kind")
    speakers = quotes.annotate(of=kind).filter(of=Kind.PERSON).values_list("article", number)
    quoted: defaultdict[int, set[int]] = defaultdict(set)
    for article, person in speakers.distinct():
        quoted[article].add(person)
    return quoted


def _named_entities(articles: Sequence[int]) -> dict[int, list[Entity]]:
    """Return a dictionary that maps each article to the listed entities it names.

    Entities that are named only in the byline are left out."""
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
