"""Quotes: who said what in an article."""

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
        """Return the quotes of the speaker under any of the speaker's names."""
        return self.filter(speaker__in=Mention.objects.of_entities(speaker))

    def public(self) -> Self:
        """Return the quotes in public articles, without those whose speaker is too uncertain."""
        sure = self.filter(confidence__gte=settings.QUOTE_CONFIDENCE)
        return sure.filter(is_public("article__"))

    def newest_first(self) -> Self:
        """Return the quotes in the order of their articles, those of the newest article first.

        The same query fetches their articles, their sections, and `sentences_before`."""
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
    """Words in an article that somebody said, without quotation marks."""

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
    """The number of sentences in the article before the section of the quote. Only `newest_first`
    sets this attribute."""

    class Meta:
        ordering = ["article_id", "section_id", "start"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.section.text[self.start : self.end]

    @property
    def text_before(self) -> str:
        """Return the text before the quote in its sentence, such as an opening quotation mark."""
        begun = [start for start, *_ in self.section.sentences if start <= self.start]
        return self.section.text[begun[-1] : self.start] if begun else ""

    @property
    def text_after(self) -> str:
        """Return the text after the quote in its sentence, which usually names the speaker."""
        ends = [end for _, end, *_ in self.section.sentences if end >= self.end]
        return self.section.text[self.end : ends[0]] if ends else ""

    @property
    def sentence_number(self) -> int:
        """Return the number of the sentence in which the quote begins.

        Sentences are counted from 1 at the beginning of the article. The quote must come from
        `newest_first`."""
        begun: int = sum(start <= self.start for start, *_ in self.section.sentences)
        return self.sentences_before + max(begun, 1)

    @property
    def url(self) -> str:
        """Return the address of the sentence in which the quote begins, on the article's page."""
        return f"{self.article.get_absolute_url()}#s{self.sentence_number}"
