"""Wider areas contain narrower ones: what holds a place, and who may say otherwise."""

import pytest

from articles import desk, entities, gazetteer, indexing
from articles.desk.effects import update_areas
from articles.entities import ArticlePart, ExtractedMention, Extraction, NamedPlace
from articles.models import Article, Decision, Entity, IndexMark, Location
from articles.search.asking.query import Query
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def naming(archive, monkeypatch):
    """Makes an article that names these places: by an entry of the gazetteer, or by none."""

    def make(*names: str, listed: bool = True, located: bool = True) -> Article:
        places = tuple(
            NamedPlace(
                name,
                (ExtractedMention(ArticlePart.TITLE, None, 0, 3, name),),
                known_as(name) if located else None,
                False,
                listed,
                0.9,
            )
            for name in names
        )
        monkeypatch.setattr(entities, "extract", lambda *parts: Extraction((), places, ()))
        return make_article()

    return make


def known_as(name: str) -> gazetteer.Entry:
    """The entry that news means by the name: an area of our own table before a hamlet."""
    entries = [found.entry for found in gazetteer.open_gazetteer().find(name)]
    return next((entry for entry in entries if entry.kind != "city"), entries[0])


def place(name: str) -> Entity:
    return Entity.objects.get(kind="place", name=name)


def holding(name: str) -> list[str]:
    """The listed areas that hold a place, nearest first."""
    (areas,) = Entity.objects.areas_of([place(name)]).values()
    return [area.name for area in areas]


def marked() -> set[int]:
    """The articles that the index is to hear of."""
    Decision.objects.mark_articles()
    return set(IndexMark.objects.values_list("article_id", flat=True))


def test_a_place_lies_in_the_country_that_no_article_has_to_name(naming):
    naming("Mosul")
    assert holding("Mosul") == ["Iraq"]
    assert place("Iraq").listed


def test_a_wider_area_holds_it_once_an_article_names_that_area(naming):
    naming("Mosul", "Middle East", "Asia", "Europe")
    assert holding("Mosul") == ["Iraq", "Middle East", "Asia"]
    assert holding("Iraq") == ["Middle East", "Asia"]
    assert holding("Middle East") == []


def test_a_town_lies_in_its_state(naming):
    naming("Los Angeles", "California")
    assert holding("Los Angeles") == ["California", "United States"]


def test_a_candidate_brings_no_country_with_it(naming):
    naming("Mosul", listed=False)
    assert not Entity.objects.filter(kind="place", name="Iraq")
    desk.confirm(place("Mosul"), None)
    assert holding("Mosul") == ["Iraq"]


def test_the_places_in_an_area_are_found(naming):
    naming("Mosul", "Baghdad", "Paris", "Middle East")
    inside = Entity.objects.in_areas(place("Iraq"))
    assert set(inside.values_list("name", flat=True)) == {"Mosul", "Baghdad"}
    inside = Entity.objects.in_areas(place("Middle East"))
    assert set(inside.values_list("name", flat=True)) == {"Mosul", "Baghdad", "Iraq"}


def test_an_editor_says_in_which_country_a_place_lies(naming):
    article = naming("Camp Echo", located=False)
    indexing.drain()
    decision = desk.locate(place("Camp Echo"), 33.5, 44.25, "iq", None)
    assert holding("Camp Echo") == ["Iraq"]
    assert marked() == {article.pk}
    desk.undo(decision, None)
    assert holding("Camp Echo") == []


def test_a_place_that_is_pinned_elsewhere_lies_there(naming):
    naming("Paris")
    texas = next(f.entry for f in gazetteer.open_gazetteer().find("Paris") if f.entry.area == "TX")
    decision = desk.pin(place("Paris"), texas.id, None)
    pinned = place_pinned_to(texas.id)
    assert [area.name for area in Entity.objects.areas_of([pinned])[pinned]] == ["United States"]
    desk.undo(decision, None)
    french = place_pinned_to("geonames:2988507").canonical
    assert [area.name for area in Entity.objects.areas_of([french])[french]] == ["France"]


def place_pinned_to(identifier: str) -> Entity:
    return Entity.objects.get(location__gazetteer_id=identifier)


def test_a_hidden_area_holds_nothing_and_the_index_hears_of_all_in_it(naming):
    articles = {naming("Mosul").pk, naming("Baghdad").pk}
    naming("Paris")
    indexing.drain()
    desk.hide(place("Iraq"), None)
    assert holding("Mosul") == []
    assert marked() == articles


def test_an_area_merged_into_another_leaves_its_places_there(naming):
    naming("Mosul", "Iraq")
    naming("Mesopotamia Proper", located=False)
    desk.merge(place("Iraq"), place("Mesopotamia Proper"), None)
    assert holding("Mosul") == ["Mesopotamia Proper"]


def test_places_follow_a_gazetteer_that_was_built_anew(naming):
    article = naming("Mosul")
    indexing.drain()
    Location.objects.update(within="")
    update_areas()
    assert holding("Mosul") == ["Iraq"]
    assert marked() == {article.pk}
    indexing.drain()
    update_areas()
    assert marked() == set()


def in_area(name: str) -> set[int]:
    """The articles that name the place, or anything that lies in it."""
    indexing.drain()
    results = indexing.archive().search(Query(area=(place(name).pk,)))
    return {hit.article for hit in results.hits}


def test_a_country_is_found_by_what_lies_in_it(naming):
    mosul, iraq, paris = naming("Mosul"), naming("Iraq"), naming("Paris")
    assert in_area("Iraq") == {mosul.pk, iraq.pk}
    assert in_area("Mosul") == {mosul.pk}
    assert in_area("France") == {paris.pk}


def test_the_index_follows_what_editors_say_of_areas(naming):
    mosul, camp = naming("Mosul"), naming("Camp Echo", located=False)
    desk.locate(place("Camp Echo"), 33.5, 44.25, "iq", None)
    assert in_area("Iraq") == {mosul.pk, camp.pk}
    hidden = desk.hide(place("Iraq"), None)
    assert in_area("Iraq") == set()
    desk.undo(hidden, None)
    assert in_area("Iraq") == {mosul.pk, camp.pk}


def test_an_area_that_is_named_later_holds_what_was_named_before(naming):
    mosul = naming("Mosul")
    indexing.drain()
    east = naming("Middle East")
    assert in_area("Middle East") == {mosul.pk, east.pk}


def test_a_candidate_that_is_named_surely_later_holds_what_was_named_before(naming):
    naming("Middle East", listed=False)
    mosul = naming("Mosul")
    indexing.drain()
    east = naming("Middle East")
    assert mosul.pk in in_area("Middle East")
    assert east.pk in in_area("Middle East")
