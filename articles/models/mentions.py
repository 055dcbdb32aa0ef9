"""Where articles name people and places."""

from typing import Self

from django.db import models
from django.db.models import F

from articles.models.articles import Article, Section
from articles.models.entities import Entity


class Mentions(models.QuerySet["Mention"]):
    def of(self, *entities: Entity) -> Self:
        """Where any of the entities is named, by whatever name: in one question."""
        variants = Entity.objects.variants_of(entities).order_by()
        return self.filter(entity__in=variants.values("pk"))

    def with_entities(self) -> Self:
        """With the entities at hand that the words stand for."""
        return self.select_related("entity__stands_for")

    def move(self, subject: Entity, other: Entity) -> int:
        """Let what names the subject name the other instead; how many mentions did."""
        return self.of(subject).update(entity=other)

    def move_back(self) -> None:
        """Let each name whom its own words resolved to."""
        self.update(entity=F("read_as"))


class Mention(models.Model):
    """The words in an article that stand for one entity."""

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
    # Found through the index below, which counts an entity's articles without reading mentions.
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    # What the words alone resolve to, before an editor gives the article to a namesake.
    read_as = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=200, blank=True)

    objects = Mentions.as_manager()

    class Meta:
        ordering = ["article_id", "section_id", "start"]
        indexes = [models.Index(fields=["entity", "article"], name="articles_naming_an_entity")]

    def __str__(self) -> str:
        return self.words

    @property
    def named(self) -> Entity:
        """The one whom the words stand for, by the editors' decisions."""
        return self.entity.canonical
