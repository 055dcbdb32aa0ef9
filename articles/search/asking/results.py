"""The answers of every index, as plain values."""

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
    """The page of matches that was asked for, best first."""
    facets: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """Each facet's most frequent values, the most frequent first (years: newest first), and the
    chosen ones. All matches of the query are counted; if a facet's own choices widen each other,
    also those that they keep out."""
    missing: Mapping[Facet, int] = field(default_factory=dict)
    """How many of the articles that are counted for a facet have no value of it."""
    excluded: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """How many articles with each excluded value would match if the facet had no exclusions."""
    partial: bool = False
    """Whether time ran out: there may be more matches than were counted."""
    repairs: tuple[Repair, ...] = ()
    """How syntax that made no sense was read, and whether time ran out."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one part of a query finds by itself, and what the rest finds without it."""

    written: str
    matches: int | None
    """How many articles it finds by itself, within the dates and choices; None if there was no time
    to count them."""
    rest: str
    """The text of the query without it."""
    without: int | None
    """How many articles that finds; None if there was no time to count them."""
