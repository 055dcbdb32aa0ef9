"""What a reader can do on the pages beyond finding and reading."""

import gettext
import json
import re
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse

from articles.models import Article, Entity, Section
from articles.pages.entity_page import FEATURES
from articles.search.asking.repairs import RepairKind
from tests.pages.test_pages import STORY, story, text_of, words_of  # noqa: F401  (a fixture)

LONG = " ".join(f"The council of Nairobi counted {n} boats on the river today." for n in range(30))


def cookies(client: Client, **chosen: str) -> Client:
    for name, value in chosen.items():
        client.post(reverse("display"), {name: value, "next": "/"})
    return client


def extracts(page: str) -> int:
    return page.count('class="extract"')


def test_the_length_of_summaries_is_the_readers_choice(client: Client, indexed):
    address = indexed(LONG).get_absolute_url()
    normal = extracts(text_of(client.get(address)))
    assert extracts(text_of(cookies(client, summaries="none").get(address))) == 0
    assert 0 < extracts(text_of(cookies(client, summaries="short").get(address))) < normal
    longer = extracts(text_of(cookies(client, summaries="longer").get(address)))
    half = extracts(text_of(cookies(client, summaries="half").get(address)))
    assert normal < longer < half
    assert half == len(Section.objects.get().sentences) // 2


def test_names_can_be_left_plain(client: Client, story: Article):  # noqa: F811
    address = story.get_absolute_url()
    assert (
        '<a class="name person" href="/people/' in text_of(client.get(address)).split("<aside")[0]
    )
    plain = text_of(cookies(client, names="off").get(address)).split("<aside")[0]
    assert 'class="name ' not in plain


def test_the_theme_is_remembered(client: Client, archive):
    assert 'data-theme="auto"' in text_of(client.get("/about"))
    assert 'data-theme="dark"' in text_of(cookies(client, theme="dark").get("/about"))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_choice_never_leads_to_another_site(client: Client, db, back: str):
    response = client.post(reverse("display"), {"theme": "dark", "next": back})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_nonsense_choices_are_not_remembered(client: Client, db):
    response = client.post(reverse("display"), {"theme": "<script>", "summaries": "9" * 9999})
    assert not response.cookies


def test_a_choice_needs_the_token_of_its_form(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("display"), {"theme": "dark"}).status_code == 403


def test_words_of_the_search_are_marked_in_the_article(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get(story.get_absolute_url(), {"q": "pupils"}))
    assert '<mark id="m1">pupils</mark>' in page
    assert "matches for “pupils”" in words_of(page) or "matches for pupils" in words_of(page)
    assert "<mark" not in text_of(client.get(story.get_absolute_url()))


def test_a_mark_inside_a_name_keeps_the_link(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get(story.get_absolute_url(), {"q": "marsh"}))
    marsh = Entity.objects.get(kind="person", name="Ann Marsh")
    link = f'<a class="name person" href="{marsh.get_absolute_url()}">'
    assert f'{link}Ann <mark id="m1">Marsh</mark></a>' in page


def test_results_lead_to_the_article_with_its_marks(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get("/search", {"q": "four hundred"}))
    assert f'href="{story.get_absolute_url()}?q=four+hundred"' in page


def test_machines_are_told_what_the_article_is(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get(story.get_absolute_url()))
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == "A school opens in Nairobi"
    assert {"@type": "Person", "name": "Ann Marsh"} in told["mentions"]


def test_what_machines_are_told_cannot_end_its_element(client: Client, indexed):
    article = indexed(title="</script><script>alert(1)</script> & <!--")
    page = text_of(client.get(article.get_absolute_url()))
    assert "<script>alert" not in page
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert told["headline"] == "</script><script>alert(1)</script> & <!--"


def test_an_address_that_runs_code_is_no_link(client: Client, indexed):
    article = indexed(url="javascript:alert(1)")
    assert "javascript:" not in text_of(client.get(article.get_absolute_url()))


def test_only_what_changes_is_sent_to_a_page_that_asks(client: Client, story: Article):  # noqa: F811
    part = client.get(
        "/search", {"q": "pupils"}, headers={"HX-Request": "true", "HX-Target": "found"}
    )
    assert "<html" not in text_of(part)
    assert "1 article" in words_of(text_of(part))
    assert "HX-Request" in part["Vary"]


