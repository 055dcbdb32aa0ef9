"""Merges several segments into one, leaving out their deleted documents.

The memory needed does not grow with the segments, except for some ten bytes for each document and
some forty bytes for each person or place. Terms, postings and values are read in stretches.
Everything else is in files, whose pages are dropped from memory after each stretch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from articles.search.embedded.disk import inverted, merge_input, values
from articles.search.embedded.disk.arrays import Array, Arrays, ArraysWriter, Scratch
from articles.search.embedded.disk.dictionary import MergedDictionary, merge_dictionaries
from articles.search.embedded.disk.ints import DocIds, Ints, concatenate_ranges
from articles.search.embedded.disk.merge_input import MergeInput, Release, runs, spans
from articles.search.embedded.disk.profiles import build_profiles
from articles.search.embedded.disk.schema import VALUE_FIELDS
from articles.search.embedded.disk.segment import TEXT_FIELDS, TermDictionary, TextField

COLUMNS = {"article": "<u4", "published": "<i4", "recency": "<i8"}
"""Maps the columns whose values are copied unchanged to their numpy types."""


def merge_segments(path: Path, segments: Sequence[tuple[Arrays, DocIds]]) -> list[MergeInput]:
    """Merge segments into a file at `path`, and return them with their documents' new numbers.

    `segments` contains the arrays and the deleted documents of each segment. Documents keep their
    order, segment after segment. The caller must fsync the file. Raises OSError if the disk is
    full."""
    scratch = Scratch(path.parent)
    inputs = merge_input.open_inputs(segments, scratch)
    groups, new_groups = _merge_labels(inputs, "groups")
    sources, new_sources = _merge_labels(inputs, "sources")
    documents = sum(segment.live_count for segment in inputs)
    out = ArraysWriter(path, {"documents": documents, "groups": groups, "sources": sources})

    def release() -> None:
        for segment in inputs:
            segment.arrays.release()
        scratch.release()
        out.release()

    group = scratch.array("<u4", documents)
    for segment, number, low, high in _document_spans(inputs, release):
        column = segment.arrays["profile.group"].take(segment.arrays["profile"][low:high])
        _copy_live(segment, low, high, new_groups[number].take(column), group)
    source = out.add("source", "<u4", documents)
    for segment, number, low, high in _document_spans(inputs, release):
        column = segment.arrays["source"][low:high]
        _copy_live(segment, low, high, new_sources[number].take(column), source)
    for name, kind in COLUMNS.items():
        _copy_column(inputs, name, out.add(name, kind, documents), release)
    for name in VALUE_FIELDS:
        values.ValueMerger(name, inputs, out, release).fill(scratch)
    for name, array in build_profiles(group, len(groups), out, release).items():
        out.add(name, array.dtype.str, len(array))[:] = array
    for name in TEXT_FIELDS:
        _TextMerger(name, inputs, out, scratch, release).fill()
        lengths = out.add(f"{name}.lengths", "<u4", documents)
        _copy_column(inputs, f"{name}.lengths", lengths, release)
    _merge_spellings(inputs, out, scratch, release)
    out.finish()
    return inputs


def _merge_labels(inputs: Sequence[MergeInput], kind: str) -> tuple[list[Any], list[Ints]]:
    """Return the distinct labels of all segments, and the new numbers of each segment's old labels.

    `kind` is "groups" or "sources". A label's new number is its index in the returned list."""
    labels: dict[Any, int] = {}
    new_numbers = []
    for segment in inputs:
        own = [
            tuple(label) if isinstance(label, list) else label
            for label in segment.arrays.about[kind]
        ]
        numbers = [labels.setdefault(label, len(labels)) for label in own]
        new_numbers.append(np.array(numbers, np.int64))
    return list(labels), new_numbers


def _document_spans(
    inputs: Sequence[MergeInput], release: Release
) -> Iterator[tuple[MergeInput, int, int, int]]:
    """Split the documents of all segments into stretches, in order, and yield each stretch.

    A stretch is a tuple: a segment, its index in `inputs`, and the numbers of the first document
    and of the document after the last."""
    for number, segment in enumerate(inputs):
        for low, high in spans(segment.documents):
            yield segment, number, low, high
            release()


