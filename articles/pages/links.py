"""The addresses of searches, and the ways from one search to another."""

from dataclasses import dataclass
from functools import cache

from django.urls import get_script_prefix, reverse

from articles.search.asking import address
from articles.search.asking.query import Query


@dataclass(frozen=True, slots=True)
class Link:
    """A way from this query to another one."""

    label: str
    query: Query
    chosen: bool = False
    matches: int = 0
    key: str = ""
    """What the page calls it, so that it keeps the focus when the page changes around it."""

    @property
    def url(self) -> str:
        return url(self.query)


def url(query: Query, view: str = "search") -> str:
    """The address of the page, or the feed, of the query."""
    params = address.encode(query)
    page = _address(view, get_script_prefix())
    return f"{page}?{params}" if params else page


@cache
def _address(view: str, prefix: str) -> str:
    """The same for every link of a page below the same prefix, and a page has hundreds."""
    return reverse(view)
