"""Arrays of integers, and what the names of their types promise.

Most arrays here come in pairs, as in a sparse matrix (CSR): `items` holds the items of all rows
one after the other, and `starts`, which has one entry more than there are rows, says where each
row begins: row `i` is `items[starts[i]:starts[i + 1]]`.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
DocIds = Ints
"""Numbers of documents in one segment (not articles' keys), ascending, each once."""
Starts = Ints
"""Where each row begins in another array, ascending; one entry more than there are rows."""


def concatenate_ranges(begins: Ints, sizes: Ints) -> Ints:
    """Return the numbers in all ranges, one range after the other.

    Range `i` has `sizes[i]` numbers and begins with `begins[i]`: ranges that begin with 5 and 2
    and have 3 numbers and 1 give 5, 6, 7, 2."""
    ends = sizes.cumsum(dtype=np.int64)
    numbers: Ints = np.arange(int(ends[-1]) if len(ends) else 0)
    numbers += np.repeat(begins - (ends - sizes), sizes)
    return numbers
