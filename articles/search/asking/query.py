"""A query to the archive, as one value that the page, its feed and its export share."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self, get_args

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["person", "place", "area", "category", "year"]
Value = int | str
"""A value of a facet: the number of a person or place, the name of a category, or a year."""
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[Facet, ...] = get_args(Facet)
"""The facets by which readers can narrow a search and by which a search counts its matches."""
MISSING: dict[Facet, Value] = {"person": 0, "place": 0, "category": ""}
"""Maps each facet in which readers can choose "none" to the value that stands for "none"."""
MANY_VALUED: tuple[Facet, ...] = ("person", "place", "area")
"""The facets that one article may have several values of."""

PAGE_SIZE = 10
FEW_VALUES = 10
FEW_AREAS = 40
"""The maximum number of areas that are listed unless a reader asks for more. The number includes
areas that contain other areas."""
MANY_VALUES = 100


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that a reader asks for in one search.

    If several values of one facet are chosen, a match needs only one of them, unless all of them
    are required. Every other condition narrows the search."""

    text: str = ""
    person: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    area: tuple[int, ...] = ()
    """The numbers of the chosen areas. An article matches if it names an area or a place inside
    it."""
    category: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    excluded: tuple[tuple[Facet, Value], ...] = ()
    """Pairs of a facet and a value that no match may have."""
    all_required: tuple[Facet, ...] = ()
    """The facets whose chosen values a match must all have. Of any other facet, one chosen value
    is enough."""
    since: date | None = None
    """The first day on which a match may have been published; None for no limit."""
    until: date | None = None
    """The last day on which a match may have been published; None for no limit."""
    sort: Sort | None = None
    """The chosen order; None for relevance if there is a text, else newest first."""
    page: int = 1
    size: int = PAGE_SIZE
    expanded: tuple[Facet, ...] = ()
    """The facets to list at length, with up to MANY_VALUES values each."""
    value_filter: tuple[Facet, str] | None = None
    """A facet and a text, or None. Only those values of the facet are listed whose names contain
    the text."""

    @property
    def order(self) -> Sort:
        return self.sort or ("relevance" if self.text else "newest")

    @property
    def narrowed(self) -> bool:
        """Whether the query has a text, a date, a choice or an exclusion."""
        choices = self.excluded or any(map(self.chosen, FACETS))
        return bool(self.text or self.since or self.until or choices)

    def values_wanted(self, facet: Facet) -> int:
        """Return the maximum number of values of `facet` that the results should list."""
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
        """Return this query at page 1, with the value added to the choices."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._replace_choices(facet, (*kept, value), self._drop_exclusion(facet, value))

    def exclude(self, facet: Facet, value: Value) -> Self:
        """Return this query at page 1, with the value added to the exclusions."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._replace_choices(
            facet, kept, (*self._drop_exclusion(facet, value), (facet, value))
        )

    def clear(self, facet: Facet, value: Value) -> Self:
        """Return this query at page 1, with the value neither chosen nor excluded."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._replace_choices(facet, kept, self._drop_exclusion(facet, value))

    def require_all(self, facet: Facet, required: bool) -> Self:
        """Return this query at page 1.

        If `required`, a match must have all chosen values of the facet; otherwise one is enough."""
        others = tuple(other for other in self.all_required if other != facet)
        return replace(self, page=1, all_required=(*others, facet) if required else others)

    def _drop_exclusion(self, facet: Facet, value: Value) -> tuple[tuple[Facet, Value], ...]:
        return tuple(pair for pair in self.excluded if pair != (facet, value))

    def _replace_choices(
        self, facet: Facet, values: tuple[Value, ...], excluded: tuple[tuple[Facet, Value], ...]
    ) -> Self:
        changed: dict[str, Any] = {facet: values, "excluded": excluded}
        return replace(self, page=1, **changed)
