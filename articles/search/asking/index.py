"""What any search index can do for the archive, and what it is given to do it with."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from articles.search.asking.query import Facet, Query, Value
from articles.search.asking.results import Count, Explanation, Results


class IndexUnavailable(Exception):
    """The index is missing, broken or of another version; the message says which and what to do."""


NameResolver = Callable[[str, str], Sequence[int]]
"""(a kind as `clauses.EntityName` has it, a name) -> the ids of those who have it."""


def resolve_nobody(kind: str, name: str) -> Sequence[int]:
    """Stands for a caller that knows no names."""
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """All that the index learns of one article."""

    id: int
    title: str
    headings: str
    """The sections' headings, a line each."""
    text: str
    """The sections' texts, paragraphs apart by a blank line."""
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
    """Puts documents into an index; what it did is seen by readers when it closes without error."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add each document in the place of any with its id."""

    def remove(self, ids: Iterable[int]) -> None:
        """Take out the documents with these ids, if there are any."""


class Index(Protocol):
    def generation(self) -> Hashable:
        """Stands for all that searches find now, or found a moment ago: a change of the index has
        another one, and so has another index. Raises IndexUnavailable."""

    def search(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """The asked-for page of the matches, with totals and facets.

        `resolve` says who is meant by `person:"Ann Marsh"`. Raises IndexUnavailable."""

    def hits(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        """The same without facets, for those who look at nothing but hits. Raises
        IndexUnavailable."""

    def histogram(
        self, query: Query, starts: Sequence[date], resolve: NameResolver = resolve_nobody
    ) -> list[int]:
        """How many of the matches were published from each of these days, ascending, until the
        next of them; from the last one on, all. Raises IndexUnavailable."""

    def counts(
        self,
        query: Query,
        facet: Facet,
        values: Collection[Value],
        resolve: NameResolver = resolve_nobody,
    ) -> tuple[Count, ...]:
        """Those of these values that any of the articles counted for the facet has, the most
        frequent first. Raises IndexUnavailable."""

    def explain(
        self, query: Query, resolve: NameResolver = resolve_nobody
    ) -> tuple[Explanation, ...]:
        """What each part of the query's text finds by itself, and what the rest would find;
        nothing where it has very many parts. Raises IndexUnavailable."""

    def suggest(self, start: str, most: int = 8) -> list[str]:
        """The archive's most frequent words that begin so, most frequent first."""

    def correct(self, text: str) -> str:
        """The text with words that no article has, or hardly any, replaced by like ones that some
        have, or many more; empty where there is nothing to replace."""

    def ids(self) -> Iterator[int]:
        """The ids of all documents, in no order. Raises IndexUnavailable."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Change the index, all or nothing, alone: a second writer waits.

        Makes an empty index where there is none. Raises IndexUnavailable."""

    def merge(self) -> bool:
        """Merge some of the pieces that many small changes leave, while others read and write;
        whether there were any worth it. Raises IndexUnavailable."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """Write a new index beside this one and put it in its place at the end.

        Readers see the old one until then, and keep it if the rebuilding fails."""
