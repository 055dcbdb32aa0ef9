"""What a query text means: a tree of plain values that any engine can be asked with."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Field = Literal["", "title", "text", "byline"]
"""Where words are looked for; the empty string stands for anywhere in the article."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class Term:
    """An indexed word (see `words.term`)."""

    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order; with `slop`, up to so many other words between neighbours."""

    terms: tuple[str, ...]
    places: tuple[int, ...]
    """Where each stands, counted in words from the first: common words are skipped."""
    slop: int = 0
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words whose indexed form begins so, and the word itself."""

    start: str
    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most so many letters (put in, left out, changed) away, with the same first."""

    term: str
    edits: int = 1
    field: Field = ""


@dataclass(frozen=True, slots=True)
class EntityName:
    """Articles that mention who or what has this name, quote them (a speaker) or name places
    in them (an area); the caller knows who that is."""

    kind: Literal["person", "place", "speaker", "area"]
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """Articles whose category or source has these words in its name, in this order."""

    kind: Literal["category", "source"]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published from the first day to the last, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Not:
    clause: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    clauses: tuple["Clause", ...]


Leaf = Term | Phrase | Prefix | Fuzzy | EntityName | Label | DateRange
Clause = Everything | Nothing | Leaf | Not | AllOf | AnyOf


def leaves_to_mark(clause: Clause) -> list[Leaf]:
    """The leaves whose words a reader wants to see marked: none of those under a NOT."""
    if isinstance(clause, AllOf | AnyOf):
        return [leaf for part in clause.clauses for leaf in leaves_to_mark(part)]
    if isinstance(clause, Everything | Nothing | Not):
        return []
    return [clause]


def has_names(clause: Clause) -> bool:
    """Whether the clause asks for anybody or any place by name."""
    if isinstance(clause, AllOf | AnyOf):
        return any(map(has_names, clause.clauses))
    return has_names(clause.clause) if isinstance(clause, Not) else isinstance(clause, EntityName)
