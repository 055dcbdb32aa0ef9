"""The results of a search, as plain values that every index returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.search.asking.query import Facet, Value
from articles.search.asking.repairs import Repair


class Hit(NamedTuple):
    article: int
    """The primary key of the article that matches."""
    score: float


class Count(NamedTuple):
    """A value of a facet, and the number of matches that have the value."""

    value: Value
    matches: int


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    """The exact number of articles that match, unless `partial` is true."""
    hits: tuple[Hit, ...] = ()
    """The hits on the requested page, in the requested order."""
    facets: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """Facet -> the counts of its most frequent values, the most frequent first, and then of other
    chosen values. The facet "year" has all years, the newest first. If the choices of a facet widen
    each other, articles that only these choices keep out are counted, too."""
    missing: Mapping[Facet, int] = field(default_factory=dict)
    """Facet -> the number of articles counted for the facet that have no value of the facet."""
    excluded: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """Facet -> the number of articles that each excluded value of the facet keeps out."""
    partial: bool = False
    """Whether time ran out, so that some matches may be missing."""
    repairs: tuple[Repair, ...] = ()
    """Notes on how syntax that made no sense was read, and a note if time ran out."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How many articles match one part of a query, and how many match the rest of the query."""

    written: str
    matches: int | None
    """The number of articles that the part finds by itself, within the query's dates and choices;
    None if time ran out."""
    rest: str
    """The text of the query without the part."""
    without: int | None
    """The number of articles that the text without the part finds; None if time ran out."""
