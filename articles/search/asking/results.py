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
    """Maps each facet to the counts of its most frequent values, the most frequent first, followed
    by those of any other chosen values. The facet "year" has all years, the newest first. Unless a
    match must have all chosen values of a facet, the counts of that facet ignore which of its
    values are chosen."""
    missing: Mapping[Facet, int] = field(default_factory=dict)
    """Maps a facet to the number of articles that were counted for it but have no value of it."""
    excluded: Mapping[Facet, tuple[Count, ...]] = field(default_factory=dict)
    """Maps a facet to its excluded values, each with the number of articles that it keeps out."""
    partial: bool = False
    """Whether time ran out, so that some matches may be missing."""
    repairs: tuple[Repair, ...] = ()
    """Notes on how syntax that made no sense was read, and a note if time ran out."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How many articles match one part of a query, and how many would match without that part."""

    written: str
    matches: int | None
    """The number of articles within the query's dates and choices that match this part alone; None
    if time ran out."""
    rest: str
    """The text of the query with this part left out."""
    without: int | None
    """The number of articles that would match if this part were left out of the query's text; None
    if time ran out."""
