"""ROUGE-1, ROUGE-2 and ROUGE-L (C.-Y. Lin, 2004), as the `rouge_score` package with stems."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from nltk.stem.porter import PorterStemmer

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_stemmer = PorterStemmer()

Words = Sequence[str]
Grams = Counter[tuple[str, ...]]


@cache
def _stem(word: str) -> str:
    return _stemmer.stem(word) if len(word) > 3 else word


def words(text: str) -> list[str]:
    return [_stem(word) for word in _NOT_A_WORD.sub(" ", text.lower()).split()]


def scores(summary: Words, reference: Words) -> tuple[float, float, float]:
    """Return the F1 of ROUGE-1, ROUGE-2 and ROUGE-L, each from 0 to 100."""
    shared = [
        (
            _count_shared(grams(summary, n), grams(reference, n)),
            len(summary) - n + 1,
            len(reference) - n + 1,
        )
        for n in (1, 2)
    ]
    longest = (_longest_common(summary, reference), len(summary), len(reference))
    one, two, long = (_f1(*counts) for counts in (*shared, longest))
    return one, two, long


def grams(text: Words, n: int) -> Grams:
    return Counter(zip(*(text[start:] for start in range(n)), strict=False))


def _count_shared(one: Grams, other: Grams) -> int:
    return (one & other).total()


def _f1(shared: int, summary: int, reference: int) -> float:
    return 200 * shared / (summary + reference) if shared else 0.0


def _longest_common(one: Words, other: Words) -> int:
    """Return the length of the longest common subsequence (bit-parallel: H. Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    everywhere = (1 << len(one)) - 1
    free = everywhere
    for word in other:
        met = free & places.get(word, 0)
        free = (free + met | free - met) & everywhere
    return len(one) - free.bit_count()
