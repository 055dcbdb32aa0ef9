"""What helps a reader on from a search: what each part of it finds, whom it may mean, and what to
ask instead."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from django.utils.translation import gettext

from articles import indexing
from articles.gazetteer import fold
from articles.models import Entity
from articles.pages import result_page
from articles.pages.links import Link
from articles.pages.name_resolution import resolve_name
from articles.pages.public_kinds import PUBLIC_KINDS
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
class QueryPartLink(Link):
    """A part of the text, with how many articles have it; leads to the query without it."""

    counted: bool = False


@dataclass(frozen=True, slots=True)
class NameLink(Link):
    """Somebody or some place that the text names; leads to the articles that do."""

    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Refinements:
    parts: Sequence[QueryPartLink] = ()
    names: Sequence[NameLink] = ()
    corrected: Link | None = None
    """The text with likelier words, where it finds little."""
    shortened: Sequence[Link] = ()
    """Where nothing matches: the query without one of its parts."""


def find_refinements(page: result_page.ResultPage) -> Refinements:
    """Raises search.IndexUnavailable."""
    query, total = page.query, page.results.total
    if not query.text:
        return Refinements()
    resolve = cache(resolve_name)
    parts = () if page.results.partial else indexing.archive().explain(query, resolve)
    return Refinements(
        parts=[_part_link(query, part) for part in parts] or [_text_link(query)],
        names=list(islice(_find_names(query, resolve), MOST_NAMES)),
        corrected=_correct_spelling(query, total, resolve) if total < FEW else None,
        shortened=[] if total else list(_drop_parts(query, parts)),
    )


def _part_link(query: Query, part: Explanation) -> QueryPartLink:
    rest = replace(query, text=part.rest, page=1)
    return QueryPartLink(
        part.written, rest, matches=part.matches or 0, counted=part.matches is not None
    )


def _text_link(query: Query) -> QueryPartLink:
    return QueryPartLink(f"“{query.text}”", replace(query, text="", page=1))


def _correct_spelling(query: Query, total: int, resolve: NameResolver) -> Link | None:
    index = indexing.archive()
    text = index.correct(query.text)
    if not text:
        return None
    better = replace(query, text=text, page=1)
    found = index.search(replace(better, size=1), resolve).total
    return Link(text, better, matches=found) if found > total else None


def _drop_parts(query: Query, parts: Iterable[Explanation]) -> Iterator[Link]:
    for part in parts:
        if part.without and part.rest:
            words = gettext("without “%s”") % part.written
            yield Link(words, replace(query, text=part.rest, page=1), matches=part.without)


def _find_names(query: Query, resolve: NameResolver) -> Iterator[NameLink]:
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
        kind = PUBLIC_KINDS[entity.kind]
        if entity.number in (*query.chosen(kind.facet), *query.chosen(kind.exact_facet)):
            continue
        taken.append(place)
        rest = f"{query.text[: place.start]} {query.text[place.stop :]}"
        others = replace(query, text=" ".join(rest.split()), page=1)
        for one in indexing.archive().counts(others, kind.facet, [entity.number], resolve):
            narrowed = others.choose(kind.facet, entity.number)
            yield NameLink(entity.name, narrowed, matches=one.matches, kind=kind.facet)


def _possible_names(text: str) -> dict[str, range]:
    """The keys of all runs of words in the text, each with where it stands."""
    parts = parser.parse(text).parts[:MOST_WORDS]
    found: dict[str, range] = {}
    for first, begin in enumerate(parts):
        for end in takewhile(_is_words, parts[first : first + LONGEST_NAME]):
            name = fold(text[begin.start : end.end].replace('"', " "))
            found.setdefault(name, range(begin.start, end.end))
    return found


def _is_words(part: QueryPart) -> bool:
    return isinstance(part.clause, Term | Phrase) and not part.clause.field
