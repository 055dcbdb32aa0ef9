"""Quotes: who said what."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models.articles import Article, Section, is_public
from articles.models.entities import Entity
from articles.models.mentions import Mention


class Quotes(models.QuerySet["Quote"]):
    def of_speaker(self, speaker: Entity) -> Self:
        """Return the quotes of this speaker under any of their names."""
        return self.filter(speaker__in=Mention.objects.of_entities(speaker))

    def public(self) -> Self:
        """Return the quotes of public articles whose speaker is sure enough to show."""
        sure = self.filter(confidence__gte=settings.QUOTE_CONFIDENCE)
        return sure.filter(is_public("article__"))

    def newest_first(self) -> Self:
        """Return the newest quotes first, with their articles and sections, and with the numbers
        that `sentence_number` needs."""
        earlier = Section.objects.filter(
            article=OuterRef("article"), position__lt=OuterRef("section__position")
        )
        sentences = models.Func(
            F("sentences"), function="JSON_ARRAY_LENGTH", output_field=models.IntegerField()
        )
        counted = earlier.order_by().values("article").values(total=Sum(sentences))
        found = self.select_related("article", "section")
        return found.annotate(sentences_before=Coalesce(Subquery(counted), 0)).order_by(
            "-article__published_at", "-article", "section__position", "start"
        )


class Quote(models.Model):
    """The words in an article that somebody said, without quotation marks."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="quotes")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # A mention and not a person, so that decisions about the name apply here too.
    speaker = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="quotes")
    confidence = models.FloatField()
    direct = models.BooleanField()
    """Whether the words are between quotation marks."""

    objects = Quotes.as_manager()
    sentences_before: int
    """The number of sentences before the quote's section. `newest_first` sets it."""

    class Meta:
        ordering = ["article_id", "section_id", "start"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.section.text[self.start : self.end]

    @property
    def text_before(self) -> str:
        """Return the text before the words in their sentence, such as the opening mark."""
        begun = [start for start, *_ in self.section.sentences if start <= self.start]
        return self.section.text[begun[-1] : self.start] if begun else ""

    @property
    def text_after(self) -> str:
        """Return the text after the words in their sentence, which mostly names the speaker."""
        ends = [end for _, end, *_ in self.section.sentences if end >= self.end]
        return self.section.text[self.end : ends[0]] if ends else ""

    @property
    def sentence_number(self) -> int:
        """Return the number of the sentence that it begins in, counted from 1."""
        begun: int = sum(start <= self.start for start, *_ in self.section.sentences)
        return self.sentences_before + max(begun, 1)

    @property
    def url(self) -> str:
        """Return the address of the sentence that it begins in, on the article's page."""
        return f"{self.article.get_absolute_url()}#s{self.sentence_number}"
