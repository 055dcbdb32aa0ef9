"""Plain text, however its paragraphs are marked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from articles.readers import decoding, header
from articles.story import Block, Story

_WIDEST = 100
"""The longest line, in characters, that anything wraps to; a longer one is a paragraph."""
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_BULLET = re.compile(r"\s*(?:[-*•●◦▪–—]|\d{1,3}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_RULE = re.compile(r"\s*(?:[-=_*~#.]\s*){3,}|\s*")
_ADDRESS = re.compile(r"https?://\S+")


def read(name: str, file: BinaryIO) -> Iterator[Story]:
    """The one story in the file: its header if it has one, and its paragraphs."""
    text = decoding.decode(decoding.read_bytes(file, name), name)
    story, body = header.split(text, name)
    blocks = tuple(Block(paragraph) for paragraph in paragraphs(body))
    url = story.url
    if blocks and _ADDRESS.fullmatch(blocks[0].text):  # how crawlers save a page's text
        url, blocks = url or blocks[0].text, blocks[1:]
    yield replace(story, blocks=blocks, url=url)


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs and headings in order, each with its white space folded.

    Blank lines part them; so does a new line where lines are not wrapped, and an indent.
    """
    chunks = [chunk.split("\n") for chunk in _BLANK.split(text) if chunk.strip()]
    width = _width([len(line) for chunk in chunks for line in chunk])
    for chunk in chunks:
        for lines in _split_chunk(chunk, width):
            paragraph = " ".join(" ".join(lines).split())
            yield paragraph


def _width(lengths: list[int]) -> int:
    """What the text is wrapped to: its longest line, but for the odd long address."""
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _split_chunk(lines: list[str], width: int) -> Iterator[list[str]]:
    """The chunk's lines, grouped by the paragraph that they belong to."""
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
    """Whether the line goes on with the paragraph of the line before it."""
    if _BULLET.match(line) or _indent(line) > _indent(before):
        return False
    ended = _SENTENCE_END.search(before.rstrip())
    if width > _WIDEST or len(before) > _WIDEST:
        return not ended and line.lstrip()[:1].islower()
    # A wrapped line is full: the next line's first word would not have fitted on it.
    word = len(line.split(maxsplit=1)[0]) if line.strip() else 0
    full = len(before.rstrip()) + 1 + word > width * (0.95 if ended else 0.8)
    return full or (not ended and line.lstrip()[:1].islower())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
