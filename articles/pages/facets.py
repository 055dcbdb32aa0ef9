"""Builds the facets of a search: choices that narrow the search, and chips that undo choices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from articles import indexing
from articles.gazetteer import name_key
from articles.models import Article, Entity, Kind
from articles.pages.links import Link, url
from articles.pages.public_kinds import FACET_KINDS
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
WITHOUT_VALUE: dict[Facet, str] = {
    "person": gettext_noop("Nobody named"),
    "place": gettext_noop("No place named"),
    "category": gettext_noop("No section"),
}
"""For each facet, the label of the choice that finds articles without any value of it."""
WITH_VALUE: dict[Facet, str] = {
    "person": gettext_noop("Somebody named"),
    "place": gettext_noop("Some place named"),
    "category": gettext_noop("In a section"),
}
"""For each facet, the label of the chip shown if articles without any value of it are excluded."""
OFFERED: tuple[Facet, ...] = ("person", "area", "category", "year")
"""The facets that a page offers. It offers "area" instead of "place", because an area includes the
places inside it."""
FEW_REGIONS, FEW_PLACES = 6, 14
"""The maximum number of regions, and of other places, that are shown until a reader asks for
more."""


@dataclass(frozen=True, slots=True)
class Choice(Link):
    """A value of a facet. Its link chooses the value or, if it is chosen or excluded, clears it."""

    excluded: bool = False
    excluding: Query | None = None
    """The query that excludes the value. None if the value is already excluded."""
    alternative: Link | None = None
    """For a chosen area, a link that leaves out the places inside it or adds them again."""
    inside: tuple["Choice", ...] = ()
    """For an area, the choices that are shown for places inside it."""

    @property
    def excluding_url(self) -> str:
        return url(self.excluding) if self.excluding else ""


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its choices and links, as a page shows it."""

    facet: Facet
    title: str
    regions: tuple[Choice, ...]
    """Choices of areas that contain countries, shown separately from the tree of places."""
    choices: tuple[Choice, ...]
    more: Link | None
    """A link that shows more or fewer choices. None if the choices are filtered or all shown."""
    any_or_all: tuple[Link, ...]
    """Two links: to articles with any of the chosen values, and to articles with all of them.

    Empty if no value is chosen or if an article can have only one value of the facet."""
    filter_text: str
    """The text that the labels of the choices must contain; empty if the choices are unfiltered."""
    unfiltered: Query | None
    """The query without the text that filters the choices. None if no filter is offered."""

    @property
    def parameter(self) -> str:
        """The name of the URL parameter for the facet."""
        return address.PARAMETERS[self.facet]

    @property
    def unfiltered_url(self) -> str:
        """The address that shows the choices unfiltered; empty if no filter is offered."""
        return url(self.unfiltered) if self.unfiltered else ""

    @property
    def form_params(self) -> list[tuple[str, str]]:
        """The parameters that the filter's form keeps: those of the query without the filter."""
        return address.write_params(self.unfiltered) if self.unfiltered else []


FacetEntities = dict[tuple[Facet, Value], Entity]
"""A dict that maps a facet and one of its values to the entity that the value identifies."""


def load_entities(query: Query, *results: Results) -> FacetEntities:
    """Return the entities that are facet values in `query` or `results`, in one database query."""
    values: dict[Facet, set[Value]] = {}
    numbers: defaultdict[Kind, set[int]] = defaultdict(set)
    for facet, kind in FACET_KINDS.items():
        values[facet] = {*query.chosen(facet), *query.excluded_values(facet)}
        for found in results:
            values[facet].update(count.value for count in found.facets.get(facet, ()))
        numbers[kind].update(map(int, values[facet]))
    held = Entity.objects.with_numbers(numbers).select_related("location").order_by()
    by_number = {(entity.kind, entity.number): entity for entity in held}
    return {
        (facet, value): by_number[kind, int(value)]
        for facet, kind in FACET_KINDS.items()
        for value in values[facet]
        if (kind, value) in by_number
    }


def places(entities: FacetEntities) -> dict[int, Entity]:
    """Return a dict that maps the number of each place in `entities` to the place."""
    return {one.number: one for one in entities.values() if one.kind == Kind.PLACE}


