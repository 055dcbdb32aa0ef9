"""Every page for everyone: what axe-core checks, the keyboard alone, and no JavaScript."""

from collections.abc import Iterator

import feedparser
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.pages.test_browser import browser, sign_in  # noqa: F401  (a fixture)
from tests.serving import ROOT, Site, run_site

TEMPLATES = ROOT / "templates"
PHONE = {"width": 390, "height": 800}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with run_site(tmp_path_factory.mktemp("readers")) as running:
        yield running


@pytest.fixture(scope="module")
def addresses(site: Site, browser: Browser) -> dict[str, str]:  # noqa: F811
    """One page of every kind."""
    page = browser.new_page()
    page.goto(f"{site.url}/search?q=dam")
    article = page.locator(".headline").first.get_attribute("href")
    page.goto(f"{site.url}{article}")
    person = page.locator(".beside a.person").first.get_attribute("href")
    place = page.locator(".beside a.place").first.get_attribute("href")
    page.goto(f"{site.url}/search?q=dam")
    area = page.locator("[aria-labelledby=facet-area] .choice").first.get_attribute("href")
    page.close()
    return {
        "home": "/",
        "search": "/search?q=dam",
        "nothing": "/search?q=zeppelin&from=2020-01-01",
        "article": str(article),
        "person": str(person),
        "place": str(place),
        "area": str(area),
        "excluded": "/search?q=layla+al-janabi+dam&person=1&person.all=1&section.not=-&area.find=a",
        "misspelt": "/search?q=damm+(bridge+zeppelin",
        "quotes": f"{person}quotes",
        "said": "/search?q=said:subramaniam",
        "compare": "/compare?a=Mosul&b=Beira",
        "help": "/help",
        "about": "/about",
        "missing": "/no-such-page",
        "comparing nothing": "/compare",
        "many pages": "/search?page=2",
        "login": "/admin/login/",
    }


DESK = {
    "admin": "/admin/",
    "articles": "/admin/articles/article/",
    "article": "/admin/articles/article/1/change/",
    "uploads": "/admin/articles/upload/",
    "upload": "/admin/articles/upload/add/",
    "people": "/admin/articles/person/",
    "proposals": "/admin/articles/proposal/",
    "decisions": "/admin/articles/decision/",
}
"""What editors see, and a page at the desk for each of the names in `addresses`."""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page with everything opened."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    problems = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in problems for node in one["nodes"]]


def desk_page(kind: str, address: str) -> str:
    """Where editors find a name that readers find at this address."""
    return f"/admin/articles/{kind}/{address.split('/')[2]}/change/"


def merge_with_nobody(page: Page) -> None:
    """Ask, with its page open, for a name to be merged with one that there is not."""
    page.get_by_label("The same as").fill("Nobody Atall")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_label("The same as")).to_have_accessible_description(
        "Nothing in this archive is called Nobody Atall."
    )


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    site: Site,
    browser: Browser,  # noqa: F811
    addresses: dict[str, str],
    size: dict[str, int],
    theme: str,
) -> None:
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        page.goto(site.url + address)
        found[name] = violations(page)
    sign_in(page, site)
    names = {kind: desk_page(kind, addresses[kind]) for kind in ("person", "place")}
    for name, address in {**DESK, **names}.items():
        answer = page.goto(site.url + address)
        assert answer and answer.ok, address
        found[f"desk: {name}"] = violations(page)
    for name in (addresses["person"], names["person"]):
        page.goto(site.url + name)
        found[f"editing: {name}"] = violations(page)
        merge_with_nobody(page)
        found[f"refused: {name}"] = violations(page)
    page.route("**/broken", lambda route: route.fulfill(status=500, path=TEMPLATES / "500.html"))
    page.goto(f"{site.url}/broken")
    expect(page.get_by_role("heading", level=1)).to_have_css("font-weight", "700")
    found["500"] = violations(page)
    context.close()
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_while_the_index_is_away(
    site: Site,
    browser: Browser,  # noqa: F811
    theme: str,
) -> None:
    page = browser.new_page(color_scheme=theme)  # type: ignore[arg-type]
    pointer = site.data / "index" / "current"
    whole = pointer.read_text()
    pointer.write_text("nowhere")
    try:
        page.goto(f"{site.url}/search?q=dam")
        expect(page.locator(".trouble .kind")).to_have_text("503")
        assert violations(page) == []
    finally:
        pointer.write_text(whole)
        page.close()


def test_no_page_is_wider_than_a_phone(
    site: Site,
    browser: Browser,  # noqa: F811
    addresses: dict[str, str],
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 700})
    for name, address in addresses.items():
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    page.close()


def test_pages_are_light_and_stay_where_they_are(
    site: Site,
    browser: Browser,  # noqa: F811
    addresses: dict[str, str],
) -> None:
    for name, address in addresses.items():
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(
            "window.shifted = 0; new PerformanceObserver((list) => list.getEntries().forEach("
            "(one) => { window.shifted += one.value; })).observe("
            "{ type: 'layout-shift', buffered: true });"
        )
        page.goto(site.url + address, wait_until="networkidle")
        sent = page.evaluate(
            "performance.getEntries().filter((one) => one.transferSize)"
            ".reduce((sum, one) => sum + one.transferSize, 0)"
        )
        assert sent < 150_000, name
        assert page.evaluate("window.shifted") < 0.01, name
        context.close()


