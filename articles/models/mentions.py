"""Mentions: the words in articles that name entities."""

from typing import Self

from django.db import models
from django.db.models import F

from articles.models.articles import Article, Section
from articles.models.entities import Entity


class Mentions(models.QuerySet["Mention"]):
    def of_entities(self, *entities: Entity) -> Self:
        """Return the mentions of the entities under any of their names."""
        variants = Entity.objects.variants_of(entities).order_by()
        return self.filter(entity__in=variants.values("pk"))

    def with_entities(self) -> Self:
        """Return the mentions, and fetch their canonical entities in the same query."""
        return self.select_related("entity__stands_for")

    def move(self, subject: Entity, other: Entity) -> int:
        """Move all mentions of `subject` to `other`, and return the number of moved mentions."""
        return self.of_entities(subject).update(entity=other)

    def move_back(self) -> None:
        """Move each mention back to the entity that its own words name, undoing all splits."""
        self.update(entity=F("read_as"))


class Mention(models.Model):
    """The words in an article that name one entity, with their offsets."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    part = models.CharField(max_length=10)
    """The text that the offsets refer to: the heading or text of the section, or the title, byline
    or dateline of the article."""
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    # No index of its own: the index below also counts an entity's articles without reading rows.
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    # The entity that the words alone resolve to, even if a split gave the article to a namesake.
    read_as = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=200, blank=True)

    objects = Mentions.as_manager()

    class Meta:
        ordering = ["article_id", "section_id", "start"]
        indexes = [models.Index(fields=["entity", "article"], name="articles_naming_an_entity")]

    def __str__(self) -> str:
        return self.words

    @property
    def canonical(self) -> Entity:
        """Return the entity that the words name after all decisions in force are applied."""
        return self.entity.canonical