def label(facet: Facet, value: Value, entities: FacetEntities) -> str:
    """Return the name of the `value` of a facet, as readers see it."""
    if value == MISSING.get(facet):
        return gettext(WITHOUT_VALUE[facet])
    if facet == "year":
        return str(value)
    if entity := entities.get((facet, value)):
        return entity.name
    return f"#{value}" if isinstance(value, int) else value


def filter_values(query: Query, results: Results, resolve: NameResolver) -> Results:
    """Return `results`, with the values of a facet filtered if `query` asks for that.

    The values that match the filter replace the most frequent values. Chosen values stay."""
    if not query.value_filter:
        return results
    facet, text = query.value_filter
    values = _find_values(facet, text)
    counts = indexing.archive().counts(query, facet, values, resolve)[: query.values_wanted(facet)]
    chosen = [one for one in results.facets[facet] if one.value in query.chosen(facet)]
    shown = (*counts, *(one for one in chosen if one not in counts))
    return replace(results, facets={**results.facets, facet: shown})


def _find_values(facet: Facet, text: str) -> set[Value]:
    """Return the values of `facet` whose names contain `text`. A year must be equal to `text`."""
    if kind := FACET_KINDS.get(facet):
        if not (key := name_key(text)):
            return set()
        found = Entity.objects.of_kind(kind).with_key_part(key)
        return set(found.order_by().values_list("number", flat=True))
    if facet == "category":
        sections = Article.objects.public().filter(category__icontains=text)
        return set(sections.order_by().values_list("category", flat=True).distinct())
    return {int(text)} if text.isascii() and text.isdecimal() else set()


def build_group(
    query: Query, facet: Facet, results: Results, entities: FacetEntities
) -> FacetGroup:
    """Return the facet with its choices and links, as a page shows it."""
    shown = results.facets.get(facet, ())
    counts = [
        *(one for one in shown if one.value not in query.excluded_values(facet)),
        *results.excluded.get(facet, ()),
    ]
    regions: list[Choice] = []
    if facet == "area":
        regions, choices = _split_areas(query, results, counts, entities)
    else:
        choices = [_make_choice(query, facet, one, entities) for one in counts]
    # An article without a place is without an area, so one choice stands for both.
    base: Facet = "place" if facet == "area" else facet
    missing = _count_missing(query, base, results)
    choices += [_make_choice(query, base, one, entities) for one in missing]
    filter_facet, text = query.value_filter or (None, "")
    filter_text = text if filter_facet == facet else ""
    more = None if filter_text else _more_link(query, facet, len(shown))
    can_filter = filter_text or (more and facet != "year")
    return FacetGroup(
        facet,
        gettext(TITLES[facet]),
        tuple(regions),
        tuple(choices),
        more,
        tuple(_any_or_all_links(query, facet)),
        filter_text,
        replace(query, value_filter=None, page=1) if can_filter else None,
    )


def _count_missing(query: Query, facet: Facet, results: Results) -> Iterable[Count]:
    """Return the count of articles without any value of `facet`, if it should be a choice.

    The choice is useful if it narrows the results or is already part of the query. Return nothing
    if the choice is useless or excluded."""
    none, matches = MISSING.get(facet), results.missing.get(facet, 0)
    apart = matches and results.facets.get(facet)
    chosen = none in query.chosen(facet)
    if none is not None and (apart or chosen) and none not in query.excluded_values(facet):
        yield Count(none, matches)


def _make_choice(query: Query, facet: Facet, count: Count, entities: FacetEntities) -> Choice:
    value = count.value
    chosen, excluded = value in query.chosen(facet), value in query.excluded_values(facet)
    back = query.clear(facet, value)
    return Choice(
        label=label(facet, value, entities),
        query=back if chosen or excluded else query.choose(facet, value),
        chosen=chosen,
        matches=count.matches,
        key=f"{facet}-{value}",
        excluded=excluded,
        excluding=None if excluded else query.exclude(facet, value),
    )


def _split_areas(
    query: Query, results: Results, counts: Sequence[Count], entities: FacetEntities
) -> tuple[list[Choice], list[Choice]]:
    """Return two lists of choices: areas that contain countries, and a tree of all other places.

    In both, the values with the most matches come first. In the tree, the choice of a place
    contains the choices of those places inside it that are shown."""
    alone = [one for one in results.facets.get("place", ()) if one.value in query.place]
    counts = [*counts, *(one for one in alone if one.value not in {each.value for each in counts})]
    wide: list[Count] = []
    others: list[Count] = []
    for one in counts:
        area = entities.get(("area", one.value)) or entities.get(("place", one.value))
        (wide if area and area.location.holds_countries else others).append(one)
    if "area" not in query.expanded and not query.value_filter:
        wide, others = _keep_first(query, wide, FEW_REGIONS), _keep_first(query, others, FEW_PLACES)
    regions = [_make_area(query, one, entities, ()) for one in wide]
    return regions, list(_build_tree(query, others, entities))


