"""Several segments as one, without their deleted documents.

Memory does not grow with the segments, but for what has to be known of each document (some ten
bytes) and of each person or place (some forty): words come in ranges, postings and values in
stretches, and all else lies in files whose pages are let go after each stretch.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from articles.search.embedded.disk import dictionary, inverted, merge_input, values
from articles.search.embedded.disk.arrays import Array, Arrays, ArraysWriter, Scratch
from articles.search.embedded.disk.dictionary import MergedDictionary
from articles.search.embedded.disk.merge_input import MergeInput, Release, runs, spans
from articles.search.embedded.disk.profiles import profiles
from articles.search.embedded.disk.schema import VALUE_FIELDS
from articles.search.embedded.disk.segment import TEXT_FIELDS, TermDictionary, TextField
from articles.search.embedded.disk.tokens import Ints

COLUMNS = {"article": "<u4", "published": "<i4", "order": "<i8"}
"""The columns that are copied as they are."""


def merge(path: Path, segments: Sequence[tuple[Arrays, Ints]]) -> list[MergeInput]:
    """Write one segment file of these, each with its deleted documents, in this order; return
    what became of each. Raises OSError where the disk is full."""
    scratch = Scratch(path.parent)
    joined = merge_input.sources(segments, scratch)
    groups, into_groups = _labels(joined, "groups")
    origins, into_origins = _labels(joined, "sources")
    documents = sum(source.left for source in joined)
    out = ArraysWriter(path, {"documents": documents, "groups": groups, "sources": origins})

    def release() -> None:
        for source in joined:
            source.arrays.release()
        scratch.release()
        out.release()

    group = scratch.array("<u4", documents)
    for source, to, low, high in _documents(joined, release):
        column = source.arrays["profile.group"].take(source.arrays["profile"][low:high])
        _copy(source, low, high, into_groups[to].take(column), group)
    origin = out.add("source", "<u4", documents)
    for source, to, low, high in _documents(joined, release):
        column = source.arrays["source"][low:high]
        _copy(source, low, high, into_origins[to].take(column), origin)
    for name, kind in COLUMNS.items():
        _column(joined, name, out.add(name, kind, documents), release)
    for name in VALUE_FIELDS:
        values.ValueMerger(name, joined, out, release).fill(scratch)
    for name, array in profiles(group, len(groups), out, release).items():
        out.add(name, array.dtype.str, len(array))[:] = array
    for name in TEXT_FIELDS:
        _TextMerger(name, joined, out, scratch, release).fill()
        _column(joined, f"{name}.sizes", out.add(f"{name}.sizes", "<u4", documents), release)
    _spellings(joined, out, scratch, release)
    out.finish()
    return joined


def _labels(joined: Sequence[MergeInput], kind: str) -> tuple[list[Any], list[Ints]]:
    """The labels of all sources in one list, and for each source the new number of each."""
    labels: dict[Any, int] = {}
    into = []
    for source in joined:
        own = [
            tuple(label) if isinstance(label, list) else label
            for label in source.arrays.about[kind]
        ]
        into.append(np.array([labels.setdefault(label, len(labels)) for label in own], np.int64))
    return list(labels), into


def _documents(
    joined: Sequence[MergeInput], release: Release
) -> Iterator[tuple[MergeInput, int, int, int]]:
    """Every stretch of every source's documents, with the number of the source."""
    for number, source in enumerate(joined):
        for low, high in spans(source.documents):
            yield source, number, low, high
            release()


def _column(joined: Sequence[MergeInput], name: str, to: Array, release: Release) -> None:
    for source, _, low, high in _documents(joined, release):
        _copy(source, low, high, source.arrays[name][low:high], to)


def _copy(source: MergeInput, low: int, high: int, column: Array, to: Array) -> None:
    """Put what is left of these documents' values where it belongs."""
    kept = column if source.live is None else column[source.live[low:high]]
    at = int(source.numbers[low])
    to[at : at + len(kept)] = kept


class _Postings(NamedTuple):
    """Some postings of one source, as they will be."""

    terms: Ints
    ids: Array
    codes: Array
    counts: Ints
    """How many positions each has."""
    positions: Array


