"""Inverts one text field: for each term, the documents that have it and its positions there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from articles.search.embedded.disk import schema
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import Ints
from articles.search.embedded.disk.tokens import Vocabulary

POSITION_BITS = schema.NAMES.end.bit_length() - 1
HEAVIEST = 255
"""The highest weight of a term in a document that an impact can hold."""
LENGTHS: Ints = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The number of words that each length byte represents in Whoosh, ascending."""
ZONE_STARTS = np.array([schema.HEADINGS.start, schema.BYLINE.start])
ZONE_WEIGHTS = np.array([schema.TITLE.weight, schema.HEADINGS.weight, 1])
"""The weight of a position before, between and after ZONE_STARTS."""
KINDS = {
    "terms": "u1",
    "term_ends": "<u4",
    "posting_starts": "<u8",
    "docs": "<u4",
    "impacts": "<u2",
    "position_starts": "<u8",
    "positions": "<u4",
    "lengths": "<u4",
}
"""The arrays of a text field and the types of their numbers; see docs/index-format.md."""


@dataclass(frozen=True, slots=True)
class InvertedField:
    """A text field's arrays, by the names in KINDS."""

    arrays: Mapping[str, Array]

    def with_prefix(self, field: str) -> dict[str, Array]:
        """Return the arrays under their names in the file."""
        return {
            f"{field}.{name}": array.astype(KINDS[name], copy=False)
            for name, array in self.arrays.items()
        }


def sort_tokens(
    vocabulary: Vocabulary, terms: Ints, docs: Ints, positions: Ints, doc_bits: int
) -> tuple[list[bytes], Ints]:
    """Return the different terms in byte order, and all tokens sorted as keys.

    The key of a token is, from the highest bit down, its term's place in that list, its document
    in `doc_bits` bits, and its position in POSITION_BITS bits. So sorted keys are in the order of
    the file. `terms` (numbers in the vocabulary), `docs` and `positions` are parallel."""
    used = vocabulary.terms.sort(np.flatnonzero(np.bincount(terms)))
    ranks = np.zeros(len(vocabulary.terms), np.int64)
    ranks[used] = np.arange(len(used))
    keys = ((ranks[terms] << doc_bits | docs) << POSITION_BITS) | positions
    keys.sort()
    return [vocabulary.terms.words[number] for number in used], keys


def invert(
    terms: list[bytes], keys: Ints, documents: int, doc_bits: int, weighted: bool
) -> InvertedField:
    """Return the field of these tokens, with the terms and keys as `sort_tokens` returns them.

    Terms without a token are left out. If `weighted`, a token weighs what its zone says, else 1.
    """
    positions = keys & ((1 << POSITION_BITS) - 1)
    pairs = keys >> POSITION_BITS
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))  # Where each posting begins.
    counts = np.diff(begins, append=len(keys))
    docs = pairs[begins] & ((1 << doc_bits) - 1)
    ranks = pairs[begins] >> doc_bits
    lengths = np.bincount(docs, counts, documents).astype(np.int64)
    weights = counts
    if weighted and len(begins):
        by_token = ZONE_WEIGHTS[ZONE_STARTS.searchsorted(positions, "right")]
        weights = np.add.reduceat(by_token, begins)
    frequencies = np.bincount(ranks, minlength=len(terms))
    used = np.flatnonzero(frequencies)
    words = [terms[rank] for rank in used.tolist()]
    return InvertedField(
        {
            "terms": np.frombuffer(b"".join(words), np.uint8),
            "term_ends": np.cumsum([len(word) for word in words], dtype=np.int64),
            "posting_starts": np.concatenate(([0], np.cumsum(frequencies[used]))),
            "docs": docs,
            "impacts": np.minimum(weights, HEAVIEST) << 8 | to_length_bytes(lengths)[docs],
            "position_starts": np.append(begins, len(keys)),
            "positions": positions,
            "lengths": lengths,
        }
    )


def to_length_bytes(lengths: Ints) -> npt.NDArray[np.int64]:
    """Return the byte for each length: that of the shortest length in LENGTHS not below it."""
    return np.minimum(LENGTHS.searchsorted(lengths), 255)
