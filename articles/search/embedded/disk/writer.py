"""Changing an index: batches of documents become segments, and many small segments fewer.

Nothing that a reader uses is ever changed: new files are written and on the disk before the new
table of contents takes the place of the old in one step. Whoever is killed before that leaves
only files that the next writer removes.

A commit merges only few documents. What takes longer is for `Merger`, which needs the folder alone
only at its end, so that commits go on meanwhile.
"""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from articles.search.asking.index import Document
from articles.search.embedded.disk import build, merge, schema
from articles.search.embedded.disk.arrays import Array, Arrays
from articles.search.embedded.disk.codec import SUFFIX, ArraysSegment
from articles.search.embedded.disk.folder import sync
from articles.search.embedded.disk.policy import DEFAULT, MergePolicy
from articles.search.embedded.disk.tokens import Vocabulary

NAME = "MAIN"
TABLE = re.compile(rf"_{NAME}_(\d+)\.toc")
BATCH_LETTERS = 8_000_000
BATCH_DOCUMENTS = 10_000
UNFINISHED = ".merging"
"""How the name of a segment ends that belongs to nobody yet."""


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

    def __init__(self, folder: Path, vocabulary: Vocabulary, policy: MergePolicy = DEFAULT) -> None:
        self.folder, self.storage = folder, Storage(str(folder))
        self.vocabulary, self.policy = vocabulary, policy
        contents = TOC.read(self.storage, NAME)
        self.generation: int = contents.generation
        self.segments: list[ArraysSegment] = contents.segments
        self.batch: dict[int, Document] = {}
        self.letters = 0
        self.added = 0
        self.durable = {segment.segid for segment in self.segments}
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
            self.added += len(self.batch)
            self.vocabulary.make_room()
        self.batch, self.letters = {}, 0

    def delete(self) -> None:
        """Mark what is outdated as deleted in the segments there are."""
        ids = np.array(sorted(self.outdated), "<u4")
        for segment in self.segments:
            articles = Arrays(segment.file(self.folder))["article"]
            found = np.flatnonzero(np.isin(articles, ids))
            if len(found):
                segment.delete(found)
        self.outdated = set()

    def commit(self) -> None:
        """Make all of it what readers find."""
        self.flush()
        self.segments = [segment for segment in self.segments if segment.doc_count()]
        self.merge(self.policy.most_in_commit(self.added))
        self.announce()

    def merge(self, most: float) -> None:
        """Merge segments as long as any are worth it and have no more documents than that."""
        while joined := self.policy.worth_merging(self.segments, most):
            merger = Merger(self.folder, joined)
            merger.run()
            merger.replace(self)

    def announce(self) -> None:
        for segment in self.segments:
            if segment.segid not in self.durable:
                sync(segment.file(self.folder))
        self.generation += 1
        TOC(schema.schema(), self.segments, self.generation).write(self.storage, NAME)
        self.sweep()

    def sweep(self) -> None:
        """Remove the files that no table of contents names any more."""
        kept = {segment.file(self.folder).name for segment in self.segments}
        kept.add(TOC._filename(NAME, self.generation))
        for file in self.folder.iterdir():
            if file.name not in kept and file.suffix != UNFINISHED:
                # Where a file to work with cannot be without a name, it is removed by who made it.
                file.unlink(missing_ok=True)


class Merger:
    """Segments that become one, while others go on deleting documents of theirs, or all of them.

    Raises FileNotFoundError where one of them is gone already."""

    def __init__(self, folder: Path, joined: Sequence[ArraysSegment], suffix: str = SUFFIX) -> None:
        self.folder = folder
        self.before = [
            (segment.segid, Arrays(segment.file(folder)), segment.gone) for segment in joined
        ]
        self.made = ArraysSegment(NAME, sum(segment.doc_count() for segment in joined))
        self.file = self.made.file(folder)
        self.written = self.file.with_suffix(suffix)
        self.numbers: list[Array] = []

    def run(self) -> None:
        """Write the new segment, which nobody sees yet."""
        try:
            joined = merge.merge(self.written, [(arrays, gone) for _, arrays, gone in self.before])
        except OSError:  # Such as a full disk, of which this would take even more.
            self.written.unlink(missing_ok=True)
            raise
        self.numbers = [source.numbers for source in joined]

    def replace(self, writer: BulkWriter) -> bool:
        """Put it in the place of the old ones; whether these are all still there."""
        by_id = {segment.segid: segment for segment in writer.segments}
        if any(segid not in by_id for segid, _, _ in self.before):
            self.written.unlink()
            return False
        for (segid, _, before), numbers in zip(self.before, self.numbers, strict=True):
            since = np.setdiff1d(by_id.pop(segid).gone, before)
            self.made.delete(numbers[since])
        self.written.rename(self.file)
        writer.segments = [*by_id.values(), self.made]
        return True


def begin_merging(folder: Path, policy: MergePolicy = DEFAULT) -> Merger | None:
    """What is worth merging now, if anything; whoever asks is the only one who does."""
    for left_over in folder.glob(f"*{UNFINISHED}"):
        left_over.unlink()
    joined = policy.worth_merging(TOC.read(Storage(str(folder)), NAME).segments)
    return Merger(folder, joined, UNFINISHED) if joined else None