class _TextMerger:
    """One text field that is joined."""

    def __init__(
        self,
        name: str,
        joined: Sequence[MergeInput],
        out: ArraysWriter,
        scratch: Scratch,
        release: Release,
    ) -> None:
        self.joined, self.release = joined, release
        self.fields = [TextField(source.arrays, name) for source in joined]
        left = [
            merge_input.left_of_each(np.asarray(field.starts), field.ids, source, scratch, release)
            for field, source in zip(self.fields, joined, strict=True)
        ]
        words = dictionary.joined(self.fields, left, scratch, release)
        self.into = words.into
        _write(name, words, out)
        self.starts = out.add(f"{name}.starts", "<u8", len(words.ends) + 1)
        self.loads = scratch.array("<u8", len(words.ends) + 1)
        """How many positions all the terms before each have in the sources."""
        self._count(left)
        postings = int(self.starts[-1])
        self.ids = out.add(f"{name}.ids", inverted.KINDS["ids"], postings)
        self.codes = out.add(f"{name}.codes", inverted.KINDS["codes"], postings)
        self.firsts = out.add(f"{name}.firsts", inverted.KINDS["firsts"], postings + 1)
        places = sum(
            _positions(field, source) for field, source in zip(self.fields, joined, strict=True)
        )
        self.positions = out.add(f"{name}.positions", inverted.KINDS["positions"], places)
        self.posted = self.placed = 0

    def _count(self, left: Sequence[Array | None]) -> None:
        last = len(self.starts) - 2
        if last < 0:
            return
        for field, into, some in zip(self.fields, self.into, left, strict=True):
            for low, high in runs(np.asarray(field.starts)):
                starts = np.asarray(field.starts[low : high + 1])
                # A word at the end of which nothing is left has no number, and counts nothing.
                at = np.minimum(into[low:high], last) + 1
                np.add.at(self.starts, at, np.diff(starts) if some is None else some[low:high])
                np.add.at(self.loads, at, np.diff(field.firsts.take(starts.astype(np.int64))))
                self.release()
        merge_input.accumulate(self.starts)
        merge_input.accumulate(self.loads)

    def fill(self) -> None:
        for term, until in runs(self.loads):
            parts = (
                part for at in range(len(self.fields)) for part in self._taken(at, term, until)
            )
            if until - term > 1:
                self._put(list(parts))
            else:  # One by one, as they may be many.
                for part in parts:
                    self._put([part])
            self.release()
        self.firsts[-1] = self.placed

    def _taken(self, number: int, term: int, until: int) -> Iterator[_Postings]:
        """What is left of these terms' postings in one source; of one term alone in pieces."""
        source, field, into = self.joined[number], self.fields[number], self.into[number]
        low, high = into.searchsorted(np.array([term, until], into.dtype)).tolist()
        starts = np.asarray(field.starts[low : high + 1]).astype(np.int64)
        terms = into[low:high].astype(np.int64)
        begin, end = int(starts[0]), int(starts[-1])
        pieces = [(begin, end)]
        if until - term == 1:
            pieces = [(begin + at, begin + to) for at, to in runs(field.firsts[begin : end + 1])]
        for begin, end in pieces:
            firsts = field.firsts[begin : end + 1].astype(np.int64)
            positions = field.positions[firsts[0] : firsts[-1]]
            ids, codes, counts = field.ids[begin:end], field.codes[begin:end], np.diff(firsts)
            owners = np.repeat(terms, np.diff(starts.clip(begin, end)))
            kept = source.kept(ids)
            if not kept.all():
                positions = positions[np.repeat(kept, counts)]
                owners, ids, codes, counts = owners[kept], ids[kept], codes[kept], counts[kept]
            yield _Postings(owners, source.numbers.take(ids), codes, counts, positions)

    def _put(self, parts: Sequence[_Postings]) -> None:
        """Write these postings after those before, in the order of their terms."""
        terms, ids, codes, counts, positions = (
            np.concatenate([part[at] for part in parts]) for at in range(5)
        )
        order = np.argsort(terms, kind="stable")
        begins = np.cumsum(counts) - counts
        counts = counts[order]
        firsts = np.cumsum(counts) - counts
        moved = np.repeat(begins[order] - firsts, counts) + np.arange(len(positions))
        end = self.posted + len(ids)
        self.ids[self.posted : end] = ids[order]
        self.codes[self.posted : end] = codes[order]
        self.firsts[self.posted : end] = firsts + self.placed
        self.positions[self.placed : self.placed + len(positions)] = positions[moved]
        self.posted, self.placed = end, self.placed + len(positions)


def _positions(field: TextField, source: MergeInput) -> int:
    """How many positions the documents that are left have."""
    total = 0
    for low, high in spans(source.documents):
        sizes = field.sizes[low:high]
        kept = sizes if source.live is None else sizes[source.live[low:high]]
        total += int(kept.sum(dtype=np.int64))
    return total


def _write(name: str, words: MergedDictionary, out: ArraysWriter) -> None:
    for part, array in (("terms", words.terms), ("ends", words.ends)):
        to = out.add(f"{name}.{part}", inverted.KINDS[part], len(array))
        for low, high in spans(len(array)):
            to[low:high] = array[low:high]


def _spellings(
    joined: Sequence[MergeInput], out: ArraysWriter, scratch: Scratch, release: Release
) -> None:
    parts = [TermDictionary(source.arrays, "spellings") for source in joined]
    words = dictionary.joined(parts, [None] * len(parts), scratch, release)
    _write("spellings", words, out)
    counts = out.add("spellings.counts", "<u4", len(words.ends))
    for source, into in zip(joined, words.into, strict=True):
        for low, high in spans(len(into)):
            np.add.at(counts, into[low:high], source.arrays["spellings.counts"][low:high])
            release()
