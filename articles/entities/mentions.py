"""The plain values that extraction returns: people, places and quotes, with their offsets."""

from dataclasses import dataclass
from enum import StrEnum

from articles.gazetteer import Entry


class ArticlePart(StrEnum):
    """The part of an article that contains a mention."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ExtractedMention:
    """The words of a name, and their offsets in the text of a part of the article."""

    part: ArticlePart
    section: int | None
    """The number of the section, counted from 0, for headings and texts."""
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person that an article names."""

    name: str
    """The fullest name that the article uses."""
    mentions: tuple[ExtractedMention, ...]
    roles: tuple[str, ...]
    """Ranks and offices as the article writes them: "Brig. Gen.", "deputy commanding general"."""
    author: bool
    """Whether the byline names the person."""
    listed: bool
    """False for a candidate, which stays out of the facets until an editor confirms it."""
    confidence: float
    """The confidence of the best mention, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that an article names."""

    name: str
    """The name that the article uses most, without "the"."""
    mentions: tuple[ExtractedMention, ...]
    entry: Entry | None
    """Its entry in the gazetteer, or None if the gazetteer does not have it."""
    dateline: bool
    """Whether the dateline names the place."""
    listed: bool
    """False for a candidate."""
    confidence: float


@dataclass(frozen=True, slots=True)
class ExtractedQuote:
    """Words that someone said, without quotation marks, by offsets in the text of a section."""

    section: int
    start: int
    end: int
    speaker: int
    """The number of the person in `Extraction.people`, counted from 0."""
    confidence: float
    direct: bool
    """Whether the words are between quotation marks."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in an article."""

    people: tuple[NamedPerson, ...]
    places: tuple[NamedPlace, ...]
    quotes: tuple[ExtractedQuote, ...]
