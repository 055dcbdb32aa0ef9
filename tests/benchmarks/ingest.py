"""Measures loading files into an archive, and searching it."""

import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from django.core.files import File

from articles import entities, indexing, intake, readers, summaries
from articles.layout import sections
from articles.models import Article, Mention
from articles.readers import READERS
from articles.search.asking.query import Query

QUERIES = (
    "government", "oil price", "bank OR market", '"prime minister"', "econ*", "title:trade",
    "election -president", "water AND river", "", "company quarter profit",
)  # fmt: skip


def main() -> None:
    arguments = report.parser(__doc__ or "").parse_args()
    site.prepare()
    spent: Counter[str] = Counter()
    refused = 0
    started = time.perf_counter()
    with time_stages(spent):
        for path in files(arguments.path):
            with path.open("rb") as file:
                upload, _ = intake.keep(path.name, File(file))
            intake.take_in(upload)
            refused += len(upload.refusals)
    reading = time.perf_counter() - started
    started = time.perf_counter()
    indexing.drain()
    drained = time.perf_counter() - started
    articles = Article.objects.count()
    stages = [
        {"stage": name, "seconds": seconds, "share": f"{seconds / (reading + drained):.0%}"}
        for name, seconds in [*spent.items(), ("database and files", reading - spent.total()),
                              ("index", drained)]
    ]  # fmt: skip
    loading = {
        "articles": articles,
        "refused": refused,
        "mentions": Mention.objects.count(),
        "articles/s": articles / (reading + drained),
        "peak MB": peak_megabytes(),
    }
    report.show(
        [
            report.Table("Loading", [loading]),
            report.Table("Where the time went", stages),
            report.Table("Search in this process, facets included", list(time_searches())),
        ],
        arguments.json,
    )


def files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from (one for one in sorted(path.rglob("*")) if one.suffix.lower() in READERS)


@contextmanager
def time_stages(spent: Counter[str]) -> Iterator[None]:
    """Add up the seconds that each stage takes."""

    def time_calls(name: str, function: Callable) -> Callable:
        def called(*args: object, **kwargs: object) -> object:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.perf_counter() - started

        return called

    def read_timed(name: str, file: object) -> Iterator:
        stories = read(name, file)
        while True:
            started = time.perf_counter()
            story = next(stories, None)
            spent["reading"] += time.perf_counter() - started
            if story is None:
                return
            yield story

    read = readers.read
    with (
        patch.object(readers, "read", read_timed),
        patch.object(sections, "arrange", time_calls("sections", sections.arrange)),
        patch.object(entities, "extract", time_calls("names", entities.extract)),
        patch.object(summaries, "rank", time_calls("summaries", summaries.rank)),
    ):
        yield


def time_searches(rounds: int = 10) -> Iterator[report.Row]:
    archive = indexing.archive()
    every: list[float] = []
    for text in QUERIES:
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            total = archive.search(Query(text)).total
            times.append((time.perf_counter() - started) * 1000)
        every += times
        yield {"query": text or "(everything)", "matches": total, **percentiles(times)}
    yield {"query": "all of these", "matches": 0, **percentiles(every)}


def percentiles(times: list[float]) -> dict[str, float]:
    return {"p50 ms": statistics.median(times), "p95 ms": statistics.quantiles(times, n=20)[-1]}


def peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
