"""People and places, and where articles name them."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from articles.gazetteer import fold
from articles.models.articles import Article, Section
from articles.models.marks import IndexMark


class Names(models.QuerySet):
    def listed(self) -> Self:
        """Those sure enough to be shown; the others are candidates."""
        return self.filter(listed=True)

    def called(self, name: str) -> Self:
        """The listed ones of this name, however it is capitalised and accented."""
        return self.listed().filter(key=fold(name))


class Name(models.Model):
    """What a person and a place have in common."""

    name = models.CharField(max_length=200)
    key = models.CharField(
        max_length=200,
        help_text="The name without case, accents and hyphens, by which mentions find it",
    )
    listed = models.BooleanField(
        default=False, help_text="Shown in facets; otherwise a candidate that may be no such name"
    )

    objects = Names.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the index hear of it wherever this name is mentioned."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            mentions = Mention.objects.filter(**{self._meta.model_name: self})
            IndexMark.objects.add(set(mentions.values_list("article", flat=True)))


class Person(Name):
    class Meta(Name.Meta):
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(fields=["key"], name="one_person_a_key")]

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk, slugify(self.name)[:80] or "person"])


class Place(Name):
    gazetteer_id = models.CharField(max_length=40, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    country = models.CharField("country (ISO)", max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta(Name.Meta):
        constraints = [
            # Places of one name are told apart by the gazetteer; outside it, by name alone.
            models.UniqueConstraint(
                fields=["key"], condition=Q(gazetteer_id=None), name="one_unlocated_place_a_key"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.pk, slugify(self.name)[:80] or "place"])


class Mention(models.Model):
    """The words in an article that stand for one person or one place."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    part = models.CharField(max_length=10)
    """Where the offsets count from: the section's heading or text, or the article's title,
    byline or dateline."""
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="mentions")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="mentions")
    role = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["article", "section", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, place__isnull=False) | Q(place=None, person__isnull=False),
                name="mention_of_one_person_or_place",
            )
        ]

    def __str__(self) -> str:
        return self.words
