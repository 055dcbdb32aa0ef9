"""Writes to an index: builds segments from batches of documents, and merges small segments.

A file that a reader uses is never changed. New files are written and fsynced; then a new table of
contents replaces the old one in one step. A writer that is killed before that step leaves nothing
but files that the next writer removes.

A commit merges only a few documents. A longer merge needs the lock for writing only at its end, so
other writers can commit while it runs."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from articles.search.asking.index import Document
from articles.search.embedded.disk import merge, schema
from articles.search.embedded.disk.arrays import Array, Arrays
from articles.search.embedded.disk.build import build_segment
from articles.search.embedded.disk.codec import SUFFIX, ArraysSegment
from articles.search.embedded.disk.folder import sync
from articles.search.embedded.disk.policy import DEFAULT, MergePolicy
from articles.search.embedded.disk.tokens import Vocabulary

NAME = "MAIN"
TABLE = re.compile(rf"_{NAME}_(\d+)\.toc")
"""Matches Whoosh's names for tables of contents; the pattern's group is the generation."""
BATCH_LETTERS = 8_000_000
"""To limit memory, a batch is written as a segment after this many characters."""
BATCH_DOCUMENTS = 10_000
"""A batch is written as a segment after this many documents."""
UNFINISHED = ".merging"
"""The suffix of a segment that is being merged and belongs to no commit yet."""


class Storage(FileStorage):  # type: ignore[misc]
    """A Whoosh storage whose renames survive a power cut, because files and folders are fsynced."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        with (folder / oldname).open("rb") as file:
            os.fsync(file.fileno())
        sync(folder)
        (folder / oldname).replace(folder / newname)
        sync(folder)


def create_index(folder: Path) -> None:
    """Create an index without documents in `folder`."""
    TOC.create(Storage(str(folder)), schema.make_schema(), NAME)


def find_generation(folder: Path) -> int:
    """Return the generation of the last commit in the folder.

    Raises FileNotFoundError if there is no commit."""
    names = (TABLE.fullmatch(name) for name in os.listdir(folder))  # noqa: PTH208 - twenty times as fast
    generations = [int(name[1]) for name in names if name]
    if not generations:
        raise FileNotFoundError(f"{folder} holds no index")
    return max(generations)


class BulkWriter:
    """Adds documents to the index in `folder`, and removes documents from it.

    The caller must hold the lock for writing."""

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
        """The primary keys of articles whose old documents must be marked as deleted."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add each document; it replaces any earlier document with the same id."""
        for document in documents:
            self.outdated.add(document.id)
            self.batch.pop(document.id, None)
            self.batch[document.id] = document
            self.letters += len(document.text) + len(document.headings)
            if self.letters >= BATCH_LETTERS or len(self.batch) >= BATCH_DOCUMENTS:
                self.flush()

    def remove(self, ids: Iterable[int]) -> None:
        """Remove the documents with these ids; ids that no document has are ignored."""
        for article in ids:
            self.outdated.add(article)
            self.batch.pop(article, None)

    def flush(self) -> None:
        """Mark outdated documents as deleted, and write the current batch as a new segment."""
        self.mark_deleted()
        if self.batch:
            segment = ArraysSegment(NAME, len(self.batch))
            build_segment(segment.file(self.folder), list(self.batch.values()), self.vocabulary)
            self.segments.append(segment)
            self.added += len(self.batch)
            self.vocabulary.make_room()
        self.batch, self.letters = {}, 0

    def mark_deleted(self) -> None:
        """Mark outdated documents as deleted in the existing segments."""
        ids = np.array(sorted(self.outdated), "<u4")
        for segment in self.segments:
            articles = Arrays(segment.file(self.folder))["article"]
            found = np.flatnonzero(np.isin(articles, ids))
            if len(found):
                segment.delete(found)
        self.outdated = set()

    def commit(self) -> None:
        """Make all changes visible to readers in one step."""
        self.flush()
        self.segments = [segment for segment in self.segments if segment.doc_count()]
        self.merge(self.policy.limit_of_commit(self.added))
        self.publish()

    def merge(self, limit: float) -> None:
        """Merge segments until no merge of at most `limit` documents is worthwhile."""
        while segments := self.policy.choose_segments(self.segments, limit):
            merger = Merger(self.folder, segments)
            merger.run()
            merger.replace_segments(self)

    def publish(self) -> None:
        """Write a new table of contents that lists the current segments."""
        for segment in self.segments:
            if segment.segid not in self.durable:
                sync(segment.file(self.folder))
        self.generation += 1
        TOC(schema.make_schema(), self.segments, self.generation).write(self.storage, NAME)
        self.remove_unnamed_files()

    def remove_unnamed_files(self) -> None:
        """Remove files that the table of contents does not list, except unfinished merges."""
        kept = {segment.file(self.folder).name for segment in self.segments}
        kept.add(TOC._filename(NAME, self.generation))
        for file in self.folder.iterdir():
            if file.name not in kept and file.suffix != UNFINISHED:
                # On some systems, temporary files have names; such a file can vanish meanwhile.
                file.unlink(missing_ok=True)


class Merger:
    """Merges segments into one, while other writers may delete documents or remove whole segments.

    Raises FileNotFoundError if the file of one of the segments has already been removed."""

    def __init__(
        self, folder: Path, segments: Sequence[ArraysSegment], suffix: str = SUFFIX
    ) -> None:
        self.folder = folder
        self.inputs = [
            (segment.segid, Arrays(segment.file(folder)), segment.deleted) for segment in segments
        ]
        """The id, arrays and deleted documents of each segment when the merger was created."""
        self.merged = ArraysSegment(NAME, sum(segment.doc_count() for segment in segments))
        self.file = self.merged.file(folder)
        self.unfinished = self.file.with_suffix(suffix)
        self.new_docs: list[Array] = []
        """For each segment, an array with the new number of each of its documents."""

    def run(self) -> None:
        """Write the merged segment to a file that no reader uses yet."""
        segments = [(arrays, deleted) for _, arrays, deleted in self.inputs]
        try:
            inputs = merge.merge_segments(self.unfinished, segments)
        except OSError:  # For example, the disk is full: do not leave the file on it.
            self.unfinished.unlink(missing_ok=True)
            raise
        self.new_docs = [segment.new_docs for segment in inputs]

    def replace_segments(self, writer: BulkWriter) -> bool:
        """Replace the old segments with the merged segment in `writer`, and return True.

        Documents that were deleted during the merge are also deleted in the merged segment. If
        `writer` no longer has all of the old segments, delete the merged file and return False."""
        by_id = {segment.segid: segment for segment in writer.segments}
        if any(segid not in by_id for segid, _, _ in self.inputs):
            self.unfinished.unlink()
            return False
        for (segid, _, before), new_docs in zip(self.inputs, self.new_docs, strict=True):
            since = np.setdiff1d(by_id.pop(segid).deleted, before)
            self.merged.delete(new_docs[since])
        self.unfinished.rename(self.file)
        writer.segments = [*by_id.values(), self.merged]
        return True


def plan_merge(folder: Path, policy: MergePolicy = DEFAULT) -> Merger | None:
    """Return a merger of the segments to merge next, or None if no merge is worthwhile.

    The caller must hold the lock for merging, because unfinished merges are removed first."""
    for left_over in folder.glob(f"*{UNFINISHED}"):
        left_over.unlink()
    segments = policy.choose_segments(TOC.read(Storage(str(folder)), NAME).segments)
    return Merger(folder, segments, UNFINISHED) if segments else None
