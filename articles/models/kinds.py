"""The kinds of entities, and what follows from the kind alone. A further kind begins here."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    PLACE = "place", "Place"
    ORGANISATION = "organisation", "Organisation"

    @property
    def with_article(self) -> str:
        """The kind in a sentence: "a person"."""
        return f"{'an' if self == Kind.ORGANISATION else 'a'} {self}"

    @property
    def is_public(self) -> bool:
        """Whether readers have facets and pages of it."""
        return self != Kind.ORGANISATION
