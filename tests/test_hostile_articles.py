"""Hostile text in an article is shown as text on every linked page and in every feed."""

import re
from collections import Counter, deque
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from articles import intake
from articles.models import Article, Entity
from tests.factories import make_upload

RUNS = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEMPLATE = "{{ 6|add:1 }}{% now 'Y' %}"
TURNED = "\u202egnorw\u2066"
BROKEN = "bell\a escape\x1b[31m last\uffff"
STORY = f"""\
Zuri Kamau told the court in Nairobi: {RUNS} and then {TEMPLATE}. The judge wrote {TURNED} down.

"It was {BROKEN} all along," Zuri Kamau said. A javascript:alert(3) link stood in the file.

## {RUNS} heading {TEMPLATE}

Zuri Kamau went home to Mombasa. {RUNS} was heard no more in Nairobi that year."""
MOST_OF_A_KIND = 30
"""Pages visited for each beginning of an address, because searches link to more searches."""
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "rect", "circle", "use"}


class Markup(HTMLParser):
    """Parses a page as a browser would, and records what it would do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.runs: list[str] = []
        """Elements that would run a script or load what the article links to."""
        self.turned: list[set[str]] = []
        """The elements and classes around each text that changes the direction of writing."""
        self._around: list[tuple[str, set[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._around.append(
                (tag, {tag, *(f".{one}" for one in known.get("class", "").split())})
            )
        if tag in ("a", "link") and "href" in known:
            self.links.append(known["href"])
        ours = known.get("src", "").startswith("/static/") or known.get("type", "").endswith("json")
        if tag in ("script", "img", "iframe", "object", "embed", "style") and not ours:
            self.runs.append(self.get_starttag_text() or tag)
        for name, value in known.items():
            if name.startswith("on") or value.lower().lstrip().startswith("javascript:"):
                self.runs.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside_script = any(tag == "script" for tag, _ in self._around)
        if "\u202e" in data and not inside_script:
            self.turned.append({name for _, names in self._around for name in names})


@pytest.fixture
def hostile(indexed) -> Article:
    for number in range(6):  # so that there is a digest, a timeline and a second of everything
        article = indexed(
            STORY.replace("that year", f"in {2015 + number}"),
            title=f"{RUNS} {TEMPLATE} {TURNED} {number}",
            byline=f"Zuri Kamau and {RUNS}",
            category=f"Local {RUNS}",
            source=f"{RUNS} Times {TEMPLATE}",
            url="javascript:alert(4)",
            date=f"{2015 + number}-03-01",
        )
    article.correction = article.author_note = f"{RUNS} {TEMPLATE} {TURNED} {BROKEN}"
    article.save()
    file = f"Court hears of null\0 bytes\n\nZuri Kamau read {RUNS} and \0 in court. She left."
    intake.take_in(make_upload("null.txt", file.encode()))
    page = f"<article><h1>Court again</h1><p>Zuri Kamau read &#0;&#7;&#x202e; {STORY}</p></article>"
    intake.take_in(make_upload("null.html", page.encode()))
    for kind in ("person", "place"):
        name = Entity.objects.listed().filter(kind=kind).first()
        name.name = f"{name.name} {RUNS} {TEMPLATE}"[:200]
        name.aliases = f"{RUNS}\n{TURNED}"
        name.save()
    return article


def test_hostile_text_is_text_on_every_page_and_in_every_feed(client: Client, hostile: Article):
    waiting = deque(
        ["/", "/search?q=court", "/search?q=%3Cscript%3E", "/compare?a=Nairobi&b=<script>",
         "/about", "/help", "/no-such-page", "/suggest?q=zur", "/suggest?q=scr", "/feed",
         "/compare", "/search?q=zzz%3Cimg%20src=x%20onerror=a%3E",
         f"{hostile.get_absolute_url()}?q=court"]
    )  # fmt: skip
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        beginning = urlsplit(address).path.split("/")[1] or "home"
        if address in seen or kinds[beginning] >= MOST_OF_A_KIND:
            continue
        seen.add(address)
        kinds[beginning] += 1
        response = client.get(address, follow=True)
        assert response.status_code in (200, 404), address
        kind = response["Content-Type"].partition(";")[0]
        if kind == "application/rss+xml":
            assert not feedparser.parse(response.content).bozo, address
        elif kind == "text/html":
            page = response.content.decode()
            markup = Markup(page)
            assert markup.runs == [], address
            assert "\0" not in page, address
            assert "default-src 'none'" in response["Content-Security-Policy"]
            links = (urljoin(address, link) for link in markup.links)
            waiting += [
                link.partition("#")[0]
                for link in links
                if link.startswith("/") and not link.startswith(("/static/", "/admin/"))
            ]
    assert set(kinds) >= {
        "home",
        "search",
        "feed",
        "articles",
        "people",
        "places",
        "compare",
        "suggest",
    }


def test_what_looks_like_a_template_is_shown_as_it_stands(client: Client, hostile: Article):
    for address in (hostile.get_absolute_url(), "/", "/search?q=court", "/feed"):
        page = client.get(address).content.decode()
        assert "{{ 6|add:1 }}" in page, address
        assert "7" + "{% now" not in page, address


def test_writing_that_turns_round_turns_only_itself(client: Client, hostile: Article):
    """Check that the text is in an element whose direction does not change its line."""
    css = Path(str(finders.find("articles/site.css"))).read_text()
    (rule,) = re.findall(r"^(.*) { unicode-bidi: isolate; }", css, re.MULTILINE)
    apart = set(rule.split(", ")) | {"title", "p", "li", "th", "h4"}
    for address in (hostile.get_absolute_url(), "/", "/search?q=court"):
        markup = Markup(client.get(address).content.decode())
        assert markup.turned, address
        assert [path for path in markup.turned if not path & apart] == [], address