def test_something_is_seen_at_once_with_an_empty_cache(
    site: Site,
    browser: Browser,  # noqa: F811
    addresses: dict[str, str],
) -> None:
    """The aim is half a second on a quiet machine; what was measured is printed (pytest -s)."""
    painted = {}
    for name, address in addresses.items():
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(site.url + address, wait_until="load")
        painted[name] = page.evaluate(
            "new Promise((seen) => new PerformanceObserver((list) => list.getEntries().filter("
            "(one) => one.name === 'first-contentful-paint').forEach((one) => seen(one.startTime)"
            ")).observe({ type: 'paint', buffered: true }))"
        )
        context.close()
    print("First contentful paint, ms:", {name: round(after) for name, after in painted.items()})
    assert all(after > 0 for after in painted.values())


def test_everything_can_be_done_with_the_keyboard(
    site: Site,
    browser: Browser,  # noqa: F811
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(site.url)
    page.keyboard.press("/")
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("10 articles")

    tab_to(page, "#narrow a:has-text('Layla al-Janabi')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("9 articles")
    expect(page.get_by_role("link", name="Layla al-Janabi 9 (chosen; remove)")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("10 articles")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    title = page.locator(".headline").first
    expect(title).to_be_focused()
    words = title.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_be_in_viewport()

    tab_to(page, ".brief .extract")
    page.keyboard.press("Enter")
    expect(page.locator(".sentence:target")).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.close()


def test_a_choice_is_excluded_with_the_keyboard(
    site: Site,
    browser: Browser,  # noqa: F811
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{site.url}/search?q=dam")
    tab_to(page, "#narrow .exclude[aria-label='Exclude Layla al-Janabi']")
    expect(page.get_by_role("link", name="Exclude Layla al-Janabi")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 article")
    chosen = page.get_by_role("list", name="Chosen")
    expect(chosen).to_contain_text("without Layla al-Janabi")
    tab_to(page, "#narrow .excluded")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("10 articles")
    expect(chosen).not_to_contain_text("without")
    page.close()


def test_a_name_is_found_in_a_facet_and_excluded_without_javascript(
    site: Site,
    browser: Browser,  # noqa: F811
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}/search")
    found = page.get_by_label("Find in People")
    found.fill("layla")
    found.press("Enter")
    people = page.get_by_role("region", name="People")
    expect(people.get_by_role("listitem")).to_have_count(1)
    people.get_by_role("link", name="Layla al-Janabi", exact=False).first.click()
    people.get_by_role("link", name="All of these").click()
    expect(people.locator("[aria-current=true]").first).to_contain_text("All of these")
    page.get_by_role("link", name="Show all again").click()
    expect(people.get_by_role("link", name="(chosen; remove)")).to_be_visible()
    people.get_by_role("link", name="Exclude", exact=False).nth(1).hover()
    people.get_by_role("link", name="Exclude", exact=False).nth(1).click()
    expect(page.get_by_role("list", name="Chosen")).to_contain_text("without")
    context.close()


def test_suggestions_lead_to_people_and_places(
    site: Site,
    browser: Browser,  # noqa: F811
) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(site.url)
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("defne")
    option = page.get_by_role("option", name="Defne Aksoy")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.get_by_role("list", name="Chosen")).to_contain_text("Defne Aksoy")
    page.close()


def test_everything_can_be_done_without_javascript(
    site: Site,
    browser: Browser,  # noqa: F811
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_label("Search the archive").fill("dam")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("10 articles")
    page.get_by_role("link", name="2021: 3 articles").first.click()
    expect(page.get_by_role("status")).to_have_text("3 articles")
    feed = page.get_by_role("link", name="RSS").first.get_attribute("href")
    assert len(feedparser.parse(f"{site.url}{feed}").entries) == 3

    page.locator(".headline").first.click()
    page.get_by_role("link", name="First", exact=True).click()
    expect(page.locator("mark").first).to_be_in_viewport()
    page.get_by_role("button", name="None", exact=True).click()
    expect(page.get_by_role("region", name="In brief")).to_have_count(0)
    page.get_by_role("button", name="Longer").click()
    page.locator(".brief .extract").last.click()
    expect(page.locator(".sentence:target")).to_be_in_viewport()
    page.get_by_role("button", name="Plain").click()
    expect(page.locator(".reading .name")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("at_the_desk", [False, True], ids=["on the site", "at the desk"])
def test_a_decision_that_cannot_be_made_is_explained_without_javascript(
    site: Site,
    browser: Browser,  # noqa: F811
    addresses: dict[str, str],
    at_the_desk: bool,
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site)
    person = addresses["person"]
    page.goto(site.url + (desk_page("person", person) if at_the_desk else person))
    if not at_the_desk:
        page.get_by_text("Correct this name").click()
    merge_with_nobody(page)
    expect(page.get_by_label("The same as")).to_have_value("Nobody Atall")
    expect(page.get_by_label("The same as")).to_be_focused()
    expect(page.get_by_label("The same as")).to_be_in_viewport()
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    wanted = page.locator(selector).first
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")
