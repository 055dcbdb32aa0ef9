"""The lines between two `---` at the top of a text that say what the article is."""

import re
from datetime import datetime

from articles.english import bylines, dates
from articles.story import Story, Unreadable

_HEADER = re.compile(
    r"\s{0,100}---[ \t]*\n(?P<lines>(?:(?!---).{0,4000}\n){1,60})---[ \t]*(?:\n|\Z)"
)
_LINE = re.compile(r"(?P<name>[A-Za-z]{1,20})[ \t]*:[ \t]*(?P<value>.*)")
_NAMES = frozenset(
    ("title", "byline", "author", "date", "section", "source", "dateline", "url", "correction")
)


def split(text: str, name: str) -> tuple[Story, str]:
    """A story without blocks that holds what the header says, and the text after the header.

    Raises Unreadable for a date that cannot be read, since the archive would file it wrongly.
    """
    found = _HEADER.match(text)
    told = _told(found["lines"]) if found else {}
    if not found or not told:  # two rules around a line of text are no header
        return Story(blocks=(), name=name), text
    return _story(told, name), text[found.end() :]


def _told(lines: str) -> dict[str, str]:
    pairs = (_LINE.match(line) for line in lines.split("\n"))
    return {
        pair["name"].lower(): pair["value"].strip().strip("\"'")
        for pair in pairs
        if pair and pair["name"].lower() in _NAMES
    }


def _story(told: dict[str, str], name: str) -> Story:
    return Story(
        blocks=(),
        name=name,
        title=told.get("title", ""),
        byline=bylines.names(told.get("byline") or told.get("author", "")),
        published_at=_date(told.get("date", ""), name),
        category=told.get("section", ""),
        source=told.get("source", ""),
        dateline=told.get("dateline", ""),
        url=told.get("url", ""),
        correction=told.get("correction", ""),
    )


def _date(value: str, name: str) -> datetime | None:
    if not value:
        return None
    if moment := dates.read(value):
        return moment
    raise Unreadable(f'{name}: its date "{value[:40]}" is not written like 2017-10-25.')
