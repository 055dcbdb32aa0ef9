"""Reads Reuters-21578: SGML files, each with up to a thousand newswire stories from 1987.

No SGML parser is needed, as no element contains another element of the same name.
"""

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from articles.english import bylines, dates
from articles.readers import decoding
from articles.story import Block, Story, Unreadable

_NUMBER = re.compile(r'NEWID="(\d{1,9})"')
# "&#3;"
_CONTROL = re.compile(r"&#(?:[0-9]|[12][0-9]|3[01]|127);")
# "... he said. REUTER"
_END = re.compile(r"\s*\b(?:REUTER|Reuter)S?\s*(?:\x03\s*)?$")
# The date and dash of "NEW YORK, March 11 -"
_DATELINE_END = re.compile(r",?\s*(?:[A-Za-z]{3,9}\.? \d{1,2})?[\s–—-]*$")
# An indent or an empty line begins a paragraph.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}|\n[ \t]*\n")
# The text of some test messages in the corpus
_STUB = re.compile(r"[*\s]*Blah blah blah\.?\s*", re.IGNORECASE)


def read(name: str, file: BinaryIO) -> Iterator[Story | Unreadable]:
    """Return the stories in the file in order, with an Unreadable for each story without text.

    A story's name is the file's name and the story's NEWID, as in `reut2-000.sgm#1`. Raises
    Unreadable if the file contains no Reuters story.
    """
    text = decoding.decode(decoding.read_bytes(file, name), name)
    stories = text.split("<REUTERS ")[1:]
    if not stories:
        raise Unreadable(f"{name} holds no <REUTERS> story, the only kind of .sgm file read here.")
    for count, story in enumerate(stories, start=1):
        number = _NUMBER.search(story[:1000])
        yield _story(f"{name}#{number[1] if number else count}", story.partition("</REUTERS>")[0])


def _story(name: str, inside: str) -> Story | Unreadable:
    parts = _elements(inside)
    lines = map(_one_line, _PARAGRAPH.split(parts["BODY"]))
    blocks = tuple(Block(line, level=0) for line in lines if line)
    if not blocks or _STUB.fullmatch(parts["BODY"]):
        return Unreadable(f"{name} is a headline without a text.")
    return Story(
        blocks=blocks,
        name=name,
        title=_one_line(parts["TITLE"]),
        byline=bylines.names(_one_line(parts["AUTHOR"])),
        dateline=_DATELINE_END.sub("", _one_line(parts["DATELINE"])),
        published_at=dates.find(_element(inside, "DATE")),
        source="Reuters",
    )


def _elements(inside: str) -> dict[str, str]:
    """Return a dict that maps "TITLE", "AUTHOR", "DATELINE" and "BODY" to the texts of a story.

    `inside` is the SGML of the story. In a story without a title, the first line of the body is
    used as the title.
    """
    text = inside.partition("<TEXT")[2].partition(">")[2].partition("</TEXT>")[0]
    parts = {name: _clean(_element(text, name)) for name in ("TITLE", "AUTHOR", "DATELINE", "BODY")}
    if not parts["BODY"].strip():
        parts["BODY"] = _clean(text.rpartition("</TITLE>")[2])
    if not parts["TITLE"].strip():
        parts["TITLE"], _, parts["BODY"] = parts["BODY"].strip().partition("\n")
    return parts


def _element(text: str, name: str) -> str:
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0]


def _clean(text: str) -> str:
    return _END.sub("", html.unescape(_CONTROL.sub("", text)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
