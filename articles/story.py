"""A story: what a reader of a file format makes of one article, before it is split in sections."""

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """A file or story cannot be read. The message names it and says why."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading, on one line with single spaces.

    `level` is 1 to 6 if the format says that this is a heading, 0 if it says that this is none,
    and None if the format (plain text) does not say.
    """

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its file gives it. Fields that the file does not give are empty."""

    blocks: tuple[Block, ...]
    name: str
    """Its origin: the name of the file, the path in a zip, or `file.sgm#1234`."""
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
