"""From articles to the index: what it is told, and when."""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import TypeVar

from django.conf import settings
from django.db.models import Prefetch

from articles.models import Article, Decision, IndexMark, Mention, Person, Place
from articles.search import open_index
from articles.search.index import Document, Index

BATCH = 500

Record = TypeVar("Record", Person, Place)


def archive() -> Index:
    """The index of this site's archive."""
    return open_index(settings.INDEX_FOLDER)


def document(article: Article) -> Document:
    """What the index learns of the article, as plain values."""
    parts = list(article.sections.all())
    named = [mention.named for mention in article.mentions.all() if mention.part != "byline"]
    people = _distinct(record for record in named if isinstance(record, Person))
    places = _distinct(record for record in named if isinstance(record, Place))
    return Document(
        id=article.pk,
        title=article.title,
        headings="\n".join(part.heading for part in parts if part.heading),
        text="\n\n".join(part.text for part in parts),
        published=article.published_at.date(),
        section=article.desk,
        byline=article.byline,
        source=article.source,
        people=tuple(person.pk for person in people),
        places=tuple(place.pk for place in places),
        names="\n".join(
            name for record in chain(people, places) for name in (record.name, *record.other_names)
        ),
    )


def drain(tell: Callable[[int], None] = lambda done: None) -> int:
    """Bring the index up to date with every mark; return how many there were.

    Marks are cleared only when the index is safely on disk, so after a crash they are still
    there and the work is done again."""
    Decision.objects.mark_articles()
    total = 0
    while marks := list(IndexMark.objects.oldest(BATCH)):
        articles = _public(mark.article_id for mark in marks)
        with archive().writing() as index:
            index.put(document(article) for article in articles)
            index.remove({mark.article_id for mark in marks} - {one.pk for one in articles})
        IndexMark.objects.clear(marks)
        total += len(marks)
        tell(len(marks))
    return total


def rebuild(tell: Callable[[int], None] = lambda done: None) -> int:
    """Write the index anew from the database, beside the one in use, and put it in its place."""
    # What changes while this runs keeps its mark and is indexed afterwards.
    ids = Article.objects.public().order_by("pk").values_list("pk", flat=True)
    total = 0
    with archive().rebuilding() as index:
        remaining = ids.iterator(chunk_size=BATCH)
        while batch := list(islice(remaining, BATCH)):
            articles = _public(batch)
            index.put(document(article) for article in articles)
            total += len(articles)
            tell(len(articles))
    return total


def _public(ids: Iterable[int]) -> list[Article]:
    mentions = Mention.objects.with_names()
    return list(
        Article.objects.public()
        .filter(pk__in=list(ids))
        .prefetch_related("sections", Prefetch("mentions", mentions))
        .order_by("pk")
    )


def _distinct(records: Iterable[Record]) -> list[Record]:
    listed = (record for record in records if record.listed)
    return list({record.pk: record for record in listed}.values())
