"""Measures the help that readers get while they ask, and hostile queries.

Suggestions and explanations include the database and the index, as on a page. For queries that are
made to be slow, only the search is measured. All times are processor time of one thread.
"""

import random
import resource
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split

from articles import indexing
from articles.english.words import words
from articles.gazetteer import name_key
from articles.models import Article, Entity, Kind
from articles.pages import facets, refinements, result_page
from articles.pages.name_resolution import resolve_name
from articles.pages.suggestions import suggest
from articles.search.asking.query import Query
from tests.benchmarks import growing
from tests.benchmarks.made_up_news import invent_person
from tests.hostile_queries import fixed_queries, frequent_word_queries

EACH = 100
"""Questions of each kind."""
Ask = Callable[[], object]


def main() -> None:
    arguments = parse_arguments()
    site.prepare()
    growing.fill(arguments.path, arguments.articles)
    add_names(arguments.names)
    for asks in questions().values():  # Warms up caches and imports.
        list(time_each(asks[:5]))
    rows = [row(kind, asks) for kind, asks in questions().items()]
    size = f"{Article.objects.count():,} articles, "
    size += f"{Entity.objects.count():,} names"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    title = f"{size}; processor milliseconds; {megabytes:.0f} MB at most, mapped files included"
    report.show([report.Table(title, rows)], arguments.json)


def parse_arguments() -> Namespace:
    parser = report.parser(__doc__ or "")
    growing.add_arguments(parser)
    parser.add_argument(
        "--names", type=int, default=0, help="make up people until there are that many names"
    )
    return parser.parse_args()


def add_names(wanted: int) -> None:
    """Add people whom no article names. Suggestions must look through them and leave them out."""
    held = set(Entity.objects.of_kind(Kind.PERSON).values_list("key", flat=True))
    fresh: dict[str, str] = {}
    number = 0
    while len(held) + len(fresh) < wanted:
        name = invent_person(number)
        number += 1
        if name_key(name) not in held:
            fresh[name_key(name)] = name
    people = (
        Entity.from_name(Kind.PERSON, name, sure=True, listed=True) for name in fresh.values()
    )
    Entity.objects.bulk_create(people, batch_size=1000)


def questions() -> dict[str, list[Ask]]:
    chance = random.Random(1)
    people = sample(
        Entity.objects.listed()
        .filter(kind="person")
        .exclude(mentions=None)
        .values_list("name", flat=True)
    )
    places = sample(Entity.objects.listed().filter(kind="place").values_list("name", flat=True))
    titles = sample(Article.objects.values_list("title", flat=True))
    title_words = [
        [title[one.start : one.end] for one in words(title) if one.term] for title in titles
    ]
    texts = [" ".join(chance.sample(one, min(3, len(one)))) for one in title_words if one]
    frequent = frequent_words()
    return {
        "suggestions, two letters": [partial(suggest, name[:2]) for name in people],
        "suggestions, a surname's start": [partial(suggest, n.split()[-1][:4]) for n in people],
        "suggestions, a whole name": [partial(suggest, name) for name in (*people, *places)],
        "suggestions, a title's start": [partial(suggest, title[:15]) for title in titles],
        "chips and offers of three words": [partial(offer, text) for text in texts],
        "a name found in a facet": [partial(search_facet, name.split()[-1][:4]) for name in people],
        "hostile texts": [partial(search, text) for text in fixed_queries()],
        "hostile texts of frequent words": [
            partial(search, t) for t in frequent_word_queries(frequent)
        ],
    }


def sample(names: Sequence[str]) -> list[str]:
    held = sorted(set(names))
    return random.Random(2).sample(held, min(EACH, len(held)))


def frequent_words() -> list[str]:
    index = indexing.archive()
    starts = (one + other for one in "stpcamrdbfihwe" for other in "aeiou")
    return list(islice((word for start in starts for word in index.suggest(start, 2)), 60))


def search(text: str) -> object:
    return indexing.archive().search(Query(text), resolve_name)


def offer(text: str) -> object:
    return refinements.find_refinements(result_page.find(Query(text, size=1)))


def search_facet(name: str) -> object:
    query = Query(value_filter=("person", name), size=1)
    return facets.filter_values(query, indexing.archive().search(query), resolve_name)


def time_each(asks: Sequence[Ask]) -> Iterator[float]:
    for ask in asks:
        begun = time.process_time()
        ask()
        yield 1000 * (time.process_time() - begun)


def row(kind: str, asks: Sequence[Ask]) -> report.Row:
    times = sorted(time_each(asks))
    return {
        "": kind,
        "asked": len(times),
        "p50": times[len(times) // 2],
        "p95": times[len(times) * 95 // 100],
        "most": times[-1],
    }


if __name__ == "__main__":
    main()
