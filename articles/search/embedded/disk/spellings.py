"""The words of a segment as they are spelt (folded, not stemmed), and how often each occurs.

The terms of the text fields are stems, so words are suggested and corrected from these arrays.

    spellings.terms      the words in byte order, without separators
    spellings.term_ends  where each word ends in `terms`
    spellings.counts     how often each word occurs in all documents, including those deleted later
"""

import numpy as np

from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import Ints
from articles.search.embedded.disk.tokens import Vocabulary


def count_spellings(spellings: Ints, vocabulary: Vocabulary) -> dict[str, Array]:
    """Return the arrays of a segment's spellings.

    `spellings` contains, for each word in the documents, the number of its spelling in
    `vocabulary`."""
    counts = np.bincount(vocabulary.fold_spellings(spellings))
    numbers = vocabulary.folded.sort(counts.nonzero()[0])
    words = [vocabulary.folded.words[number] for number in numbers]
    ends = np.cumsum([len(word) for word in words], dtype=np.int64)
    return {
        "spellings.terms": np.frombuffer(b"".join(words), np.uint8),
        "spellings.term_ends": ends.astype("<u4"),
        "spellings.counts": counts[numbers].astype("<u4"),
    }
