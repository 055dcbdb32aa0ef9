"""The words of a segment as they are spelt, without accents, with how often each occurs.

The index itself knows only stems; these are for suggesting words and correcting them.

    spellings.terms   the words in order, one after the other    spellings.ends   where each ends
    spellings.counts  how often each occurs in texts; what is deleted since still counts
"""

import numpy as np

from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.tokens import Ints, Vocabulary


def counted(spellings: Ints, vocabulary: Vocabulary) -> dict[str, Array]:
    """The arrays for these words."""
    counts = np.bincount(vocabulary.folded_of(spellings))
    numbers = vocabulary.folded.in_order(counts.nonzero()[0])
    words = [vocabulary.folded.words[number] for number in numbers]
    return {
        "spellings.terms": np.frombuffer(b"".join(words), np.uint8),
        "spellings.ends": np.cumsum([len(word) for word in words], dtype=np.int64).astype("<u4"),
        "spellings.counts": counts[numbers].astype("<u4"),
    }
