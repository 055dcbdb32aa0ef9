"""The words of a segment as they are spelt, without accents, with how often each occurs.

The index itself knows only stems; these are for suggesting words and correcting them.

    spellings.terms   the words in order, one after the other    spellings.ends   where each ends
    spellings.counts  how often each occurs in texts; what is deleted since still counts
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.tokens import Ints, Vocabulary


def counted(spellings: Ints, vocabulary: Vocabulary) -> dict[str, Array]:
    """The arrays for these words."""
    counts = np.bincount(spellings, minlength=1)
    found: Counter[str] = Counter()
    for number in counts.nonzero()[0].tolist():
        found[vocabulary.folded[number]] += int(counts[number])
    return _arrays(sorted((word.encode(), count) for word, count in found.items()))


def _arrays(words: Sequence[tuple[bytes, int]]) -> dict[str, Array]:
    return {
        "spellings.terms": np.frombuffer(b"".join([word for word, _ in words]), np.uint8),
        "spellings.ends": np.cumsum([len(word) for word, _ in words], dtype=np.int64).astype("<u4"),
        "spellings.counts": np.array([count for _, count in words], "<u4"),
    }
