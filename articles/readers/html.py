"""Web pages: the article out of everything around it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.readers import decoding, metadata
from articles.story import Block, Story, Unreadable

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE
)
_BLOCKS = ("head", "p", "item", "quote", "row", "code")
_LONGEST_HEADING = 120


def read(name: str, file: BinaryIO) -> Iterator[Story]:
    """The one story in the page; raises Unreadable if no article is found in it."""
    data = decoding.take(file, name)
    declared = _CHARSET.search(data[:4096])
    text = decoding.decode(data, name, declared=declared[1].decode() if declared else "")
    try:
        page = document_fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"{name} holds no HTML ({error}).") from error
    told = metadata.read(page)
    _mark_headings(page)
    found = trafilatura.bare_extraction(page, include_comments=False)
    blocks = tuple(_blocks(found.body)) if found is not None else ()
    if not blocks:
        raise Unreadable(f"{name}: no article found in this page.")
    yield told.story(name, blocks)


def _mark_headings(page: HtmlElement) -> None:
    """Make headings of what only looks like one: `<div class="subhead">`, paragraphs all in bold."""
    for element in page.iter("div", "p", "span"):
        if _is_subhead(element) or _is_bold(element):
            words = " ".join(element.text_content().split())
            if 2 < len(words) <= _LONGEST_HEADING:
                element.tag = "h3"
                for child in list(element):
                    child.drop_tag()


def _is_subhead(element: HtmlElement) -> bool:
    return (
        bool(
            re.search(
                r"\b(?:sub-?head(?:ing|er|line)?|cross-?head(?:ing)?|inter-?title)\b",
                element.get("class", ""),
            )
        )
        and element.find(".//p") is None
    )


def _is_bold(element: HtmlElement) -> bool:
    """Whether all the paragraph's text is bold."""
    if element.tag != "p" or (element.text or "").strip():
        return False
    parts = [child for child in element if child.tag != "br" or (child.tail or "").strip()]
    return (
        len(parts) == 1
        and parts[0].tag in ("b", "strong")
        and not (parts[0].tail or "").strip()
        and not _SENTENCE.search(parts[0].text_content().strip())
    )


_SENTENCE = re.compile(r"[.,;]$")


def _blocks(body: etree._Element) -> Iterator[Block]:
    for element in body.iter(*_BLOCKS):
        if any(outer.tag in _BLOCKS for outer in element.iterancestors()):
            continue
        text = " ".join(decoding.tidy("".join(element.itertext())).split())
        if text:
            yield Block(text, level=_level(element))


def _level(element: etree._Element) -> int:
    return int(element.get("rend", "h2")[1:2] or 2) if element.tag == "head" else 0
