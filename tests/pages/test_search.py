"""The search page as a reader narrows it: what each control shows, counts and leads to."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from articles.models import Article, Entity
from articles.pages import result_page
from articles.search.asking import address
from articles.search.asking.query import Query
from articles.search.asking.results import Results
from tests.factories import make_entity
from tests.pages.test_pages import text_of, words_of


@pytest.fixture
def school_news(indexed) -> None:
    indexed(
        "Governor Ann Marsh opened a school in Nairobi.",
        title="School opens",
        category="Local",
    )
    indexed("Captain Odhiambo Ouko sailed a ship to Mwanza.", title="Ship sails", category="World")
    indexed(
        "Governor Ann Marsh met Captain Odhiambo Ouko at a school in Nairobi.",
        title="Two meet",
        category="World",
    )
    indexed("The rains came early this year, and the harvest with them.", title="Rains")


def person(name: str) -> int:
    return Entity.objects.get(kind="person", name=name).pk


def found(client: Client, **asked: object) -> list[str]:
    """The titles found, in alphabetical order."""
    page = text_of(client.get("/search", {key.replace("__", "."): v for key, v in asked.items()}))
    return sorted(words_of(title) for title in re.findall(r'(?s)<a class="headline".*?</a>', page))


@pytest.mark.usefixtures("school_news")
def test_the_last_page_that_can_be_asked_for_leads_no_further():
    last = address.LAST_PAGE
    many = replace(result_page.find(Query(page=last)), results=Results(total=100 * last))
    assert (many.pages, many.next) == (last, None)


def facet(client: Client, name: str, **asked: object) -> str:
    """What one facet says."""
    page = text_of(client.get("/search", {key.replace("__", "."): v for key, v in asked.items()}))
    match = re.search(rf'<section class="facet" aria-labelledby="facet-{name}">.*?</section>',
                      page, re.DOTALL)  # fmt: skip
    return words_of(match[0]) if match else ""


def chips(client: Client, **asked: object) -> dict[str, str]:
    """The names of the chips as a screen reader says them, with where each leads."""
    page = text_of(client.get("/search", {key.replace("__", "."): v for key, v in asked.items()}))
    row = re.search(r'<ul class="chips".*?</ul>', page, re.DOTALL)
    links = re.findall(r'href="([^"]*)"[^>]*aria-label="([^"]*)"', row[0] if row else "")
    return {words_of(label): words_of(link) for link, label in links}


@pytest.mark.usefixtures("school_news")
class TestFacets:
    def test_a_value_can_be_left_out_and_allowed_again(self, client: Client):
        marsh = person("Ann Marsh")
        assert found(client, person__not=marsh) == ["Rains", "Ship sails"]
        assert "Ann Marsh 2 (excluded; allow again)" in facet(client, "person", person__not=marsh)
        assert chips(client, person__not=marsh) == {"Remove without Ann Marsh": "/search"}

    def test_each_value_offers_to_be_left_out(self, client: Client):
        page = text_of(client.get("/search", {"q": "school"}))
        link = f'href="/search?q=school&amp;person.not={person("Ann Marsh")}"'
        assert f'{link} rel="nofollow" aria-label="Exclude Ann Marsh"' in page

    def test_articles_that_name_nobody_are_counted_and_found(self, client: Client):
        assert "Nobody named 1" in facet(client, "person")
        assert "No section 1" in facet(client, "category")
        assert found(client, person="-") == ["Rains"]
        assert found(client, section="-") == ["Rains"]
        assert found(client, place__not="-") == ["School opens", "Ship sails", "Two meet"]
        assert "Remove Some place named" in chips(client, place__not="-")

    def test_all_choices_of_a_facet_or_any_of_them(self, client: Client):
        both = [person("Ann Marsh"), person("Odhiambo Ouko")]
        assert len(found(client, person=both)) == 3
        assert found(client, person=both, person__all="1") == ["Two meet"]
        shown = facet(client, "person", person=both[0], person__all="1")
        assert "Any of these (People) All of these (People)" in shown
        assert "Odhiambo Ouko 1" in shown
        assert "Any of these" not in facet(client, "category", section="World")

    def test_a_name_is_looked_for_among_the_values_of_the_result(self, client: Client, indexed):
        for first in ("Élise", "Amal", "Wanjiru", "Tomasz"):
            for last in ("Kamau", "Haddad", "Nowak"):
                indexed(f"Doctor {first} {last} spoke of water. Later {first} {last} left.")
        assert "Find" in facet(client, "person")
        shown = facet(client, "person", person__find="MÁRSH")
        assert "Ann Marsh 2" in shown
        assert "Ouko" not in shown
        assert "None of this name" in facet(client, "person", q="water", person__find="marsh")
        assert "Show all again" in shown

    def test_a_merged_person_stays_left_out(self, client: Client):
        marsh = Entity.objects.get(kind="person", name="Ann Marsh")
        marsh.stands_for = Entity.objects.get(kind="person", name="Odhiambo Ouko")
        marsh.listed = False
        marsh.save()
        assert "Remove without Odhiambo Ouko" in chips(client, person__not=marsh.pk)


@pytest.mark.usefixtures("school_news")
class TestOffers:
    def test_each_part_of_the_text_is_a_chip_with_its_matches(self, client: Client):
        assert chips(client, q='school "odhiambo ouko"', section="World") == {
            "Remove school (1 article)": "/search?q=%22odhiambo+ouko%22&section=World",
            'Remove "odhiambo ouko" (2 articles)': "/search?q=school&section=World",
            "Remove World": "/search?q=school+%22odhiambo+ouko%22",
        }

    def test_where_nothing_matches_it_says_which_part_to_drop(self, client: Client):
        page = words_of(text_of(client.get("/search", {"q": "school zeppelin"})))
        assert "Try instead: without “zeppelin” 2" in page

    def test_a_name_in_the_text_is_offered_as_a_choice(self, client: Client):
        page = text_of(client.get("/search", {"q": "ann marsh school"}))
        assert "Person Ann Marsh 2 articles" in words_of(page)
        assert f'href="/search?q=school&amp;person={person("Ann Marsh")}"' in page

    def test_another_name_of_a_person_is_known_too(self, client: Client):
        alias = make_entity(
            "person", "Governor Annie", stands_for=Entity.objects.get(name="Ann Marsh")
        )
        page = text_of(client.get("/search", {"q": f'"{alias.name}" OR school'}))
        assert "Person Ann Marsh" not in words_of(page)  # as an alternative it narrows nothing
        page = text_of(client.get("/search", {"q": f'"{alias.name}"'}))
        assert "Person Ann Marsh 2 articles" in words_of(page)

    def test_a_place_in_the_text_is_offered_unless_it_is_chosen(self, client: Client):
        nairobi = Entity.objects.get(kind="place", name="Nairobi").pk
        assert "Place Nairobi 2 articles" in words_of(
            text_of(client.get("/search", {"q": "nairobi"}))
        )
        chosen = text_of(client.get("/search", {"q": "nairobi", "place": nairobi}))
        assert "Named in your search" not in chosen

    def test_a_likelier_spelling_is_offered_where_little_is_found(self, client: Client):
        page = words_of(text_of(client.get("/search", {"q": "schol nairobi"})))
        assert "Did you mean school nairobi? 2 articles" in page

    def test_a_text_of_very_many_words_is_one_chip(self, client: Client):
        text = " ".join(f"w{number}" for number in range(40))
        assert list(chips(client, q=text)) == [f"Remove “{text}”"]


@pytest.mark.usefixtures("school_news")
@pytest.mark.parametrize(
    "query",
    [
        'q=person:"Ann Marsh" school ouko "mwanza ship"&person.all=1',
        "q=ann marsh nairobi odhiambo ouko&from=2024-01-01&to=2024-12-31",
        "q=schol zeppelin&person=1&place.not=1&person.find=ma",
    ],
)
def test_no_search_asks_the_database_more_than_twelve_times(
    client: Client, query: str, django_assert_max_num_queries
):
    assert Article.objects.count() == 4
    with django_assert_max_num_queries(12):
        assert client.get(f"/search?{query}").status_code == 200
