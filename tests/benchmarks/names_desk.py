"""Measures decisions about a name in very many articles, and the search for proposals.

The texts come from PATH, but the names are made up: each is as frequent as 1/rank. One person has
one name in the first half of the articles and another name in the second half.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, cycle, islice
from pathlib import Path

from tests.benchmarks import report, site  # site first: it sets Django up

# isort: split
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from articles import desk, indexing, readers
from articles.desk import proposals
from articles.models import Article, Decision, Entity, IndexMark, Kind, Mention, Section
from articles.readers import READERS
from articles.search.asking.query import Query
from articles.story import Story

PEOPLE, PLACES = 20_000, 5_000
IN_AN_ARTICLE = 8, 5
"""People and places in one article."""
GIVEN = ("Ann", "Bo", "Cai", "Dov", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kay", "Lev", "Mia")


def main() -> None:
    parser = report.parser(__doc__ or "")
    parser.add_argument("--articles", type=int, default=20_000)
    arguments = parser.parse_args()
    site.prepare()
    joe, joseph = make_archive(arguments.path, arguments.articles)
    rows: list[report.Row] = []

    def measure(what: str, job: Callable[[], object]) -> None:
        started = time.perf_counter()
        job()
        rows.append({"what": what, "seconds": time.perf_counter() - started})
        print(rows[-1], file=sys.stderr)

    measure("index the archive", indexing.drain)
    measure("merge: the editor's wait", lambda: desk.merge(joseph, joe, None))
    measure("merge: marks, in the background", Decision.objects.mark_articles)
    assert IndexMark.objects.count() == arguments.articles
    measure("merge: index, in the background", indexing.drain)
    found = indexing.archive().search(Query(person=(joe.number,))).total
    assert found == arguments.articles, found
    half = list(Article.objects.all()[: arguments.articles // 2])
    measure(
        f"split off {len(half):,} articles: the editor's wait",
        lambda: desk.split(joe, half, "Joe Biden (poet)", None),
    )
    split = Decision.objects.latest("pk")
    measure("undo the split: the editor's wait", lambda: desk.undo(split, None))
    measure("look for proposals", proposals.propose)
    measure("look for proposals again", proposals.propose)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("edna"))
    for name, address in (
        ("page: people", "/admin/articles/person/"),
        ("page: candidates", "/admin/articles/person/?status=candidates"),
        ("page: places", "/admin/articles/place/"),
        ("page: the merged name", f"/admin/articles/person/{joe.number}/change/"),
        ("page: proposals", "/admin/articles/proposal/"),
        ("page: decisions", "/admin/articles/decision/"),
    ):
        measure(name, partial(visit, client, address))
    report.show([report.Table(f"{arguments.articles:,} articles", rows)], arguments.json)


def visit(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "localhost"}).status_code == 200


def make_archive(path: Path, number: int) -> tuple[Entity, Entity]:
    chance = random.Random(7)
    texts = cycle(islice(stories(path), 2000))
    people = add(Kind.PERSON, sorted(names(PEOPLE)))
    chance.shuffle(people)
    places = add(Kind.PLACE, [f"Town {number}" for number in range(PLACES)])
    joe, joseph = add(Kind.PERSON, ["Joe Biden", "Joseph R Biden"])
    often = [
        list(accumulate(1 / rank for rank in range(1, len(records) + 1)))
        for records in (people, places)
    ]
    begin = datetime(2000, 1, 1, tzinfo=UTC)
    for first in range(0, number, 2000):
        articles = Article.objects.bulk_create(
            Article(
                title=f"Article {one}",
                checksum=f"{one:064}",
                published_at=begin + timedelta(hours=one),
            )
            for one in range(first, min(number, first + 2000))
        )
        Section.objects.bulk_create(
            Section(article=article, position=0, text=next(texts)) for article in articles
        )
        mentions = []
        for article in articles:
            known = joe if article.published_at < begin + timedelta(hours=number // 2) else joseph
            named = [known, *chance.choices(people, cum_weights=often[0], k=IN_AN_ARTICLE[0])]
            located = chance.choices(places, cum_weights=often[1], k=IN_AN_ARTICLE[1])
            mentions += [mention(article, one) for one in (*named, *located)]
        Mention.objects.bulk_create(mentions)
        IndexMark.objects.add(article.pk for article in articles)
    return joe, joseph


def add(kind: Kind, called: Sequence[str]) -> list[Entity]:
    described = [Entity.from_name(kind, name, sure=True, listed=True) for name in called]
    return list(Entity.objects.obtain(described).values())


def mention(article: Article, one: Entity) -> Mention:
    return Mention(
        article=article, part="title", start=0, end=7, words="Article", entity=one, read_as=one
    )


def names(number: int) -> set[str]:
    """Return full names. Many share a surname, and some have only an initial as given name."""
    chance = random.Random(8)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
    made: set[str] = set()
    while len(made) < number:
        surname = "".join(chance.choices(syllables, k=chance.choice((2, 3)))).title()
        given = chance.choice(GIVEN)
        made.add(f"{given if chance.random() < 0.95 else given[0] + '.'} {surname}")
    return made


def stories(path: Path) -> Iterator[str]:
    """Return the texts of the articles in a folder."""
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in READERS:
            with file.open("rb") as opened:
                for story in readers.read(file.name, opened):
                    if isinstance(story, Story):
                        yield "\n\n".join(block.text for block in story.blocks)


if __name__ == "__main__":
    main()
