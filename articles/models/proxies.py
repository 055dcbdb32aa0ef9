"""Proxy models of the kinds, because the admin has lists, addresses and permissions per model."""

from articles.models.entities import Entity


class Person(Entity):
    class Meta:
        proxy = True
        verbose_name = "person"
        verbose_name_plural = "people"


class Organisation(Entity):
    class Meta:
        proxy = True
        verbose_name = "organisation"


class Place(Entity):
    class Meta:
        proxy = True
        verbose_name = "place"
