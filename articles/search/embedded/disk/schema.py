"""The fields of a document in the index, and the positions of words in these fields.

The field `content` contains all words of an article, so one posting list is enough to answer a
query for a word. BM25 over weighted counts then amounts to BM25F (Robertson, Zaragoza and Taylor,
2004): a word in the title counts three times, and a word in a heading twice. Each part of an
article has its own zone of positions, so far from the other zones that no phrase can match across
two of them. The field `title` contains the words of the title again, for queries with `title:`."""

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
    """A range of positions in a text field, from `start` up to but not including `end`."""

    start: int
    end: int
    weight: int = 1
    """How many times each word in the zone counts."""

    @property
    def size(self) -> int:
        """The maximum number of words that the zone has room for; further words are not indexed."""
        return self.end - self.start


TITLE = Zone(0, 1 << 10, weight=3)
HEADINGS = Zone(1 << 10, 1 << 12, weight=2)
BYLINE = Zone(1 << 12, 1 << 13)
TEXT_ZONE = Zone(1 << 13, 1 << 22)
NAMES = Zone(1 << 22, 1 << 23)
COLUMNS = {"person": "people", "place": "places", "speaker": "speakers", "area": "areas"}
"""Maps each kind of name in clauses and facets to a `Document` field and index column.

For each document, the field contains any number of primary keys."""
VALUE_FIELDS = tuple(COLUMNS.values())
ZONES = (TITLE, HEADINGS, BYLINE, TEXT_ZONE, NAMES)
WHOLE = Zone(0, 1 << 10)
"""The zone of a text that is not divided into parts, such as the field `title`."""
LINE_GAP = " a a a a "
"""Replaces each line break in headings and names, so that no phrase matches across it.

The gap consists of common words, which take up positions but are not indexed."""

ZonedText = tuple[Zone, str]


class Content(str):
    """The parts of a document. This is a subclass of `str` because Whoosh requires a string."""

    parts: tuple[ZonedText, ...]


class ZoneAnalyzer(Analyzer):  # type: ignore[misc]
    """A Whoosh analyzer that yields the tokens of a plain text or of a document's parts."""

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
    """Return the index's schema for Whoosh."""
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
    """Return the texts of the document, each with its zone."""
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
    """Return the ids packed into bytes, to be stored in a column of VALUE_FIELDS."""
    return struct.pack(f"<{len(ids)}I", *ids)


def unpack_ids(value: bytes) -> list[int]:
    """Return the ids that `pack_ids` packed into `value`."""
    return [number for (number,) in struct.iter_unpack("<I", value)]
