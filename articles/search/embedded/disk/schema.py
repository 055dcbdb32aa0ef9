"""The fields of a document, and the positions of its words in them.

One field, `content`, holds all words of an article, so that one posting list answers a word, and
BM25 over weighted counts is BM25F (Robertson, Zaragoza and Taylor, 2004): a word of the title
counts three times, one of a heading twice. Each part of an article has a zone of positions for
itself, too far from the others for a phrase to cross. `title` holds the title's words a second
time, for `title:`.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.analysis import Analyzer, Token
from whoosh.columns import NumericColumn, RefBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, TEXT, Schema

from articles.english.words import words
from articles.search.asking.index import Document


@dataclass(frozen=True, slots=True)
class Zone:
    """The positions of `content` from `start` up to but not including `end`."""

    start: int
    end: int
    weight: int = 1
    """How many times a word counts."""

    @property
    def size(self) -> int:
        """The number of words for which there is room; further ones are not indexed."""
        return self.end - self.start


TITLE = Zone(0, 1 << 10, weight=3)
HEADINGS = Zone(1 << 10, 1 << 12, weight=2)
BYLINE = Zone(1 << 12, 1 << 13)
TEXT_ZONE = Zone(1 << 13, 1 << 22)
NAMES = Zone(1 << 22, 1 << 23)
COLUMNS = {"person": "people", "place": "places", "speaker": "speakers", "area": "areas"}
"""A kind of name in clauses and facets -> the field of `Document`, and the column in the index,
that holds their primary keys. A document can have any number of each."""
VALUE_FIELDS = tuple(COLUMNS.values())
ZONES = (TITLE, HEADINGS, BYLINE, TEXT_ZONE, NAMES)
WHOLE = Zone(0, 1 << 10)
"""The positions of a field that is one plain text."""
LINE_GAP = " a a a a "
"""Replaces a line break between headings or names: common words, which take up positions and are
not indexed, so that no phrase crosses it."""

ZonedText = tuple[Zone, str]


class Content(str):
    """A document's parts, as a string because Whoosh asks for one."""

    parts: tuple[ZonedText, ...]


class ZoneAnalyzer(Analyzer):  # type: ignore[misc]
    """Lets Whoosh use `words`: yields the tokens of a text, or of a document's parts."""

    def __call__(self, value: str, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(positions=True, chars=True)
        for zone, text in value.parts if isinstance(value, Content) else ((WHOLE, value),):
            token.boost = float(zone.weight)
            for position, word in enumerate(words(text)):
                if position >= zone.size:
                    break
                if word.term:
                    token.text, token.pos = word.term, zone.start + position
                    token.startchar, token.endchar = word.start, word.end
                    yield token


def make_schema() -> Schema:
    """Return the schema of the index for Whoosh."""
    analyser = ZoneAnalyzer()
    return Schema(
        content=TEXT(analyzer=analyser),
        title=TEXT(analyzer=analyser),
        article=COLUMN(NumericColumn("I")),
        published=COLUMN(NumericColumn("i")),
        category=COLUMN(RefBytesColumn()),
        source=COLUMN(RefBytesColumn()),
        **{name: COLUMN(VarBytesColumn()) for name in VALUE_FIELDS},
    )


def make_content(document: Document) -> Content:
    """Return the document's texts, each with its zone."""
    content = Content()
    content.parts = (
        (TITLE, document.title),
        (HEADINGS, document.headings.replace("\n", LINE_GAP)),
        (BYLINE, document.byline),
        (TEXT_ZONE, document.text),
        (NAMES, document.names.replace("\n", LINE_GAP)),
    )
    return content


def pack_ids(ids: Sequence[int]) -> bytes:
    """Return the ids as one value of a column of VALUE_FIELDS."""
    return struct.pack(f"<{len(ids)}I", *ids)


def unpack_ids(value: bytes) -> list[int]:
    """Return the ids in a value of a column of VALUE_FIELDS."""
    return [number for (number,) in struct.iter_unpack("<I", value)]
