"""The whole path in a real browser, on the site as `make run` starts it."""

from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.serving import PATIENCE, Site, run_site

STORY = """\
Ferry service returns to Lake Victoria

By Wanjiru Achieng

KISUMU, Kenya — The first passenger ferry in eleven years left the quay at Kisumu on Tuesday.

Captain Odhiambo Ouko said the crossing to Entebbe would take nine hours. "We have waited a long \
time for this whistle," Ouko said. Harbour officials in Kenya expect forty thousand passengers \
in the first year, and a second vessel is being fitted out in Mwanza.

A second vessel

The second ferry will carry lorries as well as people, Ouko said. It was built in Mwanza from \
steel that arrived by rail. Traders in Kisumu hope that the price of maize will fall once the \
lorries can cross the lake. The governor has promised that fares stay as they are until June.

Ouko said the crews had trained for six months on the old vessel before the new one was launched.
"""

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with run_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, "There is no Chromium here: run `python -m tests.chromium`, which installs one."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Site administration")).to_be_visible()


def upload(page: Page, site: Site, *files: Path) -> None:
    page.goto(f"{site.url}/admin/articles/upload/add/")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Upload").click()


def search(page: Page, site: Site, words: str) -> None:
    page.goto(site.url)
    page.get_by_label("Search the archive").fill(words)
    page.get_by_role("button", name="Search").click()


def test_an_uploaded_file_is_found_narrowed_read_and_followed(
    site: Site, page: Page, tmp_path: Path
) -> None:
    story = tmp_path / "ferry.txt"
    story.write_text(STORY)
    sign_in(page, site)
    upload(page, site, story)
    expect(page.get_by_text("Received ferry.txt")).to_be_visible()
    result = page.get_by_role("link", name="Ferry service returns to Lake Victoria")
    reload_until_found(page, site, '"passenger ferry" lorries', 1)
    expect(result).to_be_visible()

    page.get_by_role("link", name="Odhiambo Ouko 1").click()
    page.get_by_role("link", name="Mwanza 1").click()
    expect(page.get_by_role("status")).to_contain_text("1 article")
    feed_url = page.locator("link[type='application/rss+xml']").last.get_attribute("href")

    result.click()
    expect(page.get_by_role("heading", name="A second vessel")).to_be_visible()
    sentence = page.get_by_role("region", name="In brief").get_by_role("link").first
    words = sentence.inner_text()
    sentence.click()
    expect(page.locator(".sentence:target")).to_have_text(words)
    expect(page.locator(".sentence:target")).to_be_in_viewport()

    assert feed_url
    feed = feedparser.parse(f"{site.url}{feed_url}")
    assert [entry.title for entry in feed.entries] == ["Ferry service returns to Lake Victoria"]
    assert "lorries" in feed.entries[0].summary


def test_a_section_in_the_results_shows_its_summary_where_it_is_pointed_at(
    site: Site, browser: Browser
) -> None:
    for javascript in (True, False):
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()
        page.goto(f"{site.url}/search?q=cyclone")
        name = page.locator(".sections .section-name").first
        link, summary = name.get_by_role("link"), name.locator(".tip")
        below = page.locator(".item").nth(1)
        expect(summary).to_be_hidden()
        expect(link).to_have_accessible_description(
            " ".join((summary.text_content() or "").split())
        )
        place = below.evaluate("one => one.offsetTop")

        name.hover()
        expect(summary).to_be_visible()
        summary.hover()
        expect(summary).to_be_visible()
        assert below.evaluate("one => one.offsetTop") == place
        if javascript:
            page.keyboard.press("Escape")
            expect(summary).to_be_hidden()
        page.mouse.move(0, 0)
        expect(summary).to_be_hidden()

        link.focus()
        expect(summary).to_be_visible()
        heading = link.inner_text()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_in_viewport()
        context.close()


def test_an_edit_and_a_withdrawal_change_the_search(site: Site, page: Page, tmp_path: Path) -> None:
    story = tmp_path / "orchard.txt"
    story.write_text(STORY.replace("Ferry", "Orchard").replace("ferry", "orchard"))
    sign_in(page, site)
    upload(page, site, story)
    reload_until_found(page, site, "orchard mwanza", 1)

    page.goto(f"{site.url}/admin/articles/article/?q=Orchard")
    page.get_by_role("link", name="Orchard service returns").click()
    text = page.get_by_label("Text").first
    text.fill(text.input_value().replace("Harbour officials", "Zeppelin officials"))
    page.get_by_role("button", name="Save", exact=True).click()
    reload_until_found(page, site, "zeppelin", 1)

    page.goto(f"{site.url}/admin/articles/article/?q=Orchard")
    page.get_by_role("checkbox", name="Select this object for an action").check()
    page.get_by_label("Action:").select_option("withdraw")
    page.get_by_role("button", name="Go").click()
    reload_until_found(page, site, "zeppelin", 0)


def reload_until_found(page: Page, site: Site, words: str, articles: int) -> None:
    """Reload the search until it finds this many articles."""
    for _ in range(PATIENCE * 5):
        search(page, site, words)
        if page.get_by_role("status").inner_text().startswith(f"{articles} "):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} was not found {articles} times")
