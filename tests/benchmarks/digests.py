"""Measures the digests of searches, people and places.

Each digest is asked for twice: the first time it is made, which includes the search; the second
time it comes from the cache. All times are processor time, with all files in the page cache.
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
from articles.models import Article, Entity, Kind
from articles.pages import digests
from articles.pages.digests import DigestSentence
from articles.search.asking.query import Query
from tests.benchmarks import growing

EACH = 100
"""Questions of each kind."""

Ask = Callable[[], Sequence[DigestSentence]]


def main() -> None:
    arguments = parse_arguments()
    site.prepare()
    growing.fill(arguments.path, arguments.articles)
    for asks in questions(
        since=date.min
    ).values():  # reads all articles, so that all files are in memory
        measure(list(asks))
    rows = [row(kind, list(asks)) for kind, asks in questions().items()]
    title = (
        f"Digests of the {digests.ARTICLES} most relevant of {Article.objects.count():,} articles"
    )
    report.show([report.Table(f"{title}; milliseconds", rows)], arguments.json)


def parse_arguments() -> Namespace:
    parser = report.parser(__doc__ or "")
    growing.add_arguments(parser)
    return parser.parse_args()


def questions(since: date | None = None) -> dict[str, Iterator[Ask]]:
    """Return what is asked: one or two words of a title, and the most frequent names."""
    chance = random.Random(1)
    titles = Article.objects.order_by("pk").values_list("title", flat=True)[: 20 * EACH]
    title_words = [[title[one.start : one.end] for one in words(title)] for title in titles]
    telling = [
        sample
        for title in title_words
        if len(sample := [word for word in title if word.lower() not in CONTENT_STOP_WORDS]) > 1
    ]
    chosen = chance.sample(telling, min(2 * EACH, len(telling)))
    return {
        "one word": (search_digest(title[:1], since) for title in chosen[::2]),
        "two words": (search_digest(chance.sample(title, 2), since) for title in chosen[1::2]),
        "people": (
            name_digest(one, Query(person=(one.number,), since=since))
            for one in most_frequent(Kind.PERSON)
        ),
        "places": (
            name_digest(one, Query(place=(one.number,), since=since))
            for one in most_frequent(Kind.PLACE)
        ),
    }


def search_digest(asked: Sequence[str], since: date | None) -> Ask:
    return partial(digests.digest_search, Query(" ".join(asked), since=since))


def name_digest(entity: Entity, query: Query) -> Ask:
    return partial(digests.digest_entity, entity, query)


def most_frequent(kind: Kind) -> list[Entity]:
    named = Entity.objects.of_kind(kind).listed().annotate(n=Count("mentions"))
    return list(named.order_by("-n", "pk")[:EACH])


def row(kind: str, asks: Sequence[Ask]) -> report.Row:
    made, again = measure(asks), measure(asks)
    return {
        "asked": kind,
        "digests": sum(bool(ask()) for ask in asks),
        "of": len(asks),
        **points("made", made),
        **points("again", again),
    }


def measure(asks: Sequence[Ask]) -> list[float]:
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
