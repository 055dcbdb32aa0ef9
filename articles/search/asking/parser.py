"""Parses the query language: turns the text that a reader types into a tree of clauses.

    query  = all {"OR" all}                 all  = unit {["AND"] unit}
    unit   = ("NOT" | "-") unit | "(" query ")" | FIELD ":" unit | word
    word   = WORD | WORD "*" | WORD "~" [1 | 2] | '"' WORDS '"' ["~" NUMBER] | DATE | DATE ".." DATE

Every text is accepted: parts that make no sense are repaired, and each repair is reported.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, cast, get_args

from articles.english.words import fold_word, stem, words
from articles.search.asking import days
from articles.search.asking.clauses import (
    AllOf,
    AnyOf,
    Clause,
    DateRange,
    EntityName,
    Everything,
    Field,
    Fuzzy,
    Label,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
)
from articles.search.asking.repairs import Repair, RepairKind

MOST_LETTERS = 1000
MOST_WORDS = 64
DEEPEST = 12
LONGEST_PHRASE = 30
SHORTEST_PREFIX = 2
SHORTEST_FUZZY = 4
WIDEST_SLOP = 50

TEXT_FIELDS = get_args(Field)[1:]
NAME_FIELDS: dict[str, Literal["person", "place", "speaker", "area"]] = {
    "person": "person",
    "place": "place",
    "said": "speaker",
    "in": "area",
}
LABEL_FIELDS: dict[str, Literal["category", "source"]] = {"section": "category", "source": "source"}
DATE_FIELDS = ("before", "after", "on", "date")
FIELDS = (*TEXT_FIELDS, *NAME_FIELDS, *LABEL_FIELDS, *DATE_FIELDS)

TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<operator>(?:AND|OR|NOT)(?=[\s()\"]|$))"
    r"|(?P<minus>-(?=[\w\"(]))"
    rf"|(?P<field>(?:{'|'.join(FIELDS)}):)"
    r"|\"(?P<phrase>[^\"]*)(?P<end>\"?)(?:~(?P<slop>\d{1,4}))?"
    r"|(?P<word>[^\s()\"]+)",
    re.IGNORECASE,
)
NEAR = re.compile(r"(.+)~([12]?)\d*")
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " ", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    clause: Clause
    repairs: tuple[Repair, ...] = ()
    """Notes on how the parser read those parts of the text that made no sense."""
    parts: tuple["QueryPart", ...] = ()
    """The parts of the text that must all match; a single part if the whole text is an OR."""


@dataclass(frozen=True, slots=True)
class QueryPart:
    written: str
    clause: Clause
    start: int
    """The offset in the query's text at which the part begins."""

    @property
    def end(self) -> int:
        return self.start + len(self.written)


@lru_cache(maxsize=2048)
def parse(text: str) -> ParsedQuery:
    """Return the clause that `text` asks for, with the repairs and the parts of the text.

    Never raises an exception, and takes little time even for a long or odd text."""
    return _Parser(text).parse()


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    slop: int = 0


