"""The first few of many matches, without sorting them all."""

import numpy as np

from articles.search.embedded.answering.segment_reader import Floats
from articles.search.embedded.disk.arrays import Array
from articles.search.embedded.disk.tokens import Ints

ROWS = 32
FEW = 16
"""More than wanted that are not worth choosing from."""
LARGE = 8192
"""Numbers from which on it pays to look at the highest of every row first."""


def best(scores: Floats, ids: Ints, order: Array, most: int) -> Ints:
    """Where the highest scores are, in no order, with few others; of equal scores that are too
    many, those of the documents that are higher in `order`."""
    candidates = (scores >= floor(scores, most)).nonzero()[0]
    if len(candidates) <= FEW + most:
        return candidates
    found = scores.take(candidates)
    last = np.partition(found, len(found) - most)[len(found) - most]
    above, level = candidates[found > last], candidates[found == last]
    level = level[highest(order.take(ids.take(level)), most - len(above))]
    return np.concatenate((above, level))


def highest(numbers: Array, most: int) -> Ints:
    """Where the highest numbers are, in no order, with few others where no two are equal."""
    return (numbers >= floor(numbers, most)).nonzero()[0]


def floor(numbers: Array, most: int) -> int | float:
    """A number that is not above any of the `most` highest, and above most of the others.

    Of few it is the last of the highest. Of many it is that of the maxima of 32 rows: so many
    numbers are at least as high."""
    size = len(numbers)
    if size > LARGE and size > most * 2 * ROWS:
        width = size // ROWS
        numbers = numbers[: width * ROWS].reshape(ROWS, width).max(axis=0)
        size = width
    if size <= most:
        return numbers.min() if size else 0
    lowest: int | float = np.partition(numbers, size - most)[size - most]
    return lowest
