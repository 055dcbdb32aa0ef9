"""The kinds of entities, and what follows from the kind alone. A further kind begins here."""

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    PLACE = "place", "Place"

    @property
    def with_article(self) -> str:
        """The kind in a sentence: "a person"."""
        return f"a {self}"
