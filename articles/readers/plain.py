"""Reads plain text in which blank lines, indents or line ends separate the paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from articles.readers import decoding, header
from articles.story import Block, Story

_WIDEST = 100
"""The maximum number of characters in a line that a program has wrapped. A longer line is a whole
paragraph."""
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
# "• First point", "2) Second point"
_BULLET = re.compile(r"\s*(?:[-*•●◦▪–—]|\d{1,3}[.)])\s")
# He said: "Enough."
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
# "* * *", "-----", a blank line
_RULE = re.compile(r"\s*(?:[-=_*~#.]\s*){3,}|\s*")
_ADDRESS = re.compile(r"https?://\S+")


def read(name: str, file: BinaryIO) -> Iterator[Story]:
    """Return the only story in the file, with the fields of its header and its paragraphs."""
    text = decoding.decode(decoding.read_bytes(file, name), name)
    story, body = header.split(text, name)
    blocks = tuple(Block(paragraph) for paragraph in paragraphs(body))
    url = story.url
    if blocks and _ADDRESS.fullmatch(blocks[0].text):  # crawlers write it above the text of a page
        url, blocks = url or blocks[0].text, blocks[1:]
    yield replace(story, blocks=blocks, url=url)


def paragraphs(text: str) -> Iterator[str]:
    """Return the paragraphs and headings of the text in order, each as one line.

    A paragraph ends before a blank line or an indented line. If lines are not wrapped, it usually
    ends with its line.
    """
    chunks = [chunk.split("\n") for chunk in _BLANK.split(text) if chunk.strip()]
    width = _width([len(line) for chunk in chunks for line in chunk])
    for chunk in chunks:
        for lines in _split_chunk(chunk, width):
            yield " ".join(" ".join(lines).split())


def _width(lengths: list[int]) -> int:
    """Return the number of characters at which lines are wrapped, or 0 if there are no lines.

    `lengths` contains the length of each line. The result is their 90th percentile, because a few
    lines may be longer, such as those with a web address.
    """
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _split_chunk(lines: list[str], width: int) -> Iterator[list[str]]:
    """Return the lines of each paragraph in a chunk of text without blank lines.

    `lines` are the lines of the chunk, and `width` is where lines are wrapped.
    """
    group: list[str] = []
    for line in lines:
        is_rule = bool(_RULE.fullmatch(line))
        if group and (is_rule or not _continues(group[-1], line, width)):
            yield group
            group = []
        if not is_rule:
            group.append(line)
    if group:
        yield group


def _continues(before: str, line: str, width: int) -> bool:
    """Return whether `line` belongs to the same paragraph as `before`, the line above it.

    `width` is where lines are wrapped.
    """
    if _BULLET.match(line) or _indent(line) > _indent(before):
        return False
    ended = _SENTENCE_END.search(before.rstrip())
    if width > _WIDEST or len(before) > _WIDEST:
        return not ended and line.lstrip()[:1].islower()
    # Wrapping fills a line until the next word does not fit. After a line that had room for the
    # next word, a new paragraph begins.
    word = len(line.split(maxsplit=1)[0]) if line.strip() else 0
    full = len(before.rstrip()) + 1 + word > width * (0.95 if ended else 0.8)
    return full or (not ended and line.lstrip()[:1].islower())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
