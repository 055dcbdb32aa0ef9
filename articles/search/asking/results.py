"""What came back: plain values that every index returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.search.asking.query import Facet, Value
from articles.search.asking.repairs import Repair


class Hit(NamedTuple):
    article: int
    """The article's primary key."""
    score: float


class Count(NamedTuple):
    """How many of all the matches have one value of a facet."""

    value: Value
    matches: int


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    """How many articles match, exactly."""
    hits: tuple[Hit, ...] = ()
    """The asked-for page of them, best first."""
    facets: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """Each facet's most frequent values, most frequent first (years: newest first), counted over
    all matches of the query, without this facet's own choices where these widen each other;
    chosen values are always there."""
    missing: Mapping[Facet, int] = field(default_factory=dict)
    """How many of the articles counted for a facet have no value of it."""
    excluded: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """How many more matches with each excluded value there would be without the facet's
    exclusions."""
    partial: bool = False
    """Whether time ran out: there may be more matches than were counted."""
    repairs: tuple[Repair, ...] = ()
    """How broken syntax was read, and whether time ran out."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one part of a query does."""

    written: str
    matches: int | None
    """How many articles it finds by itself, within the dates and choices; None where there was no
    time to count them. So also below."""
    rest: str
    """The text of the query without it."""
    without: int | None
    """How many articles that finds."""
