"""What extraction hands to the floors above: who and what is named, and where it stands."""

from dataclasses import dataclass
from enum import StrEnum

from articles.gazetteer import Entry


class ArticlePart(StrEnum):
    """The part of an article in which a name stands."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ExtractedMention:
    """The words of a name and their offsets in their part's string."""

    part: ArticlePart
    section: int | None
    """The number of the section, for headings and texts."""
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class NamedPerson:
    name: str
    """The fullest name that the article uses."""
    mentions: tuple[ExtractedMention, ...]
    roles: tuple[str, ...]
    """Ranks and offices as written: "Brig. Gen.", "deputy commanding general"."""
    author: bool
    listed: bool
    """False for a candidate, which stays out of the facets until an editor confirms it."""
    confidence: float
    """From 0 to 1: how sure the weakest of its best mentions is."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    name: str
    """The name that the article uses most, without "the"."""
    mentions: tuple[ExtractedMention, ...]
    entry: Entry | None
    """Where it lies; None when no gazetteer has it."""
    dateline: bool
    listed: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class ExtractedQuote:
    """Words that someone said, by their offsets in a section's text, without the marks."""

    section: int
    start: int
    end: int
    speaker: int
    """The number of the person in the extraction's people."""
    confidence: float
    direct: bool
    """Whether the words stand between quotation marks."""


@dataclass(frozen=True, slots=True)
class Extraction:
    people: tuple[NamedPerson, ...]
    places: tuple[NamedPlace, ...]
    quotes: tuple[ExtractedQuote, ...]
