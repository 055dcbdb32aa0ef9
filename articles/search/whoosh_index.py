"""The embedded index: Whoosh on files, in one folder, for many threads and processes."""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh
from whoosh.query import Query as Matching
from whoosh.searching import Searcher

from articles.search import schema
from articles.search.compiled import compile
from articles.search.facets import Mask, Numbers, Scores, Values
from articles.search.folder import REBUILD, Folder, sync
from articles.search.index import Document, IndexUnavailable, Known, nobody
from articles.search.language import parse
from articles.search.query import FACETS, Facet, Query
from articles.search.results import Count, Hit, Results

LOOK_AGAIN = 0.2
"""Seconds after which a reader looks whether somebody has written."""


class WhooshIndex:
    """See `index.Index`."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        self.lock = threading.Lock()
        self.opened: Opened | None = None
        self.looked = 0.0

    def search(self, query: Query, known: Known = nobody) -> Results:
        return self.latest().search(query, known)

    def ids(self) -> Iterator[int]:
        opened = self.latest()
        return iter(opened.articles[opened.live].tolist())

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        with self.folder.alone():
            if not self.folder.pointer.exists():
                self.folder.switch(_made(self.folder.beside()))
            current = self.folder.current()
            self.folder.sweep(current)
            writing = Writing(current)
            yield writing
            writing.commit()
        self.looked = 0.0

    @contextmanager
    def rebuilding(self) -> Iterator["Writing"]:
        with self.folder.alone():
            beside = _made(self.folder.beside())
            writing = Writing(beside)
            yield writing
            writing.commit()
            self.folder.switch(beside)
        self.looked = 0.0

    def latest(self) -> "Opened":
        """The index as it was last committed, or a moment ago."""
        with self.lock:
            if self.opened is None or time.monotonic() - self.looked > LOOK_AGAIN:
                self.opened = self.reopened()
                self.looked = time.monotonic()
            return self.opened

    def reopened(self) -> "Opened":
        try:
            current = self.folder.current()
            if self.opened and self.opened.is_still(current):
                return self.opened
            return Opened(current)
        except IndexUnavailable:
            raise
        except Exception as error:  # Whatever Whoosh makes of missing and damaged files.
            raise IndexUnavailable(
                f"The search index in {self.folder.path} cannot be read ({error!r}). {REBUILD}"
            ) from error


def _made(folder: Path) -> Path:
    whoosh.create_in(folder, schema.schema())
    return folder


class Writing:
    """See `index.Writer`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: dict[int, Document] = {}
        self.removed: set[int] = set()

    def put(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.removed.add(document.id)
            self.documents[document.id] = document

    def remove(self, ids: Iterable[int]) -> None:
        for id in ids:
            self.removed.add(id)
            self.documents.pop(id, None)

    def commit(self) -> None:
        index = whoosh.open_dir(self.folder)
        writer = index.writer(limitmb=128)
        reader = index.reader()
        if reader.has_column("article"):
            for number in reader.all_doc_ids():
                if reader.column_reader("article")[number] in self.removed:
                    writer.delete_document(number)
        for document in self.documents.values():
            writer.add_document(**schema.fields(document))
        writer.commit()
        for file in self.folder.iterdir():
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
        sync(self.folder)


class Opened:
    """One committed state of the index, with its columns in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.searcher: Searcher = whoosh.open_dir(folder).searcher()
        self.generation = self.searcher.reader().generation()
        reader = self.searcher.reader()
        self.live = np.array(
            [not reader.is_deleted(n) for n in range(reader.doc_count_all())], bool
        )
        self.articles: Numbers = np.array(self.column("article"), np.int64)
        self.days: Numbers = np.array(self.column("published"), np.int64)
        self.values: dict[Facet, Values] = {
            "person": Values.of([schema.numbers(value) for value in self.column("people")]),
            "place": Values.of([schema.numbers(value) for value in self.column("places")]),
            "section": Values.of([[v.decode()] if v else [] for v in self.column("section")]),
            "year": Values.of([[date.fromordinal(day).year] for day in self.days.tolist()]),
        }

    def column(self, name: str) -> list[Any]:
        reader = self.searcher.reader()
        if not reader.doc_count_all():
            return []
        return list(reader.column_reader(name))

    def is_still(self, folder: Path) -> bool:
        return (
            folder == self.folder and whoosh.open_dir(folder).latest_generation() == self.generation
        )

    def search(self, query: Query, known: Known) -> Results:
        parsed = parse(query.text)
        docs, scores = self.matches(compile(parsed.clause, known))
        within = self.live[docs]
        if query.since:
            within &= self.days[docs] >= query.since.toordinal()
        if query.until:
            within &= self.days[docs] <= query.until.toordinal()
        docs, scores = docs[within], scores[within]
        chosen = {
            facet: self.values[facet].having(query.chosen(facet))[docs]
            for facet in FACETS
            if query.chosen(facet)
        }
        found = _all_of(chosen, len(docs))
        facets = {}
        for facet in FACETS:
            others = {name: mask for name, mask in chosen.items() if name != facet}
            facets[facet] = self.counted(facet, docs[_all_of(others, len(docs))], query)
        docs, scores = docs[found], scores[found]
        order = self.order(query, docs, scores)[(query.page - 1) * query.size :][: query.size]
        hits = [Hit(int(self.articles[docs[at]]), float(scores[at])) for at in order]
        return Results(len(docs), tuple(hits), facets, parsed.repairs)

    def matches(self, query: Matching) -> tuple[Numbers, Scores]:
        docs: list[int] = []
        scores: list[float] = []
        for searcher, offset in self.searcher.leaf_searchers():
            matcher = query.matcher(searcher, self.searcher.context())
            while matcher.is_active():
                docs.append(matcher.id() + offset)
                scores.append(matcher.score())
                matcher.next()
        return np.array(docs, np.int64), np.array(scores, float)

    def counted(self, facet: Facet, docs: Numbers, query: Query) -> tuple[Count, ...]:
        counts = self.values[facet].counts(docs)
        if facet == "year":
            ordered = sorted(counts, reverse=True)
        else:
            ordered = sorted(counts, key=lambda value: (-counts[value], value))
        wanted = ordered if facet == "year" else ordered[: query.values(facet)]
        pinned = [value for value in query.chosen(facet) if value not in wanted]
        return tuple(Count(value, counts.get(value, 0)) for value in [*wanted, *pinned])

    def order(self, query: Query, docs: Numbers, scores: Scores) -> Numbers:
        days, articles = self.days[docs], self.articles[docs]
        if query.order == "oldest":
            return np.lexsort((articles, days))
        if query.order == "newest":
            return np.lexsort((-articles, -days))
        return np.lexsort((-articles, -days, -scores))


def _all_of(masks: dict[Facet, Mask], size: int) -> Mask:
    found = np.ones(size, bool)
    for mask in masks.values():
        found &= mask
    return found
