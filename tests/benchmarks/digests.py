"""How long the archive takes to say something of a search, a person or a place.

Each digest is asked for twice: the first time it is made, search included, the second time it is
remembered. Processor time, with all of the archive's files in the system's memory.
"""

import random
import statistics
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from django.db.models import Count

from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import words
from articles.models import Article, Person, Place
from articles.pages import digests
from articles.pages.digests import Said
from articles.search.asking.query import Query
from tests.benchmarks import growing

EACH = 100
"""Questions of each kind."""

Ask = Callable[[], Sequence[Said]]


def main() -> None:
    arguments = parsed()
    site.prepare()
    growing.fill(arguments.path, arguments.articles)
    for asks in questions(since=date.min).values():  # all articles, so that files are in memory
        timed(list(asks))
    rows = [row(kind, list(asks)) for kind, asks in questions().items()]
    title = f"Digests of the {digests.FROM} most relevant of {Article.objects.count():,} articles"
    report.show([report.Table(f"{title}; milliseconds", rows)], arguments.json)


def parsed() -> Namespace:
    parser = report.parser(__doc__ or "")
    growing.add_arguments(parser)
    return parser.parse_args()


def questions(since: date | None = None) -> dict[str, Iterator[Ask]]:
    """What is asked: words that titles have, one or two at a time, and those most often named."""
    chance = random.Random(1)
    titles = Article.objects.order_by("pk").values_list("title", flat=True)[: 20 * EACH]
    told = [[title[one.start : one.end] for one in words(title)] for title in titles]
    telling = [
        sample
        for title in told
        if len(sample := [word for word in title if word.lower() not in CONTENT_STOP_WORDS]) > 1
    ]
    chosen = chance.sample(telling, min(2 * EACH, len(telling)))
    return {
        "one word": (searched(title[:1], since) for title in chosen[::2]),
        "two words": (searched(chance.sample(title, 2), since) for title in chosen[1::2]),
        "people": (named(one, Query(person=(one.pk,), since=since)) for one in most_named(Person)),
        "places": (named(one, Query(place=(one.pk,), since=since)) for one in most_named(Place)),
    }


def searched(asked: Sequence[str], since: date | None) -> Ask:
    return partial(digests.of_search, Query(" ".join(asked), since=since))


def named(record: Person | Place, query: Query) -> Ask:
    return partial(digests.of_name, record, query)


def most_named(table: type[Person] | type[Place]) -> list[Person | Place]:
    return list(table.objects.listed().annotate(n=Count("mentions")).order_by("-n", "pk")[:EACH])


def row(kind: str, asks: Sequence[Ask]) -> report.Row:
    made, again = timed(asks), timed(asks)
    return {
        "asked": kind,
        "digests": sum(bool(ask()) for ask in asks),
        "of": len(asks),
        **points("made", made),
        **points("again", again),
    }


def timed(asks: Sequence[Ask]) -> list[float]:
    taken = []
    for ask in asks:
        started = time.process_time()
        ask()
        taken.append(1000 * (time.process_time() - started))
    return taken


def points(name: str, times: Sequence[float]) -> dict[str, float]:
    cut = statistics.quantiles(times, n=100, method="inclusive")
    return {f"{name}, p50": cut[49], f"{name}, p95": cut[94]}


if __name__ == "__main__":
    main()
