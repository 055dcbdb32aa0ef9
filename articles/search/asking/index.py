"""The interface of every search index, and the documents that are put into an index."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from articles.search.asking.query import Facet, Query, Value
from articles.search.asking.results import Count, Explanation, Results


class IndexUnavailable(Exception):
    """The index is missing, damaged or of another version; the message says what to do."""


NameResolver = Callable[[str, str], Sequence[int]]
"""A function that takes a kind of name (see `clauses.EntityName`) and a name, and returns the
numbers of the entities that have the name."""


def resolve_nobody(kind: str, name: str) -> Sequence[int]:
    """Return an empty sequence: the `NameResolver` of callers that do not know any names."""
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """One article, as the data that is put into an index."""

    id: int
    title: str
    headings: str
    """The headings of the article's sections, one on each line."""
    text: str
    """The texts of the article's sections, with a blank line between paragraphs."""
    published: date
    category: str = ""
    """The section of the newspaper, such as "World"."""
    byline: str = ""
    source: str = ""
    people: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    """The numbers of the people whom the article quotes."""
    areas: tuple[int, ...] = ()
    """The numbers of the places in the article, and of the areas that contain the places."""
    names: str = ""
    """The names and aliases of the people and places in the article, one on each line."""


class Writer(Protocol):
    """Changes an index. Readers see the changes once the writer is closed without an error."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add the documents. A document replaces an older document with the same id."""

    def remove(self, ids: Iterable[int]) -> None:
        """Remove the documents with the given ids. Ids without a document are ignored."""


class Index(Protocol):
    """A search index, which any number of threads and processes may use."""

    def generation(self) -> Hashable:
        """Return a value that changes with every change to the index, and differs between indexes.

        The value may be a moment out of date. Raises IndexUnavailable."""

    def search(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """Return the page of matches that the query asks for, with the total and the facets.

        `resolve` finds the entities for names in the query, as in `person:"Ann Marsh"`. Raises
        IndexUnavailable."""

    def hits(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """Return the page of matches that the query asks for, with the total but without facets.

        This takes less time than `search`. Raises IndexUnavailable."""

    def histogram(
        self, query: Query, starts: Sequence[date], resolve: NameResolver = resolve_nobody
    ) -> list[int]:
        """Return the number of matches that were published in each period.

        Each day in `starts` begins a period, which ends before the next day in `starts`; the last
        period has no end. The days must ascend. Raises IndexUnavailable."""

    def counts(
        self,
        query: Query,
        facet: Facet,
        values: Collection[Value],
        resolve: NameResolver = resolve_nobody,
    ) -> tuple[Count, ...]:
        """Return the number of matches for each of `values`, the most frequent value first.

        Values without a match are left out. Values of `facet` that the query chooses do not narrow
        the matches, unless the query requires all of them. Raises IndexUnavailable."""

    def explain(
        self, query: Query, resolve: NameResolver = resolve_nobody
    ) -> tuple[Explanation, ...]:
        """Return an explanation of each part of the query's text: how many articles match it alone.

        Each explanation also says how many articles would match if the part were left out of the
        text. Returns an empty tuple if the text has too many parts. Raises IndexUnavailable."""

    def suggest(self, start: str, limit: int = 8) -> list[str]:
        """Return up to `limit` words of the archive that begin with `start`, most frequent first.

        Raises IndexUnavailable."""

    def correct(self, text: str) -> str:
        """Return `text` with misspelt words corrected, or an empty string if none is misspelt.

        Raises IndexUnavailable."""

    def ids(self) -> Iterator[int]:
        """Return the ids of all documents, in no particular order. Raises IndexUnavailable."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Open a writer whose changes are either all made or not made at all.

        A second writer waits until the first is closed. Creates an empty index if there is none.
        Raises IndexUnavailable."""

    def merge(self) -> bool:
        """Merge some of the small pieces that build up in the index as it changes.

        Others can read and write during the merge. Returns False if no pieces were worth merging or
        another process is merging. Raises IndexUnavailable."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """Open a writer of a new, empty index, which replaces the old one when the writer closes.

        Readers see the old index until then, and continue to see it if rebuilding fails."""
