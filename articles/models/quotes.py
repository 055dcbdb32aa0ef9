"""Who said what."""

from typing import Self

from django.db import models

from articles.models.articles import Article, Section
from articles.models.names import Mention, Name


class Quotes(models.QuerySet["Quote"]):
    def of(self, speaker: Name) -> Self:
        """What the one said, by whatever name articles call them."""
        return self.filter(speaker__in=Mention.objects.of(speaker))


class Quote(models.Model):
    """Words of an article that somebody said, without the quotation marks."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="quotes")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # A mention and not a person, so that whatever an editor decides about the name holds here.
    speaker = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="quotes")
    confidence = models.FloatField()
    direct = models.BooleanField()
    """Whether the words stand between quotation marks."""

    objects = Quotes.as_manager()

    class Meta:
        ordering = ["article_id", "section_id", "start"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.section.text[self.start : self.end]
