"""Segments of arrays as Whoosh reads them: its extension points, for reading only.

With these an ordinary `whoosh.index.open_dir` opens the index, and Whoosh's own searcher,
matchers and scorers answer on it. The tests compare the evaluator with that.
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
from articles.search.embedded.disk.inverted import LENGTHS, as_bytes
from articles.search.embedded.disk.schema import VALUE_FIELDS, packed
from articles.search.embedded.disk.segment import PostingList, SegmentFile, TextField, opened
from articles.search.embedded.disk.tokens import Ints

SUFFIX = ".arrays"


class ArraysSegment(base.Segment):  # type: ignore[misc]
    """What the table of contents says of a segment: its file, its size, what is deleted."""

    def __init__(self, indexname: str, documents: int) -> None:
        super().__init__(indexname)
        self.documents = documents
        self.deleted = b""

    def codec(self) -> "ArraysCodec":
        return ArraysCodec()

    def file(self, folder: Path) -> Path:
        return folder / str(self.make_filename(SUFFIX))

    @property
    def gone(self) -> Ints:
        """The deleted documents, ascending."""
        return np.frombuffer(self.deleted, "<u4").astype(np.int64)

    def delete(self, documents: Ints) -> None:
        self.deleted = np.union1d(self.gone, documents).astype("<u4").tobytes()

    def doc_count_all(self) -> int:
        return self.documents

    def deleted_count(self) -> int:
        return len(self.deleted) // 4

    def deleted_docs(self) -> Iterator[int]:
        return iter(self.gone.tolist())

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.gone


class ArraysCodec(base.Codec):  # type: ignore[misc]
    def terms_reader(self, storage: FileStorage, segment: ArraysSegment) -> "ArraysTerms":
        return ArraysTerms(opened(segment.file(Path(storage.folder))))

    def per_document_reader(
        self, storage: FileStorage, segment: ArraysSegment
    ) -> "ArraysDocuments":
        return ArraysDocuments(opened(segment.file(Path(storage.folder))), segment)


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
        return ((fieldname, field.term(at)) for at in range(field.first(prefix), len(field)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def posting(self, fieldname: str, text: bytes) -> PostingList:
        field = self.file.text[fieldname]
        number = field.find(text)
        if number < 0:
            raise KeyError(text)
        return field.posting(number)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        posting = self.posting(fieldname, text)
        weights, lengths = posting.codes >> 8, LENGTHS[posting.codes & 255]
        return TermInfo(
            weight=float(weights.sum(dtype=np.int64)),
            df=len(posting.ids),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(posting.ids[0]),
            maxid=int(posting.ids[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: object = None
    ) -> "ArraysMatcher":
        posting = self.posting(fieldname, text)
        positions = self.file.text[fieldname].positions
        return ArraysMatcher(posting, positions, format_, (fieldname, text), scorer)

    def indexed_field_names(self) -> list[str]:
        return list(self.file.text)


class ArraysCursor:
    """Whoosh's way of walking through the terms of a field."""

    def __init__(self, field: TextField) -> None:
        self.field, self.at = field, 0

    def text(self) -> str | None:
        return self.field.term(self.at).decode() if self.at < len(self.field) else None

    def find(self, text: str) -> str | None:
        self.at = self.field.first(text.encode())
        return self.text()

    def is_valid(self) -> bool:
        return self.at < len(self.field)


class ArraysMatcher(LeafMatcher):  # type: ignore[misc]
    """An ordinary Whoosh matcher over one posting."""

    def __init__(
        self,
        posting: PostingList,
        positions: Array,
        format_: Format,
        term: tuple[str, bytes],
        scorer: object,
    ) -> None:
        self.posting, self.positions = posting, positions
        self.format, self._term, self.scorer = format_, term, scorer
        self.ids: list[int] = posting.ids.tolist()
        self.at = 0

    def is_active(self) -> bool:
        return self.at < len(self.ids)

    def id(self) -> int:
        return self.ids[self.at]

    def all_ids(self) -> Iterator[int]:
        return iter(self.ids[self.at :])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self.at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self.at += int(np.searchsorted(self.posting.ids[self.at :], id))

    def weight(self) -> float:
        return float(self.posting.codes[self.at] >> 8)

    def places(self) -> list[int]:
        first, end = self.posting.firsts[self.at], self.posting.firsts[self.at + 1]
        found: list[int] = self.positions[int(first) : int(end)].tolist()
        return found

    def value(self) -> bytes:
        encoded: bytes = self.format.encode(self.places())
        return encoded

    def value_as(self, astype: str) -> object:
        return self.places() if astype == "positions" else self.weight()

    def supports(self, astype: str) -> bool:
        return astype in ("positions", "frequency", "weight")

    def supports_block_quality(self) -> bool:
        return False

    def copy(self) -> "ArraysMatcher":
        made = ArraysMatcher(self.posting, self.positions, self.format, self._term, self.scorer)
        made.at = self.at
        return made


class ArraysDocuments(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, file: SegmentFile, segment: ArraysSegment) -> None:
        self.file, self.segment = file, segment
        self.gone = frozenset(segment.deleted_docs())

    def doc_count(self) -> int:
        return self.file.documents - len(self.gone)

    def doc_count_all(self) -> int:
        return self.file.documents

    def has_deletions(self) -> bool:
        return bool(self.gone)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.gone

    def deleted_docs(self) -> frozenset[int]:
        return self.gone

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        size = self.file.text[fieldname].sizes[docnum : docnum + 1]
        return int(LENGTHS[as_bytes(size)][0])

    def field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].sizes.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].sizes.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self.file.text[fieldname].sizes.max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, object]:
        return {}

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in _COLUMNS

    def column_reader(self, fieldname: str, column: object) -> "ArraysColumn":
        return ArraysColumn(self.file.documents, _COLUMNS[fieldname](self.file))


class ArraysColumn:
    """A value for each document."""

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


def _numbers(name: str) -> Callable[[SegmentFile], Callable[[int], object]]:
    return lambda file: file.column(name).tolist().__getitem__


def _held(name: str) -> Callable[[SegmentFile], Callable[[int], object]]:
    def of(file: SegmentFile) -> Callable[[int], object]:
        starts, ranks = file.column(f"{name}.starts"), file.column(f"{name}.ranks")
        named = file.column(f"{name}.values")

        def value(docnum: int) -> bytes:
            return packed(sorted(named[ranks[starts[docnum] : starts[docnum + 1]]].tolist()))

        return value

    return of


_COLUMNS: dict[str, Callable[[SegmentFile], Callable[[int], object]]] = {
    "article": _numbers("article"),
    "published": _numbers("published"),
    "category": lambda file: (
        lambda doc: file.groups[file.profile_group[file.profile[doc]]][0].encode()
    ),
    "source": lambda file: lambda doc: file.sources[file.column("source")[doc]].encode(),
    **{name: _held(name) for name in VALUE_FIELDS},
}
