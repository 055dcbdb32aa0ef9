"""Turns an uploaded file into saved articles. Read this module first: it shows every step."""

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
from articles.models.articles import LONGEST_BYLINE, LONGEST_HEADING, LONGEST_TITLE
from articles.naming import save_mentions_and_quotes
from articles.story import Story, Unreadable
from articles.summaries.digest import encode_stems

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Added:
    name: str
    article: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    name: str
    article: int


@dataclass(frozen=True, slots=True)
class Refused:
    name: str
    reason: str


Outcome = Added | Duplicate | Refused


def ingest(upload: Upload) -> Iterator[Outcome]:
    """Save each story in the upload as an article, and yield an outcome for each story.

    An upload may be read again: a story with the same text as a saved article is a Duplicate."""
    with upload.file.open() as file:
        try:
            for story in readers.read(upload.name, cast(BinaryIO, file)):
                yield _save_or_refuse(story, upload)
        except Unreadable as problem:
            yield Refused(upload.name, str(problem))


def _save_or_refuse(story: Story | Unreadable, upload: Upload) -> Outcome:
    """Save the story, and return the outcome.

    An unexpected error is logged and returned as Refused, so it does not stop the other stories."""
    try:
        return save(story, upload)
    except Exception:
        name = getattr(story, "name", upload.name)
        logger.exception("%s in %s could not be taken in", name, upload.name)
        return Refused(name, "A fault of ours stopped this one; the log says more.")


def save(story: Story | Unreadable, upload: Upload) -> Outcome:
    """Save one story as a published article with its ranked sentences, mentions and quotes.

    Return Added, Duplicate if an article has the same text, or Refused if the story is
    unreadable."""
    if isinstance(story, Unreadable):
        return Refused(upload.name, str(story))
    try:
        layout = sections.arrange(story)
    except Unreadable as problem:
        return Refused(story.name, str(problem))
    checksum = text_checksum(layout)
    if held := Article.objects.filter(checksum=checksum).first():
        return Duplicate(story.name, held.pk)
    article = _article(story, layout, checksum, upload)
    parts = _sections(article, layout)
    # The slow work is done before the transaction, so that other writers need not wait for it.
    found = _read_sections(article, parts)
    with transaction.atomic():
        article.save(force_insert=True)
        Section.objects.bulk_create(parts)
        Stems.objects.create(article=article, packed=_stems(parts))
        save_mentions_and_quotes(article, parts, found)
    return Added(story.name, article.pk)


def read(article: Article) -> None:
    """Read a saved article again, and replace its ranked sentences, mentions and quotes."""
    with transaction.atomic():
        # The rows are locked, so nobody can edit a text before what was found in it is saved.
        parts = list(article.sections.select_for_update())
        found = _read_sections(article, parts)
        Section.objects.bulk_update(parts, ["sentences"])
        Stems.objects.update_or_create(article=article, defaults={"packed": _stems(parts)})
        article.mentions.all().delete()
        splits = list(Decision.objects.splits_of(article))
        save_mentions_and_quotes(article, parts, found, splits)
        article.mark_for_indexing()


def _article(story: Story, layout: sections.Layout, checksum: str, upload: Upload) -> Article:
    return Article(
        title=_shorten(layout.title, LONGEST_TITLE),
        byline=_shorten_byline(layout.byline),
        author_note=layout.author_note,
        dateline=_shorten(layout.dateline, 200),
        category=_shorten(story.category, 100),
        source=_shorten(story.source, 200),
        url=story.url if len(story.url) <= 1000 else "",  # cut, it would lead nowhere
        language=story.language[:10],
        published_at=layout.published_at or timezone.now(),
        correction=layout.correction,
        checksum=checksum,
        upload=upload,
        original_name=story.name[-500:],  # the end of a path tells more than its folders
    )


def _sections(article: Article, layout: sections.Layout) -> list[Section]:
    """Return the sections of `layout` that have a heading or text, as unsaved objects.

    A title or heading that is too long for its column is shortened. The text below it then begins
    with the full title or heading, so searches find every word."""
    found: list[Section] = []
    for number, part in enumerate(layout.sections):
        overlong = [part.heading] if len(part.heading) > LONGEST_HEADING else []
        if number == 0 and len(layout.title) > LONGEST_TITLE:
            overlong.insert(0, layout.title)
        heading = _shorten(part.heading, LONGEST_HEADING)
        text = "\n\n".join([*overlong, *part.paragraphs])
        if heading or text:  # The lead of a text that begins with a heading has neither.
            found.append(Section(article=article, position=len(found), heading=heading, text=text))
    return found


def _shorten(text: str, limit: int) -> str:
    """Return the text, cut at a word and ended with "…" if it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    start = text[: limit - 1]
    return (start.rpartition(" ")[0] or start) + "…"


def _shorten_byline(names: str) -> str:
    """Return the names of the byline that fit in its column.

    Each name is whole, because half a name could be the name of another person."""
    return names if len(names) <= LONGEST_BYLINE else names[:LONGEST_BYLINE].rpartition(", ")[0]


def _read_sections(article: Article, parts: list[Section]) -> entities.Extraction:
    """Set the ranked sentences of the sections `parts`; return the article's names and quotes."""
    texts = [(part.heading, part.text) for part in parts]
    for part, ranked in zip(parts, summaries.rank(article.title, texts), strict=True):
        part.sentences = [(one.start, one.end, one.rank, one.in_article) for one in ranked]
    return entities.extract(article.title, texts, article.byline, article.dateline)


def _stems(parts: list[Section]) -> bytes:
    return encode_stems(part.text[start:end] for part in parts for start, end, *_ in part.sentences)


def text_checksum(layout: sections.Layout) -> str:
    """Return the SHA-256 of the title and text, ignoring case, white space and Unicode form."""
    text = " ".join([layout.title, *(f"{part.heading} {part.text}" for part in layout.sections)])
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(folded.encode()).hexdigest()
