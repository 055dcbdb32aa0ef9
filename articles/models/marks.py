"""Marks: notes that an article must be indexed again."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models


class IndexMarks(models.QuerySet["IndexMark"]):
    def add(self, articles: Iterable[int]) -> None:
        """Mark these articles. An article that is marked already gets a new ticket, so a batch
        that is being indexed now does not clear the mark."""
        self.bulk_create(
            [IndexMark(article_id=article) for article in articles],
            update_conflicts=True,
            unique_fields=["article_id"],
            update_fields=["ticket"],
        )

    def clear(self, done: Iterable["IndexMark"]) -> None:
        """Delete these marks, except those that got a new ticket since they were read."""
        self.filter(ticket__in=[mark.ticket for mark in done]).delete()

    def newest(self, number: int) -> Self:
        """Return at most this many marks, the newest first."""
        return self.order_by("-pk")[:number]


class IndexMark(models.Model):
    """A note that an article must be indexed again, at most one for each article.

    Marks and changes are saved in one transaction, so a crash loses no mark. The `ticket` changes
    each time the article is marked: whoever indexes it clears only the mark with the ticket that
    was read before the text, and a change made meanwhile keeps its mark."""

    # Not a foreign key: a deleted article keeps its mark, so the index can remove it.
    article_id = models.BigIntegerField(unique=True)
    ticket = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = IndexMarks.as_manager()

    def __str__(self) -> str:
        return f"article {self.article_id}"
