"""Scores the sentences of a text with LexRank, in time and memory proportional to its length.

The source is Erkan and Radev (2004), with continuous weights. Sentences vote for each other: the
vote is the cosine of their tf-idf vectors. The n × n matrix of cosines is never built. Instead,
each round of voting multiplies by the sparse vectors twice. `bincount` adds in a fixed order, so
that every machine gets the same votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_DAMPING = 0.85
_ROUNDS = 6
"""The number of rounds of voting. More rounds change a vote by under 1% of the mean vote."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The tf-idf vectors of sentences, each of length 1, as parallel arrays.

    The arrays have one entry for each different stem in each sentence."""

    sentence: NDArray[np.intp]
    """The number of the sentence of each entry, ascending."""
    term: NDArray[np.intp]
    """The number of the stem of each entry."""
    count: Floats
    """The number of times that the sentence contains the stem, for each entry."""
    weight: Floats
    """The stem's weight in the tf-idf vector of the sentence, for each entry."""
    sentences: int
    """The number of sentences in the text."""
    terms: int
    """The number of different stems in the text."""

    def sum_values(self, values: Floats) -> Floats:
        """Return the sum of the values of the stems in each sentence.

        `values` contains one value for each stem in the text."""
        return sum_groups(self.sentence, values[self.term], self.sentences)

    def count_stems(self) -> NDArray[np.intp]:
        """Return the number of different stems in each sentence."""
        return np.bincount(self.sentence, minlength=self.sentences)

    def sum_by_cosine(self, values: Floats) -> Floats:
        """Return one number per sentence: the sum of `values`, weighted by the sentence's
        cosines."""
        by_term = sum_groups(self.term, self.weight * values[self.sentence], self.terms)
        return self._sum_weighted(by_term)

    def cosines(self, sentence: int) -> Floats:
        """Return the cosine of every sentence with the given sentence."""
        start, end = np.searchsorted(self.sentence, [sentence, sentence + 1])
        row = np.zeros(self.terms)
        row[self.term[start:end]] = self.weight[start:end]
        return self._sum_weighted(row)

    def _sum_weighted(self, by_term: Floats) -> Floats:
        return sum_groups(self.sentence, self.weight * by_term[self.term], self.sentences)


def sum_groups(group: NDArray[np.intp], values: Floats, groups: int) -> Floats:
    """Return the sum of the values in each group, added in the order of the array."""
    return np.bincount(group, values, groups).astype(np.float64, copy=False)


def number_stems(stems: Sequence[Sequence[str]]) -> tuple[Vectors, dict[str, int]]:
    """Return the vectors of the sentences, and a dictionary from each stem to its number.

    `stems` contains a list of stems for each sentence. Stems are numbered by first appearance.
    """
    flat = [stem for one in stems for stem in one]
    number = {stem: term for term, stem in enumerate(dict.fromkeys(flat))}
    sentence = np.repeat(np.arange(len(stems)), [len(one) for one in stems])
    term = np.fromiter(map(number.__getitem__, flat), np.intp, len(flat))
    entries, count = np.unique(sentence * len(number) + term, return_counts=True)
    pairs = np.divmod(entries, max(len(number), 1))
    return build_vectors(*pairs, count.astype(float), len(stems), len(number)), number


def build_vectors(
    sentence: NDArray[np.intp], term: NDArray[np.intp], count: Floats, sentences: int, terms: int
) -> Vectors:
    """Return tf-idf vectors of length 1.

    The term frequency is relative to that of the commonest stem in the sentence."""
    most = np.ones(sentences)
    np.maximum.at(most, sentence, count)
    spread = np.bincount(term, minlength=terms)
    weight = count / most[sentence] * np.maximum(np.log(sentences / (1.0 + spread)), 1e-6)[term]
    length = np.sqrt(sum_groups(sentence, weight * weight, sentences))
    return Vectors(sentence, term, count, weight / length[sentence], sentences, terms)


def lexrank(vectors: Vectors) -> Floats:
    """Return each sentence's share of the votes. All shares add up to 1."""
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
