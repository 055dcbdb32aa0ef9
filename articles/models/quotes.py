"""Who said what."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models.articles import Article, Section
from articles.models.entities import Entity
from articles.models.mentions import Mention


class Quotes(models.QuerySet["Quote"]):
    def of(self, speaker: Entity) -> Self:
        """What the one said, by whatever name articles call them."""
        return self.filter(speaker__in=Mention.objects.of(speaker))

    def shown(self) -> Self:
        """Those of public articles whose speaker is sure enough for readers."""
        sure = self.filter(confidence__gte=settings.QUOTE_CONFIDENCE)
        return sure.filter(article__state=Article.State.PUBLISHED)

    def newest_first(self) -> Self:
        """With their articles and sections at hand, and with what `number` needs."""
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
    sentences_before: int
    """How many sentences the article has before the quote's section: from `newest_first`."""

    class Meta:
        ordering = ["article_id", "section_id", "start"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.section.text[self.start : self.end]

    @property
    def before(self) -> str:
        """What stands before the words in their sentence, such as the mark that opens them."""
        begun = [start for start, *_ in self.section.sentences if start <= self.start]
        return self.section.text[begun[-1] : self.start] if begun else ""

    @property
    def after(self) -> str:
        """What stands after the words in their sentence: mostly who says so."""
        ends = [end for _, end, *_ in self.section.sentences if end >= self.end]
        return self.section.text[self.end : ends[0]] if ends else ""

    @property
    def number(self) -> int:
        """Which of the article's sentences it begins in, counted from 1."""
        begun: int = sum(start <= self.start for start, *_ in self.section.sentences)
        return self.sentences_before + max(begun, 1)

    @property
    def url(self) -> str:
        """The sentence in which it begins, on the article's page."""
        return f"{self.article.get_absolute_url()}#s{self.number}"
