"""Takes in uploads: keeps the original files, and records the outcomes of their stories."""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from django.core.files import File
from django.utils import timezone

from articles.ingest import Added, Outcome, Refused, ingest
from articles.models import Upload

OFTEN = 25
"""The number of stories between two updates of the counts that the admin shows."""


def keep(name: str, file: File[bytes]) -> tuple[Upload, bool]:
    """Save the file unless the archive already has a file with the same content.

    Return the upload, and whether it is new."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    checksum = digest.hexdigest()
    if upload := Upload.objects.filter(checksum=checksum).first():
        return upload, False
    upload = Upload(name=name[-500:], checksum=checksum)
    # The stored name takes only the suffix from the given name, so no name can do harm.
    upload.file.save(f"{checksum[:16]}{PurePath(name).suffix.lower()[:10]}", file, save=False)
    upload.save()
    return upload, True


def take_in(upload: Upload, report: Callable[[Outcome], None] = lambda outcome: None) -> None:
    """Save the articles of the upload, and record how many are new, known or refused.

    `report` is called with the outcome of each story."""
    upload.state = Upload.State.READING
    upload.added = upload.known = 0
    upload.refusals = []
    upload.save()
    for number, outcome in enumerate(ingest(upload), 1):
        _count(upload, outcome)
        if number % OFTEN == 0:
            upload.save()
        report(outcome)
    upload.state = Upload.State.DONE if upload.added + upload.known else Upload.State.FAILED
    upload.finished_at = timezone.now()
    upload.save()


def _count(upload: Upload, outcome: Outcome) -> None:
    if isinstance(outcome, Refused):
        upload.refusals.append({"name": outcome.name, "reason": outcome.reason})
    elif isinstance(outcome, Added):
        upload.added += 1
    else:
        upload.known += 1