def _keep_first(query: Query, counts: Sequence[Count], limit: int) -> list[Count]:
    """Return the first `limit` of `counts`, and any later ones of chosen or excluded values."""
    kept = {*query.area, *query.place, *query.excluded_values("area")}
    return [*counts[:limit], *(one for one in counts[limit:] if one.value in kept)]


def _build_tree(query: Query, counts: Sequence[Count], entities: FacetEntities) -> Iterator[Choice]:
    areas = {one.value: entities.get(("area", one.value)) for one in counts}
    known = {area.identity: value for value, area in areas.items() if area}
    holds: defaultdict[Value | None, list[Count]] = defaultdict(list)
    for one in counts:
        area = areas[one.value]
        wider = area.area_ids if area else ()
        holds[next((known[holder] for holder in wider if holder in known), None)].append(one)

    def choices(area: Value | None) -> Iterator[Choice]:
        for one in holds[area]:
            yield _make_area(query, one, entities, tuple(choices(one.value)))

    return choices(None)


def _make_area(
    query: Query, count: Count, entities: FacetEntities, inside: tuple[Choice, ...]
) -> Choice:
    """Return the choice of a place, with the choices of the places inside it.

    If a place that contains other places is chosen, its choice has an alternative: a link that
    leaves out the places inside it or adds them again."""
    value = count.value
    choice = replace(_make_choice(query, "area", count, entities), inside=inside)
    place = entities.get(("area", value))
    if value in query.place:
        back = query.clear("place", value)
        words, other = gettext("with all places in it"), back.choose("area", value)
        choice = replace(choice, query=back, chosen=True)
    elif choice.chosen and (inside or (place and place.location.holds_places)):
        words = gettext("only where it is named itself")
        other = query.clear("area", value).choose("place", value)
    else:
        return choice
    return replace(choice, alternative=Link(words, other, key=f"{choice.key}-otherwise"))


def _more_link(query: Query, facet: Facet, shown: int) -> Link | None:
    others = tuple(other for other in query.expanded if other != facet)
    if facet in query.expanded:
        return Link(gettext("Fewer"), replace(query, expanded=others), key=f"more-{facet}")
    if facet != "year" and shown >= query.values_wanted(facet):
        return Link(gettext("More"), replace(query, expanded=(*others, facet)), key=f"more-{facet}")
    return None


def _any_or_all_links(query: Query, facet: Facet) -> Iterable[Link]:
    if facet in MANY_VALUED and query.chosen(facet):
        all_wanted = facet in query.all_required
        labels = {False: gettext("Any of these"), True: gettext("All of these")}
        for wanted, words in labels.items():
            key = f"{facet}-{'all' if wanted else 'any'}"
            joined = query.require_all(facet, wanted)
            yield Link(words, joined, chosen=wanted == all_wanted, key=key)


def chips(query: Query, entities: FacetEntities) -> Iterable[Link]:
    """Return links that each remove one chosen value, excluded value or date from the query."""
    for facet in FACETS:
        for value in query.chosen(facet):
            yield Link(_chosen_label(facet, value, entities), query.clear(facet, value))
        for value in query.excluded_values(facet):
            yield Link(_excluded_label(facet, value, entities), query.clear(facet, value))
    if query.since:
        yield Link(gettext("from %s") % _day(query.since), replace(query, since=None, page=1))
    if query.until:
        yield Link(gettext("to %s") % _day(query.until), replace(query, until=None, page=1))


def _chosen_label(facet: Facet, value: Value, entities: FacetEntities) -> str:
    name = label(facet, value, entities)
    return gettext("in %s") % name if facet == "area" else name


def _excluded_label(facet: Facet, value: Value, entities: FacetEntities) -> str:
    if value == MISSING.get(facet):
        return gettext(WITH_VALUE[facet])
    return gettext("without %s") % label(facet, value, entities)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
