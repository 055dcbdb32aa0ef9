"""Measures what a web process needs to search an archive: time to open it, memory, and the time of
the first query after a commit.

The process is new, and its index is a copy that has hard links to the same files.
"""

import dataclasses
import multiprocessing
import os
import re
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from articles.search.asking.index import Document
from tests.benchmarks import report
from tests.benchmarks.search_engines import Newsroom, PlainQuery

Clock = Callable[[], float]
COMMITTED = 50
"""Articles in a commit."""
COMMITS = 7


def measure(
    folder: Path, asked: Sequence[PlainQuery], documents: Sequence[Document], clock: Clock
) -> report.Row:
    """Measure a process that opens the index, asks all queries and sees commits."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        copy = Path(temporary) / "index"
        shutil.copytree(folder, copy, copy_function=os.link)
        spawning = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawning) as pool:
            return pool.submit(_measure_here, copy, asked, documents[:COMMITTED], clock).result()


def _measure_here(
    folder: Path, asked: Sequence[PlainQuery], documents: Sequence[Document], clock: Clock
) -> report.Row:
    def milliseconds(work: Callable[[], object]) -> float:
        begun = clock()
        work()
        return (clock() - begun) * 1000

    engine = Newsroom(folder)
    opening = milliseconds(lambda: engine.engine.open_latest())
    first = milliseconds(lambda: engine.search(asked[0]))
    for query in asked:
        engine.search(query)
    warm = sorted(milliseconds(lambda q=query: engine.search(q)) for query in asked * 3)
    after = []
    for number in range(COMMITS):
        beyond = (number + 1) * 100_000_000
        with engine.engine.writing() as writer:
            writer.put(
                dataclasses.replace(document, id=document.id + beyond) for document in documents
            )
        after.append(milliseconds(lambda q=asked[number]: engine.search(q)))
    return {
        "opening ms": opening,
        "first query ms": first,
        "p50 ms": statistics.median(warm),
        "p95 ms": warm[int(len(warm) * 0.95)],
        "after a commit ms": statistics.median(after),
        "at worst ms": max(after),
        "memory MB": _peak(),
    }


def _peak() -> float:
    """Return the peak memory of this process in MB."""
    # getrusage() would include the memory of the process that started this one.
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