def test_suggestions_are_people_places_words_and_titles(client: Client, story: Article):  # noqa: F811
    def suggested(typed: str) -> str:
        return words_of(text_of(client.get(reverse("suggest"), {"q": typed})))

    assert "Person Ann Marsh" in suggested("marsh")
    assert "Place Nairobi" in suggested("nair")
    assert "Search pupils" in suggested("pup")
    assert "Article A school opens in Nairobi" in suggested("a school")
    assert "Article A school opens in Nairobi" in suggested('"nairobi" (scho')
    assert suggested("x") == suggested("\0") == ""


def test_where_nothing_matches_a_near_search_is_offered(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get("/search", {"q": "pupils zeppelin"}))
    assert 'href="/search?q=pupils"' in page


def test_people_are_compared_side_by_side(client: Client, indexed):
    for number in range(4):
        indexed(f"Governor Ann Marsh opened school number {number} in Nairobi.", date="2021-05-01")
        indexed(f"Captain Odhiambo Ouko sailed ship number {number} to Mwanza.", date="2023-05-01")
    page = text_of(client.get(reverse("compare"), {"a": "Ann Marsh", "b": "Odhiambo Ouko"}))
    here, there = (words_of(part) for part in page.split('<section class="side"')[1:])
    assert "4 articles" in here
    assert "Nairobi" in here and "Nairobi" not in there
    assert "Mwanza" in there.split("What they share")[0]


def test_a_country_is_compared_with_all_that_lies_in_it(client: Client, indexed):
    for number in range(3):
        indexed(f"The market of Mosul opened for the {number}th time.")
        indexed(f"Ferry number {number} sailed from Entebbe in Uganda.")
    page = text_of(client.get(reverse("compare"), {"a": "Iraq", "b": "Uganda"}))
    here, there = (words_of(part) for part in page.split('<section class="side"')[1:])
    assert "3 articles" in here
    assert "3 articles" in there.split("What they share")[0]


def test_words_of_an_article_that_was_just_withdrawn_are_not_compared(client: Client, indexed):
    for number in range(4):
        indexed(f"Governor Ann Marsh opened the zeppelin hall {number}.", title="Zeppelins")
        indexed(f"Captain Odhiambo Ouko sailed ship number {number} to Mwanza.")
    asked = {"a": "Ann Marsh", "b": "Odhiambo Ouko"}
    assert "Zeppelins" in words_of(text_of(client.get(reverse("compare"), asked)))
    Article.objects.filter(title="Zeppelins").set_state(Article.State.WITHDRAWN)
    assert "Zeppelins" not in words_of(text_of(client.get(reverse("compare"), asked)))


def test_who_compares_nothing_yet_is_offered_what_is_named_most(client: Client, indexed):
    for year in (2023, 2024):
        indexed("Ann Marsh met Kofi Mensah in Nairobi and in Mombasa.", date=f"{year}-05-01")
    page = client.get(reverse("compare")).content.decode()
    for pair in ("a=Ann%20Marsh&amp;b=Kofi%20Mensah", "a=2023&amp;b=2024"):
        assert pair in page
    assert (
        "Zum Beispiel"
        in client.get(reverse("compare"), headers={"accept-language": "de"}).content.decode()
    )


@pytest.mark.parametrize(
    "query", ["a=%00&b=%00", "a=(((&b=" + "%22" * 100, "a=2023&b=person:", "a=" + "x" * 5000, "b=1"]
)
def test_nonsense_to_compare_is_never_an_error(client: Client, story: Article, query: str):  # noqa: F811
    assert client.get(f"/compare?{query}").status_code == 200


def test_a_persons_page_shows_time_place_and_company(client: Client, indexed):
    for year in (2019, 2021, 2023):
        indexed(f"Governor Ann Marsh met Captain Odhiambo Ouko in Nairobi, {year}.",
                title=f"A meeting in {year}", date=f"{year}-05-01")  # fmt: skip
    page = text_of(
        client.get(Entity.objects.get(kind="person", name="Ann Marsh").get_absolute_url())
    )
    assert 'aria-label="2021: 1 article"' in page
    assert 'aria-label="Odhiambo Ouko: 3"' in page
    assert 'aria-label="Nairobi: 3"' in page
    assert "first in A meeting in 2019" in words_of(page)


def test_a_year_is_drawn_month_by_month(client: Client, indexed):
    for day in ("2021-05-01", "2021-05-30", "2021-07-01", "2022-01-01"):
        indexed(date=day)
    page = text_of(client.get("/search", {"from": "2021-01-01", "to": "2021-12-31"}))
    assert 'aria-label="May 2021: 2 articles"' in page
    assert 'aria-label="Jul 2021: 1 article"' in page


