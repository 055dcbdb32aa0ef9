"""Which articles the index does not yet know as they are."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models


class IndexMarks(models.QuerySet["IndexMark"]):
    def add(self, articles: Iterable[int]) -> None:
        """Mark these articles; one marked already gets a new ticket, so that a batch being
        indexed at this moment does not clear it."""
        self.bulk_create(
            [IndexMark(article_id=article) for article in articles],
            update_conflicts=True,
            unique_fields=["article_id"],
            update_fields=["ticket"],
        )

    def clear(self, done: Iterable["IndexMark"]) -> None:
        """Remove the marks that still carry the ticket they were read with."""
        self.filter(ticket__in=[mark.ticket for mark in done]).delete()

    def newest(self, number: int) -> Self:
        return self.order_by("-pk")[:number]


class IndexMark(models.Model):
    # Not a foreign key: the mark of a deleted article tells the index to forget it.
    article_id = models.BigIntegerField(unique=True)
    ticket = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = IndexMarks.as_manager()

    def __str__(self) -> str:
        return f"article {self.article_id}"
