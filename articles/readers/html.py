"""Reads web pages: finds the article and leaves out everything around it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura.settings import Document

from articles.readers import cleaning, decoding, metadata
from articles.story import Block, Story, Unreadable

MOST_ELEMENTS = 30_000
"""The maximum number of elements in a page. Extraction takes about five seconds for that many, and
four times as long for twice as many."""

# <meta charset="utf-8">, <meta http-equiv=Content-Type content="text/html; charset=utf-8">
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE
)
_BREAKS = frozenset(
    ("body", "div", "p", "head", "list", "item", "quote", "table", "row", "lb", "code")
)
"""The elements of trafilatura's output that begin and end a block of text."""
_TOP = 4
"""The number of blocks at the beginning of an article that may repeat the title."""
_SHORT = 250
"""The minimum number of characters in an article after cleaning. If there are fewer, cleaning may
have removed too much."""


def read(name: str, file: BinaryIO) -> Iterator[Story]:
    """Return the only story in the page. Raises Unreadable if the page contains no article."""
    data = decoding.read_bytes(file, name)
    declared = _CHARSET.search(data[:4096])
    text = decoding.decode(data, name, declared=declared[1].decode() if declared else "")
    tree = _parse(text, name)
    story = metadata.read(tree, name)
    titles = {_letters(heading.text_content()) for heading in tree.iter("h1")}
    titles.add(_letters(story.title))
    cleaning.clean(tree)
    blocks = _extract(tree, titles)
    if _text_length(blocks) < _SHORT:
        blocks = max(blocks, _extract(_parse(text, name), titles), key=_text_length)
    if not blocks:
        raise Unreadable(f"{name}: no article was found in this page.")
    yield replace(story, blocks=blocks)


def _parse(text: str, name: str) -> HtmlElement:
    try:
        tree = document_fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"{name} holds no HTML ({error}).") from error
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise Unreadable(f"{name} has over {MOST_ELEMENTS:,} elements, more than any article.")
    return tree


def _extract(tree: HtmlElement, titles: set[str]) -> tuple[Block, ...]:
    """Return the blocks of the article in a page, without its title.

    `titles` contains the titles to leave out, as `_letters` returns them. Return an empty tuple if
    the page contains no article.
    """
    found = trafilatura.bare_extraction(tree, include_comments=False)
    assert found is None or isinstance(
        found, Document
    )  # else a dictionary, which nobody asks for here
    blocks = tuple(_blocks(found.body)) if found else ()
    top = tuple(block for block in blocks[:_TOP] if _letters(block.text) not in titles)
    return top + blocks[_TOP:]


def _text_length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _letters(text: str) -> str:
    """Return the letters and digits of the text in lower case, for comparing titles."""
    return re.sub(r"\W+", "", text).casefold()


def _blocks(body: etree._Element) -> Iterator[Block]:
    """Return a block for each paragraph, heading, list item and table row.

    A `<br>` also begins a new block.
    """
    level = 0
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            yield from _block(parts, level)
            parts.clear()
        if event == "start":
            level = _level(element) if element.tag == "head" else level
            parts += ("• " if element.tag == "item" else "", element.text or "")
        else:
            level = 0 if element.tag == "head" else level
            parts += (" | " if element.tag == "cell" else "", element.tail or "")


def _block(parts: list[str], level: int) -> Iterator[Block]:
    text = " ".join(decoding.tidy("".join(parts)).split()).strip(" |")
    if text.strip("•"):
        yield Block(text, level=level)


def _level(head: etree._Element) -> int:
    return int(head.get("rend", "h2")[1:2] or 2)
