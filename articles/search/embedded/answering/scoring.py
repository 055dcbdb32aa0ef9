"""BM25F, as Whoosh scores it (its defaults), from a table for every weight and length."""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from articles.search.embedded.answering.segment_reader import Floats, SegmentReader
from articles.search.embedded.disk.inverted import LENGTHS

B = 0.75
K1 = 1.2


class Scoring:
    """The weights of one committed state of the index: documents that are left count, no others."""

    def __init__(self, views: Sequence[SegmentReader]) -> None:
        self.views = views
        self.documents = sum(view.left for view in views)
        self.means: dict[str, float] = {}
        self.tables: dict[str, Floats] = {}
        self.rarities: dict[tuple[str, str], float] = {}

    def mean(self, field: str) -> float:
        """How many words a document has on average; 1 where none has any."""
        found = self.means.get(field)
        if found is None:
            words = sum(view.words(field) for view in self.views)
            found = self.means[field] = words / max(self.documents, 1) or 1.0
        return found

    def table(self, field: str) -> Floats:
        """For each code, the weight of a term without its rarity."""
        made = self.tables.get(field)
        if made is None:
            mean = self.mean(field)
            weights = np.arange(256.0)[:, None]
            shortness = K1 * ((1 - B) + B * LENGTHS[None, :] / mean)
            made = ((weights * (K1 + 1)) / (weights + shortness)).ravel()
            self.tables[field] = made
        return made

    def rarity(self, field: str, term: str) -> float:
        """The inverse document frequency."""
        found = self.rarities.get((field, term))
        if found is None:
            having = sum(view.frequency(field, term) for view in self.views)
            found = log(self.documents / (having + 1)) + 1
            if len(self.rarities) > 20_000:
                self.rarities.clear()
            self.rarities[field, term] = found
        return found

    def scores(self, field: str, term: str, codes: npt.NDArray[np.uint16]) -> Floats:
        scores = self.table(field).take(codes)
        scores *= self.rarity(field, term)
        return scores