def _copy_column(inputs: Sequence[MergeInput], name: str, to: Array, release: Release) -> None:
    for segment, _, low, high in _document_spans(inputs, release):
        _copy_live(segment, low, high, segment.arrays[name][low:high], to)


def _copy_live(segment: MergeInput, low: int, high: int, column: Array, to: Array) -> None:
    """Copy the values of live documents from `column` to `to`, at the documents' new numbers.

    `column` contains the values of the documents from `low` up to but not including `high`."""
    kept = column if segment.live is None else column[segment.live[low:high]]
    at = int(segment.new_docs[low])
    to[at : at + len(kept)] = kept


class _PostingRun(NamedTuple):
    """Live postings of one segment with new numbers, in the order of the segment.

    All arrays but `positions` are parallel, with an entry for each posting."""

    terms: Ints
    """The new number of each posting's term, ascending."""
    docs: Array
    """The new number of each posting's document, ascending within a term."""
    impacts: Array
    counts: Ints
    """The number of positions of each posting."""
    positions: Array
    """The positions of the first posting, then those of the second posting, and so on."""


class _TextMerger:
    """Merges one text field of several segments.

    All segments have their terms in the same order, so they are read in parallel: a run of terms
    from each segment gives the next run of the merged field. The arrays of that field are described
    in docs/index-format.md."""

    def __init__(
        self,
        name: str,
        inputs: Sequence[MergeInput],
        out: ArraysWriter,
        scratch: Scratch,
        release: Release,
    ) -> None:
        self.inputs, self.release = inputs, release
        self.fields = [TextField(segment.arrays, name) for segment in inputs]
        live_counts = [
            merge_input.count_live(
                np.asarray(field.posting_starts), field.docs, segment, scratch, release
            )
            for field, segment in zip(self.fields, inputs, strict=True)
        ]
        words = merge_dictionaries(self.fields, live_counts, scratch, release)
        self.new_terms = words.new_numbers
        """For each segment, an ascending array with the new number of each old term."""
        _write_dictionary(name, words, out)
        terms = len(words.ends)
        self.posting_starts = out.add(f"{name}.posting_starts", "<u8", terms + 1)
        self.work = scratch.array("<u8", terms + 1)
        """For each term, the number of positions that must be read for all terms before it.

        Positions in deleted documents are included. These numbers decide how many terms are merged
        at once."""
        self._count(live_counts)
        postings = int(self.posting_starts[-1])
        positions = sum(
            _count_positions(field, segment)
            for field, segment in zip(self.fields, inputs, strict=True)
        )
        sizes = {"docs": postings, "impacts": postings, "position_starts": postings + 1}
        sizes |= {"positions": positions}
        self.docs, self.impacts, self.position_starts, self.positions = (
            out.add(f"{name}.{part}", inverted.KINDS[part], size) for part, size in sizes.items()
        )
        self.postings_written = self.positions_written = 0

    def _count(self, live_counts: Sequence[Array | None]) -> None:
        """Fill the arrays `posting_starts` and `work`."""
        last = len(self.posting_starts) - 2
        if last < 0:
            return
        for field, new_terms, live in zip(self.fields, self.new_terms, live_counts, strict=True):
            for low, high in runs(np.asarray(field.posting_starts)):
                starts = np.asarray(field.posting_starts[low : high + 1])
                # Dropped terms after the last kept one add their work to it.
                at = np.minimum(new_terms[low:high], last) + 1
                counts = np.diff(starts) if live is None else live[low:high]
                np.add.at(self.posting_starts, at, counts)
                positions = np.diff(field.position_starts.take(starts.astype(np.int64)))
                np.add.at(self.work, at, positions)
                self.release()
        merge_input.accumulate(self.posting_starts)
        merge_input.accumulate(self.work)

    def fill(self) -> None:
        """Write the postings of all terms of the merged field."""
        for term, until in runs(self.work):
            parts = (
                part
                for number in range(len(self.fields))
                for part in self._read_postings(number, term, until)
            )
            if until - term > 1:
                self._append(list(parts))
            else:  # The postings of one term are in order already, and may be many.
                for part in parts:
                    self._append([part])
            self.release()
        self.position_starts[-1] = self.positions_written

    def _read_postings(self, number: int, term: int, until: int) -> Iterator[_PostingRun]:
        """Yield one segment's live postings of terms `term` to `until - 1`, by their new numbers.

        `number` is the index of the segment in `inputs`. Several terms are yielded as one run; a
        single term is yielded as several runs, of about AT_ONCE positions each."""
        segment, field = self.inputs[number], self.fields[number]
        new_terms = self.new_terms[number]
        low, high = new_terms.searchsorted(np.array([term, until], new_terms.dtype)).tolist()
        starts = np.asarray(field.posting_starts[low : high + 1]).astype(np.int64)
        terms = new_terms[low:high].astype(np.int64)
        begin, end = int(starts[0]), int(starts[-1])
        pieces = [(begin, end)]
        if until - term == 1:
            bounds = runs(field.position_starts[begin : end + 1])
            pieces = [(begin + at, begin + to) for at, to in bounds]
        for begin, end in pieces:
            position_starts = field.position_starts[begin : end + 1].astype(np.int64)
            positions = field.positions[position_starts[0] : position_starts[-1]]
            docs, impacts = field.docs[begin:end], field.impacts[begin:end]
            counts = np.diff(position_starts)
            owners = np.repeat(terms, np.diff(starts.clip(begin, end)))
            live = segment.is_live(docs)
            if not live.all():
                positions = positions[np.repeat(live, counts)]
                owners, docs, impacts = owners[live], docs[live], impacts[live]
                counts = counts[live]
            yield _PostingRun(owners, segment.new_docs.take(docs), impacts, counts, positions)

    def _append(self, parts: Sequence[_PostingRun]) -> None:
        """Sort postings by term and then by document, and write them after the earlier postings."""
        terms, docs, impacts, counts, positions = (
            np.concatenate([part[at] for part in parts]) for at in range(5)
        )
        # Stable, so that segments keep their order, and with them documents theirs.
        order = np.argsort(terms, kind="stable")
        begins = (np.cumsum(counts) - counts)[order]
        counts = counts[order]
        end = self.postings_written + len(docs)
        self.docs[self.postings_written : end] = docs[order]
        self.impacts[self.postings_written : end] = impacts[order]
        starts = np.cumsum(counts) - counts + self.positions_written
        self.position_starts[self.postings_written : end] = starts
        positions_end = self.positions_written + len(positions)
        moved = positions[concatenate_ranges(begins, counts)]
        self.positions[self.positions_written : positions_end] = moved
        self.postings_written, self.positions_written = end, positions_end


