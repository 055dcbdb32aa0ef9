"""Reads what a web page says about its article, in meta elements, JSON-LD and the title."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from articles.english import bylines, dates
from articles.readers import decoding
from articles.story import Story

# Types of schema.org: "NewsArticle", "BlogPosting", "ReportageNewsArticle", "Review"
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate",
    "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "og:published_time",
)  # fmt: skip
_CATEGORIES = ("article:section", "section", "parsely-section", "articlesection")
_SOURCES = ("og:site_name", "application-name", "dc.publisher", "publisher")
_DEEPEST = 20
"""The maximum number of levels of nested lists and graphs that are read in JSON-LD."""


def read(page: HtmlElement, name: str) -> Story:
    """Return a story with the fields that the metadata of the page gives, but without blocks."""
    metas = _metas(page)
    linked = _find_linked_article(page)
    source = _first_content(metas, _SOURCES) or _text(linked.get("publisher"))
    return Story(
        blocks=(),
        name=name,
        title=_title(page, metas, linked, source),
        byline=_byline(metas, linked, source),
        published_at=_published_at(page, metas, linked),
        category=_text(linked.get("articleSection")) or _first_content(metas, _CATEGORIES),
        source=source,
        url=_url(page, metas),
        language=(page.get("lang") or "en").split("-")[0].lower()[:8] or "en",
    )


def _metas(page: HtmlElement) -> dict[str, str]:
    """Return a dict that maps the names of meta elements, in lower case, to their contents.

    If several meta elements have the same name, the first content counts.
    """
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := _tidy(meta.get("content", "")):
            metas.setdefault(name.lower(), content)
    return metas


def _first_content(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _find_linked_article(page: HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object that describes the article of a page, or {} if there is none."""
    for script in page.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "", strict=False)
        except (
            ValueError,
            RecursionError,
        ):  # broken JSON-LD is common, and the page can do without
            continue
        for item in _objects(found):
            if _ARTICLE.search(str(item.get("@type", ""))[:200]):
                return item
    return {}


def _objects(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(found, list) and depth < _DEEPEST:
        for item in found:
            yield from _objects(item, depth + 1)
    elif isinstance(found, dict) and depth < _DEEPEST:
        yield found
        yield from _objects(found.get("@graph", []), depth + 1)


def _text(value: Any) -> str:
    """Return a JSON-LD value as text, or "" if the value is of an unexpected type.

    The text of an object is its name. The text of a list is the text of its first item.
    """
    match value:
        case str():
            return _tidy(value)
        case {"name": str(name)}:
            return _tidy(name)
        case [first, *_]:
            return _text(first) if not isinstance(first, list) else ""
        case _:
            return ""


def _title(page: HtmlElement, metas: dict[str, str], linked: dict[str, Any], source: str) -> str:
    title = _text(linked.get("headline")) or _first_content(metas, _TITLES)
    if not title:
        head = page.find(".//title")
        title = _tidy(head.text_content()) if head is not None else ""
    return _drop_site_name(title, source, page)


def _drop_site_name(title: str, source: str, page: HtmlElement) -> str:
    """Return the title without the site's name at the end, such as " | The Harbour Post".

    `source` is the site's name, or "" if unknown. If the title begins with the text of an `<h1>` of
    the page, that text is returned.
    """
    for heading in page.iter("h1"):
        words = _tidy(heading.text_content())
        if len(words) > 10 and title.startswith(words):
            return words
    if source:
        return re.sub(rf"\s+[|–—:·-]\s+{re.escape(source)}\s*$", "", title, flags=re.IGNORECASE)
    return title


def _byline(metas: dict[str, str], linked: dict[str, Any], source: str) -> str:
    authors = linked.get("author")
    people = (
        [_text(author) for author in authors] if isinstance(authors, list) else [_text(authors)]
    )
    text = ", ".join(dict.fromkeys(person for person in people if person)) or _first_content(
        metas, _AUTHORS
    )
    names = "" if "://" in text else bylines.names(text)
    is_nobody = names.casefold() in {*bylines.NO_AUTHORS, source.casefold()}
    return "" if is_nobody else names


def _published_at(
    page: HtmlElement, metas: dict[str, str], linked: dict[str, Any]
) -> datetime | None:
    dated = [
        _text(linked.get("datePublished")),
        *(metas[name] for name in _DATES if name in metas),
    ]
    dated += [time.get("datetime", "") for time in page.iter("time")][:1]
    return next((moment for value in dated if (moment := dates.parse(value))), None)


def _url(page: HtmlElement, metas: dict[str, str]) -> str:
    links = (link for link in page.iter("link") if link.get("rel", "").lower() == "canonical")
    addresses = [*(link.get("href", "").strip() for link in links), metas.get("og:url", "")]
    return next((address for address in addresses if re.match(r"https?://", address)), "")


def _tidy(text: str) -> str:
    """Return the text as one line, with HTML escapes decoded. Many sites escape even JSON-LD."""
    return " ".join(decoding.tidy(unescape(text)).split())
