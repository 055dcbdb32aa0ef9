"""Lets Whoosh read our segments, through its interface for codecs.

With this codec, `whoosh.index.open_dir` opens an index, and Whoosh's own searcher, matchers and
scorers answer queries from it. The tests compare our answers with Whoosh's. The codec only reads.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import DocIds, Ints
from articles.search.embedded.disk.inverted import LENGTHS, to_length_bytes
from articles.search.embedded.disk.schema import VALUE_FIELDS, pack_ids
from articles.search.embedded.disk.segment import PostingList, SegmentFile, TextField, open_segment

SUFFIX = ".arrays"


class ArraysSegment(base.Segment):  # type: ignore[misc]
    """The entry of a segment in Whoosh's table of contents: its id, size and deleted documents.

    Whoosh pickles the entry."""

    def __init__(self, indexname: str, documents: int) -> None:
        super().__init__(indexname)
        self.documents = documents
        self.packed_deleted = b""
        """The numbers of the deleted documents, ascending, packed as little-endian u4."""

    def codec(self) -> "ArraysCodec":
        return ArraysCodec()

    def file(self, folder: Path) -> Path:
        return folder / str(self.make_filename(SUFFIX))

    @property
    def deleted(self) -> DocIds:
        """The numbers of the deleted documents, ascending."""
        return np.frombuffer(self.packed_deleted, "<u4").astype(np.int64)

    def delete(self, docs: Ints) -> None:
        """Mark the documents as deleted, in addition to those that are already deleted."""
        self.packed_deleted = np.union1d(self.deleted, docs).astype("<u4").tobytes()

    def doc_count_all(self) -> int:
        return self.documents

    def deleted_count(self) -> int:
        return len(self.packed_deleted) // 4

    def deleted_docs(self) -> Iterator[int]:
        return iter(self.deleted.tolist())

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted


class ArraysCodec(base.Codec):  # type: ignore[misc]
    def terms_reader(self, storage: FileStorage, segment: ArraysSegment) -> "ArraysTerms":
        return ArraysTerms(open_segment(segment.file(Path(storage.folder))))

    def per_document_reader(
        self, storage: FileStorage, segment: ArraysSegment
    ) -> "ArraysDocuments":
        return ArraysDocuments(open_segment(segment.file(Path(storage.folder))), segment)


class ArraysTerms(base.TermsReader):  # type: ignore[misc]
    def __init__(self, file: SegmentFile) -> None:
        self.file = file

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self.file.text and self.file.text[field].find(text) >= 0

    def cursor(self, fieldname: str, fieldobj: object) -> "ArraysCursor":
        return ArraysCursor(self.file.text[fieldname])

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in sorted(self.file.text) for term in self.terms_from(name, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self.file.text[fieldname]
        return ((fieldname, field.term(at)) for at in range(field.lower_bound(prefix), len(field)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def read_postings(self, fieldname: str, text: bytes) -> PostingList:
        """Return the postings of the term `text`.

        Raises KeyError if the field does not have the term."""
        field = self.file.text[fieldname]
        number = field.find(text)
        if number < 0:
            raise KeyError(text)
        return field.read_postings(number)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        postings = self.read_postings(fieldname, text)
        weights, lengths = postings.impacts >> 8, LENGTHS[postings.impacts & 255]
        return TermInfo(
            weight=float(weights.sum(dtype=np.int64)),
            df=len(postings.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(postings.docs[0]),
            maxid=int(postings.docs[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: object = None
    ) -> "ArraysMatcher":
        postings = self.read_postings(fieldname, text)
        positions = self.file.text[fieldname].positions
        return ArraysMatcher(postings, positions, format_, (fieldname, text), scorer)

    def indexed_field_names(self) -> list[str]:
        return list(self.file.text)


class ArraysCursor:
    """A Whoosh cursor that moves through the terms of a field."""

    def __init__(self, field: TextField) -> None:
        self.field, self.at = field, 0

    def text(self) -> str | None:
        return self.field.term(self.at).decode() if self.at < len(self.field) else None

    def find(self, text: str) -> str | None:
        self.at = self.field.lower_bound(text.encode())
        return self.text()

    def is_valid(self) -> bool:
        return self.at < len(self.field)


class ArraysMatcher(LeafMatcher):  # type: ignore[misc]
    """A Whoosh matcher over the postings of one term."""

    def __init__(
        self,
        postings: PostingList,
        positions: Array,
        format_: Format,
        term: tuple[str, bytes],
        scorer: object,
    ) -> None:
        self.postings, self.positions = postings, positions
        self.format, self._term, self.scorer = format_, term, scorer
        self.docs: list[int] = postings.docs.tolist()
        self.at = 0

    def is_active(self) -> bool:
        return self.at < len(self.docs)

    def id(self) -> int:
        return self.docs[self.at]

    def all_ids(self) -> Iterator[int]:
        return iter(self.docs[self.at :])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self.at += 1
        return not self.is_active()

    def skip_to(self, docnum: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self.at += int(np.searchsorted(self.postings.docs[self.at :], docnum))

    def weight(self) -> float:
        return float(self.postings.impacts[self.at] >> 8)

    def read_positions(self) -> list[int]:
        first, end = self.postings.position_starts[self.at : self.at + 2].tolist()
        positions: list[int] = self.positions[first:end].tolist()
        return positions

    def value(self) -> bytes:
        encoded: bytes = self.format.encode(self.read_positions())
        return encoded

    def value_as(self, astype: str) -> object:
        return self.read_positions() if astype == "positions" else self.weight()

    def supports(self, astype: str) -> bool:
        return astype in ("positions", "frequency", "weight")

    def supports_block_quality(self) -> bool:
        return False

    def copy(self) -> "ArraysMatcher":
        copied = ArraysMatcher(self.postings, self.positions, self.format, self._term, self.scorer)
        copied.at = self.at
        return copied


class ArraysDocuments(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, file: SegmentFile, segment: ArraysSegment) -> None:
        self.file, self.segment = file, segment
        self.deleted = frozenset(segment.deleted_docs())

    def doc_count(self) -> int:
        return self.file.documents - len(self.deleted)

    def doc_count_all(self) -> int:
        return self.file.documents

    def has_deletions(self) -> bool:
        return bool(self.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self.deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        size = self.file.text[fieldname].lengths[docnum : docnum + 1]
        return int(LENGTHS[to_length_bytes(size)][0])

    def field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].lengths.max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, object]:
        return {}

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in _COLUMNS

    def column_reader(self, fieldname: str, column: object) -> "ArraysColumn":
        return ArraysColumn(self.file.documents, _COLUMNS[fieldname](self.file))


class ArraysColumn:
    """A column for Whoosh: one value for each document."""

    def __init__(self, documents: int, value: Callable[[int], object]) -> None:
        self.documents, self.value = documents, value

    def __len__(self) -> int:
        return self.documents

    def __getitem__(self, docnum: int) -> object:
        return self.value(docnum)

    def __iter__(self) -> Iterator[object]:
        return map(self.value, range(self.documents))

    def load(self) -> list[object]:
        return list(self)


ReadColumn = Callable[[SegmentFile], Callable[[int], object]]
"""Takes a segment; returns a function that takes a document's number and returns its value."""


def _read_numbers(name: str) -> ReadColumn:
    return lambda file: file.column(name).tolist().__getitem__


def _read_ids(name: str) -> ReadColumn:
    def read(file: SegmentFile) -> Callable[[int], object]:
        starts, ranks = file.column(f"{name}.rank_starts"), file.column(f"{name}.ranks")
        values = file.column(f"{name}.values")

        def value(docnum: int) -> bytes:
            return pack_ids(sorted(values[ranks[starts[docnum] : starts[docnum + 1]]].tolist()))

        return value

    return read


_COLUMNS: dict[str, ReadColumn] = {
    "article": _read_numbers("article"),
    "published": _read_numbers("published"),
    "category": lambda file: (
        lambda doc: file.groups[file.profile_group[file.profile[doc]]][0].encode()
    ),
    "source": lambda file: lambda doc: file.sources[file.column("source")[doc]].encode(),
    **{name: _read_ids(name) for name in VALUE_FIELDS},
}
