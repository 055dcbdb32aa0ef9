"""Marks: notes that an article must be indexed again."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models


class IndexMarks(models.QuerySet["IndexMark"]):
    def add(self, articles: Iterable[int]) -> None:
        """Mark the articles with these primary keys for indexing.

        An article that is already marked gets a new ticket. If an older version of the article is
        being indexed meanwhile, the mark survives."""
        self.bulk_create(
            [IndexMark(article_id=article) for article in articles],
            update_conflicts=True,
            unique_fields=["article_id"],
            update_fields=["ticket"],
        )

    def clear(self, done: Iterable["IndexMark"]) -> None:
        """Delete these marks, except those that got a new ticket after they were read."""
        self.filter(ticket__in=[mark.ticket for mark in done]).delete()

    def newest(self, number: int) -> Self:
        """Return at most `number` marks, the newest first."""
        return self.order_by("-pk")[:number]


class IndexMark(models.Model):
    """A note that an article must be indexed again. Each article has at most one.

    A change and its mark are saved in one transaction, so a crash loses no mark. The `ticket`
    changes each time the article is marked. After indexing, a mark is deleted only if its ticket is
    still the same as before the text was read, so a change made meanwhile keeps its mark."""

    # Not a foreign key: a deleted article keeps its mark, so the index can remove it.
    article_id = models.BigIntegerField(unique=True)
    ticket = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = IndexMarks.as_manager()

    def __str__(self) -> str:
        return f"article {self.article_id}"
