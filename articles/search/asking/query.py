"""A query to the archive: one value that the page, its feed and its export share."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self, get_args

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["person", "place", "area", "category", "year"]
Value = int | str
"""A person's or place's number, a category's name, or a year."""
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[Facet, ...] = get_args(Facet)
"""All facets: each can be chosen from, and its values are counted for every query."""
MISSING: dict[Facet, Value] = {"person": 0, "place": 0, "category": ""}
"""The value that represents having none, for the facets in which an article may have none."""
MANY_VALUED: tuple[Facet, ...] = ("person", "place", "area")
"""The facets in which an article may have several values."""

PAGE_SIZE = 10
FEW_VALUES = 10
FEW_AREAS = 40
"""More than of other facets, because areas are shown together with those that contain them."""
MANY_VALUES = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for.

    Several choices of one facet widen each other, unless all are required; all else narrows."""

    text: str = ""
    person: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    area: tuple[int, ...] = ()
    """Places that also match everything in them."""
    category: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    excluded: tuple[tuple[Facet, Value], ...] = ()
    """Values that no match may have."""
    all_required: tuple[Facet, ...] = ()
    """The facets in which a match must have all choices; in others one is enough."""
    since: date | None = None
    """The first day that counts."""
    until: date | None = None
    """The last day that counts."""
    sort: Sort | None = None
    """None means by relevance if there is a text to be relevant to, else newest first."""
    page: int = 1
    size: int = PAGE_SIZE
    expanded: tuple[Facet, ...] = ()
    """The facets for which MANY_VALUES are wanted."""
    value_filter: tuple[Facet, str] | None = None
    """A facet, and a text that the names of its values must contain to be shown."""

    @property
    def order(self) -> Sort:
        return self.sort or ("relevance" if self.text else "newest")

    @property
    def narrowed(self) -> bool:
        """Whether the query asks for anything but an order and a page."""
        choices = self.excluded or any(map(self.chosen, FACETS))
        return bool(self.text or self.since or self.until or choices)

    def values_wanted(self, facet: Facet) -> int:
        """Return how many of the facet's values are wanted."""
        if facet in self.expanded:
            return MANY_VALUES
        return FEW_AREAS if facet == "area" else FEW_VALUES

    def chosen(self, facet: Facet) -> tuple[int, ...] | tuple[str, ...]:
        chosen: tuple[int, ...] | tuple[str, ...] = getattr(self, facet)
        return chosen

    def excluded_values(self, facet: Facet) -> tuple[Value, ...]:
        """Return the values of the facet that no match may have."""
        return tuple(value for other, value in self.excluded if other == facet)

    def choose(self, facet: Facet, value: Value) -> Self:
        """Return the first page of this query with one more choice."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, (*kept, value), self._excluded_but(facet, value))

    def exclude(self, facet: Facet, value: Value) -> Self:
        """Return the first page of this query without the articles that have the value."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, kept, (*self._excluded_but(facet, value), (facet, value)))

    def clear(self, facet: Facet, value: Value) -> Self:
        """Return the first page of this query with the value neither chosen nor excluded."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, kept, self._excluded_but(facet, value))

    def require_all(self, facet: Facet, required: bool) -> Self:
        """Return the first page of this query with all choices of the facet required, or any."""
        others = tuple(other for other in self.all_required if other != facet)
        return replace(self, page=1, all_required=(*others, facet) if required else others)

    def _excluded_but(self, facet: Facet, value: Value) -> tuple[tuple[Facet, Value], ...]:
        return tuple(pair for pair in self.excluded if pair != (facet, value))

    def _choosing(
        self, facet: Facet, values: tuple[Value, ...], excluded: tuple[tuple[Facet, Value], ...]
    ) -> Self:
        changed: dict[str, Any] = {facet: values, "excluded": excluded}
        return replace(self, page=1, **changed)
