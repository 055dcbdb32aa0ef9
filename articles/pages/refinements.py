"""Suggests how to change a search: leave out a part, choose a name, or correct the spelling."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from django.utils.translation import gettext

from articles import indexing
from articles.gazetteer import name_key
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
"""The number of results below which a corrected spelling is offered."""
LONGEST_NAME = 6
"""The maximum number of words or phrases that may form one name in the text of a query."""
MOST_WORDS = 20
"""The maximum number of words or phrases at the beginning of a query's text that may belong to
names."""
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class QueryPartLink(Link):
    """A part of a query's text, its number of articles, and a link to the rest of the query."""

    counted: bool = False
    """Whether there was time to count the articles that this part of the query finds."""


@dataclass(frozen=True, slots=True)
class NameLink(Link):
    """A person or place named in a query's text. The link searches for that entity instead."""

    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Refinements:
    """All suggestions for changing one search."""

    parts: Sequence[QueryPartLink] = ()
    names: Sequence[NameLink] = ()
    corrected: Link | None = None
    """A link to the query with its spelling corrected. None unless this finds more articles."""
    shortened: Sequence[Link] = ()
    """If the query finds no articles, links to queries that omit one part and do find some."""


def find_refinements(page: result_page.ResultPage) -> Refinements:
    """Return suggestions for changing the query of `page`. Raises IndexUnavailable."""
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
    corrected = replace(query, text=text, page=1)
    matches = index.search(replace(corrected, size=1), resolve).total
    return Link(text, corrected, matches=matches) if matches > total else None


def _drop_parts(query: Query, parts: Iterable[Explanation]) -> Iterator[Link]:
    for part in parts:
        if part.without and part.rest:
            words = gettext("without “%s”") % part.written
            yield Link(words, replace(query, text=part.rest, page=1), matches=part.without)


def _find_names(query: Query, resolve: NameResolver) -> Iterator[NameLink]:
    """Return links for the people and places that the query's text names, the longest names first.

    Names that overlap a longer name are left out, and so are entities that are chosen in the query
    already."""
    ranges = _possible_names(query.text)
    found = [
        (ranges[name.key], name.canonical)
        for name in Entity.objects.with_key(ranges).with_canonical()
    ]
    found.sort(key=lambda pair: -len(pair[0]))
    taken: list[range] = []
    for name, entity in found:
        overlaps = any(name.start < other.stop and other.start < name.stop for other in taken)
        # A person and a place may share one name in the text: then both are suggested.
        if not entity.listed or (overlaps and name not in taken):
            continue
        kind = PUBLIC_KINDS[entity.kind]
        if entity.number in (*query.chosen(kind.facet), *query.chosen(kind.exact_facet)):
            continue
        taken.append(name)
        rest = f"{query.text[: name.start]} {query.text[name.stop :]}"
        others = replace(query, text=" ".join(rest.split()), page=1)
        for count in indexing.archive().counts(others, kind.facet, [entity.number], resolve):
            narrowed = others.choose(kind.facet, entity.number)
            yield NameLink(entity.name, narrowed, matches=count.matches, kind=kind.facet)


def _possible_names(text: str) -> dict[str, range]:
    """Return a dict that maps the key of each possible name in `text` to its range of characters.

    Any run of up to LONGEST_NAME words or phrases may be a name."""
    parts = parser.parse(text).parts[:MOST_WORDS]
    ranges: dict[str, range] = {}
    for number, first in enumerate(parts):
        for last in takewhile(_is_words, parts[number : number + LONGEST_NAME]):
            key = name_key(text[first.start : last.end].replace('"', " "))
            ranges.setdefault(key, range(first.start, last.end))
    return ranges


def _is_words(part: QueryPart) -> bool:
    return isinstance(part.clause, Term | Phrase) and not part.clause.field
