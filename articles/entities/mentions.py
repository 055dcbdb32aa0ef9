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
    """A name as the article writes it, with its offsets in the text of a part of the article."""

    part: ArticlePart
    section: int | None
    """The number of the section, counted from 0, or None for a title, byline or dateline."""
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
    """Ranks and offices of the person as the article writes them: "Brig. Gen.", "deputy mayor"."""
    author: bool
    """Whether the byline names the person."""
    listed: bool
    """False for a candidate, which is left out of facets until an editor confirms the name."""
    confidence: float
    """The confidence in the most certain mention of the person, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that an article names."""

    name: str
    """The name that the article uses most often, without "the"."""
    mentions: tuple[ExtractedMention, ...]
    entry: Entry | None
    """The place's entry in the gazetteer, or None if the gazetteer lacks the place."""
    dateline: bool
    """Whether the dateline names the place."""
    listed: bool
    """False for a candidate, which the facets leave out until an editor confirms the name."""
    confidence: float


@dataclass(frozen=True, slots=True)
class ExtractedQuote:
    """A quote: the offsets of its words in the text of a section, without quotation marks."""

    section: int
    start: int
    end: int
    speaker: int
    """The number of the speaker in `Extraction.people`, counted from 0."""
    confidence: float
    direct: bool
    """Whether the words are between quotation marks."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The people, places and quotes that were found in an article."""

    people: tuple[NamedPerson, ...]
    places: tuple[NamedPlace, ...]
    quotes: tuple[ExtractedQuote, ...]
