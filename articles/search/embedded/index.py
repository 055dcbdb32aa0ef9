"""The embedded search index: files in one folder that many threads and processes can use."""

import math
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from whoosh.query import Query as WhooshQuery

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
    choose_hits,
    count_by_day,
    find_deadline,
)
from articles.search.embedded.answering.whoosh_queries import translate
from articles.search.embedded.disk.folder import REBUILD, Folder, sync
from articles.search.embedded.disk.policy import DEFAULT, MergePolicy
from articles.search.embedded.disk.tokens import Vocabulary
from articles.search.embedded.disk.writer import (
    BulkWriter,
    create_index,
    find_generation,
    plan_merge,
)

LOOK_AGAIN = 0.2
"""The number of seconds after which a reader looks for a new commit again."""
TIME_LIMIT = 0.2
"""The number of seconds after which any remaining parts of a query are not evaluated."""
TRIES = 3
"""The maximum number of attempts to open the index if writers remove files meanwhile."""
T = TypeVar("T")


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[ParsedQuery, WhooshQuery | None]:
    """Parse a query's text; return the result and the Whoosh query for it.

    The Whoosh query is None if it depends on the names of people or places."""
    parsed = parse(text)
    return parsed, None if has_names(parsed.clause) else translate(parsed.clause)


def _make_results(query: Query, found: Sequence[SegmentMatches], complete: bool) -> Results:
    """Return the total number of matches and the requested page of hits, without facets."""
    parsed, _ = _read(query.text)
    return Results(
        total=sum(len(part.docs) for part in found),
        hits=choose_hits(found, query),
        partial=not complete,
        repairs=parsed.repairs if complete else (*parsed.repairs, Repair(RepairKind.TIME)),
    )


