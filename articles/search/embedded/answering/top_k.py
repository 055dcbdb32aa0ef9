"""Finds the few highest of many numbers without sorting all of them."""

import numpy as np

from articles.search.embedded.answering.segment_reader import Floats
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.ints import DocIds, Ints

ROWS = 32
FEW = 16
"""The maximum number of surplus candidates that are returned as they are.

To choose among so few candidates would cost more than it saves."""
LARGE = 8192
"""The array length above which it is faster to split an array into rows (see `find_floor`)."""


def find_best(scores: Floats, docs: DocIds, recency: Array, limit: int) -> Ints:
    """Return the indexes of at least the `limit` highest scores, and of few others, in no order.

    `scores` and `docs` are parallel. `recency` has a number for each document of the segment. If
    scores are equal, documents with a higher recency are preferred."""
    candidates = (scores >= find_floor(scores, limit)).nonzero()[0]
    if len(candidates) <= FEW + limit:
        return candidates
    found = scores.take(candidates)
    last = np.partition(found, len(found) - limit)[len(found) - limit]
    above, level = candidates[found > last], candidates[found == last]
    level = level[find_highest(recency.take(docs.take(level)), limit - len(above))]
    return np.concatenate((above, level))


def find_highest(numbers: Array, limit: int) -> Ints:
    """Return the indexes of at least the `limit` highest numbers, in no order.

    If no two numbers are equal, few other indexes are returned."""
    return (numbers >= find_floor(numbers, limit)).nonzero()[0]


def find_floor(numbers: Array, limit: int) -> int | float:
    """Return a number that at least `limit` of the numbers reach, and that few others reach.

    In a short array, this is the lowest of the `limit` highest numbers. A long array is laid out as
    a table with 32 rows. The highest number of each column is taken, and the lowest of the `limit`
    highest of these is returned."""
    size = len(numbers)
    if size > LARGE and size > limit * 2 * ROWS:
        width = size // ROWS
        numbers = numbers[: width * ROWS].reshape(ROWS, width).max(axis=0)
        size = width
    if size <= limit:
        return numbers.min() if size else 0
    lowest: int | float = np.partition(numbers, size - limit)[size - limit]
    return lowest
