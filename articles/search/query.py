"""What was asked of the archive: one value that the page, its feed and its export share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self, get_args
from urllib.parse import urlencode

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["person", "place", "section", "year"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[Facet, ...] = get_args(Facet)

PAGE_SIZE = 10
FEW_VALUES = 10
MANY_VALUES = 100
LAST_PAGE = 1000
LONGEST_TEXT = 1000
MOST_CHOICES = 50


@dataclass(frozen=True, slots=True)
class Query:
    """Choices of one facet widen each other; the facets, the text and the dates narrow."""

    text: str = ""
    person: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    section: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    since: date | None = None
    """The first day that counts."""
    until: date | None = None
    """The last day that counts."""
    sort: Sort | None = None
    """None stands for relevance where there is a text to be relevant to, else newest first."""
    page: int = 1
    size: int = PAGE_SIZE
    more: tuple[Facet, ...] = ()
    """The facets of which more than the most frequent few values are wanted."""

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Self:
        """The query in the URL parameters; whatever makes no sense there is left out."""

        def last(name: str) -> str:
            return (params.get(name) or [""])[-1].strip()

        sort = last("sort")
        return cls(
            text=last("q").replace("\0", "")[:LONGEST_TEXT],
            person=_numbers(params.get("person")),
            place=_numbers(params.get("place")),
            section=_distinct(params.get("section")),
            year=_numbers(params.get("year"), most=9999),
            since=_day(last("from")),
            until=_day(last("to")),
            sort=sort if sort in SORTS else None,
            page=min(next(iter(_numbers([last("page")])), 1), LAST_PAGE),
            more=tuple(facet for facet in FACETS if facet in params.get("more", ())),
        )

    def params(self) -> list[tuple[str, str]]:
        """The URL parameters that `from_params` reads back, always in the same order."""
        pairs = [("q", self.text)] if self.text else []
        for facet in FACETS:
            pairs += [(facet, str(value)) for value in self.chosen(facet)]
        if self.since:
            pairs.append(("from", self.since.isoformat()))
        if self.until:
            pairs.append(("to", self.until.isoformat()))
        if self.sort:
            pairs.append(("sort", self.sort))
        pairs += [("more", facet) for facet in self.more]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def urlencode(self) -> str:
        return urlencode(self.params())

    @property
    def order(self) -> Sort:
        return self.sort or ("relevance" if self.text else "newest")

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        return bool(self.text or self.since or self.until or any(map(self.chosen, FACETS)))

    def values(self, facet: Facet) -> int:
        """How many of the facet's values are wanted."""
        return MANY_VALUES if facet in self.more else FEW_VALUES

    def chosen(self, facet: Facet) -> tuple[int, ...] | tuple[str, ...]:
        chosen: tuple[int, ...] | tuple[str, ...] = getattr(self, facet)
        return chosen

    def narrowed_to(self, facet: Facet, value: int | str) -> Self:
        """This query with one more choice, from its first page."""
        if value in self.chosen(facet):
            return replace(self, page=1)
        return self._choosing(facet, (*self.chosen(facet), value))

    def without(self, facet: Facet, value: int | str) -> Self:
        """This query with one choice less, from its first page."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, kept)

    def _choosing(self, facet: Facet, values: tuple[int | str, ...]) -> Self:
        changed: dict[str, Any] = {facet: values}
        return replace(self, page=1, **changed)


def _distinct(values: Sequence[str] | None) -> tuple[str, ...]:
    cleaned = (value.replace("\0", "").strip()[:200] for value in values or ())
    return tuple(dict.fromkeys(filter(None, cleaned)))[:MOST_CHOICES]


def _numbers(values: Sequence[str] | None, most: int = 2**31 - 1) -> tuple[int, ...]:
    numbers = (
        int(value)
        for value in _distinct(values)
        if value.isascii() and value.isdigit() and len(value) <= 10
    )
    return tuple(dict.fromkeys(number for number in numbers if 1 <= number <= most))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
