"""Several segments as one, without their deleted documents, a stretch of terms at a time."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from articles.search.postings import arrays, inverted, spellings, values
from articles.search.postings.arrays import Array
from articles.search.postings.profiles import profiles
from articles.search.postings.segment import TEXT_FIELDS, SegmentFile, TextField
from articles.search.postings.tokens import Ints
from articles.search.schema import VALUE_FIELDS

AT_ONCE = 1 << 20
"""Postings that are in memory at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A segment and what is left of it."""

    file: SegmentFile
    live: npt.NDArray[np.bool_]
    numbers: Ints
    """The new number of each document that is left."""


def sources(files: Sequence[tuple[SegmentFile, Ints]]) -> list[Source]:
    """The segments with their deleted documents, as they are to be joined, in this order."""
    made, base = [], 0
    for file, gone in files:
        live = np.ones(file.documents, bool)
        live[gone] = False
        made.append(Source(file, live, np.cumsum(live) - 1 + base))
        base += int(live.sum())
    return made


def merge(path: Path, joined: Sequence[Source]) -> int:
    """Write one segment file of the sources; return its number of documents."""
    documents = sum(int(source.live.sum()) for source in joined)
    about: dict[str, Any] = {"documents": documents}
    whole = _columns(joined, about)
    plans = {name: _Plan.of(name, joined) for name in TEXT_FIELDS}
    shapes = {name: (array.dtype.str, len(array)) for name, array in whole.items()}
    for plan in plans.values():
        shapes |= plan.shapes(documents)
    with arrays.writing(path, shapes, about) as out:
        for name, array in whole.items():
            out[name][:] = array
        for plan in plans.values():
            plan.fill(out)
        out.clear()
    return documents


def _columns(joined: Sequence[Source], about: dict[str, Any]) -> dict[str, Array]:
    """Everything but the text fields."""
    found: dict[str, Array] = {}
    for name in ("article", "published", "order"):
        found[name] = np.concatenate([source.file.column(name)[source.live] for source in joined])
    group, about["groups"] = _joined_labels(
        [(source.file.groups, source.file.group[source.live]) for source in joined]
    )
    origin, about["sources"] = _joined_labels(
        [(source.file.sources, source.file.column("source")[source.live]) for source in joined]
    )
    found["source"] = origin.astype("<u4")
    for name in VALUE_FIELDS:
        docs, held = zip(*(_pairs(source, name) for source in joined), strict=True)
        documents = len(found["article"])
        parts_of = values.of_pairs(np.concatenate(docs), np.concatenate(held), documents)
        found |= {f"{name}.{part}": array for part, array in parts_of.items()}
    found |= spellings.merged(
        [(source.file.spellings, source.file.spelling_counts) for source in joined]
    )
    return found | profiles(group, len(about["groups"]), found)


def _joined_labels(parts: Sequence[tuple[Sequence[Any], Ints]]) -> tuple[Ints, list[Any]]:
    """The numbers of each part's documents in one list of all labels."""
    labels: dict[Any, int] = {}
    numbers = []
    for own, of_documents in parts:
        into = np.array([labels.setdefault(label, len(labels)) for label in own], np.int64)
        numbers.append(into[of_documents])
    return np.concatenate(numbers), list(labels)


