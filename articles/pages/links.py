"""Writes the addresses of searches, and links from one search to another."""

from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, reverse

from articles.search.asking import address
from articles.search.asking.query import Query


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the results of a query."""

    label: str
    query: Query
    chosen: bool = False
    matches: int = 0
    """The number of articles to show with the link; 0 if no number is known."""
    key: str = ""
    """The id of the link's HTML element, so that it keeps the focus when the page is updated."""

    @property
    def url(self) -> str:
        return url(self.query)


def url(query: Query, view: str = "search") -> str:
    """Return the address of the results of `query` or, if `view` is "feed", of their feed."""
    params = address.encode(query)
    page = _address(view, get_script_prefix())
    return f"{page}?{params}" if params else page


@cache
def _address(view: str, prefix: str) -> str:
    # Cached, because a page has hundreds of links. The prefix is part of the key of the cache.
    return reverse(view)
