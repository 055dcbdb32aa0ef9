"""What a search can be narrowed to: the choices of each facet, and what is chosen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.gazetteer import name_key
from articles.models import Article, Entity, Kind
from articles.pages.kinds import KIND_OF
from articles.pages.links import Link, url
from articles.search.asking import address
from articles.search.asking.index import NameResolver
from articles.search.asking.query import FACETS, MANY_VALUED, MISSING, Facet, Query, Value
from articles.search.asking.results import Count, Results

TITLES: dict[Facet, str] = {
    "person": gettext_noop("People"),
    "place": gettext_noop("Places"),
    "area": gettext_noop("Places"),
    "category": gettext_noop("Sections"),
    "year": gettext_noop("Years"),
}
NONE: dict[Facet, str] = {
    "person": gettext_noop("Nobody named"),
    "place": gettext_noop("No place named"),
    "category": gettext_noop("No section"),
}
"""What to call the articles that have no value."""
SOME: dict[Facet, str] = {
    "person": gettext_noop("Somebody named"),
    "place": gettext_noop("Some place named"),
    "category": gettext_noop("In a section"),
}
"""What to call the others, where those are excluded."""
SHOWN: tuple[Facet, ...] = ("person", "area", "category", "year")
"""The facets that a page offers. Places are offered as areas: with all that lies in them."""
FEW_REGIONS, FEW_PLACES = 6, 14


@dataclass(frozen=True, slots=True)
class Choice(Link):
    """A value of a facet; leads to what it narrows to, or back where it is chosen or excluded."""

    excluded: bool = False
    excluding: Query | None = None
    """The query without the articles that have the value; None where that is asked already."""
    otherwise: Link | None = None
    """Of a chosen area: from all that lies in it to itself alone, or back."""
    inside: tuple["Choice", ...] = ()
    """What lies in it, among the choices shown."""

    @property
    def excluding_url(self) -> str:
        return url(self.excluding) if self.excluding else ""


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: its choices, and the other ways of choosing."""

    facet: Facet
    title: str
    regions: tuple[Choice, ...]
    """Areas that hold countries, apart from the tree of these."""
    choices: tuple[Choice, ...]
    more: Link | None
    """To more of its choices, or back to fewer; None where these are all."""
    joined: tuple[Link, ...]
    """To the articles that have any of what is chosen, and to those that have all of it; none
    where that makes no difference."""
    sought: str
    """What the names of these choices hold; empty where that is not asked."""
    seeking: Query | None
    """The query of which such choices can be looked for; None where these are all."""

    @property
    def parameter(self) -> str:
        """What the facet is called in an address."""
        return address.PARAMETERS[self.facet]

    @property
    def unsought_url(self) -> str:
        """Back to the most frequent choices."""
        return url(self.seeking) if self.seeking else ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form sends along that looks for choices."""
        return address.write_params(self.seeking) if self.seeking else []


Names = dict[tuple[Facet, Value], Entity]


def names(query: Query, *results: Results) -> Names:
    """Whom the values of the facets stand for: one question to the database."""
    values: dict[Facet, set[Value]] = {}
    numbers: defaultdict[Kind, set[int]] = defaultdict(set)
    for facet, kind in KIND_OF.items():
        values[facet] = {*query.chosen(facet), *query.excluded_values(facet)}
        for found in results:
            values[facet].update(count.value for count in found.facets.get(facet, ()))
        numbers[kind].update(map(int, values[facet]))
    held = Entity.objects.with_numbers(numbers).select_related("location").order_by()
    by_number = {(entity.kind, entity.number): entity for entity in held}
    return {
        (facet, value): by_number[kind, int(value)]
        for facet, kind in KIND_OF.items()
        for value in values[facet]
        if (kind, value) in by_number
    }


def places(called: Names) -> dict[int, Entity]:
    """The places among them, by their numbers."""
    return {one.number: one for one in called.values() if one.kind == Kind.PLACE}


def label(facet: Facet, value: Value, called: Names) -> str:
    """What to call one value of a facet."""
    if value == MISSING.get(facet):
        return gettext(NONE[facet])
    if facet == "year":
        return str(value)
    if entity := called.get((facet, value)):
        return entity.name
    return f"#{value}" if isinstance(value, int) else value


def sought(query: Query, results: Results, known: NameResolver) -> Results:
    """The results with the values that the query looks for in the place of the most frequent."""
    if not query.value_filter:
        return results
    facet, text = query.value_filter
    values = _named_like(facet, text)
    counts = indexing.archive().counts(query, facet, values, known)[: query.values_wanted(facet)]
    chosen = [one for one in results.facets[facet] if one.value in query.chosen(facet)]
    shown = (*counts, *(one for one in chosen if one not in counts))
    return replace(results, facets={**results.facets, facet: shown})


def _named_like(facet: Facet, text: str) -> set[Value]:
    """The values of the whole archive whose names hold the text."""
    if kind := KIND_OF.get(facet):
        if not (key := name_key(text)):
            return set()
        found = Entity.objects.of_kind(kind).with_key_part(key)
        return set(found.order_by().values_list("number", flat=True))
    if facet == "category":
        sections = Article.objects.public().filter(category__icontains=text)
        return set(sections.order_by().values_list("category", flat=True).distinct())
    return {int(text)} if text.isascii() and text.isdecimal() else set()


def group(query: Query, facet: Facet, results: Results, called: Names) -> Group:
    shown = results.facets.get(facet, ())
    counts = [
        *(one for one in shown if one.value not in query.excluded_values(facet)),
        *results.excluded.get(facet, ()),
    ]
    regions: list[Choice] = []
    if facet == "area":
        regions, choices = _areas(query, results, counts, called)
    else:
        choices = [_choice(query, facet, one, called) for one in counts]
    # Without any place is without any area.
    named: Facet = "place" if facet == "area" else facet
    choices += [_choice(query, named, one, called) for one in _without(query, named, results)]
    sought = query.value_filter[1] if query.value_filter and query.value_filter[0] == facet else ""
    more = None if sought else _more(query, facet, len(shown))
    return Group(
        facet,
        gettext(TITLES[facet]),
        tuple(regions),
        tuple(choices),
        more,
        tuple(_joined(query, facet)),
        sought,
        replace(query, value_filter=None, page=1) if sought or (more and facet != "year") else None,
    )


def _without(query: Query, facet: Facet, results: Results) -> Iterable[Count]:
    """The articles that have no value, where that sets them apart or they are chosen."""
    none, matches = MISSING.get(facet), results.missing.get(facet, 0)
    apart = matches and results.facets.get(facet)
    chosen = none in query.chosen(facet)
    if none is not None and (apart or chosen) and none not in query.excluded_values(facet):
        yield Count(none, matches)


def _choice(query: Query, facet: Facet, count: Count, called: Names) -> Choice:
    value = count.value
    chosen, excluded = value in query.chosen(facet), value in query.excluded_values(facet)
    back = query.clear(facet, value)
    return Choice(
        label=label(facet, value, called),
        query=back if chosen or excluded else query.choose(facet, value),
        chosen=chosen,
        matches=count.matches,
        key=f"{facet}-{value}",
        excluded=excluded,
        excluding=None if excluded else query.exclude(facet, value),
    )


def _areas(
    query: Query, results: Results, counts: Sequence[Count], called: Names
) -> tuple[list[Choice], list[Choice]]:
    """The regions and continents, and apart from them the tree of countries and other places:
    each with those inside that are shown, too; the most frequent first."""
    alone = [one for one in results.facets.get("place", ()) if one.value in query.place]
    counts = [*counts, *(one for one in alone if one.value not in {each.value for each in counts})]
    wide: list[Count] = []
    others: list[Count] = []
    for one in counts:
        area = called.get(("area", one.value)) or called.get(("place", one.value))
        (wide if area and area.location.holds_countries else others).append(one)
    if "area" not in query.expanded and not query.value_filter:
        wide, others = _first(query, wide, FEW_REGIONS), _first(query, others, FEW_PLACES)
    regions = [_area(query, one, called, ()) for one in wide]
    return regions, list(_tree(query, others, called))


def _first(query: Query, counts: Sequence[Count], most: int) -> list[Count]:
    """The first so many, and all that something is asked about."""
    asked = {*query.area, *query.place, *query.excluded_values("area")}
    return [*counts[:most], *(one for one in counts[most:] if one.value in asked)]


def _tree(query: Query, counts: Sequence[Count], called: Names) -> Iterator[Choice]:
    areas = {one.value: called.get(("area", one.value)) for one in counts}
    known = {area.identity: value for value, area in areas.items() if area}
    holds: defaultdict[Value | None, list[Count]] = defaultdict(list)
    for one in counts:
        area = areas[one.value]
        wider = area.area_ids if area else ()
        holds[next((known[holder] for holder in wider if holder in known), None)].append(one)

    def choices(area: Value | None) -> Iterator[Choice]:
        for one in holds[area]:
            yield _area(query, one, called, tuple(choices(one.value)))

    return choices(None)


def _area(query: Query, count: Count, called: Names, inside: tuple[Choice, ...]) -> Choice:
    """A place with all that lies in it; where it is chosen, the way to itself alone and back."""
    value = count.value
    choice = replace(_choice(query, "area", count, called), inside=inside)
    place = called.get(("area", value))
    if value in query.place:
        back = query.clear("place", value)
        words, other = gettext("with all that lies in it"), back.choose("area", value)
        choice = replace(choice, query=back, chosen=True)
    elif choice.chosen and (inside or (place and place.location.holds_places)):
        words = gettext("only where it is named itself")
        other = query.clear("area", value).choose("place", value)
    else:
        return choice
    return replace(choice, otherwise=Link(words, other, key=f"{choice.key}-otherwise"))


def _more(query: Query, facet: Facet, shown: int) -> Link | None:
    others = tuple(other for other in query.expanded if other != facet)
    if facet in query.expanded:
        return Link(gettext("Fewer"), replace(query, expanded=others), key=f"more-{facet}")
    if facet != "year" and shown >= query.values_wanted(facet):
        return Link(gettext("More"), replace(query, expanded=(*others, facet)), key=f"more-{facet}")
    return None


def _joined(query: Query, facet: Facet) -> Iterable[Link]:
    if facet in MANY_VALUED and query.chosen(facet):
        all_wanted = facet in query.all_required
        labels = {False: gettext("Any of these"), True: gettext("All of these")}
        for wanted, words in labels.items():
            key = f"{facet}-{'all' if wanted else 'any'}"
            joined = query.require_all(facet, wanted)
            yield Link(words, joined, chosen=wanted == all_wanted, key=key)


def chips(query: Query, called: Names) -> Iterable[Link]:
    """What is chosen and what is excluded; each leads to the query without it."""
    for facet in FACETS:
        for value in query.chosen(facet):
            yield Link(_label_of_chosen(facet, value, called), query.clear(facet, value))
        for value in query.excluded_values(facet):
            yield Link(_label_of_excluded(facet, value, called), query.clear(facet, value))
    if query.since:
        yield Link(gettext("from %s") % _day(query.since), replace(query, since=None, page=1))
    if query.until:
        yield Link(gettext("to %s") % _day(query.until), replace(query, until=None, page=1))


def _label_of_chosen(facet: Facet, value: Value, called: Names) -> str:
    name = label(facet, value, called)
    return gettext("in %s") % name if facet == "area" else name


def _label_of_excluded(facet: Facet, value: Value, called: Names) -> str:
    if value == MISSING.get(facet):
        return gettext(SOME[facet])
    return gettext("without %s") % label(facet, value, called)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
