"""The interface of any search index, and the documents that it is given."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from articles.search.asking.query import Facet, Query, Value
from articles.search.asking.results import Count, Explanation, Results


class IndexUnavailable(Exception):
    """The index is missing, damaged or of another version; the message also says what to do."""


NameResolver = Callable[[str, str], Sequence[int]]
"""Takes a kind (see `clauses.EntityName`) and a name; returns the keys of those who have it."""


def resolve_nobody(kind: str, name: str) -> Sequence[int]:
    """Return nobody: for callers that know no names."""
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """What the index knows of one article."""

    id: int
    title: str
    headings: str
    """The sections' headings, a line each."""
    text: str
    """The sections' texts; there is a blank line between paragraphs."""
    published: date
    category: str = ""
    """The section of the newspaper, such as "World"."""
    byline: str = ""
    source: str = ""
    people: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    """The people who are quoted."""
    areas: tuple[int, ...] = ()
    """The places that are named, and the countries and regions in which they lie."""
    names: str = ""
    """The words by which people and places are known (names and aliases), a line each."""


class Writer(Protocol):
    """Changes an index. Readers see the changes when the writer has closed without an error."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add each document; it replaces the one with the same id, if there is one."""

    def remove(self, ids: Iterable[int]) -> None:
        """Remove the documents with these ids, if there are any."""


class Index(Protocol):
    """A search index, for any number of threads and processes."""

    def generation(self) -> Hashable:
        """Return a value that changes with the index, and differs for another index.

        It may be a moment old. Raises IndexUnavailable."""

    def search(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """Return the page of matches that the query asks for, with totals and facets.

        `resolve` says who is meant by `person:"Ann Marsh"`. Raises IndexUnavailable."""

    def hits(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """Return the same as `search`, but without facets, which takes less time. Raises
        IndexUnavailable."""

    def histogram(
        self, query: Query, starts: Sequence[date], resolve: NameResolver = resolve_nobody
    ) -> list[int]:
        """Return how many matches were published from each of these days until the next one.

        The days ascend; from the last one on, all matches are counted. Raises IndexUnavailable."""

    def counts(
        self,
        query: Query,
        facet: Facet,
        values: Collection[Value],
        resolve: NameResolver = resolve_nobody,
    ) -> tuple[Count, ...]:
        """Return how many matches have each of these values, the most frequent first.

        Values without a match are left out. The facet's own choices do not narrow this if they
        widen each other. Raises IndexUnavailable."""

    def explain(
        self, query: Query, resolve: NameResolver = resolve_nobody
    ) -> tuple[Explanation, ...]:
        """Return what each part of the query's text finds by itself, and what the rest finds.

        Returns nothing if the text has very many parts. Raises IndexUnavailable."""

    def suggest(self, start: str, most: int = 8) -> list[str]:
        """Return words of the archive that begin with `start`, the most frequent first.

        Raises IndexUnavailable."""

    def correct(self, text: str) -> str:
        """Return the text with misspelt words corrected; an empty string if there are none.

        Raises IndexUnavailable."""

    def ids(self) -> Iterator[int]:
        """Return the ids of all documents, in no order. Raises IndexUnavailable."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Open a writer, whose changes are made all or not at all; a second writer waits.

        Creates an empty index if there is none. Raises IndexUnavailable."""

    def merge(self) -> bool:
        """Merge some of the pieces that many small changes leave, while others read and write.

        Returns whether there were any worth merging. Raises IndexUnavailable."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """Open a writer of a new, empty index, which replaces this one at the end.

        Readers see the old one until then, and keep it if rebuilding fails."""
