"""Speed and memory of indexing beside other engines, and how long a small commit takes.

Every engine gets the same articles from memory and ends with them committed; each has a process
of its own, so that its memory can be told.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from articles.search import open_index
from articles.search.index import Document
from tests.benchmarks import report, search_corpus
from tests.benchmarks.search_engines import ENGINES

SMALL_COMMITS = 60
IN_A_COMMIT = 50


def speed(names: Sequence[str], documents: list[Document], folder: Path) -> list[report.Row]:
    rows: list[report.Row] = []
    letters = sum(len(document.text) for document in documents)
    for name in names:
        measured = _apart(name, documents, folder / name)
        if measured is None:
            print(f"{name} is not installed here, so it is left out.")
            continue
        seconds, megabytes = measured
        size = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file())
        rows.append(
            {
                "engine": ENGINES[name].name,
                "articles/s": int(len(documents) / seconds),
                "MB of text/s": letters / 1e6 / seconds,
                "more memory, MB": int(megabytes),
                "on disk, MB": int(size / 1e6),
            }
        )
    return rows


def _apart(name: str, documents: list[Document], folder: Path) -> tuple[float, float] | None:
    """Seconds and megabytes that the engine takes in a process of its own."""
    mine, theirs = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(
        target=_index, args=(name, documents, folder, theirs)
    )
    process.start()
    measured: tuple[float, float] | None = mine.recv()
    process.join()
    return measured


def _index(name: str, documents: list[Document], folder: Path, to: Connection) -> None:
    try:
        engine = ENGINES[name](folder)
    except ImportError:
        to.send(None)
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    engine.index(documents)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    to.send((seconds, (after - before) / 1024))


def small_commits(folder: Path, documents: list[Document]) -> list[report.Row]:
    """Milliseconds to change and add articles of a large index, fsync and merges included."""
    index = open_index(folder)
    highest = max(index.ids())
    taken, first_answers = [], []
    for number in range(SMALL_COMMITS):
        source = documents[number * IN_A_COMMIT % len(documents) :][:IN_A_COMMIT]
        changed = [
            replace(document, id=document.id if at % 2 else highest + number * IN_A_COMMIT + at)
            for at, document in enumerate(source)
        ]
        begun = time.perf_counter()
        with index.writing() as writer:
            writer.put(changed)
        taken.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        index.correct("x")  # Opens the new state as any question would.
        first_answers.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return [
        {
            "commits": SMALL_COMMITS,
            "articles each": IN_A_COMMIT,
            "p50 ms": taken[len(taken) // 2],
            "p95 ms": taken[int(len(taken) * 0.95)],
            "longest ms": taken[-1],
            "opening after it, longest ms": max(first_answers),
        }
    ]


def main() -> None:
    parser = report.parser(__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--engines", default="newsroom,whoosh,tantivy")
    arguments = parser.parse_args()
    real = search_corpus.load(arguments.path)
    documents = list(islice(search_corpus.grown(real, arguments.articles), arguments.articles))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tables = [
            report.Table(
                f"Indexing {len(documents):,} articles",
                speed(arguments.engines.split(","), documents, folder),
            ),
            report.Table("Small commits", small_commits(folder / "newsroom", documents)),
        ]
        report.show(tables, arguments.json)


if __name__ == "__main__":
    main()
