"""The first few of many matches, without sorting them all."""

import numpy as np

from articles.search.postings.arrays import Array
from articles.search.postings.tokens import Ints
from articles.search.postings.view import Floats

ROWS = 32


def best(scores: Floats, ids: Ints, order: Array, most: int) -> Ints:
    """Where the highest scores are, best first; of equal ones the document that is higher in
    `order` first."""
    bound = lowest_of_best(scores, most)
    candidates = (scores >= bound).nonzero()[0]
    if len(candidates) > 4 * most:
        above = candidates[scores[candidates] > bound]
        level = candidates[scores[candidates] == bound]
        candidates = np.concatenate((above, level[highest(order[ids[level]], most)]))
    by_score = np.lexsort((-order[ids[candidates]], -scores[candidates]))[:most]
    return candidates[by_score]


def highest(order: Array, most: int) -> Ints:
    """Where the highest numbers are, highest first; no two are equal."""
    candidates = (order >= lowest_of_best(order, most)).nonzero()[0]
    return candidates[np.argsort(-order[candidates])[:most]]


def lowest_of_best(numbers: Array, most: int) -> int | float:
    """The last of the `most` highest numbers, or the lowest where there are no more.

    Of very many, the `most` highest of the maxima of 32 rows bound it from below, so that only
    what is not below those is looked at closely."""
    size = len(numbers)
    if size <= most:
        return numbers.min() if size else 0
    if size > 1024 and size > most * 2 * ROWS:
        width = size // ROWS
        maxima = numbers[: width * ROWS].reshape(ROWS, width).max(axis=0)
        floor = np.partition(maxima, width - most)[width - most]
        numbers = numbers[numbers >= floor]
        size = len(numbers)
    lowest: int | float = np.partition(numbers, size - most)[size - most]
    return lowest
