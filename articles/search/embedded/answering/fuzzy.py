"""The terms of a segment that are a few letters away from a word."""

import numpy as np
import numpy.typing as npt

from articles.search.embedded.disk.segment import Words
from articles.search.embedded.disk.tokens import Ints

Letters = npt.NDArray[np.uint8]


def near(field: Words, word: str, edits: int) -> list[int]:
    """The numbers of the terms with the same first letter, at most so many letters put in, left
    out or changed."""
    wanted = np.frombuffer(word.encode(), np.uint8)
    begun = field.begun(bytes(wanted[:1]))
    ends = np.asarray(field.ends[begun.start : begun.stop]).astype(np.int64)
    first = field.ends[begun.start - 1] if begun.start else 0
    begins = np.concatenate(([first], ends[:-1])) if len(ends) else ends
    sizes = ends - begins
    found: list[int] = []
    letters = np.asarray(field.blob)
    for size in range(max(1, len(wanted) - edits), len(wanted) + edits + 1):
        alike = np.flatnonzero(sizes == size)
        if not len(alike):
            continue
        terms = letters[begins[alike][:, None] + np.arange(size)]
        close = distances(terms, wanted) <= edits
        found += (alike[close] + begun.start).tolist()
    return sorted(found)


def distances(terms: Letters, word: Letters) -> Ints:
    """Levenshtein's distance of each row of letters from the word, all rows at once."""
    count, size = terms.shape
    row = np.repeat(np.arange(size + 1)[:, None], count, axis=1)
    for at, letter in enumerate(word, 1):
        before = row.copy()
        row[0] = at
        for to in range(1, size + 1):
            changed = before[to - 1] + (terms[:, to - 1] != letter)
            row[to] = np.minimum(np.minimum(before[to], row[to - 1]) + 1, changed)
    return row[size]
