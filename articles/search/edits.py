"""Edit distance: how many letters must be put in, left out or changed to get another word."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist


def find_near(word: str, others: Sequence[str], edits: int) -> npt.NDArray[np.int64]:
    """Return the places, in `others`, of the words at most `edits` letters away from the word.

    A letter is a Unicode character, and the distance Levenshtein's."""
    distances = cdist(
        [word], others, scorer=Levenshtein.distance, score_cutoff=edits, dtype=np.uint8
    )
    return np.flatnonzero(distances[0] <= edits)
