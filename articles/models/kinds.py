"""The kinds of entities and their properties. Add a new kind to this module first."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    PLACE = "place", "Place"
    ORGANISATION = "organisation", "Organisation"

    @property
    def noun_phrase(self) -> str:
        """Return the kind with its indefinite article, such as "a person"."""
        return f"{'an' if self[0] in 'aeiou' else 'a'} {self}"

    @property
    def is_public(self) -> bool:
        """Return whether readers see facets and pages for entities of this kind."""
        return self in _PUBLIC


_PUBLIC = frozenset({Kind.PERSON, Kind.PLACE})
