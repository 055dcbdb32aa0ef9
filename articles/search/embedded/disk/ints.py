"""Types of integer arrays, with names that say what the arrays contain.

Many arrays come in pairs, as in a sparse matrix (CSR): `items` contains the items of all rows, one
row after the other, and `starts` contains the index at which each row begins and, at the end, the
index at which the last row ends. So row `i` is `items[starts[i]:starts[i + 1]]`."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
DocIds = Ints
"""Numbers of documents in one segment (not primary keys of articles), ascending, no duplicates."""
Starts = Ints
"""The index in another array at which each row begins and, at the end, where the last row ends."""


def concatenate_ranges(begins: Ints, sizes: Ints) -> Ints:
    """Return the numbers of several ranges in one array, one range after the other.

    Range `i` has `sizes[i]` numbers and begins with `begins[i]`. For example, the begins 5 and 2
    with the sizes 3 and 1 give 5, 6, 7, 2."""
    ends = sizes.cumsum(dtype=np.int64)
    numbers: Ints = np.arange(int(ends[-1]) if len(ends) else 0)
    numbers += np.repeat(begins - (ends - sizes), sizes)
    return numbers
