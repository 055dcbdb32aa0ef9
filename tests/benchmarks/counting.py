"""What counting costs, in nanoseconds: measured, and as `answering/counting.py` assumes it.

Counts a made-up field of half a million documents, in which few values are frequent and most are
rare, as names are. Takes no data."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from articles.search.embedded.answering import counting
from articles.search.embedded.disk import values
from articles.search.embedded.disk.arrays import Arrays, write_arrays
from articles.search.embedded.disk.ints import concatenate_ranges
from articles.search.embedded.disk.segment import ValueField
from tests.benchmarks import report

DOCUMENTS = 500_000
VALUES = 50_000
EACH = 8
"""Values of a document, some of them equal."""
ROUNDS = 10


def make_field(folder: Path) -> ValueField:
    """A field with values like names: the frequency of one falls with its rank."""
    chance = np.random.default_rng(1987)
    held = np.minimum(chance.zipf(1.3, (DOCUMENTS, EACH)), VALUES)
    docs = np.repeat(np.arange(DOCUMENTS), EACH)
    arrays = values.build_from_pairs(docs, held.ravel(), DOCUMENTS)
    write_arrays(folder / "field", {f"people.{name}": array for name, array in arrays.items()}, {})
    return ValueField(Arrays(folder / "field"), "people")


def measure(act: Callable[[], object], units: int) -> float:
    """The nanoseconds of one unit of what is done: the median of many times."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time_ns()
        act()
        taken.append((time.process_time_ns() - begun) / units)
    return float(np.median(taken))


def costs(field: ValueField) -> list[report.Row]:
    """The cost of a unit of each way of counting, for a tenth of the documents."""
    docs = np.arange(0, DOCUMENTS, 10)
    mask = np.zeros(-(-DOCUMENTS // 64) * 64, bool)
    mask[docs] = True
    bits = np.packbits(mask, bitorder="little").view("<u8")
    begins = field.rank_starts.take(docs).astype(np.int64)
    sizes = field.rank_starts.take(docs + 1) - begins
    counts = np.bincount(field.ranks)
    hot, until = len(field.bitmaps), min(1000, len(field.values))
    starts = field.doc_starts[hot : until + 1].astype(np.int64)

    def gather() -> object:
        return np.bincount(field.ranks.take(concatenate_ranges(begins, sizes)))

    def scan() -> object:
        return (counts > 0).nonzero()[0]

    def count_bits() -> object:
        return np.bitwise_count(field.bitmaps & bits).sum(axis=1, dtype=np.int64)

    def look_up() -> object:
        found = mask.take(field.docs[starts[0] : starts[-1]])
        return np.add.reduceat(found, starts[:-1] - starts[0], dtype=np.int64)

    def make_mask() -> object:
        made = np.zeros(len(mask), bool)
        made[docs] = True
        return np.packbits(made, bitorder="little")

    measured = {
        "GATHER": (gather, int(sizes.sum())),
        "SCAN": (scan, len(counts)),
        "BITS": (count_bits, field.bitmaps.size),
        "LOOK": (look_up, int(starts[-1] - starts[0])),
        "MASK": (make_mask, DOCUMENTS),
    }
    return [
        {"cost": name, "measured": measure(act, units), "assumed": getattr(counting, name)}
        for name, (act, units) in measured.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        rows = costs(make_field(Path(folder)))
    report.show([report.Table("Nanoseconds", rows)], arguments.json)


if __name__ == "__main__":
    main()