def _count_positions(field: TextField, segment: MergeInput) -> int:
    """Return the number of positions that the segment's live documents have in the field."""
    total = 0
    for low, high in spans(segment.documents):
        lengths = field.lengths[low:high]
        live = lengths if segment.live is None else lengths[segment.live[low:high]]
        total += int(live.sum(dtype=np.int64))
    return total


def _write_dictionary(name: str, words: MergedDictionary, out: ArraysWriter) -> None:
    for part, array in (("terms", words.terms), ("term_ends", words.ends)):
        to = out.add(f"{name}.{part}", inverted.KINDS[part], len(array))
        for low, high in spans(len(array)):
            to[low:high] = array[low:high]


def _merge_spellings(
    inputs: Sequence[MergeInput], out: ArraysWriter, scratch: Scratch, release: Release
) -> None:
    parts = [TermDictionary(segment.arrays, "spellings") for segment in inputs]
    words = merge_dictionaries(parts, [None] * len(parts), scratch, release)
    _write_dictionary("spellings", words, out)
    counts = out.add("spellings.counts", "<u4", len(words.ends))
    for segment, numbers in zip(inputs, words.new_numbers, strict=True):
        for low, high in spans(len(numbers)):
            np.add.at(counts, numbers[low:high], segment.arrays["spellings.counts"][low:high])
            release()
