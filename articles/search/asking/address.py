"""Reads queries from the parameters of a web address, and writes queries as such parameters.

Parameters that make no sense are ignored, so every address gives a valid query."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from articles.search.asking.query import FACETS, MANY_VALUED, MISSING, SORTS, Facet, Query, Value

PARAMETERS: dict[Facet, str] = {
    "person": "person",
    "place": "place",
    "area": "area",
    "category": "section",
    "year": "year",
}
"""Maps each facet to the name of its parameter in an address."""
MISSING_VALUE = "-"
"""The value of a facet's parameter that asks for articles without any value of that facet."""

LAST_PAGE = 1000
LONGEST_TEXT = 1000
LONGEST_FILTER = 60
MOST_CHOICES = 50
HIGHEST_NUMBER = 2**31 - 1


def read_query(params: Mapping[str, Sequence[str]]) -> Query:
    """Return the query that the parameters of an address ask for."""

    def last(name: str) -> str:
        return (params.get(name) or [""])[-1].strip()

    sort = last("sort")
    chosen: dict[str, Any] = {
        facet: _parse_values(facet, params.get(name)) for facet, name in PARAMETERS.items()
    }
    return Query(
        text=last("q").replace("\0", "")[:LONGEST_TEXT],
        **chosen,
        excluded=tuple(
            (facet, value)
            for facet, name in PARAMETERS.items()
            for value in _parse_values(facet, params.get(f"{name}.not"))
        )[:MOST_CHOICES],
        all_required=tuple(
            facet for facet in MANY_VALUED if last(f"{PARAMETERS[facet]}.all") == "1"
        ),
        since=_parse_day(last("from")),
        until=_parse_day(last("to")),
        sort=sort if sort in SORTS else None,
        page=min(read_number(last("page")) or 1, LAST_PAGE),
        expanded=tuple(facet for facet in FACETS if PARAMETERS[facet] in params.get("more", ())),
        value_filter=next(
            (
                (facet, text[:LONGEST_FILTER])
                for facet, name in PARAMETERS.items()
                if (text := last(f"{name}.find").replace("\0", ""))
            ),
            None,
        ),
    )


def write_params(query: Query) -> list[tuple[str, str]]:
    """Return the address parameters that express `query`, as (name, value) pairs in a fixed order.

    `read_query` turns the parameters back into the query."""
    pairs = [("q", query.text)] if query.text else []
    for facet, name in PARAMETERS.items():
        pairs += [(name, write_value(facet, value)) for value in query.chosen(facet)]
        pairs += [
            (f"{name}.not", write_value(facet, value)) for value in query.excluded_values(facet)
        ]
        if facet in query.all_required:
            pairs.append((f"{name}.all", "1"))
    if query.since:
        pairs.append(("from", query.since.isoformat()))
    if query.until:
        pairs.append(("to", query.until.isoformat()))
    if query.sort:
        pairs.append(("sort", query.sort))
    pairs += [("more", PARAMETERS[facet]) for facet in query.expanded]
    if query.value_filter:
        facet, text = query.value_filter
        pairs.append((f"{PARAMETERS[facet]}.find", text))
    if query.page > 1:
        pairs.append(("page", str(query.page)))
    return pairs


def encode(query: Query) -> str:
    """Return the query as the part of an address that follows the question mark."""
    return "&".join(f"{name}={_quote(value)}" for name, value in write_params(query))


def write_value(facet: Facet, value: Value) -> str:
    """Return `value`, a value of `facet`, as it is written in an address."""
    return MISSING_VALUE if value == MISSING.get(facet) else str(value)


def read_number(text: str, limit: int = HIGHEST_NUMBER) -> int | None:
    """Return `text` as a number, or None if it is not a whole number from 1 to `limit`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if 1 <= int(text) <= limit else None


def _parse_values(facet: Facet, written: Sequence[str] | None) -> tuple[Any, ...]:
    found = (_parse_value(facet, text) for text in _clean(written))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _parse_value(facet: Facet, text: str) -> Value | None:
    if text == MISSING_VALUE:
        return MISSING.get(facet)
    if facet == "category":
        return text
    return read_number(text, 9999 if facet == "year" else HIGHEST_NUMBER)


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clean(values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the distinct non-empty `values`: at most MOST_CHOICES, each cut to 200 characters."""
    cleaned = (value.replace("\0", "").strip()[:200] for value in values or ())
    return tuple(dict.fromkeys(filter(None, cleaned)))[:MOST_CHOICES]


@lru_cache(4096)
def _quote(value: str) -> str:
    # Cached, because a page has hundreds of addresses that differ in one value.
    return quote_plus(value)
