"""Inverts a text field: finds which documents have each term, and at which positions."""

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
"""The maximum weight of a term in a document, because an impact has one byte for the weight."""
LENGTHS: Ints = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The text length, in words, that each of Whoosh's 256 length bytes represents, ascending."""
ZONE_STARTS = np.array([schema.HEADINGS.start, schema.BYLINE.start])
ZONE_WEIGHTS = np.array([schema.TITLE.weight, schema.HEADINGS.weight, 1])
"""The weights of a word in the title, in headings, and in the zones from the byline on."""
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
"""The arrays of a text field, with their numpy types; see docs/index-format.md."""


@dataclass(frozen=True, slots=True)
class InvertedField:
    """The arrays of one text field, by their names in KINDS."""

    arrays: Mapping[str, Array]

    def name_arrays(self, field: str) -> dict[str, Array]:
        """Return the arrays by their names in the file, such as "title.docs", with their types."""
        return {
            f"{field}.{name}": array.astype(KINDS[name], copy=False)
            for name, array in self.arrays.items()
        }


def sort_tokens(
    vocabulary: Vocabulary, terms: Ints, docs: Ints, positions: Ints, doc_bits: int
) -> tuple[list[bytes], Ints]:
    """Return the distinct terms in byte order, and the keys of all tokens, sorted.

    A key is a number that contains, from the highest bit down, the index of the token's term in the
    returned list, the document (`doc_bits` bits) and the position (POSITION_BITS bits). So sorted
    keys are in the order in which postings are stored. `terms` (numbers in the vocabulary), `docs`
    and `positions` are parallel arrays with an entry for each token."""
    used = vocabulary.terms.sort(np.flatnonzero(np.bincount(terms)))
    ranks = np.zeros(len(vocabulary.terms), np.int64)
    ranks[used] = np.arange(len(used))
    keys = ((ranks[terms] << doc_bits | docs) << POSITION_BITS) | positions
    keys.sort()
    return [vocabulary.terms.words[number] for number in used], keys


def invert(
    terms: list[bytes], keys: Ints, documents: int, doc_bits: int, weighted: bool
) -> InvertedField:
    """Return the inverted field that contains all tokens in `keys`.

    See `sort_tokens` for `terms` and `keys`. Terms without a token are left out. A token has the
    weight of its zone if `weighted` is true, and otherwise the weight 1."""
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
    """Return Whoosh's byte for each length, rounding the length up to one in LENGTHS."""
    return np.minimum(LENGTHS.searchsorted(lengths), 255)
