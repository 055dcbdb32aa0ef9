"""Measures the speed and memory of indexing, compared with other engines, and of small commits.

Every engine gets the same articles from memory and commits them. Each runs in a process of its own,
so that its memory can be measured. tantivy makes documents in one thread and writes in another, or
in as many as it chooses; the others use one thread. There are ten small commits a second, while a
thread merges as the worker does. --memory N,M indexes archives of N and M articles, which are made
while they are indexed.
"""

import multiprocessing
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from articles.search import open_index
from articles.search.asking.index import Document, Index
from articles.search.asking.query import Query
from articles.search.embedded.disk.folder import sync
from tests.benchmarks import report, search_corpus
from tests.benchmarks.search_engines import ENGINES, Newsroom

SMALL_COMMITS = 100
IN_A_COMMIT = 50
"""Articles in a small commit."""
PAUSE = 0.1
"""Seconds between two small commits."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    processor: float
    """Seconds of processor time of all threads."""
    megabytes: float
    """The peak memory, less the memory before."""


def speed(names: Sequence[str], documents: Sequence[Document], folder: Path) -> list[report.Row]:
    """Return the articles a second by the clock and by processor time, and how many times faster
    the first engine is."""
    rows: list[report.Row] = []
    ours = None
    for name in names:
        cost = _measure_apart(lambda name=name: _measure_indexing(name, documents, folder / name))
        if cost is None:
            print(f"{name} is not installed here, so it is left out.")
            continue
        ours = ours or cost
        files = [file for file in (folder / name).rglob("*") if file.is_file()]
        rows.append(
            {
                "engine": ENGINES[name].name,
                "articles/s": int(len(documents) / cost.seconds),
                f"{ENGINES[names[0]].name} is faster": f"{cost.seconds / ours.seconds:.2f} x",
                "articles/processor s": int(len(documents) / cost.processor),
                "faster by that": f"{cost.processor / ours.processor:.2f} x",
                "more memory, MB": int(cost.megabytes),
                "on disk, MB": int(sum(file.stat().st_size for file in files) / 1e6),
            }
        )
    return rows


def memory(sizes: Sequence[int], real: list[Document], folder: Path) -> list[report.Row]:
    """Return the time and memory of indexing archives of these sizes."""
    rows: list[report.Row] = []
    for size in sizes:
        cost = _measure_apart(
            lambda size=size: _measure_rebuilding(search_corpus.grow(real, size), size, folder)
        )
        assert cost
        rows.append(
            {
                "articles": size,
                "more memory, MB": int(cost.megabytes),
                "seconds, making them included": cost.seconds,
                "processor seconds": cost.processor,
            }
        )
    return rows


def _measure_indexing(name: str, documents: Sequence[Document], folder: Path) -> Cost | None:
    try:
        engine = ENGINES[name](folder)
    except ImportError:
        return None
    return _measure(lambda: engine.index(documents))


def _measure_rebuilding(documents: Iterable[Document], size: int, folder: Path) -> Cost:
    return _measure(lambda: Newsroom(folder / str(size)).index(documents))


def _measure(act: Callable[[], None]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, processor = time.perf_counter(), time.process_time()
    act()
    seconds, processor = time.perf_counter() - begun, time.process_time() - processor
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(seconds, processor, (after - before) / 1024)


def _measure_apart(act: Callable[[], Cost | None]) -> Cost | None:
    """Measure it in a process of its own."""
    forking = multiprocessing.get_context("fork")
    mine, theirs = forking.Pipe()

    def send_cost(to: Connection) -> None:
        to.send(act())

    process = forking.Process(target=send_cost, args=(theirs,))
    process.start()
    cost: Cost | None = mine.recv()
    process.join()
    return cost


def time_small_commits(folder: Path, documents: Sequence[Document]) -> list[report.Row]:
    """Return the milliseconds of small commits to a large index, and of the first query after each.

    A commit changes some articles and adds others."""
    index = open_index(folder)
    highest = max(index.ids())
    taken, processor, first_answers, segments = [], [], [], []
    with merge_meanwhile(index):
        for number in range(SMALL_COMMITS):
            source = documents[number * IN_A_COMMIT % len(documents) :][:IN_A_COMMIT]
            changed = [
                replace(document, id=document.id if at % 2 else highest + number * IN_A_COMMIT + at)
                for at, document in enumerate(source)
            ]
            begun, ours = time.perf_counter(), time.thread_time()
            with index.writing() as writer:
                writer.put(changed)
            taken.append((time.perf_counter() - begun) * 1000)
            processor.append((time.thread_time() - ours) * 1000)
            begun = time.perf_counter()
            index.search(Query("oil price"))
            first_answers.append((time.perf_counter() - begun) * 1000)
            segments.append(len(list(folder.glob("*/*.arrays"))))
            time.sleep(PAUSE)
    return [
        {
            "commits": SMALL_COMMITS,
            "articles each": IN_A_COMMIT,
            "p50 ms": _quantile(taken, 0.5),
            "p95 ms": _quantile(taken, 0.95),
            "longest ms": max(taken),
            "p95 of processor ms": _quantile(processor, 0.95),
            "p95 of the disk alone, ms": _quantile(time_syncs(folder), 0.95),
            "first answer after it, p95 ms": _quantile(first_answers, 0.95),
            "most segments": max(segments),
        }
    ]


def time_syncs(folder: Path) -> list[float]:
    """Return the milliseconds to sync as many bytes, in as many steps, as a small commit does."""
    taken = []
    for number in range(SMALL_COMMITS):
        begun = time.perf_counter()
        for name, size in (("segment", 300_000), ("contents", 2000)):
            file = folder / f"{name}{number}"
            file.write_bytes(b"x" * size)
            sync(file)
        sync(folder)
        file.rename(folder / f"renamed{number}")
        sync(folder)
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE)
    return taken


@contextmanager
def merge_meanwhile(index: Index) -> Iterator[None]:
    """Merge in a thread meanwhile, as the worker does."""
    ended = threading.Event()

    def merge() -> None:
        while not ended.wait(PAUSE):
            index.merge()

    thread = threading.Thread(target=merge)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _quantile(numbers: Sequence[float], part: float) -> float:
    return sorted(numbers)[int(len(numbers) * part)]


def main() -> None:
    parser = report.parser(__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--engines", default="newsroom,whoosh,tantivy,tantivy-threads")
    parser.add_argument("--memory", default="", help="sizes of archives, such as 100000,1000000")
    arguments = parser.parse_args()
    real = search_corpus.load(arguments.path)
    sizes = [int(size) for size in arguments.memory.split(",") if size]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tables = [report.Table("Memory by the size of the archive", memory(sizes, real, folder))]
        documents = list(search_corpus.grow(real, arguments.articles))
        names = arguments.engines.split(",")
        title = f"Indexing {len(documents):,} articles"
        tables.append(report.Table(title, speed(names, documents, folder)))
        if "newsroom" in names:
            rows = time_small_commits(folder / "newsroom", documents)
            tables.append(report.Table("Small commits", rows))
        report.show([table for table in tables if table.rows], arguments.json)


if __name__ == "__main__":
    main()
