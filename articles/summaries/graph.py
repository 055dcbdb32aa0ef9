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
_ROUNDS = 6
"""After these the votes change by less than a hundredth of an average one."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit tf-idf vectors as parallel arrays: one entry for each stem of each sentence."""

    sentence: NDArray[np.intp]
    """Ascending."""
    term: NDArray[np.intp]
    count: Floats
    weight: Floats
    sentences: int
    terms: int

    def sum_values(self, values: Floats) -> Floats:
        """For each sentence the sum of the values of its terms."""
        return sum_groups(self.sentence, values[self.term], self.sentences)

    def count_stems(self) -> NDArray[np.intp]:
        """How many different stems each sentence has."""
        return np.bincount(self.sentence, minlength=self.sentences)

    def sum_by_cosine(self, values: Floats) -> Floats:
        """For each sentence the sum of its cosines with all, each times the other's value."""
        by_term = sum_groups(self.term, self.weight * values[self.sentence], self.terms)
        return self._sum_weighted(by_term)

    def cosines(self, sentence: int) -> Floats:
        """The cosine of every sentence with this one."""
        start, end = np.searchsorted(self.sentence, [sentence, sentence + 1])
        row = np.zeros(self.terms)
        row[self.term[start:end]] = self.weight[start:end]
        return self._sum_weighted(row)

    def _sum_weighted(self, by_term: Floats) -> Floats:
        return sum_groups(self.sentence, self.weight * by_term[self.term], self.sentences)


def sum_groups(place: NDArray[np.intp], values: Floats, places: int) -> Floats:
    """For each place the sum of its values, added in the order given."""
    return np.bincount(place, values, places).astype(np.float64, copy=False)


def number_stems(stems: Sequence[Sequence[str]]) -> tuple[Vectors, dict[str, int]]:
    """The sentences' vectors, and the term that stands for each stem: 0 for the first met."""
    flat = [stem for one in stems for stem in one]
    number = {stem: term for term, stem in enumerate(dict.fromkeys(flat))}
    sentence = np.repeat(np.arange(len(stems)), [len(one) for one in stems])
    term = np.fromiter(map(number.__getitem__, flat), np.intp, len(flat))
    places, count = np.unique(sentence * len(number) + term, return_counts=True)
    pairs = np.divmod(places, max(len(number), 1))
    return build_vectors(*pairs, count.astype(float), len(stems), len(number)), number


def build_vectors(
    sentence: NDArray[np.intp], term: NDArray[np.intp], count: Floats, sentences: int, terms: int
) -> Vectors:
    """Unit tf-idf vectors; frequency is relative to the sentence's most frequent stem."""
    most = np.ones(sentences)
    np.maximum.at(most, sentence, count)
    spread = np.bincount(term, minlength=terms)
    weight = count / most[sentence] * np.maximum(np.log(sentences / (1.0 + spread)), 1e-6)[term]
    length = np.sqrt(sum_groups(sentence, weight * weight, sentences))
    return Vectors(sentence, term, count, weight / length[sentence], sentences, terms)


def lexrank(vectors: Vectors) -> Floats:
    """The sentences' shares of the votes; they add up to one."""
    n = vectors.sentences
    own = sum_groups(vectors.sentence, vectors.weight**2, n)
    degree = vectors.sum_by_cosine(np.ones(n)) - own
    linked = degree > 1e-9
    per_vote = np.divide(1.0, degree, out=np.zeros(n), where=linked)
    votes = np.full(n, 1.0 / max(n, 1))
    for _ in range(_ROUNDS):
        sent = votes * per_vote
        stranded = votes[~linked].sum() / n
        votes = (1 - _DAMPING) / n + _DAMPING * (
            vectors.sum_by_cosine(sent) - own * sent + stranded
        )
    return votes
