"""Reuters-21578: SGML files of a thousand newswire stories from 1987 each."""

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from articles import bylines, dates
from articles.readers import decoding, plain
from articles.story import Block, Story, Unreadable

# An SGML parser is not needed: the file is a flat row of elements that never nest in themselves.
_STORY = re.compile(r"<REUTERS\b(?P<attributes>[^>]{0,1000})>(?P<inside>.*?)</REUTERS>", re.DOTALL)
_NUMBER = re.compile(r'NEWID="(\d{1,9})"')
_DATE = re.compile(r"<DATE>([^<]{1,100})")
_TEXT = re.compile(r"<TEXT\b[^>]{0,100}>(?P<text>.*)</TEXT>", re.DOTALL)
_ELEMENT = re.compile(r"<(?P<name>TITLE|AUTHOR|DATELINE|BODY)>(?P<text>.*?)</(?P=name)>", re.DOTALL)
_CONTROL = re.compile(r"&#(?:[0-9]|[12][0-9]|3[01]|127);")
_END = re.compile(r"\s*\b(?:REUTER|Reuter)S?\s*(?:\x03\s*)?$")
_DATELINE_END = re.compile(r"\s*[-–—]+\s*$")


def read(name: str, file: BinaryIO) -> Iterator[Story | Unreadable]:
    """Each story that has text, in order, named `file.sgm#NEWID`; an Unreadable for one that has none.

    Raises Unreadable if the file holds no Reuters story at all.
    """
    text = decoding.decode(decoding.take(file, name), name)
    count = 0
    for count, found in enumerate(_STORY.finditer(text), start=1):
        number = _NUMBER.search(found["attributes"])
        yield _story(f"{name}#{number[1] if number else count}", found["inside"])
    if not count:
        raise Unreadable(f"{name} holds no <REUTERS> story, the only kind of .sgm file read here.")


def _story(name: str, inside: str) -> Story | Unreadable:
    parts = _parts(inside)
    blocks = tuple(Block(paragraph, level=0) for paragraph in plain.paragraphs(parts["BODY"]))
    if not blocks:
        return Unreadable(f"{name} has no text.")
    date = _DATE.search(inside)
    return Story(
        blocks=blocks,
        name=name,
        title=_line(parts["TITLE"]),
        byline=bylines.names(_line(parts["AUTHOR"])),
        dateline=_DATELINE_END.sub("", _line(parts["DATELINE"])),
        published_at=dates.find(date[1]) if date else None,
        source="Reuters",
    )


def _parts(inside: str) -> dict[str, str]:
    """The text of each element; the unprocessed stories' loose text is their body."""
    text = _TEXT.search(inside)
    whole = text["text"] if text else ""
    parts = {"TITLE": "", "AUTHOR": "", "DATELINE": "", "BODY": ""}
    parts |= {element["name"]: _clean(element["text"]) for element in _ELEMENT.finditer(whole)}
    if not parts["BODY"].strip():
        parts["BODY"] = _clean(_ELEMENT.sub("", whole))
    return parts


def _clean(text: str) -> str:
    return _END.sub("", html.unescape(_CONTROL.sub("", text)))


def _line(text: str) -> str:
    return " ".join(text.split())
