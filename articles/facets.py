"""What a search can be narrowed to: the choices of each facet, and what is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from articles.links import Link
from articles.models import Person, Place
from articles.search.query import FACETS, Facet, Query
from articles.search.results import Count, Results

TITLES: dict[Facet, str] = {
    "person": gettext_noop("People"),
    "place": gettext_noop("Places"),
    "section": gettext_noop("Sections"),
    "year": gettext_noop("Years"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its choices, each with its count, whether it is chosen, and where it leads."""

    facet: Facet
    title: str
    choices: tuple[Link, ...]
    more: Link | None
    """To more of its choices, or back to fewer; None where these are all."""


Names = dict[tuple[Facet, int | str], str]


def names(query: Query, *results: Results) -> Names:
    """What to call every value of the facets: two questions to the database."""
    called: Names = {}
    tables: list[tuple[Facet, type[Person] | type[Place]]] = [("person", Person), ("place", Place)]
    for facet, table in tables:
        ids = {count.value for found in results for count in found.facets.get(facet, ())}
        ids.update(query.chosen(facet))
        for record in table.objects.filter(pk__in=ids).only("name"):
            called[facet, record.pk] = record.name
    return called


def label(facet: Facet, value: int | str, called: Names) -> str:
    """What to call one value of a facet."""
    if facet == "year":
        return str(value)
    return called.get((facet, value), f"unknown {facet}" if isinstance(value, int) else value)


def group(query: Query, facet: Facet, counts: Sequence[Count], called: Names) -> Group:
    chosen = query.chosen(facet)
    choices = (
        Link(
            label=label(facet, count.value, called),
            query=query.without(facet, count.value)
            if count.value in chosen
            else query.narrowed_to(facet, count.value),
            chosen=count.value in chosen,
            matches=count.matches,
            key=f"{facet}-{count.value}",
        )
        for count in counts
    )
    return Group(facet, gettext(TITLES[facet]), tuple(choices), _more(query, facet, len(counts)))


def _more(query: Query, facet: Facet, shown: int) -> Link | None:
    others = tuple(other for other in query.more if other != facet)
    if facet in query.more:
        return Link(gettext("Fewer"), replace(query, more=others), key=f"more-{facet}")
    if facet != "year" and shown >= query.values(facet):
        return Link(gettext("More"), replace(query, more=(*others, facet)), key=f"more-{facet}")
    return None


def chips(query: Query, called: Names) -> Iterable[Link]:
    if query.text:
        yield Link(f"“{query.text}”", replace(query, text="", page=1))
    for facet in FACETS:
        for value in query.chosen(facet):
            yield Link(label(facet, value, called), query.without(facet, value))
    if query.since:
        yield Link(gettext("from %s") % _day(query.since), replace(query, since=None, page=1))
    if query.until:
        yield Link(gettext("to %s") % _day(query.until), replace(query, until=None, page=1))


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