class EmbeddedIndex:
    """A search index in the files of one folder; see `asking.index.Index` for its methods.

    `policy` says when segments are merged."""

    def __init__(self, path: Path, policy: MergePolicy = DEFAULT) -> None:
        self.folder, self.policy = Folder(path), policy
        self.lock = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.looked = 0.0
        """When this object last looked for a new commit, on the clock of `time.monotonic`."""
        self.vocabulary = Vocabulary()

    def generation(self) -> tuple[Path, int]:
        snapshot = self.open_latest()
        return snapshot.folder, snapshot.generation

    def search(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        found, complete = self.find_matches(query, resolve)
        return replace(
            _make_results(query, found, complete),
            facets={facet: facets.count_facet(found, query, facet) for facet in FACETS},
            missing=facets.count_missing(found),
            excluded={
                facet: facets.count_excluded(found, query, facet) for facet, _ in query.excluded
            },
        )

    def hits(self, query: Query, resolve: NameResolver = resolve_nobody) -> Results:
        return _make_results(query, *self.find_matches(query, resolve))

    def find_matches(
        self, query: Query, resolve: NameResolver, deadline: float | None = None
    ) -> tuple[list[SegmentMatches], bool]:
        """Return the matches of each segment, and whether they are complete.

        They are incomplete if time runs out."""
        parsed, asked = _read(query.text)
        if asked is None:
            asked = translate(parsed.clause, resolve)
        if deadline is None:
            deadline = find_deadline(TIME_LIMIT)
        return self.open_latest().find_matches(asked, query, deadline)

    def histogram(
        self, query: Query, starts: Sequence[date], resolve: NameResolver = resolve_nobody
    ) -> list[int]:
        return count_by_day(self.find_matches(query, resolve)[0], starts)

    def counts(
        self,
        query: Query,
        facet: Facet,
        values: Collection[Value],
        resolve: NameResolver = resolve_nobody,
    ) -> tuple[Count, ...]:
        return facets.count_values(self.find_matches(query, resolve)[0], facet, values)

    def explain(
        self, query: Query, resolve: NameResolver = resolve_nobody
    ) -> tuple[Explanation, ...]:
        deadline = find_deadline(TIME_LIMIT)

        def count_matches(asked: Query) -> int | None:
            found, complete = self.find_matches(asked, resolve, deadline)
            return sum(len(part.docs) for part in found) if complete else None

        return suggest.explain_parts(parse(query.text), query, count_matches)

    def suggest(self, start: str, limit: int = 8) -> list[str]:
        return suggest.suggest_words(self.open_latest().readers, start, limit)

    def correct(self, text: str) -> str:
        return suggest.correct_text(self.open_latest().readers, text)

    def ids(self) -> Iterator[int]:
        return iter(self.open_latest().ids())

    @contextmanager
    def writing(self) -> Iterator[BulkWriter]:
        with self.folder.lock_for_writing():
            if not self.folder.pointer.exists():
                self.folder.make_current(self.create_index())
            current = self.folder.find_current()
            self.folder.remove_others(current)
            with self.say_what_to_do():
                writer = BulkWriter(current, self.vocabulary, self.policy)
            yield writer
            writer.commit()
        self.expect_change()

    @contextmanager
    def rebuilding(self) -> Iterator[BulkWriter]:
        with self.folder.lock_for_writing():
            rebuilt = self.create_index()
            writer = BulkWriter(rebuilt, self.vocabulary, self.policy)
            yield writer
            writer.flush()
            writer.merge(math.inf)
            writer.commit()
            self.folder.make_current(rebuilt)
        self.expect_change()

    def merge(self) -> bool:
        with self.folder.try_to_lock_for_merging() as locked:
            if not locked:
                return False
            merger = self.open_current(lambda folder: plan_merge(folder, self.policy))
            if merger is None:
                return False
            current = merger.folder
            try:
                merger.run()
                sync(merger.unfinished)  # Now, so that no writer has to wait for it.
            except FileNotFoundError:
                if self.folder.find_current() == current:
                    raise
                return True  # The index was rebuilt meanwhile.
            with self.folder.lock_for_writing():
                if self.folder.find_current() == current:
                    writer = BulkWriter(current, self.vocabulary, self.policy)
                    if merger.replace_segments(writer):
                        writer.publish()
        self.expect_change()
        return True

    def create_index(self) -> Path:
        """Create an empty index in a new folder, and return the path of the folder."""
        folder = self.folder.make_folder()
        create_index(folder)
        return folder

    def open_latest(self) -> Snapshot:
        """Return a snapshot of the index; it may lack commits of the last LOOK_AGAIN seconds."""
        snapshot = self.snapshot
        if snapshot is not None and time.monotonic() - self.looked < LOOK_AGAIN:
            return snapshot
        with self.lock:
            if self.snapshot is None or time.monotonic() - self.looked >= LOOK_AGAIN:
                self.snapshot = self.open_current(self.open_snapshot)
                self.looked = time.monotonic()
            return self.snapshot

    def expect_change(self) -> None:
        """Make the next search look for a new commit."""
        with self.lock:
            self.looked = 0.0

    def open_snapshot(self, folder: Path) -> Snapshot:
        """Return a snapshot of the last commit in `folder`; it may be the snapshot already open."""
        known = self.snapshot
        generation = find_generation(folder)
        if known and (known.folder, known.generation) == (folder, generation):
            return known
        return Snapshot(folder, known)

    def open_current(self, open_folder: Callable[[Path], T]) -> T:
        """Call `open_folder` with the folder of the current index, and return its result.

        If writers remove files meanwhile, the call is repeated, up to TRIES times in all."""
        with self.say_what_to_do():
            for _ in range(TRIES - 1):
                with suppress(FileNotFoundError):
                    return open_folder(self.folder.find_current())
            return open_folder(self.folder.find_current())

    @contextmanager
    def say_what_to_do(self) -> Iterator[None]:
        """Turn errors about damaged files into IndexUnavailable, whose message says what to do."""
        try:
            yield
        except IndexUnavailable:
            raise
        except Exception as error:  # Damaged files make Whoosh, pickle and numpy raise many kinds.
            raise IndexUnavailable(
                f"The search index in {self.folder.path} cannot be read ({error!r}). {REBUILD}"
            ) from error
