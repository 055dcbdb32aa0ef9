"""Edit distance: how many letters to insert, delete or replace to turn one word into another."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist


def find_near(word: str, others: Sequence[str], edits: int) -> npt.NDArray[np.int64]:
    """Return the indexes in `others` of the words that are at most `edits` edits away from `word`.

    An edit inserts, deletes or replaces one Unicode character (Levenshtein distance)."""
    distances = cdist(
        [word], others, scorer=Levenshtein.distance, score_cutoff=edits, dtype=np.uint8
    )
    return np.flatnonzero(distances[0] <= edits)