def test_every_example_of_the_guide_is_understood(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get(reverse("help")))
    links = re.findall(r'<dt><a href="([^"]+)">', page)
    assert len(links) >= 15
    for link in links:
        assert 'class="repair"' not in text_of(client.get(link.replace("&amp;", "&")))


@pytest.mark.parametrize("kind", ["article", "person", "place", "compare", "suggest"])
def test_no_page_asks_the_database_more_than_twelve_times(
    client: Client, indexed, kind: str, django_assert_max_num_queries
):
    for number in range(12):
        last = indexed(f"Governor Ann Marsh opened school number {number} in Nairobi, Kenya.")
    addresses = {
        "article": last.get_absolute_url(),
        "person": Entity.objects.get(kind="person", name="Ann Marsh").get_absolute_url(),
        "place": Entity.objects.get(kind="place", name="Nairobi").get_absolute_url(),
        "compare": "/compare?a=Ann+Marsh&b=Nairobi",
        "suggest": "/suggest?q=nairo",
    }
    with django_assert_max_num_queries(12):
        assert client.get(addresses[kind]).status_code == 200


def test_pages_speak_the_readers_language(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get("/search", {"q": "pupils"}, headers={"Accept-Language": "de"}))
    assert '<html lang="de"' in page
    assert "Suchergebnisse" in words_of(page)
    assert "1 Artikel" in words_of(page)
    assert "Search results" not in page


def test_how_a_search_was_read_is_said_in_the_readers_language(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get("/search", {"q": "pupils)"}, headers={"Accept-Language": "de"}))
    assert "Eine schließende Klammer ohne öffnende wurde weggelassen." in page


def test_the_german_translation_is_complete():
    templates = Path(settings.BASE_DIR / "templates")
    phrases = {
        phrase
        for file in templates.rglob("*.html")
        if "admin" not in file.parts
        for phrase in re.findall(r"{% translate '([^']+)' %}", file.read_text())
    }
    phrases |= {str(how) for how in RepairKind}
    phrases |= set(FEATURES)
    german = gettext.translation("django", settings.LOCALE_PATHS[0], ["de"])
    same_in_both = {"Auto", "Name", "Normal", "Person", "Region", "in"}
    assert len(phrases) > 100
    assert {one for one in phrases if german.gettext(one) == one} <= same_in_both


def test_the_compiled_translation_is_that_of_its_source():
    (folder,) = settings.LOCALE_PATHS[0].glob("de/LC_MESSAGES")
    with (folder / "django.po").open("rb") as source:
        write_mo(expected := BytesIO(), read_po(source))
    expected.seek(0)
    with (folder / "django.mo").open("rb") as compiled:
        assert pairs(compiled) == pairs(expected)


def pairs(compiled: BinaryIO) -> list[tuple[object, object]]:
    return [(phrase.id, phrase.string) for phrase in read_mo(compiled) if phrase.id]


def test_every_kind_of_place_can_be_translated():
    with sqlite3.connect(settings.GAZETTEER) as connection:
        kinds = connection.execute("SELECT DISTINCT kind FROM entry").fetchall()
    assert {kind.capitalize() for (kind,) in kinds} == set(FEATURES)


def test_a_lead_is_not_summed_up_twice(client: Client, indexed):
    page = text_of(client.get(indexed(LONG).get_absolute_url()))
    assert 'class="brief"' in page
    assert 'class="summary"' not in page


def test_a_section_is_summed_up_under_its_heading(client: Client, story: Article):  # noqa: F811
    page = text_of(client.get(story.get_absolute_url()))
    section = page.partition('<section id="section-1"')[2]
    assert section.index("Books from") < section.index('class="summary"')


def test_a_writers_page_lists_what_they_wrote(client: Client, indexed):
    for day in range(1, 13):
        indexed(title=f"Report number {day}", byline="Amal Haddad", date=f"2024-05-{day:02}")
    page = text_of(
        client.get(Entity.objects.get(kind="person", name="Amal Haddad").get_absolute_url())
    )
    assert "Named in" not in page
    assert "Articles, newest first" not in page
    wrote = words_of(page.split('id="wrote"')[1].split("</section>")[0])
    assert "Report number 12 May 12, 2024" in wrote
    assert "Report number 2 May" not in wrote
    assert "All 12 articles" in wrote
