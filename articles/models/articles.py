"""Articles, their sections, and the stems of their sentences."""

import uuid
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from articles.models.marks import IndexMark
from articles.models.uploads import Upload

LONGEST_TITLE = 500
LONGEST_BYLINE = 2000
LONGEST_HEADING = 300


def is_public(path: str = "") -> models.Q:
    """Return the condition under which readers may see an article.

    `path` leads from the filtered model to the article, such as "article__"."""
    return models.Q((f"{path}state", Article.State.PUBLISHED))


class Articles(models.QuerySet["Article"]):
    def public(self) -> Self:
        """Return the articles that readers may see."""
        return self.filter(is_public())

    def set_state(self, state: "Article.State") -> int:
        """Set the state of the articles, and return the number of articles that changed.

        The changed articles are marked for indexing."""
        with transaction.atomic():
            changing = list(self.exclude(state=state).values_list("pk", flat=True))
            IndexMark.objects.add(changing)
            Article.objects.filter(pk__in=changing).update(state=state, updated_at=timezone.now())
        return len(changing)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            IndexMark.objects.add(self.values_list("pk", flat=True))
            return super().delete()


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=LONGEST_TITLE)
    byline = models.CharField(max_length=LONGEST_BYLINE, blank=True)
    author_note = models.TextField(blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    category = models.CharField("section", max_length=100, blank=True, db_index=True)
    source = models.CharField(max_length=200, blank=True)
    url = models.CharField("original address", max_length=1000, blank=True)
    language = models.CharField(max_length=10, default="en")
    published_at = models.DateTimeField(db_index=True)
    correction = models.TextField("correction note", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    checksum = models.CharField("SHA-256 of the text", max_length=64, unique=True, editable=False)
    upload = models.ForeignKey(
        Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    original_name = models.CharField("name of the original", max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = Articles.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.mark_for_indexing()

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, slugify(self.title)[:80] or "article"])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self.mark_for_indexing()
            return super().delete(*args, **kwargs)

    def mark_for_indexing(self) -> None:
        IndexMark.objects.add([self.pk])

    @property
    def is_public(self) -> bool:
        """Return whether readers may see the article."""
        return self.state == Article.State.PUBLISHED


class Stems(models.Model):
    """The stems of the words in each sentence of an article, packed for `summaries.digest`.

    They have a table of their own because only digests need them."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="stems"
    )
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"stems of {self.article_id}"


class Section(models.Model):
    """A part of an article under one heading. The lead has no heading."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=LONGEST_HEADING, blank=True)
    text = models.TextField(help_text="Paragraphs, with an empty line between them.")
    sentences = models.JSONField(default=list, editable=False)
    """Four numbers for each sentence of the section: its start and end in the section's text, its
    rank in the section, and its rank in the article. A rank is null if the sentence is not fit for
    a summary. After the text is edited, the field is empty until the article is read again."""

    class Meta:
        # By column: by relation, Django would join the articles and order them too.
        ordering = ["article_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="one_section_a_place")
        ]

    def __str__(self) -> str:
        return self.heading or "(lead)"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save an edited section, and delete the sentences, mentions and quotes of its old text.

        They are found again in the new text when the article is read again."""
        self.sentences = []
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.mentions.all().delete()
            self.quotes.all().delete()
            self.article.mark_for_indexing()
