"""Who said what, as readers see it: on a person's page, and beside the article."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles import desk
from articles.models import Article, Entity, Quote
from articles.pages.article_page import ShownArticle
from tests.pages.test_pages import text_of, words_of

pytestmark = pytest.mark.usefixtures("archive")

TEXT = """The council of Port Albury met on Tuesday about the old bridge.

## The vote

Mayor Ann Marsh spoke for an hour. “The bridge will stay open all winter,” Marsh said.

“Nobody will have to take the ferry before the spring,” she said."""


@pytest.fixture
def quoted(indexed) -> Article:
    return indexed(TEXT, title="The bridge stays", source="The Albury Post", date="2024-02-03")


def marsh() -> Entity:
    return Entity.objects.get(kind="person", name="Ann Marsh")


def test_a_persons_page_tells_what_they_said_where_and_when(client: Client, quoted):
    page = text_of(client.get(marsh().get_absolute_url()))
    assert "What Ann Marsh said" in words_of(page)
    assert '“<span class="words">The bridge will stay open all winter,</span>”' in page
    said = words_of(page).index("The bridge will stay open all winter")
    source = words_of(page)[said:][:400]
    assert "Feb. 3, 2024 The bridge stays The Albury Post" in source
    assert f'href="{quoted.get_absolute_url()}#s3"' in page


def test_a_quote_leads_to_its_sentence(client: Client, quoted):
    address, _, anchor = Quote.objects.newest_first().first().url.partition("#")
    page = text_of(client.get(address))
    sentence = page.split(f'id="{anchor}"')[1].split("</span>")[0]
    assert "The bridge will stay open all winter" in sentence


def test_a_quote_of_doubtful_speaker_is_not_shown(client: Client, quoted, settings):
    settings.QUOTE_CONFIDENCE = 1.0
    page = text_of(client.get(marsh().get_absolute_url()))
    assert "What Ann Marsh said" not in words_of(page)


def test_quotes_whose_article_was_read_anew_a_moment_ago_are_left_out(quoted):
    assert ShownArticle(quoted).find_speakers(quoted.quotes.public(), []) == []


def test_quotes_of_a_withdrawn_article_are_gone(client: Client, quoted, indexed):
    indexed("Mayor Ann Marsh opened the bridge.")
    Article.objects.filter(pk=quoted.pk).set_state(Article.State.WITHDRAWN)
    assert list(Quote.objects.public()) == []


def test_all_quotes_have_a_page_of_their_own(client: Client, indexed):
    for number in range(8):
        indexed(TEXT.replace("Tuesday", f"day {number}"), date=f"2024-02-{number + 1:02}")
    page = text_of(client.get(marsh().get_absolute_url()))
    address = reverse("quotes", args=[marsh().pk, "ann-marsh"])
    assert f'href="{address}"' in page
    assert page.count('<span class="words">') == 6
    page = text_of(client.get(address))
    assert page.count('<span class="words">') == Quote.objects.public().count() == 16
    assert "16 quotes, newest first" in words_of(page)
    assert words_of(page).index("Feb. 8, 2024") < words_of(page).index("Feb. 1, 2024")


def test_six_quotes_are_all_on_the_page_of_a_person(client: Client, indexed):
    for number in range(3):
        indexed(TEXT.replace("Tuesday", f"day {number}"))
    page = text_of(client.get(marsh().get_absolute_url()))
    assert page.count('<span class="words">') == 6
    assert "All quotes" not in page


def test_the_page_of_quotes_leads_on_from_old_names(client: Client, quoted, indexed):
    indexed("Mayor Anne Marsh opened the bridge.")
    anne = Entity.objects.get(kind="person", name="Anne Marsh")
    old = reverse("quotes", args=[marsh().pk, "ann-marsh"])
    desk.merge(marsh(), anne, None)
    response = client.get(old, follow=True)
    assert response.request["PATH_INFO"] == reverse("quotes", args=[anne.pk, "anne-marsh"])
    assert "The bridge will stay open" in text_of(response)


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "1e9"])
def test_any_page_number_is_answered(client: Client, quoted, page: str):
    address = reverse("quotes", args=[marsh().pk, "ann-marsh"])
    assert client.get(address, {"page": page}).status_code == 200


def test_an_article_says_who_is_quoted_in_it(client: Client, quoted):
    page = text_of(client.get(quoted.get_absolute_url()))
    assert "Ann Marsh 2 quotes" in words_of(page)
    assert '<a class="name person" href="#s3">Ann Marsh</a>' in page


def test_what_somebody_said_is_searched_for_and_shown(client: Client, quoted, indexed):
    indexed("Mayor Ann Marsh opened the bridge.", title="A bridge opens")
    page = text_of(client.get("/search", {"q": 'said:"Ann Marsh" ferry'}))
    assert "1 article" in words_of(page)
    item = page.split('<article class="item">')[1]
    assert re.findall(r'#(s\d)"\s*>“<span class="words">', item) == ["s4", "s3"]
    assert "take the <mark>ferry</mark> before the spring" in item


def test_who_said_nothing_is_not_found_by_it(client: Client, quoted):
    page = text_of(client.get("/search", {"q": 'said:"Ann Marsh" zeppelin'}))
    assert "Nothing matches" in words_of(page)
    page = text_of(client.get("/search", {"q": '-said:"Ann Marsh" bridge'}))
    assert 'class="passage spoken"' not in page
