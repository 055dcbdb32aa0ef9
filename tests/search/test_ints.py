"""Ranges of numbers, one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.embedded.disk.ints import concatenate_ranges


@pytest.mark.parametrize(
    ("begins", "sizes", "numbers"),
    [
        ([5, 2], [3, 1], [5, 6, 7, 2]),
        ([4, 9, 0], [0, 2, 0], [9, 10]),
        ([7, 7], [2, 2], [7, 8, 7, 8]),
        ([3], [0], []),
        ([], [], []),
    ],
)
def test_ranges_follow_each_other(begins, sizes, numbers):
    found = concatenate_ranges(np.array(begins, np.int64), np.array(sizes, np.int64))
    assert found.tolist() == numbers
    assert found.dtype == np.int64


@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.integers(0, 6)), max_size=20))
def test_ranges_are_those_of_python(ranges):
    begins, sizes = np.array(ranges, np.int64).reshape(-1, 2).T
    expected = [number for begin, size in ranges for number in range(begin, begin + size)]
    assert concatenate_ranges(begins, sizes).tolist() == expected
