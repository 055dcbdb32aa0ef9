"""The meaning of a query text, as a tree of plain values that any engine can answer."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Field = Literal["", "title", "text", "byline"]
"""The part of an article in which to look for words; the empty string means all parts."""


@dataclass(frozen=True, slots=True)
class Everything:
    """A clause that matches all articles."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A clause that matches no article."""


@dataclass(frozen=True, slots=True)
class Term:
    """A clause that matches articles with a term (a word as it is indexed, see `words.term`)."""

    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clause that matches articles in which `terms` occur in this order.

    Up to `slop` other words may come between one term and the next."""

    terms: tuple[str, ...]
    positions: tuple[int, ...]
    """The position of each term, counted from the first term. Common words are counted, although
    they have no term."""
    slop: int = 0
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """A clause that matches articles with a term that begins with `start` or equals `term`.

    `term` is the stem of `start`: "voting" is indexed as "vote", which does not begin with it."""

    start: str
    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A clause that matches articles with a term that is similar to `term`.

    Both terms have the same first letter, and `edits` is the most letters that may be inserted,
    deleted or replaced to turn one term into the other."""

    term: str
    edits: int = 1
    field: Field = ""


@dataclass(frozen=True, slots=True)
class EntityName:
    """A clause that matches articles by the name of a person or place.

    `kind` says which articles match: those that mention a person or place of this name, those that
    quote a speaker of this name, or those that mention a place in an area of this name. A
    `NameResolver` resolves the name."""

    kind: Literal["person", "place", "speaker", "area"]
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A clause that matches articles whose category or source has `terms` in its name, in a row."""

    kind: Literal["category", "source"]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """A clause that matches articles published from `since` to `until`, both days included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Not:
    """A clause that matches the articles that another clause does not match."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    """A clause that matches the articles that all of its clauses match."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A clause that matches the articles that at least one of its clauses matches."""

    clauses: tuple["Clause", ...]


Leaf = Term | Phrase | Prefix | Fuzzy | EntityName | Label | DateRange
Clause = Everything | Nothing | Leaf | Not | AllOf | AnyOf


def leaves_to_mark(clause: Clause) -> list[Leaf]:
    """Return the leaves of `clause` whose words are marked in a text: all but those inside a
    NOT."""
    if isinstance(clause, AllOf | AnyOf):
        return [leaf for part in clause.clauses for leaf in leaves_to_mark(part)]
    if isinstance(clause, Everything | Nothing | Not):
        return []
    return [clause]


def has_names(clause: Clause) -> bool:
    """Return whether the clause, or a clause inside it, asks for a person or place by name."""
    if isinstance(clause, AllOf | AnyOf):
        return any(map(has_names, clause.clauses))
    return has_names(clause.clause) if isinstance(clause, Not) else isinstance(clause, EntityName)
