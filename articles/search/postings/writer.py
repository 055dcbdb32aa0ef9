"""Changing an index: batches of documents become segments, and many small segments fewer.

Nothing that a reader uses is ever changed: new files are written and on the disk before the new
table of contents takes the place of the old in one step. Whoever is killed before that leaves
only files that the next writer removes.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from articles.search import schema
from articles.search.folder import sync
from articles.search.index import Document
from articles.search.postings import build, merge
from articles.search.postings.codec import ArraysSegment
from articles.search.postings.segment import opened
from articles.search.postings.tokens import Vocabulary

NAME = "MAIN"
TABLE = re.compile(rf"_{NAME}_(\d+)\.toc")
BATCH_LETTERS = 16_000_000
BATCH_DOCUMENTS = 20_000
SMALLEST_TIER = 400
TIER_RATIO = 8
KEPT_IN_TIER = 2
MOSTLY_GONE = 0.5


class Storage(FileStorage):  # type: ignore[misc]
    """A folder in which a renamed file is on the disk, before and after."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        with (folder / oldname).open("rb") as file:
            os.fsync(file.fileno())
        sync(folder)
        (folder / oldname).replace(folder / newname)
        sync(folder)


def create(folder: Path) -> None:
    """Make an index without documents in the folder."""
    TOC.create(Storage(str(folder)), schema.schema(), NAME)


def latest_generation(folder: Path) -> int:
    """The number of the last commit. Raises FileNotFoundError where there is none."""
    names = (TABLE.fullmatch(name) for name in os.listdir(folder))  # noqa: PTH208 - twenty times as fast
    generations = [int(name[1]) for name in names if name]
    if not generations:
        raise FileNotFoundError(f"{folder} holds no index")
    return max(generations)


class BulkWriter:
    """Puts documents into the index in a folder. Whoever uses it has the folder alone."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder, self.storage = folder, Storage(str(folder))
        self.vocabulary = vocabulary
        contents = TOC.read(self.storage, NAME)
        self.generation: int = contents.generation
        self.segments: list[ArraysSegment] = contents.segments
        self.batch: dict[int, Document] = {}
        self.letters = 0
        self.outdated: set[int] = set()
        """Articles whose documents in the segments are to be deleted."""

    def put(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.outdated.add(document.id)
            self.batch.pop(document.id, None)
            self.batch[document.id] = document
            self.letters += len(document.text) + len(document.headings)
            if self.letters >= BATCH_LETTERS or len(self.batch) >= BATCH_DOCUMENTS:
                self.flush()

    def remove(self, ids: Iterable[int]) -> None:
        for id in ids:
            self.outdated.add(id)
            self.batch.pop(id, None)

    def flush(self) -> None:
        """Make a segment of the batch."""
        self.delete()
        if self.batch:
            segment = ArraysSegment(NAME, len(self.batch))
            build.build(segment.file(self.folder), list(self.batch.values()), self.vocabulary)
            self.segments.append(segment)
        self.batch, self.letters = {}, 0

    def delete(self) -> None:
        """Mark what is outdated as deleted in the segments there are."""
        ids = np.array(sorted(self.outdated), "<u4")
        for segment in self.segments:
            articles = opened(segment.file(self.folder)).column("article")
            found = np.flatnonzero(np.isin(articles, ids))
            if len(found):
                segment.delete(found)
        self.outdated = set()

    def commit(self) -> None:
        """Make all of it what readers find."""
        self.flush()
        self.segments = [segment for segment in self.segments if segment.doc_count()]
        while joined := worth_merging(self.segments):
            kept = [segment for segment in self.segments if segment not in joined]
            self.segments = [*kept, self.merged(joined)]
        self.generation += 1
        TOC(schema.schema(), self.segments, self.generation).write(self.storage, NAME)
        self.sweep()

    def merged(self, joined: Sequence[ArraysSegment]) -> ArraysSegment:
        files = [(segment.file(self.folder), segment.gone) for segment in joined]
        made = ArraysSegment(NAME, sum(segment.doc_count() for segment in joined))
        merge.merge(made.file(self.folder), files)
        return made

    def sweep(self) -> None:
        """Remove the files that no table of contents names any more."""
        kept = {segment.file(self.folder).name for segment in self.segments}
        kept.add(TOC._filename(NAME, self.generation))
        for file in self.folder.iterdir():
            if file.name not in kept:
                file.unlink()


def worth_merging(segments: Sequence[ArraysSegment]) -> list[ArraysSegment]:
    """The segments to make one of: more than two of like size, or one that is mostly deleted."""
    tiers: dict[int, list[ArraysSegment]] = defaultdict(list)
    for segment in segments:
        if segment.deleted_count() > MOSTLY_GONE * segment.doc_count_all():
            return [segment]
        tier = 0
        while segment.doc_count() >= SMALLEST_TIER * TIER_RATIO**tier:
            tier += 1
        tiers[tier].append(segment)
    return next((tiers[tier] for tier in sorted(tiers) if len(tiers[tier]) > KEPT_IN_TIER), [])
