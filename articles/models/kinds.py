"""The kinds of entities, and what follows from the kind alone. Add a new kind here first."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    PLACE = "place", "Place"
    ORGANISATION = "organisation", "Organisation"

    @property
    def noun_phrase(self) -> str:
        """Return the kind with its article: "a person"."""
        return f"{'an' if self[0] in 'aeiou' else 'a'} {self}"

    @property
    def is_public(self) -> bool:
        """Return whether readers have facets and pages for it."""
        return self in _PUBLIC


_PUBLIC = frozenset({Kind.PERSON, Kind.PLACE})
