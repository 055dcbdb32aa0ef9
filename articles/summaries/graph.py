"""LexRank over the sentences of one text, in time and memory that grow with the text.

Erkan and Radev (2004), with continuous weights: sentences vote for each other by the cosine of
their tf-idf vectors. The n × n matrix of cosines is never made: each round of voting multiplies
by the sparse vectors twice instead. Sums run in a fixed order (`bincount`), so that every machine
gets the same votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_DAMPING = 0.85
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit tf-idf vectors as parallel arrays: sentence, term and weight of each non-zero value."""

    sentence: NDArray[np.intp]
    term: NDArray[np.intp]
    weight: Floats
    sentences: int
    terms: int

    def times(self, values: Floats) -> Floats:
        """For each sentence the sum of its cosines with all, each times the other's value."""
        by_term = np.bincount(self.term, self.weight * values[self.sentence], self.terms)
        return np.bincount(self.sentence, self.weight * by_term[self.term], self.sentences)

    def cosines(self, sentence: int) -> Floats:
        """The cosine of every sentence with this one."""
        start, end = np.searchsorted(self.sentence, [sentence, sentence + 1])
        row = np.zeros(self.terms)
        row[self.term[start:end]] = self.weight[start:end]
        return np.bincount(self.sentence, self.weight * row[self.term], self.sentences)


def vectors(stems: Sequence[Sequence[str]]) -> Vectors:
    """The sentences' vectors; frequency is relative to the sentence's most frequent stem."""
    number: dict[str, int] = {}
    sentence: list[int] = []
    term: list[int] = []
    frequency: list[float] = []
    for position, words in enumerate(stems):
        counts: dict[str, int] = {}
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        most = max(counts.values(), default=1)
        for word, count in counts.items():
            sentence.append(position)
            term.append(number.setdefault(word, len(number)))
            frequency.append(count / most)
    return _unit(np.array(sentence, np.intp), np.array(term, np.intp), frequency, len(stems))


def _unit(
    sentence: NDArray[np.intp], term: NDArray[np.intp], frequency: Sequence[float], sentences: int
) -> Vectors:
    terms = int(term.max()) + 1 if len(term) else 0
    spread = np.bincount(term, minlength=terms)
    weight = np.array(frequency) * np.maximum(np.log(sentences / (1.0 + spread)), 1e-6)[term]
    length = np.sqrt(np.bincount(sentence, weight * weight, sentences))
    return Vectors(sentence, term, weight / length[sentence], sentences, terms)


def lexrank(vectors: Vectors) -> Floats:
    """The sentences' shares of the votes; they add up to one."""
    n = vectors.sentences
    own = np.bincount(vectors.sentence, vectors.weight**2, n)
    degree = vectors.times(np.ones(n)) - own
    linked = degree > 1e-9
    per_vote = np.divide(1.0, degree, out=np.zeros(n), where=linked)
    votes = np.full(n, 1.0 / max(n, 1))
    for _ in range(_ROUNDS):
        sent = votes * per_vote
        stranded = votes[~linked].sum() / n
        votes = (1 - _DAMPING) / n + _DAMPING * (vectors.times(sent) - own * sent + stranded)
    return votes
