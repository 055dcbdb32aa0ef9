"""Finds the few highest of many numbers without sorting all of them."""

import numpy as np

from articles.search.embedded.answering.segment_reader import Floats
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import DocIds, Ints

ROWS = 32
FEW = 16
"""The maximum number of surplus candidates that may be returned, which saves choosing among
candidates."""
LARGE = 8192
"""The length of an array above which it is faster to look at the maxima of columns first."""


def find_best(scores: Floats, docs: DocIds, recency: Array, most: int) -> Ints:
    """Return the indexes of at least the `most` highest scores, and of few others, in no order.

    `scores` and `docs` are parallel. `recency` has a number for each document of the segment. Of
    equal scores, those of documents with a higher recency are preferred."""
    candidates = (scores >= find_floor(scores, most)).nonzero()[0]
    if len(candidates) <= FEW + most:
        return candidates
    found = scores.take(candidates)
    last = np.partition(found, len(found) - most)[len(found) - most]
    above, level = candidates[found > last], candidates[found == last]
    level = level[find_highest(recency.take(docs.take(level)), most - len(above))]
    return np.concatenate((above, level))


def find_highest(numbers: Array, most: int) -> Ints:
    """Return the indexes of at least the `most` highest numbers, in no order.

    Returns few other indexes if no two numbers are equal."""
    return (numbers >= find_floor(numbers, most)).nonzero()[0]


def find_floor(numbers: Array, most: int) -> int | float:
    """Return a floor that at least `most` of the numbers reach, and few others.

    In a short array, the floor is the lowest of the `most` highest numbers. A long array is split
    into 32 rows, and the floor is the lowest of the `most` highest maxima of columns."""
    size = len(numbers)
    if size > LARGE and size > most * 2 * ROWS:
        width = size // ROWS
        numbers = numbers[: width * ROWS].reshape(ROWS, width).max(axis=0)
        size = width
    if size <= most:
        return numbers.min() if size else 0
    lowest: int | float = np.partition(numbers, size - most)[size - most]
    return lowest
