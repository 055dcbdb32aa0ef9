"""What a reader makes of one article, before anything is known of its structure."""

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """A file or a story that cannot be taken in; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading, its white space folded to single spaces.

    `level` is 1 to 6 where the format itself says that this is a heading, 0 where the format
    says that it is not, and None where the format (plain text) cannot tell.
    """

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its format gives it. Empty strings stand for what the format does not say."""

    blocks: tuple[Block, ...]
    name: str
    """Where it came from: the file's name, or the member's path in a zip, or `file.sgm#1234`."""
    title: str = ""
    byline: str = ""
    """The authors' names without "By", joined by ", " and " and "."""
    dateline: str = ""
    published_at: datetime | None = None
    category: str = ""
    """The newspaper section, such as "Business"."""
    source: str = ""
    url: str = ""
    correction: str = ""
    """The text of a correction note."""
    language: str = "en"
