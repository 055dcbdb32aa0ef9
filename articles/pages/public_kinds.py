"""Lists what readers see of each kind of entity. Kinds not listed have no facet and no page."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.models import Kind
from articles.search.asking.query import Facet


@dataclass(frozen=True, slots=True)
class PublicKind:
    """What readers see of one kind of entity."""

    facet: Facet
    """The facet that finds its articles. For a place, these include the places inside it."""
    exact_facet: Facet
    """The facet that finds only articles that name the entity itself."""
    field: str
    """The field of the query language that finds the same as `facet`."""
    template: str
    """The template of an entity's page."""
    schema: str
    """The type in schema.org."""


PUBLIC_KINDS: Mapping[str, PublicKind] = {
    Kind.PERSON: PublicKind("person", "person", "person", "articles/person.html", "Person"),
    Kind.PLACE: PublicKind("area", "place", "in", "articles/place.html", "Place"),
}
FACET_KINDS: Mapping[Facet, Kind] = {
    "person": Kind.PERSON,
    "place": Kind.PLACE,
    "area": Kind.PLACE,
}
"""The kind of the entities whose numbers are the values of the facet."""
