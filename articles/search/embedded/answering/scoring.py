"""Scores terms by BM25F with Whoosh's constants, using a table of all weights and lengths."""

from collections.abc import Sequence
from math import log

import numpy as np

from articles.search.embedded.answering.segment_reader import Floats, Impacts, SegmentReader
from articles.search.embedded.disk.inverted import LENGTHS

B = 0.75
K1 = 1.2
MOST_REMEMBERED = 20_000
"""The maximum number of terms whose inverse document frequencies are kept in memory."""


class Scoring:
    """Scores terms for one committed state of the index, counting only live documents."""

    def __init__(self, readers: Sequence[SegmentReader]) -> None:
        self.readers = readers
        self.documents = sum(reader.live_count for reader in readers)
        self.mean_lengths: dict[str, float] = {}
        self.tables: dict[str, Floats] = {}
        self.idfs: dict[tuple[str, str], float] = {}

    def mean_length(self, field: str) -> float:
        """Return the average number of words per document in the field; 1 if there are no words."""
        found = self.mean_lengths.get(field)
        if found is None:
            words = sum(reader.count_words(field) for reader in self.readers)
            found = self.mean_lengths[field] = words / max(self.documents, 1) or 1.0
        return found

    def table(self, field: str) -> Floats:
        """Return the score of each of the 65,536 impacts, not yet multiplied by a term's idf.

        An impact combines the weight of a term in a document (high byte) with the document's length
        byte (low byte)."""
        table = self.tables.get(field)
        if table is None:
            mean = self.mean_length(field)
            weights = np.arange(256.0)[:, None]
            saturation = K1 * ((1 - B) + B * LENGTHS[None, :] / mean)
            table = ((weights * (K1 + 1)) / (weights + saturation)).ravel()
            self.tables[field] = table
        return table

    def idf(self, field: str, term: str) -> float:
        """Return the term's inverse document frequency in the field."""
        found = self.idfs.get((field, term))
        if found is None:
            frequency = sum(reader.frequency(field, term) for reader in self.readers)
            found = log(self.documents / (frequency + 1)) + 1
            if len(self.idfs) > MOST_REMEMBERED:
                self.idfs.clear()
            self.idfs[field, term] = found
        return found

    def score(self, field: str, term: str, impacts: Impacts) -> Floats:
        """Return a term's score in each document.

        `impacts` contains the term's impact on each document."""
        scores = self.table(field).take(impacts)
        scores *= self.idf(field, term)
        return scores
