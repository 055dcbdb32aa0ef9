"""The embedded index: Whoosh on files, in one folder, for many threads and processes."""

import math
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from whoosh.query import Query as Matching

from articles.search.asking.clauses import has_names
from articles.search.asking.index import IndexUnavailable, NameResolver, resolve_nobody
from articles.search.asking.parser import ParsedQuery, parse
from articles.search.asking.query import FACETS, Facet, Query, Value
from articles.search.asking.repairs import Repair, RepairKind
from articles.search.asking.results import Count, Explanation, Results
from articles.search.embedded.answering import facets, suggest
from articles.search.embedded.answering.snapshot import (
    SegmentMatches,
    Snapshot,
    histogram,
    hits,
    within,
)
from articles.search.embedded.answering.whoosh_queries import compile
from articles.search.embedded.disk.folder import REBUILD, Folder, sync
from articles.search.embedded.disk.policy import DEFAULT, MergePolicy
from articles.search.embedded.disk.tokens import Vocabulary
from articles.search.embedded.disk.writer import (
    BulkWriter,
    begin_merging,
    create,
    latest_generation,
)

LOOK_AGAIN = 0.2
"""Seconds after which a reader looks whether somebody has written."""
TIME_LIMIT = 0.2
"""Seconds after which no further part of a query is looked at."""
TRIES = 3
T = TypeVar("T")


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[ParsedQuery, Matching | None]:
    """What the text asks for, also as Whoosh's query where that depends on nobody's names."""
    parsed = parse(text)
    return parsed, None if has_names(parsed.clause) else compile(parsed.clause)


def _hits(query: Query, found: Sequence[SegmentMatches], complete: bool) -> Results:
    """The asked-for page of what was found, without facets."""
    parsed, _ = _read(query.text)
    return Results(
        total=sum(len(part.ids) for part in found),
        hits=hits(found, query),
        partial=not complete,
        repairs=parsed.repairs if complete else (*parsed.repairs, Repair(RepairKind.TIME)),
    )


class EmbeddedIndex:
    """See `index.Index`."""

    def __init__(self, path: Path, policy: MergePolicy = DEFAULT) -> None:
        self.folder, self.policy = Folder(path), policy
        self.lock = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.looked = 0.0
        self.vocabulary = Vocabulary()

    def generation(self) -> tuple[Path, int]:
        snapshot = self.latest()
        return snapshot.folder, snapshot.generation

    def search(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        found, complete = self.found(query, resolve)
        return replace(
            _hits(query, found, complete),
            facets={facet: facets.counts(found, query, facet) for facet in FACETS},
            missing=facets.missing(found),
            excluded={facet: facets.excluded(found, query, facet) for facet, _ in query.excluded},
        )

    def hits(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        return _hits(query, *self.found(query, resolve))

    def found(
        self, query: Query, resolve: NameResolver, until: float | None = None
    ) -> tuple[list[SegmentMatches], bool]:
        """The matches by segment, and whether these are all or time ran out."""
        parsed, asked = _read(query.text)
        if asked is None:
            asked = compile(parsed.clause, resolve)
        return self.latest().found(asked, query, until or within(TIME_LIMIT))

    def histogram(
        self, query: Query, starts: Sequence[date], resolve: NameResolver = resolve_nobody
    ) -> list[int]:
        return histogram(self.found(query, resolve)[0], starts)

    def counts(
        self,
        query: Query,
        facet: Facet,
        values: Collection[Value],
        resolve: NameResolver = resolve_nobody,
    ) -> tuple[Count, ...]:
        return facets.counts_of(self.found(query, resolve)[0], facet, values)

    def explain(
        self, query: Query, resolve: NameResolver = resolve_nobody
    ) -> tuple[Explanation, ...]:
        until = within(TIME_LIMIT)

        def total(asked: Query) -> int | None:
            found, complete = self.found(asked, resolve, until)
            return sum(len(part.ids) for part in found) if complete else None

        return suggest.explained(parse(query.text), query, total)

    def suggest(self, start: str, most: int = 8) -> list[str]:
        return suggest.begun(self.latest().views, start, most)

    def correct(self, text: str) -> str:
        return suggest.corrected(self.latest().views, text)

    def ids(self) -> Iterator[int]:
        return iter(self.latest().ids())

    @contextmanager
    def writing(self) -> Iterator[BulkWriter]:
        with self.folder.alone():
            if not self.folder.pointer.exists():
                self.folder.switch(self.made())
            current = self.folder.current()
            self.folder.sweep(current)
            with self.unbroken():
                writer = BulkWriter(current, self.vocabulary, self.policy)
            yield writer
            writer.commit()
        self.look_again()

    @contextmanager
    def rebuilding(self) -> Iterator[BulkWriter]:
        with self.folder.alone():
            beside = self.made()
            writer = BulkWriter(beside, self.vocabulary, self.policy)
            yield writer
            writer.flush()
            writer.merge(math.inf)
            writer.commit()
            self.folder.switch(beside)
        self.look_again()

    def merge(self) -> bool:
        with self.folder.merging() as mine:
            if not mine:
                return False
            merger = self.current(lambda folder: begin_merging(folder, self.policy))
            if merger is None:
                return False
            current = merger.folder
            try:
                merger.run()
                sync(merger.written)  # Before anybody has to wait for it.
            except FileNotFoundError:
                if self.folder.current() == current:
                    raise
                return True  # The index was rebuilt meanwhile.
            with self.folder.alone():
                if self.folder.current() == current:
                    writer = BulkWriter(current, self.vocabulary, self.policy)
                    if merger.replace(writer):
                        writer.announce()
        self.look_again()
        return True

    def made(self) -> Path:
        beside = self.folder.beside()
        create(beside)
        return beside

    def latest(self) -> Snapshot:
        """The index as it was last committed, or a moment ago."""
        snapshot = self.snapshot
        if snapshot is not None and time.monotonic() - self.looked < LOOK_AGAIN:
            return snapshot
        with self.lock:
            if self.snapshot is None or time.monotonic() - self.looked >= LOOK_AGAIN:
                self.snapshot = self.reopened()
                self.looked = time.monotonic()
            return self.snapshot

    def look_again(self) -> None:
        with self.lock:
            self.looked = 0.0

    def reopened(self) -> Snapshot:
        """The committed state, opened unless it is open already."""
        return self.current(self.opened)

    def opened(self, folder: Path) -> Snapshot:
        open_now = self.snapshot
        generation = latest_generation(folder)
        if open_now and (open_now.folder, open_now.generation) == (folder, generation):
            return open_now
        return Snapshot(folder, open_now)

    def current(self, open: Callable[[Path], T]) -> T:
        """What opening the current index gives; anew where writers removed files meanwhile."""
        with self.unbroken():
            for attempt in range(TRIES):
                folder = self.folder.current()
                try:
                    return open(folder)
                except FileNotFoundError:
                    if attempt == TRIES - 1:
                        raise
        raise AssertionError("The last attempt returns or raises")

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """Say what to do when the files are not what they should be."""
        try:
            yield
        except IndexUnavailable:
            raise
        except Exception as error:  # Whatever damage makes Whoosh, pickle and numpy raise.
            raise IndexUnavailable(
                f"The search index in {self.folder.path} cannot be read ({error!r}). {REBUILD}"
            ) from error
