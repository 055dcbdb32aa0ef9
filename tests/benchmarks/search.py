"""Measures the speed and quality of search, compared with other embedded engines.

Every engine parses the query and returns the ten best ids, the exact total, and the most frequent
people, places, categories and years among all matches. "cold" is Newsroom with its caches emptied
before each query.
"""

import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from articles.search.asking.index import Document
from tests.benchmarks import report, search_corpus, search_process, search_queries
from tests.benchmarks.search_engines import ENGINES, Engine, Newsroom, PlainQuery

Clock = Callable[[], float]
SLOW = 0.5
"""Seconds. A query that takes longer is asked only once."""


def speed(
    engines: Sequence[Engine], asked: dict[str, list[PlainQuery]], rounds: int, clock: Clock
) -> list[report.Row]:
    """Return the median milliseconds of each class of queries and engine."""
    rows = []
    for name, queries in asked.items():
        taken: dict[str, list[float]] = {}
        for engine in engines:
            ways: list[tuple[str, Callable[[], None] | None]] = [(engine.name, None)]
            if isinstance(engine, Newsroom):
                ways.append((f"{engine.name} cold", engine.forget))
            for label, before in ways:
                for query in queries:
                    taken.setdefault(label, []).extend(
                        _time_query(engine, query, before, rounds, clock)
                    )
        row: dict[str, str | float] = {"ms": name}
        row |= {label: statistics.median(times) for label, times in taken.items()}
        ours = sorted(taken[Newsroom.name])
        rows.append(row | {"p95": ours[int(len(ours) * 0.95)]})
    return rows


def _time_query(
    engine: Engine, query: PlainQuery, before: Callable[[], None] | None, rounds: int, clock: Clock
) -> list[float]:
    times = []
    for _ in range(rounds + 1):
        if before:
            before()
        begun = clock()
        engine.search(query)
        times.append((clock() - begun) * 1000)
        if times[-1] > SLOW * 1000:
            return times[-1:]
    return times[1:]


def agreement(engines: Sequence[Engine], asked: dict[str, list[PlainQuery]]) -> list[report.Row]:
    """Return the matches of each engine. They differ, as each engine has its own analyser."""
    return [
        {"matches": name, **{e.name: sum(e.search(query)[0] for query in queries) for e in engines}}
        for name, queries in asked.items()
    ]


def known_items(engines: Sequence[Engine], documents: Sequence[Document]) -> list[report.Row]:
    """Return how often a query for an article's own title finds it first, and the mean reciprocal
    rank (MRR)."""
    titles = Counter(" ".join(document.title.lower().split()) for document in documents)
    unique = [
        document
        for document in documents
        if document.text and titles[" ".join(document.title.lower().split())] == 1
    ]
    rows = []
    for engine in engines:
        ranks = []
        for document in unique:
            found = engine.best(document.title)
            ranks.append(found.index(document.id) + 1 if document.id in found else 0)
        first = sum(rank == 1 for rank in ranks) / max(len(ranks), 1)
        mrr = sum(1 / rank for rank in ranks if rank) / max(len(ranks), 1)
        rows.append({"engine": engine.name, "titles": len(ranks), "first": first, "MRR": mrr})
    return rows


def main() -> None:
    parser = report.parser(__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--names", choices=["own", "extracted"], default="own")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder for the indexes, used again if there")
    parser.add_argument(
        "--cpu", action="store_true", help="count processor time, for a machine with other work"
    )
    parser.add_argument("--known-items", action="store_true", help="measure ranking, not speed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        documents = search_corpus.load(arguments.path)
        if arguments.names == "extracted":
            documents = search_corpus.replace_names(documents, folder / "names.json")
        engines = []
        for name in arguments.engines.split(","):
            try:
                engine = ENGINES[name](folder / name)
            except ImportError as error:
                print(f"{name} is not installed here ({error}), so it is left out.")
                continue
            if not (folder / name / "complete").exists():
                count = len(documents) if arguments.known_items else arguments.articles
                engine.index(search_corpus.grow(documents, count))
                (folder / name / "complete").touch()
            engines.append(engine)
        if arguments.known_items:
            tables = [report.Table("Known items", known_items(engines, documents))]
        else:
            asked = search_queries.classes(documents)
            clock = time.process_time if arguments.cpu else time.perf_counter
            title = f"{arguments.articles:,} articles, {arguments.names} names"
            corpus = search_corpus.load_or_make(
                folder / "corpus.json",
                lambda: search_corpus.describe(search_corpus.grow(documents, arguments.articles)),
            )
            tables = [
                report.Table("The archive", [corpus]),
                report.Table(title, speed(engines, asked, arguments.rounds, clock)),
                report.Table("Matches in all", agreement(engines, asked)),
            ]
            if Newsroom.name in [engine.name for engine in engines]:
                mixed = [
                    query for queries in zip(*asked.values(), strict=False) for query in queries
                ]
                row = search_process.measure(folder / "newsroom", mixed, documents, clock)
                tables.append(report.Table("One web process", [row]))
        report.show(tables, arguments.json)


if __name__ == "__main__":
    main()
