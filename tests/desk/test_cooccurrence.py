"""The arrays of `Cooccurrence` find what counting in plain sets finds."""

import random
from itertools import combinations
from math import log

import pytest

from articles.desk.cooccurrence import RECENT, Cooccurrence
from articles.models import Article, Entity, Mention
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.usefixtures("archive")


def names(chance: random.Random, number: int) -> list[Entity]:
    """Make some names. Some of them stand for another."""
    people = [make_entity("person", f"P {one}") for one in range(number)]
    places = [make_entity("place", f"T {one}") for one in range(number)]
    for one, other in ((people[1], people[0]), (people[2], places[0]), (places[2], places[1])):
        Entity.objects.filter(pk=one.pk).update(stands_for=other)
    chance.shuffle(people)
    return [*people, *places]


def canonical_pk(entity: Entity) -> int:
    entity.refresh_from_db()
    return entity.canonical.pk


def mention(entity: Entity, **known) -> Mention:
    return Mention(entity=entity, read_as=entity, start=0, end=1, **known)


@pytest.mark.parametrize("seed", range(4))
def test_cooccurrence_is_as_counted_in_sets(seed: int):
    chance = random.Random(seed)
    entities = names(chance, 6)
    named: dict[int, set[int]] = {}
    for article in (make_article("Nobody.").pk for _ in range(12)):
        for entity in chance.sample(entities, chance.randint(1, 4)):
            mention(article_id=article, part="title", entity=entity).save()
            named.setdefault(article, set()).add(canonical_pk(entity))
        author = chance.choice([one for one in entities if one.kind == "person"])
        mention(article_id=article, part="byline", entity=author).save()
    everyone = sorted({canonical_pk(entity) for entity in entities})
    cooccurrence = Cooccurrence(everyone)
    at = {
        entity: {
            mention.article_id
            for mention in Mention.objects.all()
            if canonical_pk(mention.entity) == entity
        }
        for entity in everyone
    }
    rarity = {
        entity: log(1 + len(named) / sum(entity in those for those in named.values()))
        for entity in everyone
        if any(entity in those for those in named.values())
    }
    kept = {
        entity: set().union(*(named.get(article, set()) for article in at[entity])) - {entity}
        for entity in everyone
    }
    pairs = list(combinations(everyone, 2))
    for (one, other), overlap in zip(pairs, cooccurrence.overlaps(pairs), strict=True):
        shared = (kept[one] & kept[other]) - {one, other}
        assert set(cooccurrence.shared_neighbours(one, other)) == shared
        least = min(sum(rarity[each] for each in kept[of] - {one, other}) for of in (one, other))
        expected = sum(rarity[each] for each in shared) / least if least else 0.0
        assert overlap == pytest.approx(expected)
    assert cooccurrence.article_counts(everyone) == [len(at[entity]) for entity in everyone]


def test_nobody_has_no_neighbours():
    cooccurrence = Cooccurrence([])
    assert cooccurrence.groups([]) == {}
    assert list(cooccurrence.overlaps([])) == []
    ann = make_entity("person", "Ann Lee")
    assert Cooccurrence([ann.pk]).article_counts([ann.pk]) == [0]


def test_only_the_newest_articles_are_looked_at():
    ann = make_entity("person", "Ann Lee")
    made = Article.objects.bulk_create(
        Article(title=str(one), checksum=f"{one:064}", published_at="2024-01-01T00:00Z")
        for one in range(RECENT + 5)
    )
    Mention.objects.bulk_create(mention(article=one, part="title", entity=ann) for one in made)
    assert Cooccurrence([ann.pk]).article_counts([ann.pk]) == [RECENT]
