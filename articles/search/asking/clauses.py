"""The meaning of a query text, as a tree of plain values that any engine can answer."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Field = Literal["", "title", "text", "byline"]
"""Where words are looked for; the empty string means anywhere in the article."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class Term:
    """Articles that have this term (an indexed word, see `words.term`)."""

    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles that have these words in this order, with up to `slop` others between neighbours."""

    terms: tuple[str, ...]
    positions: tuple[int, ...]
    """The position of each term, counted in words from the first; common words have no term."""
    slop: int = 0
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles that have a term which begins with `start`, or the term of the word itself."""

    start: str
    term: str
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles that have a term within `edits` edits that shares the first letter.

    An edit puts in, leaves out or changes a letter."""

    term: str
    edits: int = 1
    field: Field = ""


@dataclass(frozen=True, slots=True)
class EntityName:
    """Articles that mention the people or places of this name, quote them (a speaker), or name
    places in them (an area). The caller knows which ones have the name: see `NameResolver`."""

    kind: Literal["person", "place", "speaker", "area"]
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """Articles whose category or source has these words in its name, in this order."""

    kind: Literal["category", "source"]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published from the day `since` to the day `until`, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Not:
    """All articles but those of the clause."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    """The articles that all of the clauses have in common."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The articles of any of the clauses."""

    clauses: tuple["Clause", ...]


Leaf = Term | Phrase | Prefix | Fuzzy | EntityName | Label | DateRange
Clause = Everything | Nothing | Leaf | Not | AllOf | AnyOf


def leaves_to_mark(clause: Clause) -> list[Leaf]:
    """Return the leaves whose words are to be marked in a text: all that are not under a NOT."""
    if isinstance(clause, AllOf | AnyOf):
        return [leaf for part in clause.clauses for leaf in leaves_to_mark(part)]
    if isinstance(clause, Everything | Nothing | Not):
        return []
    return [clause]


def has_names(clause: Clause) -> bool:
    """Return whether the clause asks for any person or place by name."""
    if isinstance(clause, AllOf | AnyOf):
        return any(map(has_names, clause.clauses))
    return has_names(clause.clause) if isinstance(clause, Not) else isinstance(clause, EntityName)
