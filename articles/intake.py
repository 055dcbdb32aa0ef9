"""Files at the door: keeping the original, and telling what became of what is in it."""

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from django.core.files import File
from django.utils import timezone

from articles.ingest import Added, Outcome, Refused, ingest
from articles.models import Upload

OFTEN = 25
"""Stories after which what became of them is written down."""


def keep(name: str, file: File[bytes]) -> tuple[Upload, bool]:
    """The upload that holds this file's bytes, and whether it is new."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    checksum = digest.hexdigest()
    if held := Upload.objects.filter(checksum=checksum).first():
        return held, False
    upload = Upload(name=name[-500:], checksum=checksum)
    # The folder and the suffix are all that the stored name takes from outside.
    upload.file.save(f"{checksum[:16]}{PurePath(name).suffix.lower()[:10]}", file, save=False)
    upload.save()
    return upload, True


def take_in(upload: Upload, tell: Callable[[Outcome], None] = lambda outcome: None) -> None:
    """Save the articles in the upload and write on it what became of them."""
    upload.state = Upload.State.READING
    upload.added = upload.known = 0
    upload.refusals = []
    upload.save()
    for number, outcome in enumerate(ingest(upload), 1):
        _count(upload, outcome)
        if number % OFTEN == 0:
            upload.save()  # so that the admin shows how far it has come
        tell(outcome)
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
