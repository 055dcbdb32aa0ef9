import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from articles.models import Article, Entity

STORY = """\
Governor Ann Marsh opened a school in Nairobi on Monday. The school stands by the river.

Marsh said that four hundred pupils would start in May. Builders worked through two rainy seasons.

## Books from Mombasa

The books came by rail from Mombasa, Marsh said. Teachers unpacked them over a long weekend. Every \
pupil will share a reader with one other until the second train arrives."""


@pytest.fixture
def story(indexed) -> Article:
    return indexed(STORY, title="A school opens in Nairobi", category="Local", byline="Kofi Mensah")


def words_of(page: str) -> str:
    """What the page says, without its markup."""
    return " ".join(unescape(strip_tags(page)).split())


def text_of(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_front_page_shows_the_newest_by_section(client: Client, story: Article):
    page = text_of(client.get("/"))
    assert "A school opens in Nairobi" in page
    assert "Local" in page


def test_an_empty_archive_has_a_front_page(client: Client, archive):
    assert "The archive is empty" in text_of(client.get("/"))


def test_search_finds_by_words_person_place_section_and_year(client: Client, story: Article):
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    nairobi = Entity.objects.get(kind="place", name="Nairobi")
    asked = {"q": "pupils", "person": marsh.pk, "place": nairobi.pk, "section": "Local"}
    page = text_of(client.get(reverse("search"), asked | {"year": 2024}))
    assert "1 article" in page
    assert "<mark>pupils</mark>" in page


def test_each_facet_choice_shows_its_count_and_where_it_leads(client: Client, story: Article):
    page = text_of(client.get(reverse("search")))
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    assert f'href="/search?person={marsh.pk}"' in page


def test_nothing_found_says_so(client: Client, story: Article):
    assert "Nothing matches" in text_of(client.get(reverse("search"), {"q": "zeppelin"}))


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-3", "page=999999999999", "page=x", "sort=price", "from=yesterday",
        "to=2024-13-45", "person=abc", "person=99999999999999999999", "year=0", "place=1&place=&",
        "q=" + "(" * 900, 'q="', "q=*", "q=%00", "q=a%20AND%20OR%20NOT", "section=%00%ff",
        "q=text:title:person:",
        "q=person:%22%23999999999999%22 in:%23x place:%23", "more=people",
        "year=20240", "q=" + "x" * 5000, "person=%EF%BC%91",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_never_an_error(client: Client, story: Article, query: str):
    assert client.get(f"/search?{query}").status_code == 200
    assert client.get(f"/feed?{query}").status_code == 200


def test_an_article_shows_its_sections_and_links_its_summary(client: Client, story: Article):
    page = text_of(client.get(story.get_absolute_url()))
    assert "Books from Mombasa" in words_of(page)
    assert 'class="extract" href="#s1"' in page
    assert 'id="s1"' in page


def test_a_section_in_the_results_is_described_by_its_summary(client: Client, story: Article):
    page = text_of(client.get("/search?q=school"))
    told = f"section-{story.pk}-1"
    assert re.search(rf'#section-1"\s+aria-describedby="{told}"\s*>Books from Mombasa</a', page)
    tip = page.partition(f'id="{told}"')[2].partition(">")[2].partition("</span")[0]
    assert tip.strip() == "The books came by rail from Mombasa, Marsh said."


def test_names_lead_to_their_pages(client: Client, story: Article):
    page = text_of(client.get(story.get_absolute_url()))
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    assert f'<a class="name person" href="{marsh.get_absolute_url()}">Ann Marsh</a>' in page
    assert "A school opens in Nairobi" in text_of(client.get(marsh.get_absolute_url()))


def test_a_place_has_a_page(client: Client, story: Article):
    place = Entity.objects.get(kind="place", name="Mombasa")
    assert "A school opens in Nairobi" in text_of(client.get(place.get_absolute_url()))


def test_an_old_address_leads_to_the_present_one(client: Client, story: Article):
    response = client.get(f"/articles/{story.pk}/an-older-title/")
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_withdrawn_articles_are_on_no_page(client: Client, story: Article, indexed):
    Article.objects.filter(pk=story.pk).set_state(Article.State.WITHDRAWN)
    indexed("Another text about a harbour in Mombasa that nobody has read before.")
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    assert client.get(story.get_absolute_url()).status_code == 404
    assert client.get(reverse("original", args=[story.pk])).status_code == 404
    for address in ("/", "/search", "/feed", marsh.get_absolute_url()):
        assert "A school opens" not in client.get(address).content.decode()


def test_the_original_file_can_be_fetched(client: Client, story: Article):
    response = client.get(reverse("original", args=[story.pk]))
    assert "attachment" in response["Content-Disposition"]
    assert STORY.encode() in b"".join(response.streaming_content)


def test_hostile_text_shows_as_text(client: Client, indexed):
    hostile = indexed(
        "<script>alert(1)</script> was what the {{ settings.SECRET_KEY }} sign said in Nairobi.",
        title="<img src=x onerror=alert(2)> {% debug %}",
    )
    for address in (hostile.get_absolute_url(), "/", "/search?q=sign", "/feed"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert settings.SECRET_KEY not in page


def test_a_missing_index_is_a_503_that_says_so(client: Client, story: Article, settings, caplog):
    settings.INDEX_FOLDER = settings.INDEX_FOLDER / "nowhere"
    response = client.get("/search")
    assert response.status_code == 503
    assert "search index cannot be reached" in response.content.decode()
    assert "rebuild_index" in caplog.text
    assert client.get(story.get_absolute_url()).status_code == 200


def test_an_unknown_address_is_a_404_page(client: Client, db):
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_fault_is_a_500_page(client: Client, story: Article, monkeypatch):
    monkeypatch.setattr("articles.pages.result_page.find", lambda query: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/search")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_every_answer_carries_a_policy_without_inline_code(client: Client, story: Article):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/", "/search?q=school", "/feed"])
def test_the_number_of_database_queries_does_not_grow(
    client: Client, indexed, address: str, django_assert_max_num_queries
):
    for number in range(12):
        indexed(f"Governor Ann Marsh opened school number {number} in Nairobi.", category="Local")
    with django_assert_max_num_queries(12):
        client.get(address)
