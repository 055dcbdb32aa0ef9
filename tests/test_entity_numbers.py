"""Addresses, searches and editors know an entity by its kind and its number."""

import pytest
from django.test import Client

from articles import desk, indexing
from articles.models import Entity, Kind, Location, Mention
from articles.models.entities import Entities
from articles.pages.name_resolution import resolve_name
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def threes() -> tuple[Entity, Entity]:
    """Make person 3 and place 3 as from the time of two tables, both named in an article."""
    make_entity("person", "Nobody Atall", number_before=7)  # So that keys and numbers differ.
    person = make_entity("person", "Ann Lee", number_before=3, sure=True, listed=True)
    place = make_entity("place", "Old Camp", number_before=3, sure=True, listed=True)
    article = make_article("Nothing happened.", title="Ann Lee in Old Camp")
    Mention.objects.all().delete()
    for entity in (person, place):
        Mention.objects.create(
            article=article, part="title", start=0, end=7, entity=entity, read_as=entity
        )
    article.save()
    indexing.drain()
    return person, place


def test_numbers_of_two_kinds_may_be_the_same_and_those_of_one_may_not(threes):
    assert [one.number for one in threes] == [3, 3]
    with pytest.raises(Exception, match="UNIQUE"):
        Entity.objects.bulk_create([Entity.from_name(Kind.PERSON, "Bo Lee", number_before=3)])


def test_a_new_entity_is_numbered_by_its_key():
    one, other = Entity.objects.bulk_create(
        [Entity.from_name(Kind.PERSON, "Ann Lee"), Entity.from_name(Kind.PLACE, "Ann Lee")]
    )
    assert (one.number, other.number) == (one.pk, other.pk)
    assert Entity.objects.get(kind="place", number=other.pk) == other


def test_addresses_have_the_numbers(client: Client, threes):
    person, place = (one.get_absolute_url() for one in threes)
    assert (person, place) == ("/people/3/ann-lee/", "/places/3/old-camp/")
    for address, name in ((person, "Ann Lee"), (place, "Old Camp")):
        assert f"<h1>{name}</h1>" in client.get(address).content.decode()
    assert client.get("/people/3/any/").headers["Location"] == person


def test_searches_have_the_numbers(client: Client, threes):
    assert resolve_name("person", "ann lee") == [3]
    assert resolve_name("place", "#3") == [3]
    assert resolve_name("area", "old camp") == [3]
    for chosen in ("person=3", "place=3", "area=3", 'q=person:"%233"', "q=in:%22Old+Camp%22"):
        assert "ann-lee-in-old-camp" in client.get(f"/search?{chosen}").content.decode(), chosen
    page = client.get("/search").content.decode()
    assert 'id="person-3"' in page
    assert 'id="area-3"' in page
    assert "/search?person=3" in client.get("/suggest?q=lee").content.decode()


def test_editors_write_the_numbers(admin_client: Client, threes):
    page = admin_client.get("/admin/articles/person/").content.decode()
    assert 'href="/admin/articles/person/3/change/"' in page
    other = make_entity("person", "Annie Lee", sure=True)
    form = {"decision": "merge", "into": "#3"}
    answer = admin_client.post(f"/admin/articles/person/{other.number}/change/", form)
    assert answer.headers["Location"] == "/admin/articles/person/3/change/"
    assert "#3" in admin_client.get("/admin/articles/place/3/change/").content.decode()


def test_a_person_who_is_a_place_by_now_leads_to_its_page_and_back(client: Client, threes):
    person, place = threes
    decision = desk.merge(person, place, None)
    indexing.drain()
    assert client.get("/people/3/ann-lee/").headers["Location"] == "/places/3/old-camp/"
    assert client.get("/people/3/ann-lee/quotes").headers["Location"] == "/places/3/old-camp/"
    assert "Ann Lee in Old Camp" in client.get("/search?person=3").content.decode()
    desk.undo(decision, None)
    indexing.drain()
    assert client.get("/people/3/ann-lee/").status_code == 200


def test_who_adds_an_entity_that_another_process_just_added_gets_that_one(monkeypatch):
    held = make_entity("place", "Old Camp")
    look, looks = Entities._find_by_identity, []

    def look_too_early(self, identities):
        looks.append(identities)
        return {} if len(looks) == 1 else look(self, identities)

    monkeypatch.setattr(Entities, "_find_by_identity", look_too_early)
    assert make_entity("place", "Old Camp") == held
    assert (Entity.objects.count(), Location.objects.count(), len(looks)) == (1, 1, 2)
