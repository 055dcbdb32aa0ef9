"""Scores the sentences of a text with LexRank, in time and memory proportional to its length.

LexRank, here with continuous weights, is described by Erkan and Radev (2004). Sentences vote for
each other: the weight of a vote is the cosine of two sentences' tf-idf vectors. The n × n matrix of
cosines is never built. Instead, each round of voting multiplies by the sparse vectors twice.
`bincount` adds in a fixed order, so that every machine gets the same votes.
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
    """The tf-idf vectors of a text's sentences, each of length 1, as parallel arrays.

    The arrays have one entry for each different stem in each sentence.
    """

    sentence: NDArray[np.intp]
    """The number of the sentence to which each entry belongs, in ascending order."""
    term: NDArray[np.intp]
    """The number of the stem to which each entry belongs."""
    count: Floats
    """How often each entry's stem occurs in the entry's sentence."""
    weight: Floats
    """The weight of each entry's stem in the tf-idf vector of the entry's sentence."""
    sentences: int
    """The number of sentences in the text."""
    terms: int
    """The number of different stems in the text."""

    def sum_values(self, values: Floats) -> Floats:
        """Return, for each sentence, the sum of the values of its stems.

        `values` contains one value for each stem in the text.
        """
        return sum_groups(self.sentence, values[self.term], self.sentences)

    def count_stems(self) -> NDArray[np.intp]:
        """Return the number of different stems in each sentence."""
        return np.bincount(self.sentence, minlength=self.sentences)

    def sum_by_cosine(self, values: Floats) -> Floats:
        """Return, for each sentence, the sum of `values`, weighted by cosines.

        `values` contains one value for each sentence. Its weight is the cosine of that sentence
        with the sentence for which the sum is returned.
        """
        by_term = sum_groups(self.term, self.weight * values[self.sentence], self.terms)
        return self._sum_weighted(by_term)

    def cosines(self, sentence: int) -> Floats:
        """Return the cosine of every sentence with the sentence whose number is `sentence`."""
        start, end = np.searchsorted(self.sentence, [sentence, sentence + 1])
        row = np.zeros(self.terms)
        row[self.term[start:end]] = self.weight[start:end]
        return self._sum_weighted(row)

    def _sum_weighted(self, by_term: Floats) -> Floats:
        return sum_groups(self.sentence, self.weight * by_term[self.term], self.sentences)


def sum_groups(group: NDArray[np.intp], values: Floats, groups: int) -> Floats:
    """Return the sum of the values in each group, added in the order of `values`.

    `group` contains the number of each value's group, and `groups` is the number of groups.
    """
    return np.bincount(group, values, groups).astype(np.float64, copy=False)


def number_stems(stems: Sequence[Sequence[str]]) -> tuple[Vectors, dict[str, int]]:
    """Return the tf-idf vectors of sentences, and a dict that maps each stem to its number.

    `stems` contains the list of stems of each sentence. Stems are numbered in the order in which
    they first appear.
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

    `sentence`, `term` and `count` are parallel arrays: sentence number, stem number, and how often
    the stem occurs in the sentence. Each count is divided by the highest count in its sentence.
    """
    limit = np.ones(sentences)
    np.maximum.at(limit, sentence, count)
    spread = np.bincount(term, minlength=terms)
    weight = count / limit[sentence] * np.maximum(np.log(sentences / (1.0 + spread)), 1e-6)[term]
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
