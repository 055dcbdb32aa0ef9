"""The facet of places: a tree whose counts hold for each place and all that lies in it."""

import json
import re

import pytest
from django.test import Client

from articles import desk
from articles.models import Entity
from articles.pages import facets, result_page
from articles.search.asking.query import Query
from tests.pages.test_pages import text_of, words_of
from tests.pages.test_place_tree import in_area, naming, place  # noqa: F401

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture(autouse=True)
def archive_of_six(naming) -> None:  # noqa: F811
    for names in (("Mosul",), ("Mosul", "Baghdad"), ("Iraq",), ("Paris",), ("Nairobi", "Mosul")):
        naming(*names)
    naming("Mosul", "Asia", "Euphrates")
    in_area("Iraq")


def tree(**asked) -> list:
    """The choices as (label, matches, those inside)."""

    def told(choices):
        return [(one.label, one.matches, told(one.inside)) for one in choices]

    page = result_page.find(Query(**asked))
    return told(group(page).choices)


def group(page: result_page.ResultPage) -> facets.FacetGroup:
    return next(group for group in page.groups if group.facet == "area")


def test_places_stand_under_their_countries_with_exact_counts():
    assert tree() == [
        ("Iraq", 5, [("Mosul", 4, []), ("Baghdad", 1, [])]),
        ("France", 1, [("Paris", 1, [])]),
        ("Kenya", 1, [("Nairobi", 1, [])]),
        ("Euphrates", 1, []),
    ]


def test_regions_and_continents_stand_apart():
    regions = group(result_page.find(Query())).regions
    assert [(one.label, one.matches) for one in regions] == [("Asia", 5)]


def test_only_what_the_matches_name_is_in_the_tree():
    assert tree(area=(place("Kenya").pk,), text="in:Kenya") == [
        ("Iraq", 1, [("Mosul", 1, [])]),
        ("Kenya", 1, [("Nairobi", 1, [])]),
    ]


def test_choosing_a_country_chooses_all_in_it_or_only_itself(client: Client):
    iraq = place("Iraq")
    page = text_of(client.get("/search", {"area": iraq.pk}))
    assert "5 articles" in words_of(page)
    link = re.search(r'class="otherwise" href="([^"]+)"[^>]*>([^<]+)', page)
    assert link[2] == "only where it is named itself"
    page = text_of(client.get(link[1].replace("&amp;", "&")))
    assert "1 article" in words_of(page)
    link = re.search(r'class="otherwise" href="([^"]+)"[^>]*>([^<]+)', page)
    assert link[2] == "with all places in it"
    assert link[1] == f"/search?area={iraq.pk}"


def test_what_is_excluded_is_excluded_with_all_in_it(client: Client):
    page = text_of(client.get("/search", {"area.not": place("Iraq").pk}))
    assert "1 article" in words_of(page)
    assert "without Iraq" in words_of(page)


def test_articles_that_name_no_place_can_be_chosen(naming, client: Client):  # noqa: F811
    naming()
    in_area("Iraq")
    (choice,) = [one for one in group(result_page.find(Query())).choices if "No place" in one.label]
    assert choice.matches == 1
    assert "1 article" in words_of(text_of(client.get(choice.url)))


def test_a_merged_country_keeps_its_link(client: Client, naming):  # noqa: F811
    naming("Republic of Iraq", located=False)
    old = place("Iraq").pk
    desk.merge(place("Iraq"), place("Republic of Iraq"), None)
    in_area("Republic of Iraq")
    page = text_of(client.get("/search", {"area": old}))
    assert "in Republic of Iraq" in words_of(page)
    assert "6 articles" in words_of(page)


def test_the_tree_is_a_list_within_a_list(client: Client):
    page = text_of(client.get("/search"))
    facet = page.split('aria-labelledby="facet-area"')[1].split("</section>")[0]
    nested = r'<span class="label">Iraq</span>.*<ul>.*Mosul.*</ul>\s*</li>'
    assert re.search(nested, facet, re.DOTALL)


def test_a_search_page_with_the_tree_asks_little(client: Client, django_assert_max_num_queries):
    assert Entity.objects.filter(kind="place").count() == 9
    client.get("/search")
    with django_assert_max_num_queries(12):
        client.get("/search", {"area": place("Iraq").pk})


def test_a_places_page_shows_what_holds_it_and_what_lies_in_it(client: Client):
    page = text_of(client.get(place("Iraq").get_absolute_url()))
    assert "Named in 5 articles with what lies in it, in 1 of them itself" in words_of(page)
    assert f'<a href="{place("Asia").get_absolute_url()}">Asia</a>' in page
    inside = page.split('id="inside"')[1].split("</section>")[0]
    assert re.findall(r">(\w+)</a>\s+<span class=\"count\">(\d)", inside) == [
        ("Mosul", "4"),
        ("Baghdad", "1"),
    ]


def test_a_towns_page_says_only_what_there_is(client: Client):
    page = text_of(client.get(place("Mosul").get_absolute_url()))
    assert "Named in 4 articles; first in" in words_of(page)
    assert 'id="inside"' not in page
    assert "in Iraq › Asia" in words_of(page)


def test_what_lies_in_a_place_is_no_company_of_it(client: Client):
    page = text_of(client.get(place("Iraq").get_absolute_url()))
    company = page.split('class="picture fan-picture"')[1].split("</figure>")[0]
    assert "Nairobi" in company
    assert "Mosul" not in company


def test_machines_are_told_what_a_place_is_and_what_holds_it(client: Client):
    desk.identify(place("Mosul"), "Q83016", None)
    page = text_of(client.get(place("Mosul").get_absolute_url()))
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (told["@type"], told["name"]) == ("Place", "Mosul")
    assert told["sameAs"] == "https://www.wikidata.org/entity/Q83016"
    assert [area["name"] for area in told["containedInPlace"]] == ["Iraq", "Asia"]
    assert round(told["geo"]["latitude"]) == 36
