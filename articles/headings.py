"""Which lines of a text are its sub-headings."""

import re
from collections.abc import Sequence

from articles import boilerplate, bylines, dates
from articles.story import Block

_MOST_WORDS = 14
_MOST_CHARACTERS = 100
_LONG_PARAGRAPH = 20
"""Words from which a paragraph counts as one though it ends without a stop."""
_MOST_HEADINGS = 0.45
"""Headings per block; above it they are the lines of a poem, a table or a transcript."""

_ENDS_LIKE_TEXT = re.compile(r"""[.,;:…—–-]["'”’)\]]*$""")
_ABBREVIATION_ENDS = re.compile(r"\b(?:Inc|Co|Corp|Jr|Sr|U\.S|U\.K|U\.N|D\.C|No|vs|etc|Ltd)\.$")
_SENTENCE_ENDS = re.compile(r"""[.!?…]["'”’)\]]*$""")
_TWO_SENTENCES = re.compile(
    r"""(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Ms|St|No|vs))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Lt\.))[.!?]["'”’]?\s+[A-Z]"""
)
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|[A-Z][.)]|Q\s*:)\s+(?=\w)")
_LIST_ITEM = re.compile(r"\s*(?:[-*•●◦▪–|]\s|[(\[])")
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_ATTRIBUTED = re.compile(r"""["”]\s+\w+ (?:said|says|added|asked|told|wrote)\b""")


def find(blocks: Sequence[Block]) -> set[int]:
    """The positions of the headings among the blocks.

    A format that knows its headings (one block has a level) is believed. Else a heading is a short
    line shaped like one, between paragraphs of text.
    """
    if any(block.level for block in blocks):
        return {position for position, block in enumerate(blocks) if block.level}
    found: set[int] = set()
    for position in range(len(blocks)):
        if blocks[position].level is None and _is_heading(blocks, position, found):
            found.add(position)
    return found if len(found) <= _MOST_HEADINGS * len(blocks) else set()


def is_text(text: str) -> bool:
    """Whether the block reads as a paragraph: long, or some words and a full stop."""
    words = text.count(" ") + 1
    return words >= _LONG_PARAGRAPH or (
        words >= 4 and bool(_SENTENCE_ENDS.search(text)) and text[-1] != "?"
    )


def is_shaped(text: str) -> bool:
    """Whether a line has the shape of a heading, whatever stands around it."""
    if len(text) > _MOST_CHARACTERS or text.count(" ") >= _MOST_WORDS:
        return False
    core = _NUMBERED.sub("", text).lstrip("\"'“‘’ #")
    if not core or not (core[0].isupper() or core[0].isdigit() or not core[0].isalpha()):
        return False
    if _ENDS_LIKE_TEXT.search(text) and not _ABBREVIATION_ENDS.search(text):
        return False
    if sum(map(str.isdigit, text)) > 0.2 * len(text) or not re.search(r"[^\W\d_]{2}", text):
        return False
    patterns = (_TWO_SENTENCES, _ADDRESS, _ATTRIBUTED)
    return not _LIST_ITEM.match(text) and not any(pattern.search(core) for pattern in patterns)


def _is_heading(blocks: Sequence[Block], position: int, found: set[int]) -> bool:
    text = blocks[position].text
    if position == 0 or position + 1 == len(blocks) or not is_shaped(text):
        return False
    if boilerplate.is_line(text) or bylines.in_line(text) or dates.find(text):
        return False
    before, after = blocks[position - 1].text, blocks[position + 1].text
    if before.endswith(":"):  # a list after its announcement
        return False
    if not is_text(after):
        nested = (
            position + 2 < len(blocks) and is_shaped(after) and is_text(blocks[position + 2].text)
        )
        if not nested:
            return False
    return is_text(before) or position - 1 in found or position == 1
