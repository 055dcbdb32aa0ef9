"""What helps a reader on from a search: what each part of it finds, whom it may mean, and what to
ask instead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from django.utils.translation import gettext

from articles import indexing
from articles.gazetteer import name_key
from articles.models import Entity
from articles.pages import browse
from articles.pages.kinds import SHOWN
from articles.pages.links import Link
from articles.search.asking import parser
from articles.search.asking.clauses import Phrase, Term
from articles.search.asking.index import NameResolver
from articles.search.asking.parser import QueryPart
from articles.search.asking.query import Query
from articles.search.asking.results import Explanation

FEW = 5
"""Matches below which other spellings are offered."""
LONGEST_NAME = 6
"""Words that a name may have to be known in a text."""
MOST_WORDS = 20
"""Words of a text among which names are looked for."""
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Clause(Link):
    """A part of the text, with how many articles have it; leads to the query without it."""

    counted: bool = False


@dataclass(frozen=True, slots=True)
class NameOffer(Link):
    """Somebody or some place that the text names; leads to the articles that do."""

    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Offers:
    clauses: Sequence[Clause] = ()
    names: Sequence[NameOffer] = ()
    respelt: Link | None = None
    """The text with likelier words, where it finds little."""
    dropped: Sequence[Link] = ()
    """Where nothing matches: the query without one of its parts."""


def of_listing(listing: browse.Listing) -> Offers:
    """Raises search.IndexUnavailable."""
    query, total = listing.query, listing.results.total
    if not query.text:
        return Offers()
    known = cache(browse.known)
    parts = () if listing.results.partial else indexing.archive().explain(query, known)
    return Offers(
        clauses=[_clause(query, part) for part in parts] or [_whole(query)],
        names=list(islice(_names(query, known), MOST_NAMES)),
        respelt=_respelt(query, total, known) if total < FEW else None,
        dropped=[] if total else list(_dropped(query, parts)),
    )


def _clause(query: Query, part: Explanation) -> Clause:
    rest = replace(query, text=part.rest, page=1)
    return Clause(part.written, rest, matches=part.matches or 0, counted=part.matches is not None)


def _whole(query: Query) -> Clause:
    return Clause(f"“{query.text}”", replace(query, text="", page=1))


def _respelt(query: Query, total: int, known: NameResolver) -> Link | None:
    index = indexing.archive()
    text = index.correct(query.text)
    if not text:
        return None
    better = replace(query, text=text, page=1)
    found = index.search(replace(better, size=1), known).total
    return Link(text, better, matches=found) if found > total else None


def _dropped(query: Query, parts: Iterable[Explanation]) -> Iterator[Link]:
    for part in parts:
        if part.without and part.rest:
            words = gettext("without “%s”") % part.written
            yield Link(words, replace(query, text=part.rest, page=1), matches=part.without)


def _names(query: Query, known: NameResolver) -> Iterator[NameOffer]:
    """The people and places whose names stand in the text, the longest names first."""
    possible = _possible_names(query.text)
    found = [
        (possible[name.key], name.canonical)
        for name in Entity.objects.with_key(possible).with_canonical()
    ]
    found.sort(key=lambda one: one[0].start - one[0].stop)
    taken: list[range] = []
    for place, entity in found:
        overlapping = any(place.start < one.stop and one.start < place.stop for one in taken)
        if not entity.listed or (overlapping and place not in taken):
            continue
        facet, alone = SHOWN[entity.kind].facet, SHOWN[entity.kind].alone
        if entity.number in (*query.chosen(facet), *query.chosen(alone)):
            continue
        taken.append(place)
        rest = f"{query.text[: place.start]} {query.text[place.stop :]}"
        others = replace(query, text=" ".join(rest.split()), page=1)
        for one in indexing.archive().counts(others, facet, [entity.number], known):
            narrowed = others.choose(facet, entity.number)
            yield NameOffer(entity.name, narrowed, matches=one.matches, kind=facet)


def _possible_names(text: str) -> dict[str, range]:
    """The keys of all runs of words in the text, each with where it stands."""
    parts = parser.parse(text).parts[:MOST_WORDS]
    found: dict[str, range] = {}
    for first, begin in enumerate(parts):
        for end in takewhile(_is_words, parts[first : first + LONGEST_NAME]):
            name = name_key(text[begin.start : end.end].replace('"', " "))
            found.setdefault(name, range(begin.start, end.end))
    return found


def _is_words(part: QueryPart) -> bool:
    return isinstance(part.clause, Term | Phrase) and not part.clause.field
