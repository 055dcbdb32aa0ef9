"""One file in, saved articles out: the whole path on a screen."""

import hashlib
import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.db import transaction
from django.utils import timezone

from articles import entities, readers, summaries
from articles.layout import sections
from articles.models import Article, Decision, Section, Stems, Upload
from articles.naming import name_people_and_places
from articles.story import Story, Unreadable
from articles.summaries.digest import encode_stems

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Added:
    name: str
    article: int


@dataclass(frozen=True, slots=True)
class Known:
    name: str
    article: int


@dataclass(frozen=True, slots=True)
class Refused:
    name: str
    reason: str


Outcome = Added | Known | Refused


def ingest(upload: Upload) -> Iterator[Outcome]:
    """Save each story in the upload as an article; return what became of each.

    Does no harm when run again: stories already held are known by their text."""
    with upload.file.open() as file:
        try:
            for story in readers.read(upload.name, cast(BinaryIO, file)):
                yield _save_whatever_happens(story, upload)
        except Unreadable as problem:
            yield Refused(upload.name, str(problem))


def _save_whatever_happens(story: Story | Unreadable, upload: Upload) -> Outcome:
    """Save the story; a fault of ours in one story is logged and does not stop the others."""
    try:
        return save(story, upload)
    except Exception:
        name = getattr(story, "name", upload.name)
        logger.exception("%s in %s could not be taken in", name, upload.name)
        return Refused(name, "A fault of ours stopped this one; the log says more.")


def save(story: Story | Unreadable, upload: Upload) -> Outcome:
    """One story as a published article, with its summaries, people and places."""
    if isinstance(story, Unreadable):
        return Refused(upload.name, str(story))
    try:
        layout = sections.arrange(story)
    except Unreadable as problem:
        return Refused(story.name, str(problem))
    checksum = text_checksum(layout)
    if held := Article.objects.filter(checksum=checksum).first():
        return Known(story.name, held.pk)
    article = _article(story, layout, checksum, upload)
    parts = [
        Section(article=article, position=position, heading=part.heading[:300], text=part.text)
        for position, part in enumerate(filter(_says_something, layout.sections))
    ]
    # All that takes long is done before the transaction, so that nobody waits for it.
    found = _find(article, parts)
    with transaction.atomic():
        article.save(force_insert=True)
        Section.objects.bulk_create(parts)
        Stems.objects.create(article=article, packed=_stems(parts))
        name_people_and_places(article, parts, found)
    return Added(story.name, article.pk)


def read(article: Article) -> None:
    """Find the article's sentences and their ranks, its people and its places anew."""
    with transaction.atomic():
        # Locked, so that no edit comes between a text and what is found in it.
        parts = list(article.sections.select_for_update())
        found = _find(article, parts)
        Section.objects.bulk_update(parts, ["sentences"])
        Stems.objects.update_or_create(article=article, defaults={"packed": _stems(parts)})
        article.mentions.all().delete()
        splits = list(Decision.objects.splits_of(article))
        name_people_and_places(article, parts, found, splits)
        article.mark_for_indexing()


def _article(story: Story, layout: sections.Layout, checksum: str, upload: Upload) -> Article:
    return Article(
        title=layout.title[:500],
        byline=_shorten_byline(layout.byline),
        author_note=layout.author_note,
        dateline=layout.dateline[:200],
        category=story.category[:100],
        source=story.source[:200],
        url=story.url if len(story.url) <= 1000 else "",  # cut, it would lead nowhere
        language=story.language[:10],
        published_at=layout.published_at or timezone.now(),
        correction=layout.correction,
        checksum=checksum,
        upload=upload,
        original_name=story.name[-500:],  # the end of a path tells more than its folders
    )


def _shorten_byline(names: str) -> str:
    """As many of the names as fit: half a name would be somebody else's."""
    return names if len(names) <= 300 else names[:300].rpartition(", ")[0]


def _find(article: Article, parts: list[Section]) -> entities.Extraction:
    """Rank the sentences of the parts, and return the people and places they name."""
    texts = [(part.heading, part.text) for part in parts]
    for part, ranked in zip(parts, summaries.rank(article.title, texts), strict=True):
        part.sentences = [(one.start, one.end, one.rank, one.in_article) for one in ranked]
    return entities.extract(article.title, texts, article.byline, article.dateline)


def _says_something(part: sections.LayoutSection) -> bool:
    """False for the lead of a text that begins with a heading."""
    return bool(part.heading or part.paragraphs)


def _stems(parts: list[Section]) -> bytes:
    return encode_stems(part.text[start:end] for part in parts for start, end, *_ in part.sentences)


def text_checksum(layout: sections.Layout) -> str:
    """SHA-256 of the title and the text, whatever their case, white space and Unicode form."""
    text = " ".join([layout.title, *(f"{part.heading} {part.text}" for part in layout.sections)])
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(folded.encode()).hexdigest()
