"""The name of an organisation is shown to editors, and to no reader."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from articles import desk, entities, indexing
from articles.desk.effects import refresh
from articles.models import Decision, Entity
from articles.search.asking.query import Query
from tests.factories import make_article
from tests.fake_extractor import extract

pytestmark = pytest.mark.usefixtures("archive")
migration = import_module("articles.migrations.0013_organisations")


@pytest.fixture(autouse=True)
def plain_reading(monkeypatch) -> None:
    monkeypatch.setattr(entities, "extract", extract)


@pytest.fixture
def union() -> Entity:
    """Return a name that was read as a person."""
    make_article(title="Western Union @ Dover")
    indexing.drain()
    return Entity.objects.get(kind="person", name="Western Union")


def people() -> list[int]:
    indexing.drain()
    facet = indexing.archive().search(Query()).facets["person"]
    return [count.value for count in facet]


def test_readers_find_no_organisation(client: Client, union: Entity):
    address = union.get_absolute_url()
    assert (people(), client.get(address).status_code) == ([union.number], 200)
    decision = desk.convert(union, "organisation", None)
    assert (people(), client.get(address).status_code) == ([], 404)
    assert "Western Union" not in client.get("/suggest?q=western").content.decode().split("/art")[0]
    organisation = Entity.objects.get(kind="organisation")
    desk.confirm(organisation, None)
    assert (people(), Entity.objects.get(pk=organisation.pk).listed) == ([], False)
    desk.undo(decision, None)
    assert (people(), client.get(address).status_code) == ([union.number], 200)


def test_other_names_of_an_organisation_go_with_it(union: Entity):
    desk.add_alias(union, "The Union", None)
    desk.convert(union, "organisation", None)
    make_article(title="Western Union + The Union @ Dover")
    assert people() == []
    organisation = Entity.objects.get(kind="organisation")
    assert organisation.other_names == ["The Union"]


def test_editors_find_organisations_by_their_kind(admin_client: Client, union: Entity):
    desk.convert(union, "organisation", None)
    number = Entity.objects.get(kind="organisation").number
    page = f"/admin/articles/organisation/{number}/change/"
    for address in ("/admin/articles/organisation/", "/admin/articles/entity/?kind=organisation"):
        listed = admin_client.get(address).content.decode()
        assert f'href="{page}' in listed
        assert '<td class="field-articles">1</td>' in listed
        assert "Dover" not in listed
    assert "Western Union is an organisation" in admin_client.get(page).content.decode()
    assert "Western Union" not in admin_client.get("/admin/articles/person/").content.decode()
    old = admin_client.get(f"/admin/articles/person/{union.number}/change/")
    assert old.headers["Location"] == page


def verdict(entity: Entity, before: str, after: str, *, undone: bool = False) -> Decision:
    """As an archive has it from before organisations were entities."""
    Entity.objects.filter(pk=entity.pk).update(verdict=after, listed=False)
    undone_at = timezone.now() if undone else None
    return Decision.objects.create(
        kind="verdict", subject=entity, before=before, after=after, undone_at=undone_at
    )


def carry_over() -> None:
    migration.make_organisations(apps, None)


def test_an_old_verdict_becomes_a_decision_that_can_be_undone(union: Entity):
    alias = desk.add_alias(union, "The Union", None).subject
    desk.confirm(union, None)
    old = verdict(union, "confirmed", "organisation")
    carry_over()
    union.refresh_from_db()
    alias.refresh_from_db()
    organisation = Entity.objects.get(kind="organisation")
    assert [union.canonical, alias.canonical] == [organisation, organisation]
    assert (organisation.other_names, people()) == (["The Union"], [])
    old.refresh_from_db()
    assert (old.sentence, old.undone_at) == (
        "Western Union is an organisation: Western Union",
        None,
    )
    desk.undo(old, None)
    union.refresh_from_db()
    assert (union.canonical, union.verdict, union.listed) == (union, "confirmed", True)


def test_an_old_verdict_that_was_overruled_stays_so(union: Entity):
    overruled = verdict(union, "", "organisation")
    verdict(union, "organisation", "confirmed")
    Entity.objects.filter(pk=union.pk).update(listed=True)
    carry_over()
    refresh(Entity.objects.get(pk=union.pk))
    union.refresh_from_db()
    overruled.refresh_from_db()
    assert (union.canonical, union.verdict, union.listed) == (union, "confirmed", True)
    assert overruled.undone_at is not None


def test_an_old_verdict_that_was_undone_stays_so(union: Entity):
    verdict(union, "", "organisation", undone=True)
    Entity.objects.filter(pk=union.pk).update(verdict="", listed=True)
    carry_over()
    refresh(Entity.objects.get(pk=union.pk))
    assert people() == [union.number]


def test_editors_of_people_keep_their_hands_on_organisations():
    editors = Group.objects.create(name="editors")
    editors.permissions.add(Permission.objects.get(codename="change_person"))
    migration.let_editors_of_people_in(apps, None)
    held = set(editors.permissions.values_list("codename", flat=True))
    assert held == {"change_person", "change_organisation"}
