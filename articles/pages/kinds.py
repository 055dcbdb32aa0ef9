"""What readers see of each kind of entity; a kind that is not here has no facet and no page."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.models import Kind
from articles.search.asking.query import Facet


@dataclass(frozen=True, slots=True)
class Shown:
    facet: Facet
    """The facet whose choices find its articles: those of a place with all that lies in it."""
    alone: Facet
    """The facet whose choices find the articles that name it itself."""
    field: str
    """The field of the query language that finds what `facet` does."""
    template: str
    """The page of one."""
    schema: str
    """What schema.org calls it."""


SHOWN: Mapping[str, Shown] = {
    Kind.PERSON: Shown("person", "person", "person", "articles/person.html", "Person"),
    Kind.PLACE: Shown("area", "place", "in", "articles/place.html", "Place"),
}
KIND_OF: Mapping[Facet, Kind] = {
    "person": Kind.PERSON,
    "place": Kind.PLACE,
    "area": Kind.PLACE,
}
"""The kind of the entities whose numbers are the values of a facet."""
