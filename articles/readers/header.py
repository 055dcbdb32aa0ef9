"""Reads the header of a text: lines such as `title: Bridge opens` between two lines of `---`."""

import re
from datetime import datetime

from articles.english import bylines, dates
from articles.story import Story, Unreadable

# At most 60 lines of at most 4,000 characters each, so that matching never takes long.
_HEADER = re.compile(
    r"\s{0,100}---[ \t]*\n(?P<lines>(?:(?!---).{0,4000}\n){1,60})---[ \t]*(?:\n|\Z)"
)
# "Date: 2017-10-25"
_LINE = re.compile(r"(?P<name>[A-Za-z]{1,20})[ \t]*:[ \t]*(?P<value>.*)")
_NAMES = frozenset(
    ("title", "byline", "author", "date", "section", "source", "dateline", "url", "correction")
)


def split(text: str, name: str) -> tuple[Story, str]:
    """Return a story with the fields of the header but no blocks, and the text below the header.

    If `text` has no header, the fields of the story are empty, and the whole text is returned.
    Raises Unreadable if the date in the header cannot be read, because the article would then be
    filed under another day. `name` is the file's name.
    """
    found = _HEADER.match(text)
    fields = _read_fields(found["lines"]) if found else {}
    if not found or not fields:  # two rules around an ordinary line are no header
        return Story(blocks=(), name=name), text
    return _story(fields, name), text[found.end() :]


def _read_fields(lines: str) -> dict[str, str]:
    pairs = (_LINE.match(line) for line in lines.split("\n"))
    return {
        pair["name"].lower(): pair["value"].strip().strip("\"'")
        for pair in pairs
        if pair and pair["name"].lower() in _NAMES
    }


def _story(fields: dict[str, str], name: str) -> Story:
    return Story(
        blocks=(),
        name=name,
        title=fields.get("title", ""),
        byline=bylines.names(fields.get("byline") or fields.get("author", "")),
        published_at=_parse_date(fields.get("date", ""), name),
        category=fields.get("section", ""),
        source=fields.get("source", ""),
        dateline=fields.get("dateline", ""),
        url=fields.get("url", ""),
        correction=fields.get("correction", ""),
    )


def _parse_date(value: str, name: str) -> datetime | None:
    if not value:
        return None
    if moment := dates.parse(value):
        return moment
    raise Unreadable(f'{name}: its date "{value[:40]}" is not written like 2017-10-25.')
