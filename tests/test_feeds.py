from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from articles.models import Article, Entity
from tests.pages.test_pages import STORY


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
    for day in ("2023-01-01", "2025-01-01", "2024-01-01"):
        indexed(title=f"Dated {day}", date=day)
    titles = [item.title for item in read(client).entries]
    assert titles == ["Dated 2025-01-01", "Dated 2024-01-01", "Dated 2023-01-01"]


def test_the_guid_stays_when_the_title_changes(client, school):
    before = read(client).entries[0].id
    school.title = "Quite another title"
    school.save()
    assert read(client).entries[0].id == before


def test_any_search_person_and_section_is_a_feed(client, school, indexed):
    other = indexed("A ship left Hamburg in the rain.", title="A ship leaves", category="World")
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
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


def test_a_feed_has_all_that_rss_requires(client, school):
    root = ElementTree.fromstring(client.get("/feed?q=school").content)
    channel = root.find("channel")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    assert channel.findtext("title") == "Newsroom: “school”"
    assert channel.findtext("link") == "http://testserver/search?q=school"
    assert channel.findtext("description") == "1 article, the newest first"
    assert channel.findtext("language") == "en"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate"))
    (itself,) = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert itself.attrib == {"rel": "self", "href": "http://testserver/feed?q=school"}
    (item,) = channel.findall("item")
    for name in ("title", "link", "description", "guid"):
        assert item.findtext(name)
    assert item.find("guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(item.findtext("pubDate")).date() == date(2024, 5, 1)


def test_a_feed_speaks_the_language_that_is_asked_for(client, school):
    german = client.get("/feed?from=2024-01-01", headers={"accept-language": "de"})
    feed = feedparser.parse(german.content).feed
    assert (feed.language, feed.title) == ("de", "Newsroom: ab 1. Januar 2024")
    assert feed.subtitle == "1 Artikel, die neuesten zuerst"
    assert "Accept-Language" in german["Vary"]


def test_a_feed_that_has_not_changed_is_not_sent_again(client, school, indexed):
    first = client.get("/feed")
    assert parsedate_to_datetime(first["Last-Modified"])
    again = client.get("/feed", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    indexed(title="A ship leaves")
    assert client.get("/feed", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_article_withdrawn_from_a_feed_is_noticed(client, school, indexed):
    indexed(title="A ship leaves", date="2023-01-01")
    first = client.get("/feed")
    Article.objects.filter(title="A ship leaves").set_state(Article.State.WITHDRAWN)
    assert client.get("/feed", headers={"if-none-match": first["ETag"]}).status_code == 200
