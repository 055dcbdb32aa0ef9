"""Uploads: the original files from which articles are read."""

from typing import Any

from django.db import models, transaction


class Upload(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READING = "reading", "Being read"
        DONE = "done", "Read"
        FAILED = "failed", "Could not be read"

    name = models.CharField(max_length=500)
    file = models.FileField(upload_to="%Y/%m/%d", max_length=500)
    checksum = models.CharField("SHA-256 of the file", max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    added = models.PositiveIntegerField("articles added", default=0)
    known = models.PositiveIntegerField("already held", default=0)
    refusals = models.JSONField(
        "what could not be read", default=list, blank=True, help_text="Name and reason of each"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the upload and its file, but keep the articles that were read from it."""
        with transaction.atomic():
            transaction.on_commit(lambda: self.file.delete(save=False))
            return super().delete(*args, **kwargs)
