"""A story: the content of one article as read from a file, before it is split into sections."""

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """Raised if a file or story cannot be read. The message names the file or story, and the
    cause."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading, as a single line with single spaces.

    `level` is 1 to 6 if the format marks the block as a heading, 0 if the format marks it as a
    paragraph, and None if the format, such as plain text, does not say."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its file describes it. Fields that are missing in the file have defaults."""

    blocks: tuple[Block, ...]
    name: str
    """The origin of the story: the name of its file, its path in a zip, or `file.sgm#1234`."""
    title: str = ""
    byline: str = ""
    """The authors' names without "By", joined by ", " and " and "."""
    dateline: str = ""
    published_at: datetime | None = None
    category: str = ""
    """The section of the newspaper, such as "Business"."""
    source: str = ""
    url: str = ""
    correction: str = ""
    """The text of a correction note."""
    language: str = "en"
