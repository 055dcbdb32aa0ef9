"""One text field turned inside out: for each term, the documents it is in and where."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from articles.search.embedded.disk import schema
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.tokens import Ints, Vocabulary

PLACE_BITS = schema.NAMES.end.bit_length() - 1
HEAVIEST = 255
LENGTHS: Ints = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The length that each length byte stands for, as Whoosh has it."""
ZONE_STARTS = np.array([schema.HEADINGS.start, schema.BYLINE.start])
ZONE_WEIGHTS = np.array([schema.TITLE.weight, schema.HEADINGS.weight, 1])
KINDS = {
    "terms": "u1",
    "ends": "<u4",
    "starts": "<u8",
    "ids": "<u4",
    "codes": "<u2",
    "firsts": "<u8",
    "positions": "<u4",
    "sizes": "<u4",
}
"""The arrays of a text field and the kinds of their numbers; see docs/index-format.md."""


@dataclass(frozen=True, slots=True)
class InvertedField:
    """A text field's arrays."""

    arrays: Mapping[str, Array]

    def named(self, field: str) -> dict[str, Array]:
        """The arrays under the names they have in the file."""
        return {
            f"{field}.{name}": array.astype(KINDS[name], copy=False)
            for name, array in self.arrays.items()
        }


def keys(vocabulary: Vocabulary, terms: Ints, docs: Ints, places: Ints) -> tuple[list[bytes], Ints]:
    """The different terms in order, and each word as one number: term, document and place."""
    used = vocabulary.terms.in_order(np.flatnonzero(np.bincount(terms)))
    ranks = np.zeros(len(vocabulary.terms), np.int64)
    ranks[used] = np.arange(len(used))
    doc_bits = max(1, int(docs.max()).bit_length()) if len(docs) else 1
    made = ((ranks[terms] << doc_bits | docs) << PLACE_BITS) | places
    made.sort()
    return [vocabulary.terms.words[number] for number in used], made


def inverted(
    words: list[bytes], made: Ints, documents: int, doc_bits: int, weighted: bool
) -> InvertedField:
    """The field whose words are these keys; `weighted` by the zones they stand in."""
    places = made & ((1 << PLACE_BITS) - 1)
    pairs = made >> PLACE_BITS
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    counts = np.diff(begins, append=len(made))
    docs = pairs[begins] & ((1 << doc_bits) - 1)
    ranks = pairs[begins] >> doc_bits
    lengths = np.bincount(docs, counts, documents).astype(np.int64)
    length_bytes = as_bytes(lengths)
    weights = counts
    if weighted and len(begins):
        of_zone = ZONE_WEIGHTS[ZONE_STARTS.searchsorted(places, "right")]
        weights = np.add.reduceat(of_zone, begins)
    there = np.flatnonzero(np.bincount(ranks, minlength=len(words)))
    sizes = np.bincount(ranks, minlength=len(words))[there]
    spelt = [words[rank] for rank in there.tolist()]
    return InvertedField(
        {
            "terms": np.frombuffer(b"".join(spelt), np.uint8),
            "ends": np.cumsum([len(word) for word in spelt], dtype=np.int64),
            "starts": np.concatenate(([0], np.cumsum(sizes))),
            "ids": docs,
            "codes": np.minimum(weights, HEAVIEST) << 8 | length_bytes[docs],
            "firsts": np.append(begins, len(made)),
            "positions": places,
            "sizes": lengths,
        }
    )


def as_bytes(lengths: Ints) -> npt.NDArray[np.int64]:
    """The byte that stands for each length: of the shortest known length not below it."""
    return np.minimum(LENGTHS.searchsorted(lengths), 255)
