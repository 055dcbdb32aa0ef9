"""What was asked of the archive: one value that the page, its feed and its export share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, Self, get_args
from urllib.parse import quote_plus

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["person", "place", "area", "section", "year"]
Value = int | str
"""A person's or place's primary key, a section's name, or a year."""
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[Facet, ...] = get_args(Facet)
"""All facets: each can be chosen from, and its values are counted for every query."""
MISSING: dict[Facet, Value] = {"person": 0, "place": 0, "section": ""}
"""What stands for having no value, in the facets of which an article may have none."""
MISSING_IN_URL = "-"
MANY_VALUED: tuple[Facet, ...] = ("person", "place", "area")
"""The facets of which an article may have several values."""

PAGE_SIZE = 10
FEW_VALUES = 10
FEW_AREAS = 40
"""More, as areas are shown together with those that hold them."""
MANY_VALUES = 100
LAST_PAGE = 1000
LONGEST_TEXT = 1000
LONGEST_SOUGHT = 60
MOST_CHOICES = 50
HIGHEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Query:
    """Choices of one facet widen each other unless all are wanted; all else narrows."""

    text: str = ""
    person: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    area: tuple[int, ...] = ()
    """Places that stand for all that lies in them, too."""
    section: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    excluded: tuple[tuple[Facet, Value], ...] = ()
    """Values that no match may have."""
    every: tuple[Facet, ...] = ()
    """The facets of which a match must have all choices; of the others one is enough."""
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
    sought: tuple[Facet, str] | None = None
    """A facet, and what the names of its values have to hold to be shown."""

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Self:
        """The query in the URL parameters; whatever makes no sense there is left out."""

        def last(name: str) -> str:
            return (params.get(name) or [""])[-1].strip()

        sort = last("sort")
        chosen: dict[str, Any] = {facet: _values(facet, params.get(facet)) for facet in FACETS}
        return cls(
            text=last("q").replace("\0", "")[:LONGEST_TEXT],
            **chosen,
            excluded=tuple(
                (facet, value)
                for facet in FACETS
                for value in _values(facet, params.get(f"{facet}.not"))
            )[:MOST_CHOICES],
            every=tuple(facet for facet in MANY_VALUED if last(f"{facet}.all") == "1"),
            since=_day(last("from")),
            until=_day(last("to")),
            sort=sort if sort in SORTS else None,
            page=min(number(last("page")) or 1, LAST_PAGE),
            more=tuple(facet for facet in FACETS if facet in params.get("more", ())),
            sought=next(
                (
                    (facet, text[:LONGEST_SOUGHT])
                    for facet in FACETS
                    if (text := last(f"{facet}.find").replace("\0", ""))
                ),
                None,
            ),
        )

    def params(self) -> list[tuple[str, str]]:
        """The URL parameters that `from_params` reads back, always in the same order."""
        pairs = [("q", self.text)] if self.text else []
        for facet in FACETS:
            pairs += [(facet, _written(facet, value)) for value in self.chosen(facet)]
            pairs += [(f"{facet}.not", _written(facet, value)) for value in self.kept_out(facet)]
            if facet in self.every:
                pairs.append((f"{facet}.all", "1"))
        if self.since:
            pairs.append(("from", self.since.isoformat()))
        if self.until:
            pairs.append(("to", self.until.isoformat()))
        if self.sort:
            pairs.append(("sort", self.sort))
        pairs += [("more", facet) for facet in self.more]
        if self.sought:
            pairs.append((f"{self.sought[0]}.find", self.sought[1]))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def urlencode(self) -> str:
        return "&".join(f"{name}={_quoted(value)}" for name, value in self.params())

    @property
    def order(self) -> Sort:
        return self.sort or ("relevance" if self.text else "newest")

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        choices = self.excluded or any(map(self.chosen, FACETS))
        return bool(self.text or self.since or self.until or choices)

    def values(self, facet: Facet) -> int:
        """How many of the facet's values are wanted."""
        if facet in self.more:
            return MANY_VALUES
        return FEW_AREAS if facet == "area" else FEW_VALUES

    def chosen(self, facet: Facet) -> tuple[int, ...] | tuple[str, ...]:
        chosen: tuple[int, ...] | tuple[str, ...] = getattr(self, facet)
        return chosen

    def kept_out(self, facet: Facet) -> tuple[Value, ...]:
        """The values of the facet that no match may have."""
        return tuple(value for other, value in self.excluded if other == facet)

    def narrowed_to(self, facet: Facet, value: Value) -> Self:
        """This query with one more choice, from its first page."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, (*kept, value), self._excluded_but(facet, value))

    def excluding(self, facet: Facet, value: Value) -> Self:
        """This query without the articles that have the value, from its first page."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, kept, (*self._excluded_but(facet, value), (facet, value)))

    def without(self, facet: Facet, value: Value) -> Self:
        """This query with nothing said about the value, from its first page."""
        kept = tuple(chosen for chosen in self.chosen(facet) if chosen != value)
        return self._choosing(facet, kept, self._excluded_but(facet, value))

    def wanting_all(self, facet: Facet, all: bool) -> Self:
        """This query with all choices of the facet wanted, or any, from its first page."""
        others = tuple(other for other in self.every if other != facet)
        return replace(self, page=1, every=(*others, facet) if all else others)

    def _excluded_but(self, facet: Facet, value: Value) -> tuple[tuple[Facet, Value], ...]:
        return tuple(pair for pair in self.excluded if pair != (facet, value))

    def _choosing(
        self, facet: Facet, values: tuple[Value, ...], excluded: tuple[tuple[Facet, Value], ...]
    ) -> Self:
        changed: dict[str, Any] = {facet: values, "excluded": excluded}
        return replace(self, page=1, **changed)


def _values(facet: Facet, written: Sequence[str] | None) -> tuple[Any, ...]:
    """The values of the facet that the URL parameters name."""
    found = (_value(facet, text) for text in _distinct(written))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _value(facet: Facet, text: str) -> Value | None:
    if text == MISSING_IN_URL:
        return MISSING.get(facet)
    if facet == "section":
        return text
    return number(text, 9999 if facet == "year" else HIGHEST_ID)


def _written(facet: Facet, value: Value) -> str:
    return MISSING_IN_URL if value == MISSING.get(facet) else str(value)


@lru_cache(4096)
def _quoted(value: str) -> str:
    """As it stands in an address: a page has hundreds of addresses that differ in one value."""
    return quote_plus(value)


def _distinct(values: Sequence[str] | None) -> tuple[str, ...]:
    cleaned = (value.replace("\0", "").strip()[:200] for value in values or ())
    return tuple(dict.fromkeys(filter(None, cleaned)))[:MOST_CHOICES]


def number(text: str, most: int = HIGHEST_ID) -> int | None:
    """The number from 1 to the highest that the text is, or None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if 1 <= int(text) <= most else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
