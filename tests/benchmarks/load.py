"""Measures the whole site under load: readers visit it at a steady rate, while it indexes articles.

The site runs with two web processes. The time of a request begins when it is due, so the time that
it waits in a queue counts.
"""

import os
import random
import statistics
import threading
import time
import urllib.request
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from django.core.management import call_command
from django.db.models import Count

from articles import tasks
from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import words
from articles.models import Article, Entity, IndexMark, Kind
from tests.benchmarks import growing
from tests.serving import MANAGE, serve

READERS = 32
"""Requests at the same time."""
MARKED_EACH_SECOND = 20
"""Articles that are marked to be indexed again."""


@dataclass(frozen=True, slots=True)
class Response:
    kind: str
    seconds: float
    right: bool


def main() -> None:
    arguments = parse_arguments()
    site.prepare()
    call_command("collectstatic", interactive=False, verbosity=0)
    growing.fill(arguments.path, arguments.articles)
    visits = list(islice(requests(random.Random(1)), arguments.rate * arguments.seconds))
    with serve(MANAGE, os.environ) as (base, _), index_meanwhile() as indexed:
        for _, address in visits[:READERS]:
            fetch(base + address)  # Warms up caches and imports.
        answers = visit(base, visits, arguments.rate)
    by_kind: dict[str, list[Response]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer)
    title = f"{Article.objects.count():,} articles, {arguments.rate} requests a second, "
    title += f"{indexed()} articles indexed meanwhile; milliseconds"
    rows = [row(kind, by_kind[kind]) for kind in sorted(by_kind)] + [row("all", answers)]
    report.show([report.Table(title, rows)], arguments.json)


def parse_arguments() -> Namespace:
    parser = report.parser(__doc__ or "")
    growing.add_arguments(parser)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=20, help="requests a second")
    return parser.parse_args()


def row(kind: str, answers: Sequence[Response]) -> report.Row:
    times = sorted(1000 * answer.seconds for answer in answers)
    points = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "page": kind,
        "requests": len(answers),
        "errors": sum(not answer.right for answer in answers),
        "p50": points[49],
        "p95": points[94],
        "p99": points[98],
        "most": times[-1],
    }


def requests(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Return random visits without end: the kind of page and its address."""
    articles = list(Article.objects.order_by("?")[:500])
    people, places = (
        list(
            Entity.objects.of_kind(kind).listed().annotate(n=Count("mentions")).order_by("-n")[:200]
        )
        for kind in (Kind.PERSON, Kind.PLACE)
    )
    known = [
        article.title[word.start : word.end]
        for article in articles
        for word in words(article.title)
        if len(word.term) > 3 and word.term not in CONTENT_STOP_WORDS and word.term.isalpha()
    ]

    def search() -> str:
        text = " ".join(chance.sample(known, chance.choice((1, 1, 2))))
        narrowed = [
            "",
            f"&place={chance.choice(places).number}",
            f"&person={chance.choice(people).number}",
            "&sort=newest",
            f"&year={chance.choice(articles).published_at.year}",
        ]
        return f"/search?q={quote(text)}{chance.choice(narrowed)}"

    makers: dict[str, Callable[[], str]] = {
        "home": lambda: "/",
        "search": search,
        "browse": lambda: f"/search?place={chance.choice(places).number}",
        "article": lambda: chance.choice(articles).get_absolute_url(),
        "person": lambda: chance.choice(people).get_absolute_url(),
        "place": lambda: chance.choice(places).get_absolute_url(),
        "feed": lambda: f"/feed?person={chance.choice(people).number}",
        "suggest": lambda: f"/suggest?q={quote(chance.choice(known)[:4])}",
    }
    shares = {"search": 6, "article": 5, "person": 2}
    kinds = [kind for kind in makers for _ in range(shares.get(kind, 1))]
    while True:
        kind = chance.choice(kinds)
        yield kind, makers[kind]()


@contextmanager
def index_meanwhile() -> Iterator[Callable[[], int]]:
    """Mark articles every second, and give a function that returns how many were marked."""
    stopped = threading.Event()
    ids = list(Article.objects.values_list("pk", flat=True))
    given = 0

    def mark() -> None:
        nonlocal given
        while not stopped.wait(1):
            IndexMark.objects.add(random.sample(ids, min(MARKED_EACH_SECOND, len(ids))))
            tasks.index_marked.enqueue()
            given += MARKED_EACH_SECOND

    thread = threading.Thread(target=mark)
    thread.start()
    try:
        yield lambda: given
    finally:
        stopped.set()
        thread.join()


def visit(base: str, visits: Sequence[tuple[str, str]], rate: int) -> list[Response]:
    started = time.perf_counter()

    def one(number: int, kind: str, address: str) -> Response:
        due = started + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        right = fetch(base + address)
        return Response(kind, time.perf_counter() - due, right)

    with ThreadPoolExecutor(READERS) as readers:
        waiting = [
            readers.submit(one, number, kind, address)
            for number, (kind, address) in enumerate(visits)
        ]
        return [answer.result() for answer in waiting]


def fetch(url: str) -> bool:
    """Get the page, and return whether it came whole."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            answer.read()
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
