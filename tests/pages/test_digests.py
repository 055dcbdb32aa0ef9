"""What the archive says, on search pages and on the pages of people and places."""

import pytest
from django.test import Client

from articles import indexing, ingest
from articles.desk import decisions
from articles.models import Article, Entity
from articles.pages import digests
from articles.pages.display import CHOICES
from articles.search.asking.query import Query
from articles.search.embedded import index as embedded

TEXTS = {
    "2020": "The ferry to Entebbe sank in a storm and forty people swam ashore. "
    "The harbour master blamed the wind. Governor Ann Marsh visited the families that evening.",
    "2021": "Parliament voted for a new ferry to Entebbe after a year of debate. "
    "Fishermen watched from the gallery. Governor Ann Marsh promised that fares would stay low.",
    "2022": "Steel for the ferry to Entebbe arrived by rail from Mombasa. "
    "Welders began in June. Governor Ann Marsh cut the first plate in front of the school choir.",
    "2023": "The ferry to Entebbe was launched with a bottle of lake water. "
    "Crews trained through autumn. Governor Ann Marsh named the ship after her grandmother.",
    "2024": "Passengers filled the ferry to Entebbe on its first morning. "
    "Tea was free of charge. Governor Ann Marsh travelled on deck and was sick over the rail.",
}


@pytest.fixture
def ferries(indexed) -> list[Article]:
    return [
        indexed(text, title=f"News of the lake in {year}", date=f"{year}-03-01")
        for year, text in TEXTS.items()
    ]


def test_a_search_tells_in_dated_sentences_what_its_articles_say(ferries: list[Article]):
    said = digests.digest_search(Query("ferry entebbe"))
    assert [one.article.published_at.year for one in said] == [2020, 2021, 2022, 2023, 2024]
    assert all("ferry to Entebbe" in one.text for one in said)


def test_a_digest_that_ran_out_of_time_is_not_kept(ferries: list[Article], monkeypatch):
    with monkeypatch.context() as hurried:
        hurried.setattr(embedded, "TIME_LIMIT", -1)
        assert digests.digest_search(Query("ferry entebbe")) == []
    assert len(digests.digest_search(Query("ferry entebbe"))) == 5


def test_every_sentence_leads_to_its_place(client: Client, ferries: list[Article]):
    for one in digests.digest_search(Query("ferry entebbe")):
        page = client.get(one.url).content.decode()
        assert f'id="{one.url.partition("#")[2]}"' in page
        assert one.text in one.article.sections.get().text


def test_a_person_has_the_sentences_that_name_them(client: Client, ferries: list[Article]):
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    said = digests.digest_entity(marsh, Query(person=(marsh.pk,)))
    assert said
    assert all("Marsh" in one.text for one in said)
    assert "What the archive says" in client.get(marsh.get_absolute_url()).content.decode()


def test_words_under_a_not_are_no_part_of_it(ferries: list[Article]):
    assert digests.digest_search(Query("ferry NOT zeppelin")) == digests.digest_search(
        Query("ferry")
    )


@pytest.mark.parametrize("text", ["", "zeppelin", "storm", "fer*", "before:2030"])
def test_there_is_none_of_nothing_or_of_few_articles(ferries: list[Article], text: str):
    assert digests.digest_search(Query(text)) == []


def test_it_does_not_outlive_the_text(ferries: list[Article]):
    oldest = ferries[0]
    section = oldest.sections.get()
    section.text = "Nothing is said here of any ship at all, only of a harbour and the wind."
    section.save()
    assert oldest.pk not in {
        one.article.pk for one in digests.digest_search(Query("ferry entebbe"))
    }
    ingest.read(oldest)
    assert oldest.pk not in {
        one.article.pk for one in digests.digest_search(Query("ferry entebbe"))
    }


def test_a_withdrawn_article_says_nothing(client: Client, ferries: list[Article]):
    Article.objects.filter(pk=ferries[0].pk).set_state(Article.State.WITHDRAWN)
    assert "forty people swam" not in client.get("/search?q=ferry+entebbe").content.decode()


def test_a_reader_may_have_the_most_relevant_first(client: Client, ferries: list[Article]):
    oldest, best = (
        digests.digest_search(Query("ferry entebbe"), order) for order in CHOICES["digest"]
    )
    assert oldest != best
    assert sorted(best, key=lambda one: one.article.published_at) == oldest
    assert client.post("/display", {"digest": "relevance", "next": "/"}).status_code == 302
    page = client.get("/search?q=ferry+entebbe").content.decode()
    places = [page.index(one.url) for one in best]
    assert places == sorted(places)


def test_asking_again_reads_no_more_than_what_is_shown(
    ferries: list[Article], django_assert_num_queries
):
    first = digests.digest_search(Query("ferry entebbe"))
    with django_assert_num_queries(2):  # the articles and their sections
        assert digests.digest_search(Query("ferry entebbe", page=2, expanded=("person",))) == first


def test_what_is_remembered_does_not_outlive_a_withdrawal(ferries: list[Article]):
    before = digests.digest_search(Query("ferry entebbe"))
    Article.objects.filter(pk=ferries[0].pk).set_state(Article.State.WITHDRAWN)
    assert digests.digest_search(Query("ferry entebbe")) == before[1:]


def test_what_is_remembered_does_not_outlive_its_sentence(ferries: list[Article]):
    before = digests.digest_search(Query("ferry entebbe"))
    section = ferries[0].sections.get()
    section.text = section.text.replace("forty people", "thirty-nine people")
    section.save()
    assert digests.digest_search(Query("ferry entebbe")) == before[1:]
    ingest.read(ferries[0])
    assert digests.digest_search(Query("ferry entebbe")) == before[1:]
    indexing.drain()
    assert "thirty-nine people" in digests.digest_search(Query("ferry entebbe"))[0].text


def test_a_new_article_is_heard_of_when_the_index_hears_of_it(ferries: list[Article], indexed):
    assert len(digests.digest_search(Query("ferry entebbe"))) == 5
    indexed(
        "Nobody was aboard when the ferry to Entebbe broke its chain last night.", date="2025-03-01"
    )
    assert digests.digest_search(Query("ferry entebbe"))[-1].article.published_at.year == 2025


def test_a_new_name_is_heard_of_at_once(ferries: list[Article]):
    entebbe = Entity.objects.get(kind="place", name="Entebbe")
    query = Query(place=(entebbe.pk,))
    assert "school choir" not in digests.digest_entity(entebbe, query)[2].text
    decisions.add_alias(entebbe, "School Choir", None)
    entebbe.refresh_from_db()
    assert "school choir" in digests.digest_entity(entebbe, query)[3].text


def test_an_area_says_what_the_place_does(ferries: list[Article]):
    entebbe = Entity.objects.get(kind="place", name="Entebbe")
    of_place, of_area = Query(place=(entebbe.pk,)), Query(area=(entebbe.pk,))
    assert digests.digest_search(of_area) == digests.digest_search(of_place) != []


def test_what_tells_a_namesake_apart_is_no_name_of_theirs(ferries: list[Article]):
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    said = digests.digest_entity(marsh, Query(person=(marsh.pk,)))
    decisions.rename(marsh, "Ann Marsh (ferry)", None)
    marsh.refresh_from_db()
    assert digests.digest_entity(marsh, Query(person=(marsh.pk,))) == said
