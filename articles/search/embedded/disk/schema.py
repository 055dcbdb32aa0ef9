"""How a document lies in a Whoosh index: its fields, and where its words stand in them.

All words of an article stand in one field, `content`, so that one posting list answers a word
and BM25 over weighted counts is BM25F (Robertson, Zaragoza and Taylor, 2004): a word of the title
counts three times, one of a heading twice. The parts stand in zones of positions far enough apart
that no phrase crosses them. `title` is there a second time, for `title:`.
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
    """The positions from `start` until `end` of the content."""

    start: int
    end: int
    weight: int = 1

    @property
    def room(self) -> int:
        """How many words of a part are indexed."""
        return self.end - self.start


TITLE = Zone(0, 1 << 10, weight=3)
HEADINGS = Zone(1 << 10, 1 << 12, weight=2)
BYLINE = Zone(1 << 12, 1 << 13)
TEXT_ZONE = Zone(1 << 13, 1 << 22)
NAMES = Zone(1 << 22, 1 << 23)
COLUMNS = {"person": "people", "place": "places", "speaker": "speakers", "area": "areas"}
"""What a clause or facet calls the values of which a document has any number -> the field of
`Document`, and the column here, that holds their primary keys."""
VALUE_FIELDS = tuple(COLUMNS.values())
ZONES = (TITLE, HEADINGS, BYLINE, TEXT_ZONE, NAMES)
WHOLE = Zone(0, 1 << 10)
LINE_GAP = " a a a a "
"""What a line break becomes where lines are apart: common words, which only take up places."""

ZonedText = tuple[Zone, str]


class Content(str):
    """A document's parts, in the guise of the string that Whoosh asks for."""

    parts: tuple[ZonedText, ...]


class ZoneAnalyzer(Analyzer):  # type: ignore[misc]
    """Whoosh's door to `words`: tokens of a text, or of a document's parts in their zones."""

    def __call__(self, value: str, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(positions=True)
        for zone, text in value.parts if isinstance(value, Content) else ((WHOLE, value),):
            token.boost = float(zone.weight)
            for place, word in enumerate(words(text)):
                if place >= zone.room:
                    break
                if word.term:
                    token.text, token.pos = word.term, zone.start + place
                    yield token


def schema() -> Schema:
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


def content(document: Document) -> Content:
    """The words of the document by zone."""
    made = Content()
    made.parts = (
        (TITLE, document.title),
        (HEADINGS, document.headings.replace("\n", LINE_GAP)),
        (BYLINE, document.byline),
        (TEXT_ZONE, document.text),
        (NAMES, document.names.replace("\n", LINE_GAP)),
    )
    return made


def packed(ids: Sequence[int]) -> bytes:
    """The ids as a value of one of the columns VALUE_FIELDS."""
    return struct.pack(f"<{len(ids)}I", *ids)


def numbers(value: bytes) -> list[int]:
    """The ids in a value of one of the columns VALUE_FIELDS."""
    return [number for (number,) in struct.iter_unpack("<I", value)]
