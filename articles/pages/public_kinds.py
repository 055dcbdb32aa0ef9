"""Lists the kinds of entities that readers see. Other kinds have no facet and no page."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.models import Kind
from articles.search.asking.query import Facet


@dataclass(frozen=True, slots=True)
class PublicKind:
    """The facets, the page and the schema.org type of a kind of entity that readers see."""

    facet: Facet
    """The facet that finds the articles that name an entity or, for a place, a place inside it."""
    exact_facet: Facet
    """The facet that finds only the articles that name the entity itself."""
    field: str
    """The field of the query language that finds the same articles as `facet`."""
    template: str
    """The path of the template for the entity's page."""
    schema: str
    """The schema.org type of the entities of this kind."""


PUBLIC_KINDS: Mapping[str, PublicKind] = {
    Kind.PERSON: PublicKind("person", "person", "person", "articles/person.html", "Person"),
    Kind.PLACE: PublicKind("area", "place", "in", "articles/place.html", "Place"),
}
FACET_KINDS: Mapping[Facet, Kind] = {
    "person": Kind.PERSON,
    "place": Kind.PLACE,
    "area": Kind.PLACE,
}
"""A dict that maps each facet to the kind of the entities that are its values."""
