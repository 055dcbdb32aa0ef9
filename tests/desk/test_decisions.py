"""Decisions about names apply, can be undone, and outlast every new reading."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model

from articles import desk, entities, indexing, ingest
from articles.models import Article, Decision, Entity, IndexMark, Mention
from articles.search.asking.query import Query
from tests.factories import make_article
from tests.fake_extractor import extract

pytestmark = pytest.mark.usefixtures("archive", "plain_reading")


@pytest.fixture
def plain_reading(monkeypatch) -> None:
    monkeypatch.setattr(entities, "extract", extract)


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_user("edna")


def person(name: str) -> Entity:
    return Entity.objects.get(kind="person", name=name)


def place(name: str) -> Entity:
    return Entity.objects.get(kind="place", name=name)


def facet(kind: str = "person") -> dict[str, int]:
    """Return the names in the facet with their counts, as readers see them."""
    indexing.drain()
    counts = indexing.archive().search(Query()).facets[kind]
    return {
        Entity.objects.get(kind=kind, number=count.value).name: count.matches for count in counts
    }


def everything() -> tuple[dict[str, int], dict[str, int]]:
    return facet("person"), facet("place")


def read_all_again() -> None:
    for article in Article.objects.all():
        ingest.read(article)


# Each decision: what the archive holds, what is decided, and the facets that follow.
Deciding = Callable[[object], Decision]
DECISIONS: dict[str, tuple[list[str], Deciding, tuple[dict[str, int], dict[str, int]]]] = {
    "confirm": (["Croft"], lambda by: desk.confirm(person("Croft"), by), ({"Croft": 1}, {})),
    "hide": (
        ["Old Trafford + Ann Marsh"],
        lambda by: desk.hide(person("Old Trafford"), by),
        ({"Ann Marsh": 1}, {}),
    ),
    "rename": (
        ["Anne Marsh"],
        lambda by: desk.rename(person("Anne Marsh"), "Ann Marsh", by),
        ({"Ann Marsh": 1}, {}),
    ),
    "alias": (
        ["Ann Marsh", "Annie"],
        lambda by: desk.add_alias(person("Ann Marsh"), "Annie", by),
        ({"Ann Marsh": 2}, {}),
    ),
    "merge": (
        ["Joe Biden", "Joseph R. Biden Jr.", "Joe Biden + Joseph R. Biden Jr."],
        lambda by: desk.merge(person("Joseph R. Biden Jr."), person("Joe Biden"), by),
        ({"Joe Biden": 3}, {}),
    ),
    "split": (
        ["John Smith", "John Smith @ Perth", "John Smith + Ann Marsh"],
        lambda by: desk.split(
            person("John Smith"),
            Article.objects.filter(title__contains="Perth"),
            "John Smith (bowler)",
            by,
        ),
        ({"John Smith": 2, "John Smith (bowler)": 1, "Ann Marsh": 1}, {"Perth": 1}),
    ),
    "person to place": (
        ["Santa Rosa", "Ann Marsh @ Nairobi"],
        lambda by: desk.convert(person("Santa Rosa"), "place", by),
        ({"Ann Marsh": 1}, {"Nairobi": 1, "Santa Rosa": 1}),
    ),
    "place to person": (
        ["@ Chelsea", "Chelsea"],
        lambda by: desk.convert(place("Chelsea"), "person", by),
        ({"Chelsea": 2}, {}),
    ),
    "organisation": (
        ["Western Union"],
        lambda by: desk.convert(person("Western Union"), "organisation", by),
        ({}, {}),
    ),
    "neither": (
        ["@ Monday"],
        lambda by: desk.convert(place("Monday"), "neither", by),
        ({}, {}),
    ),
    "pin": (
        ["@ Rawa", "@ Mosul"],
        lambda by: desk.pin(place("Mosul"), "geonames:99072", by),
        ({}, {"Mosul": 1, "Rawa": 1}),
    ),
    "locate": (
        ["@ Camp Echo"],
        lambda by: desk.locate(place("Camp Echo"), 33.5, 44.25, "iq", by),
        ({}, {"Camp Echo": 1}),
    ),
    "identify": (
        ["Ann Marsh"],
        lambda by: desk.identify(person("Ann Marsh"), "q42", by),
        ({"Ann Marsh": 1}, {}),
    ),
}
every_decision = pytest.mark.parametrize("kind", DECISIONS)


def decided(kind: str, editor) -> tuple[Decision, tuple, tuple]:
    """A decision of this kind, the facets before it and those that should follow."""
    titles, decide, after = DECISIONS[kind]
    for title in titles:
        make_article(title=title)
    return decide(editor), everything_before(kind, titles), after


def everything_before(kind: str, titles: list[str]) -> tuple:
    people: dict[str, int] = {}
    places: dict[str, int] = {}
    for title in titles:
        named, _, located = title.partition("@")
        for name in filter(None, named.split("+")):
            if " " in name.strip():
                people[name.strip()] = people.get(name.strip(), 0) + 1
        for name in filter(None, located.split("+")):
            places[name.strip()] = places.get(name.strip(), 0) + 1
    return people, places


@every_decision
def test_the_facets_follow_without_reading_again(kind: str, editor, monkeypatch):
    titles, decide, after = DECISIONS[kind]
    for title in titles:
        make_article(title=title)
    assert everything() == everything_before(kind, titles)
    monkeypatch.setattr(ingest, "read", None)
    decide(editor)
    assert everything() == after


@every_decision
def test_reading_the_articles_again_keeps_it(kind: str, editor):
    _, _, after = decided(kind, editor)
    read_all_again()
    assert everything() == after


@every_decision
def test_undoing_it_brings_back_what_was(kind: str, editor):
    decision, before, _ = decided(kind, editor)
    desk.undo(decision, editor)
    assert everything() == before
    read_all_again()
    assert everything() == before


@every_decision
def test_it_is_known_who_decided_and_who_took_it_back(kind: str, editor):
    decision, _, _ = decided(kind, editor)
    assert (decision.made_by, decision.made_at is not None) == (editor, True)
    desk.undo(decision, editor)
    decision.refresh_from_db()
    assert (decision.undone_by, decision.undone_at is not None) == (editor, True)
    with pytest.raises(desk.Impossible, match="undone already"):
        desk.undo(decision, editor)


def test_a_new_article_is_named_by_the_decisions(editor):
    make_article(title="Joe Biden"), make_article(title="Joseph R. Biden Jr.")
    desk.merge(person("Joseph R. Biden Jr."), person("Joe Biden"), editor)
    desk.rename(person("Joe Biden"), "President Biden", editor)
    make_article(title="Joseph R. Biden Jr. + Joe Biden")
    make_article(title="President Biden + Ann Marsh")
    assert facet() == {"President Biden": 4, "Ann Marsh": 1}


def test_a_merge_never_rewrites_a_mention(editor):
    make_article(title="Joe Biden"), make_article(title="Joseph R. Biden Jr.")
    long = person("Joseph R. Biden Jr.")
    desk.merge(long, person("Joe Biden"), editor)
    mention = Mention.objects.get(words="Joseph R. Biden Jr.")
    assert (mention.entity, mention.canonical) == (long, person("Joe Biden"))


def test_merges_in_a_row_are_undone_in_any_order(editor):
    for name in ("Ann Lee", "Anna Lee", "Annie Lee"):
        make_article(title=name)
    first = desk.merge(person("Ann Lee"), person("Anna Lee"), editor)
    second = desk.merge(person("Anna Lee"), person("Annie Lee"), editor)
    assert facet() == {"Annie Lee": 3}
    desk.undo(first, editor)
    assert facet() == {"Annie Lee": 2, "Ann Lee": 1}
    desk.undo(second, editor)
    assert facet() == {"Annie Lee": 1, "Anna Lee": 1, "Ann Lee": 1}


def test_merging_back_and_forth_makes_no_circle(editor):
    make_article(title="Ann Lee"), make_article(title="Anna Lee")
    desk.merge(person("Ann Lee"), person("Anna Lee"), editor)
    with pytest.raises(desk.Impossible, match="the same already"):
        desk.merge(person("Anna Lee"), person("Ann Lee"), editor)
    assert facet() == {"Anna Lee": 2}


def test_a_candidate_takes_its_articles_into_the_one_it_is_merged_into(editor):
    make_article(title="Andrew Croft"), make_article(title="Croft")
    desk.merge(person("Croft"), person("Andrew Croft"), editor)
    assert facet() == {"Andrew Croft": 2}


def test_a_listed_person_merged_into_a_candidate_stays_listed(editor):
    make_article(title="Andrew Croft"), make_article(title="Croft")
    desk.merge(person("Andrew Croft"), person("Croft"), editor)
    assert facet() == {"Croft": 2}


def test_undoing_an_older_name_keeps_the_newer_one(editor):
    make_article(title="A Lee")
    lee = person("A Lee")
    first = desk.rename(lee, "An Lee", editor)
    desk.rename(lee, "Ann Lee", editor)
    desk.undo(first, editor)
    assert facet() == {"Ann Lee": 1}


def test_a_name_given_by_an_editor_is_searched_for(editor):
    make_article(title="Joe Biden"), make_article(title="Joseph R. Biden Jr.")
    joe = person("Joe Biden")
    desk.merge(person("Joseph R. Biden Jr."), joe, editor)
    desk.add_alias(joe, "Uncle Joe", editor)
    indexing.drain()
    assert indexing.archive().search(Query("uncle joe")).total == 2
    for name in ("joe biden", "UNCLE JOE", "Joseph R Biden Jr"):
        assert list(Entity.objects.filter(kind="person").with_name(name)) == [joe]
    joe.refresh_from_db()
    assert joe.other_names == ["Joseph R. Biden Jr.", "Uncle Joe"]


def test_two_people_of_one_name_need_two_names(editor):
    make_article(title="Ann Lee"), make_article(title="Anna Lee")
    for decide in (desk.rename, desk.add_alias):
        with pytest.raises(desk.Impossible, match="Merge the two"):
            decide(person("Anna Lee"), "Ann Lee", editor)
    with pytest.raises(desk.Impossible, match="tells the other"):
        desk.split(person("Ann Lee"), Article.objects.all(), "Ann Lee", editor)


def test_splitting_again_adds_to_the_namesake_and_each_is_undone_alone(editor):
    make_article(title="John Smith @ Perth"), make_article(title="John Smith @ Cork")
    make_article(title="John Smith @ Hull")

    def give(where: str) -> Decision:
        articles = Article.objects.filter(title__contains=where)
        return desk.split(person("John Smith"), articles, "John Smith (bowler)", editor)

    first, _ = give("Perth"), give("Cork")
    assert facet() == {"John Smith (bowler)": 2, "John Smith": 1}
    desk.undo(first, editor)
    assert facet() == {"John Smith (bowler)": 1, "John Smith": 2}
    read_all_again()
    assert facet() == {"John Smith (bowler)": 1, "John Smith": 2}


def test_a_namesake_whose_split_was_undone_leads_back(editor):
    make_article(title="John Smith"), make_article(title="John Smith @ Perth")
    smith = person("John Smith")
    split = desk.split(
        smith, Article.objects.filter(title__contains="Perth"), "John Smith (bowler)", editor
    )
    bowler = person("John Smith (bowler)")
    desk.undo(split, editor)
    assert person(bowler.name).canonical == smith
    smith.refresh_from_db()
    assert smith.other_names == []


def test_a_split_holds_for_names_merged_later(editor):
    make_article(title="John Smith"), make_article(title="John Smith + Jon Smith @ Perth")
    perth = Article.objects.filter(title__contains="Perth")
    desk.split(person("John Smith"), perth, "John Smith (bowler)", editor)
    desk.merge(person("Jon Smith"), person("John Smith"), editor)
    read_all_again()
    assert facet() == {"John Smith": 1, "John Smith (bowler)": 1}


def test_a_place_and_a_person_of_one_name_become_one_place(editor):
    make_article(title="Manila Bay"), make_article(title="@ Manila Bay")
    desk.merge(person("Manila Bay"), place("Manila Bay"), editor)
    assert everything() == ({}, {"Manila Bay": 2})
    assert person("Manila Bay").canonical == place("Manila Bay")


def test_a_pinned_place_has_the_coordinates_of_its_entry(editor):
    make_article(title="@ Mosul")
    desk.pin(place("Mosul"), "geonames:99072", editor)
    pinned = Entity.objects.get(location__gazetteer_id="geonames:99072")
    assert (pinned.listed, pinned.location.country) == (True, "IQ")
    assert round(pinned.location.latitude) == 36
    with pytest.raises(desk.Impossible, match="no entry"):
        desk.pin(pinned, "geonames:0", editor)


@pytest.mark.parametrize("name", ["", "  ", "\0", "…", "x" * 201])
def test_a_name_that_is_none_is_refused(editor, name: str):
    make_article(title="Ann Lee")
    with pytest.raises(desk.Impossible):
        desk.rename(person("Ann Lee"), name, editor)


@pytest.mark.parametrize("identifier", ["42", "Q0", "Q1/../2", "Q" + "1" * 20])
def test_only_wikidata_identifiers_are_taken(editor, identifier: str):
    make_article(title="Ann Lee")
    with pytest.raises(desk.Impossible, match="Wikidata"):
        desk.identify(person("Ann Lee"), identifier, editor)


def test_an_identifier_leads_to_wikidata(editor):
    make_article(title="Ann Lee")
    desk.identify(person("Ann Lee"), "Q42", editor)
    assert person("Ann Lee").same_as == "https://www.wikidata.org/entity/Q42"


def test_only_the_articles_concerned_are_indexed_again(editor):
    make_article(title="Ann Lee"), make_article(title="Joe Hill")
    concerned = make_article(title="Anna Lee")
    indexing.drain()
    desk.hide(person("Anna Lee"), editor)
    Decision.objects.mark_articles()
    assert list(IndexMark.objects.values_list("article_id", flat=True)) == [concerned.pk]


def test_what_was_undone_before_the_index_heard_of_it_is_told_too(editor):
    make_article(title="Ann Lee"), make_article(title="Anna Lee")
    indexing.drain()
    decision = desk.merge(person("Ann Lee"), person("Anna Lee"), editor)
    desk.undo(decision, editor)
    Decision.objects.mark_articles()
    assert IndexMark.objects.count() == 2
    assert not Decision.objects.filter(articles_marked=False).exists()
