"""Which values the matches have, and how many of them have each: exact, over all matches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Values:
    """One facet's values of every document: those of document d are codes[starts[d]:starts[d+1]].

    A code stands for a value by its place in `names`."""

    starts: Numbers
    codes: Numbers
    names: Sequence[int | str]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int | str]]) -> "Values":
        names = list(dict.fromkeys(value for row in rows for value in row))
        places = {name: place for place, name in enumerate(names)}
        codes = np.array([places[value] for row in rows for value in row], np.int64)
        starts = np.cumsum([0] + [len(row) for row in rows], dtype=np.int64)
        return cls(starts, codes, names)

    def having(self, chosen: Sequence[int | str]) -> Mask:
        """The documents that have any of the chosen values."""
        wanted = [place for place, name in enumerate(self.names) if name in chosen]
        found = np.zeros(len(self.starts) - 1, bool)
        rows = np.repeat(np.arange(len(found)), np.diff(self.starts))
        found[rows[np.isin(self.codes, wanted)]] = True
        return found

    def counts(self, docs: Numbers) -> dict[int | str, int]:
        """How many of the documents have each value that any of them has."""
        sizes = self.starts[docs + 1] - self.starts[docs]
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) + np.repeat(self.starts[docs] - (ends - sizes), sizes)
        counted = np.bincount(self.codes[at], minlength=len(self.names))
        return {self.names[code]: int(counted[code]) for code in np.flatnonzero(counted).tolist()}
