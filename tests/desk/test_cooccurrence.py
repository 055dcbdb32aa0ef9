"""The company that names keep, counted in arrays, is what counting in sets finds."""

import random
from itertools import combinations
from math import log

import pytest

from articles.desk.cooccurrence import RECENT, Company
from articles.models import Article, Mention, Person, Place
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")


def records_of(chance: random.Random, number: int) -> dict[tuple[str, int], Person | Place]:
    """Some names, of which some stand for another."""
    people = [Person.objects.create(name=f"P {one}", key=f"p {one}") for one in range(number)]
    places = [Place.objects.create(name=f"T {one}", key=f"t {one}") for one in range(number)]
    for one, other in ((people[1], people[0]), (people[2], places[0]), (places[2], places[1])):
        column = "as_person" if isinstance(other, Person) else "as_place"
        type(one).objects.filter(pk=one.pk).update(**{column: other})
    chance.shuffle(people)
    return {("person", one.pk): one for one in people} | {("place", one.pk): one for one in places}


def meant(record: Person | Place) -> tuple[str, int]:
    record.refresh_from_db()
    canonical = record.canonical
    return ("person" if isinstance(canonical, Person) else "place", canonical.pk)


@pytest.mark.parametrize("seed", range(4))
def test_company_is_as_counted_in_sets(seed: int):
    chance = random.Random(seed)
    records = records_of(chance, 6)
    named: dict[int, set[tuple[str, int]]] = {}
    for article in (make_article("Nobody.").pk for _ in range(12)):
        for record in chance.sample(list(records.values()), chance.randint(1, 4)):
            this = {"person" if isinstance(record, Person) else "place": record}
            Mention.objects.create(article_id=article, part="title", start=0, end=1, **this)
            named.setdefault(article, set()).add(meant(record))
        author = chance.choice([one for one in records.values() if isinstance(one, Person)])
        Mention.objects.create(article_id=article, part="byline", start=0, end=1, person=author)
    everyone = sorted({meant(record) for record in records.values()})
    company = Company(everyone)
    at = {
        record: {
            mention.article_id
            for mention in Mention.objects.all()
            if meant(mention.person or mention.place) == record
        }
        for record in everyone
    }
    rarity = {
        record: log(1 + len(named) / sum(record in those for those in named.values()))
        for record in everyone
        if any(record in those for those in named.values())
    }
    kept = {
        record: set().union(*(named.get(article, set()) for article in at[record])) - {record}
        for record in everyone
    }
    pairs = list(combinations(everyone, 2))
    for (one, other), overlap in zip(pairs, company.overlaps(pairs), strict=True):
        shared = (kept[one] & kept[other]) - {one, other}
        assert set(company.shared(one, other)) == shared
        least = min(sum(rarity[each] for each in kept[of] - {one, other}) for of in (one, other))
        expected = sum(rarity[each] for each in shared) / least if least else 0.0
        assert overlap == pytest.approx(expected)
    assert company.articles(everyone) == [len(at[record]) for record in everyone]


def test_nobody_keeps_no_company():
    company = Company([])
    assert company.groups([]) == {}
    assert list(company.overlaps([])) == []
    ann = Person.objects.create(name="Ann Lee", key="ann lee")
    assert Company([("person", ann.pk)]).articles([("person", ann.pk)]) == [0]


def test_only_the_newest_articles_are_looked_at():
    ann = Person.objects.create(name="Ann Lee", key="ann lee")
    made = Article.objects.bulk_create(
        Article(title=str(one), checksum=f"{one:064}", published_at="2024-01-01T00:00Z")
        for one in range(RECENT + 5)
    )
    Mention.objects.bulk_create(
        Mention(article=one, part="title", start=0, end=1, person=ann) for one in made
    )
    assert Company([("person", ann.pk)]).articles([("person", ann.pk)]) == [RECENT]