class _Parser:
    """Parses one text token by token, with a method for each rule, and records the repairs.

    In the methods, `depth` is the number of parentheses, NOTs and field names around the tokens,
    and `field` is the innermost field name, or empty. A method returns None if its tokens have no
    word to look for."""

    def __init__(self, text: str) -> None:
        self.repairs: dict[Repair, None] = {}
        if len(text) > MOST_LETTERS:
            text = text[:MOST_LETTERS]
            self.repair(RepairKind.CHARACTERS, MOST_LETTERS)
        self.text = text.translate(QUOTES)
        self.tokens = self.scan(self.text)
        self.next = 0
        self.words = 0
        self.parts: list[QueryPart] = []
        self.common = ""
        """The first word or phrase of the query that was left out because nearly every article
        contains its words; empty if there is none."""

    def repair(self, how: RepairKind, about: str | int = "") -> None:
        self.repairs[Repair(how, about)] = None

    def parse(self) -> ParsedQuery:
        if not self.tokens:
            return ParsedQuery(Everything(), tuple(self.repairs))
        clauses = [self.parse_any(0, "")]
        while self.next < len(self.tokens):  # Only a closing parenthesis ends the rule early.
            self.take()
            self.repair(RepairKind.UNOPENED)
            clauses.append(self.parse_any(0, ""))
        clause = _join(AllOf, [found for found in clauses if found is not None])
        if clause is None and self.common:
            self.repair(RepairKind.COMMON, self.common)
        elif clause is None:
            self.repair(RepairKind.NOTHING)
        if isinstance(clause, AnyOf):
            begin = len(self.text) - len(self.text.lstrip())
            self.parts = [QueryPart(self.text.strip(), clause, begin)]
        return ParsedQuery(clause or Everything(), tuple(self.repairs), tuple(self.parts))

    def scan(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        for match in TOKEN.finditer(text):
            kind = match.lastgroup or ""
            if kind == "space":
                continue
            if kind in ("phrase", "end", "slop"):
                if not match["end"]:
                    self.repair(RepairKind.QUOTATION)
                slop = min(int(match["slop"] or 0), WIDEST_SLOP)
                tokens.append(_Token("phrase", match["phrase"], *match.span(), slop))
            elif kind == "minus" and match.start() and text[match.start() - 1] not in ' ("\t\n:':
                continue  # A hyphen, as in "out-(of)".
            elif kind == "operator" and match.group() != match.group().upper():
                tokens.append(
                    _Token("word", match.group(), *match.span())
                )  # "or" in lower case is a word.
            else:
                tokens.append(_Token(kind, match.group(), *match.span()))
        return tokens

    def peek(self) -> _Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def take(self) -> _Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def parse_any(self, depth: int, field: str) -> Clause | None:
        found = [self.parse_all(depth, field)]
        while (token := self.peek()) and token.kind != "close":
            self.take()  # An OR: `parse_all` stops at nothing else.
            found.append(self.parse_all(depth, field))
        clauses = [clause for clause in found if clause is not None]
        if len(clauses) < len(found) and len(found) > 1:
            self.repair(RepairKind.OR)
        return _join(AnyOf, clauses)

    def parse_all(self, depth: int, field: str) -> Clause | None:
        clauses = []
        while (token := self.peek()) and token.kind != "close" and token.text != "OR":
            if token.text == "AND" and token.kind == "operator":
                self.take()
                continue
            begun = self.next
            if (clause := self.parse_unit(depth, field)) is not None:
                clauses.append(clause)
                if depth == 0:
                    first, last = self.tokens[begun], self.tokens[self.next - 1]
                    self.parts.append(
                        QueryPart(self.text[first.start : last.end], clause, first.start)
                    )
        return _join(AllOf, clauses)

    def parse_unit(self, depth: int, field: str) -> Clause | None:
        token = self.take()
        if token.kind in ("operator", "minus"):
            return self.parse_not(depth, field)
        if token.kind == "open":
            return self.parse_group(depth, field)
        if token.kind == "field":
            return self.parse_field(depth, token.text[:-1].lower())
        return self.parse_atom(token, field)

    def parse_not(self, depth: int, field: str) -> Clause | None:
        token = self.peek()
        if token is None or token.kind == "close" or token.text in ("AND", "OR"):
            self.repair(RepairKind.NOT)
            return None
        if depth >= DEEPEST:
            return self.skip_too_deep(field)
        clause = self.parse_unit(depth + 1, field)
        return None if clause is None else Not(clause)

    def parse_group(self, depth: int, field: str) -> Clause | None:
        if depth >= DEEPEST:
            return self.skip_too_deep(field)
        clause = self.parse_any(depth + 1, field)
        if self.peek() is None:
            self.repair(RepairKind.UNCLOSED)
        else:
            self.take()
        return clause

    def skip_too_deep(self, field: str) -> Clause | None:
        self.repair(RepairKind.DEPTH, DEEPEST)
        while (token := self.peek()) and token.kind in ("open", "operator", "minus", "field"):
            self.take()
        return (
            None if token is None or token.kind == "close" else self.parse_atom(self.take(), field)
        )

    def parse_field(self, depth: int, field: str) -> Clause | None:
        token = self.peek()
        if token is None or token.kind in ("close", "operator"):
            self.repair(RepairKind.FIELD, field)
            return None
        if depth >= DEEPEST:
            return self.skip_too_deep(field)
        return self.parse_unit(depth + 1, field)

    def parse_atom(self, token: _Token, field: str) -> Clause | None:
        self.words += 1
        if self.words > MOST_WORDS:
            self.repair(RepairKind.WORDS, MOST_WORDS)
            return None
        if field in DATE_FIELDS:
            return self.parse_date(field, token.text)
        if field in LABEL_FIELDS:
            terms = tuple(word.term for word in words(token.text) if word.term)
            return Label(LABEL_FIELDS[field], terms) if terms else None
        if field in NAME_FIELDS:
            return (
                EntityName(NAME_FIELDS[field], token.text.strip()) if token.text.strip() else None
            )
        where = cast(Field, field)
        if token.kind == "phrase":
            return self.parse_phrase(token.text, token.slop, where)
        return self.parse_word(token.text, where)

    def parse_word(self, text: str, field: Field) -> Clause | None:
        if (starred := text.rstrip("*")) != text and (clause := self.parse_prefix(starred, field)):
            return clause
        near = NEAR.fullmatch(text) if "~" in text else None
        if near and (clause := self.parse_fuzzy(near[1], int(near[2] or 1), field)):
            return clause
        return self.parse_phrase(text, 0, field)

    def parse_prefix(self, text: str, field: Field) -> Clause | None:
        found = [fold_word(text[word.start : word.end]) for word in words(text)]
        if len(found) != 1 or len(found[0]) < SHORTEST_PREFIX:
            self.repair(RepairKind.STAR)
            return None
        return Prefix(found[0], stem(found[0]), field)

    def parse_fuzzy(self, text: str, edits: int, field: Field) -> Clause | None:
        found = [word.term for word in words(text)]
        if len(found) != 1 or len(found[0]) < SHORTEST_FUZZY:
            self.repair(RepairKind.TILDE)
            return None
        return Fuzzy(found[0], edits, field)

    def parse_phrase(self, text: str, slop: int, field: Field) -> Clause | None:
        found = list(words(text))
        if len(found) == 1 and found[0].term:
            return Term(found[0].term, field)
        if "*" in text.rstrip("*"):
            self.repair(RepairKind.STAR)
        if len(found) > LONGEST_PHRASE:
            found = found[:LONGEST_PHRASE]
            self.repair(RepairKind.PHRASE, LONGEST_PHRASE)
        kept = [(at, word.term) for at, word in enumerate(found) if word.term]
        if not kept:
            if found:
                self.common = self.common or text[:40]
            return None
        if len(kept) == 1:
            return Term(kept[0][1], field)
        first = kept[0][0]
        positions = tuple(at - first for at, _ in kept)
        return Phrase(tuple(term for _, term in kept), positions, slop, field)

    def parse_date(self, field: str, text: str) -> Clause | None:
        since, _, until = text.partition("..") if field == "date" else (text, "", text)
        first, last = days.read_days(since), days.read_days(until or since)
        if first is None or last is None:
            self.repair(RepairKind.DATE, f"{field}:{text[:40]}")
            return None
        if field == "before":
            return days.days_before(first[0])
        if field == "after":
            return days.days_after(first[1])
        return DateRange(first[0], last[1]) if first[0] <= last[1] else Nothing()


def _join(kind: Callable[[tuple[Clause, ...]], Clause], clauses: list[Clause]) -> Clause | None:
    distinct = tuple(dict.fromkeys(clauses))
    if not distinct:
        return None
    return distinct[0] if len(distinct) == 1 else kind(distinct)
