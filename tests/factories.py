"""Makes articles and uploads for tests, in the same way as the site does."""

from itertools import count

from django.core.files.base import ContentFile

from articles import ingest, intake
from articles.english import dates
from articles.models import Article, Entity, Kind, Upload
from articles.story import Block, Story

_numbers = count(1)


def make_article(text: str = "", *, title: str = "", date: str = "2024-05-01", **known) -> Article:
    """Make an article. Blank lines separate its paragraphs, and headings begin with `## `."""
    number = next(_numbers)
    text = text or f"The council met on matter number {number} and agreed to meet once more."
    story = Story(
        blocks=tuple(_block(paragraph) for paragraph in text.split("\n\n")),
        name=f"story-{number}.txt",
        title=title or f"The council meets for the {number}th time",
        published_at=dates.parse(date),
        **known,
    )
    upload, _ = intake.keep(story.name, ContentFile(f"{number} {text}".encode(), story.name))
    outcome = ingest.save(story, upload)
    assert isinstance(outcome, ingest.Added), outcome
    return Article.objects.get(pk=outcome.article)


def make_entity(kind: str, name: str, **known) -> Entity:
    """An entity that no article names."""
    return Entity.objects.obtain_one(Entity.from_name(Kind(kind), name, **known))


def make_upload(name: str, content: bytes) -> Upload:
    upload, new = intake.keep(name, ContentFile(content, name))
    assert new
    return upload


def _block(paragraph: str) -> Block:
    if paragraph.startswith("## "):
        return Block(paragraph.removeprefix("## "), level=2)
    return Block(paragraph, level=0)