def _pairs(source: Source, name: str) -> tuple[Ints, Ints]:
    starts, ranks = source.file.column(f"{name}.starts"), source.file.column(f"{name}.ranks")
    sizes = starts[1:] - starts[:-1]
    docs = np.repeat(np.arange(source.file.documents), sizes)
    kept = source.live[docs]
    held = source.file.column(f"{name}.values")[ranks[kept]]
    return source.numbers[docs[kept]], held.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One text field to be joined: its terms, and how much of each there will be."""

    name: str
    joined: Sequence[Source]
    into: list[Ints]
    """For each source, the new number of each of its terms."""
    blob: bytes
    ends: Ints
    starts: Ints
    """Where the postings of each new term will begin; and where all will end."""
    positions: int

    @classmethod
    def of(cls, name: str, joined: Sequence[Source]) -> "_Plan":
        fields = [source.file.text[name] for source in joined]
        left = [_left(field, source.live) for field, source in zip(fields, joined, strict=True)]
        into = [np.zeros(len(field), np.int64) for field in fields]
        blob, last = bytearray(), b""
        ends: list[int] = []
        for term, number, at in heapq.merge(*map(_terms, range(len(fields)), fields)):
            if not left[number][at]:
                into[number][at] = len(ends)
                continue
            if term != last or not ends:
                blob += term
                ends.append(len(blob))
                last = term
            into[number][at] = len(ends) - 1
        counts = np.zeros(len(ends) + 1)
        for to, kept in zip(into, left, strict=True):
            counts += np.bincount(to, kept, len(ends) + 1)
        starts = np.concatenate(([0], np.cumsum(counts[:-1].astype(np.int64))))
        positions = sum(
            int(field.sizes[source.live].sum(dtype=np.int64))
            for field, source in zip(fields, joined, strict=True)
        )
        return cls(name, joined, into, bytes(blob), np.array(ends, np.int64), starts, positions)

    def shapes(self, documents: int) -> dict[str, tuple[str, int]]:
        postings = int(self.starts[-1])
        sizes = {
            "terms": len(self.blob),
            "ends": len(self.ends),
            "starts": len(self.starts),
            "ids": postings,
            "codes": postings,
            "firsts": postings + 1,
            "positions": self.positions,
            "sizes": documents,
        }
        return {f"{self.name}.{part}": (inverted.KINDS[part], size) for part, size in sizes.items()}

    def fill(self, out: dict[str, Array]) -> None:
        field = {part: out[f"{self.name}.{part}"] for part in inverted.KINDS}
        field["terms"][:] = np.frombuffer(self.blob, np.uint8)
        field["ends"][:] = self.ends
        field["starts"][:] = self.starts
        field["sizes"][:] = np.concatenate(
            [source.file.text[self.name].sizes[source.live] for source in self.joined]
        )
        term = placed = 0
        while term < len(self.ends):
            until = int(self.starts.searchsorted(self.starts[term] + AT_ONCE, "right")) - 1
            until = min(max(until, term + 1), len(self.ends))
            placed = self.stretch(field, term, until, placed)
            term = until
        field["firsts"][-1] = placed

    def stretch(self, out: dict[str, Array], term: int, until: int, placed: int) -> int:
        """Write the postings of the new terms from `term` until `until`."""
        parts = [
            _taken(source, source.file.text[self.name], into, term, until)
            for source, into in zip(self.joined, self.into, strict=True)
        ]
        terms, ids, codes, counts = (
            np.concatenate([part[at] for part in parts]) for at in range(4)
        )
        order = np.argsort(terms, kind="stable")
        begins = np.cumsum(counts) - counts
        counts = counts[order]
        firsts = np.cumsum(counts) - counts
        moved = np.repeat(begins[order] - firsts, counts) + np.arange(int(counts.sum()))
        start, end = int(self.starts[term]), int(self.starts[until])
        out["ids"][start:end] = ids[order]
        out["codes"][start:end] = codes[order]
        out["firsts"][start:end] = firsts + placed
        taken = np.concatenate([part[4] for part in parts])[moved]
        out["positions"][placed : placed + len(taken)] = taken
        return placed + len(taken)


def _left(field: TextField, live: npt.NDArray[np.bool_]) -> Ints:
    """How many documents with each term are left."""
    starts = np.asarray(field.starts).astype(np.int64)
    left: Ints = np.diff(starts)
    if live.all():
        return left
    for begin in range(0, len(field.ids), AT_ONCE):
        dead = np.flatnonzero(~live[field.ids[begin : begin + AT_ONCE]]) + begin
        left -= np.bincount(starts.searchsorted(dead, "right") - 1, minlength=len(left))
    return left


def _terms(number: int, field: TextField) -> Iterator[tuple[bytes, int, int]]:
    return zip(field.terms(), repeat(number), count())


def _taken(
    source: Source, field: TextField, into: Ints, term: int, until: int
) -> tuple[Array, Array, Array, Ints, Array]:
    """New terms, new documents, codes, numbers of positions, and the positions themselves."""
    low, high = (int(at) for at in into.searchsorted([term, until]))
    starts = np.asarray(field.starts[low : high + 1]).astype(np.int64)
    begin, end = (int(starts[0]), int(starts[-1])) if len(starts) else (0, 0)
    terms = np.repeat(into[low:high], np.diff(starts))
    ids, codes = field.ids[begin:end], field.codes[begin:end]
    firsts = field.firsts[begin : end + 1].astype(np.int64)
    counts = np.diff(firsts)
    positions = field.positions[int(firsts[0]) : int(firsts[-1])]
    kept = source.live[ids]
    if not kept.all():
        positions = positions[np.repeat(kept, counts)]
        terms, ids, codes, counts = terms[kept], ids[kept], codes[kept], counts[kept]
    return terms, source.numbers[ids], codes, counts, positions
