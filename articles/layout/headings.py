"""Finds the lines of a text that are sub-headings."""

import re
from collections import Counter
from collections.abc import Sequence

from articles.english import bylines, dates
from articles.english import headings as vocabulary
from articles.english.tables import any_of
from articles.layout import boilerplate
from articles.story import Block

_MOST_WORDS = 14
"""The maximum number of words in a heading."""
_MOST_CHARACTERS = 100
"""The maximum number of characters in a heading."""
_LONE_WORDS = 9
"""The maximum number of words in an article's only heading. A longer line is probably a link to
another article."""
_COLON_WORDS = 9
"""The maximum number of words in a heading that ends with a colon."""
_LONG_PARAGRAPH = 15
"""The minimum number of words in a paragraph that does not end with a full stop."""
_SHORT_SENTENCE = 7
"""The minimum number of words in a paragraph that ends with a full stop."""
_PROSE_WORDS = 12
"""The minimum number of words in a paragraph of prose."""
_LEAST_PROSE = 0.6
"""The smallest share of prose in a text with headings. Verse, tables and lists have less."""
_MOST_HEADINGS = 0.45
"""The largest share of blocks that may be headings. If more look like headings, they are lines of a
table or a transcript."""

_ENDS_LIKE_TEXT = re.compile(r"[.,;:…—–-][\"'”’)\]]*$")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|[A-Z][.)])\s+(?=\w)")
_LIST_ITEM = re.compile(r"[-*•●◦▪–|(\[]|[QA]\d{0,2}\s*:")
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_IN_SENTENCE = re.compile(any_of(vocabulary.IN_SENTENCES))
_ANNOUNCES = re.compile(any_of(vocabulary.ANNOUNCEMENTS), re.IGNORECASE)


def find(blocks: Sequence[Block]) -> set[int]:
    """Return the positions of those blocks that are headings.

    If any block has a heading level, the file format marks headings, and only blocks with a level
    are headings. Otherwise, in a text that is mostly prose, a heading is a short line between
    paragraphs that looks like a heading.
    """
    if any(block.level for block in blocks):
        return {position for position, block in enumerate(blocks) if block.level}
    texts = [block.text for block in blocks]
    if all(block.level == 0 for block in blocks) or not _is_prose(texts):
        return set()
    times = Counter(texts)
    found: set[int] = set()
    for position in range(1, len(texts) - 1):
        if times[texts[position]] == 1 and _is_heading(texts, position, found):
            found.add(position)
    if len(found) > _MOST_HEADINGS * len(texts) or _is_lone_link(texts, found):
        return set()
    return found


def is_paragraph(text: str) -> bool:
    """Return whether the text is a paragraph: long, or shorter but ending with a full stop."""
    words = text.count(" ") + 1
    ended = boilerplate.ends_sentence(text) and not text.endswith("?")
    return words >= _LONG_PARAGRAPH or (words >= _SHORT_SENTENCE and ended)


def has_heading_shape(text: str) -> bool:
    """Return whether the line looks like a heading, whatever the lines around it are."""
    words = text.count(" ") + 1
    if len(text) > _MOST_CHARACTERS or words > _MOST_WORDS or _LIST_ITEM.match(text):
        return False
    core = _NUMBER.sub("", text, count=1).lstrip("\"'“‘’« #¿¡")
    if not core or core[0].islower() or not re.search(r"[^\W\d_]{2}", core):
        return False
    if sum(map(str.isdigit, core)) > 0.2 * len(core) or core.endswith("*"):
        return False
    if text.endswith(":"):
        return words <= _COLON_WORDS and not _ANNOUNCES.search(text)
    if _ENDS_LIKE_TEXT.search(text) and not vocabulary.ABBREVIATED_END.search(text):
        return False
    if vocabulary.CONTINUATION.match(core) or _ADDRESS.search(core):
        return False
    return not _IN_SENTENCE.search(core)


def _is_prose(texts: Sequence[str]) -> bool:
    lengths = [text.count(" ") + 1 for text in texts]
    return sum(n for n in lengths if n >= _PROSE_WORDS) >= _LEAST_PROSE * sum(lengths)


def _is_heading(texts: Sequence[str], position: int, found: set[int]) -> bool:
    text, before, after = texts[position], texts[position - 1], texts[position + 1]
    if not has_heading_shape(text) or bylines.names_in_line(text) or dates.find(text):
        return False
    if (
        before.endswith(":") and position - 1 not in found
    ):  # The line is in the list that the line before announces.
        return False
    if not is_paragraph(after) and not _is_nested(texts, position):
        return False
    if text.endswith(":") and not _is_plain_paragraph(after):
        return False
    return position == 1 or position - 1 in found or not has_heading_shape(before)


def _is_nested(texts: Sequence[str], position: int) -> bool:
    """Return whether the heading at `position` is followed by a heading of its first sub-section.

    Such a heading is another short line, with a paragraph after it.
    """
    two = texts[position + 1 : position + 3]
    return (
        len(two) == 2
        and len(two[0].split()) <= _LONE_WORDS
        and has_heading_shape(two[0])
        and is_paragraph(two[1])
    )


def _is_plain_paragraph(text: str) -> bool:
    return (
        len(text.split()) >= _LONG_PARAGRAPH
        and text[0] not in "\"“'‘«-–•"
        and not text[0].isdigit()
    )


def _is_lone_link(texts: Sequence[str], found: set[int]) -> bool:
    return len(found) == 1 and len(texts[min(found)].split()) > _LONE_WORDS
