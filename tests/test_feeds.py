import feedparser
import pytest
from django.test import Client

from articles.models import Article, Person
from tests.test_pages import STORY


def read(client: Client, address: str = "/feed"):
    response = client.get(address)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed
    assert feed.version == "rss20"
    return feed


@pytest.fixture
def school(indexed) -> Article:
    return indexed(STORY, title="A “school” opens & <closes>", date="2024-05-01", byline="Al Øy")


def test_items_carry_title_link_date_author_and_section_summaries(client, school):
    (item,) = read(client).entries
    assert item.title == "A “school” opens & <closes>"
    assert item.link == f"http://testserver{school.get_absolute_url()}"
    assert item.published_parsed[:3] == (2024, 5, 1)
    assert "Al Øy" in item.author
    assert "Books from Mombasa" in item.summary


def test_the_newest_come_first(client, indexed):
    for date in ("2023-01-01", "2025-01-01", "2024-01-01"):
        indexed(title=f"Dated {date}", date=date)
    titles = [item.title for item in read(client).entries]
    assert titles == ["Dated 2025-01-01", "Dated 2024-01-01", "Dated 2023-01-01"]


def test_the_guid_stays_when_the_title_changes(client, school):
    before = read(client).entries[0].id
    school.title = "Quite another title"
    school.save()
    assert read(client).entries[0].id == before


def test_any_search_person_and_section_is_a_feed(client, school, indexed):
    other = indexed("A ship left Hamburg in the rain.", title="A ship leaves", desk="World")
    marsh = Person.objects.get(name="Ann Marsh")
    assert [item.title for item in read(client, f"/feed?person={marsh.pk}").entries] == [
        school.title
    ]
    assert [item.title for item in read(client, "/feed?section=World").entries] == [other.title]
    assert [item.title for item in read(client, "/feed?q=ship").entries] == [other.title]


@pytest.mark.parametrize("address", ["/search?q=school", "/search?section=Local", "/"])
def test_pages_name_their_feed(client, school, address):
    page = client.get(address).content.decode()
    expected = address.replace("/search", "/feed") if "search" in address else "/feed"
    assert 'type="application/rss+xml"' in page
    assert f'href="{expected}"' in page


def test_a_withdrawn_article_leaves_its_feed(client, school):
    Article.objects.all().set_state(Article.State.WITHDRAWN)
    assert read(client).entries == []
