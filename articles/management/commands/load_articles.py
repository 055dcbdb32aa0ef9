"""manage.py load_articles PATH...: add articles from files and folders."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles import indexing, intake
from articles.models import Upload
from articles.readers import READERS


class Command(BaseCommand):
    help = (
        "Add articles from files and folders, and index them. It is safe to run it again: no "
        "article is added twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *, paths: list[Path], verbosity: int, **options: Any) -> None:
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path} does not exist.")
        files = [file for path in paths for file in _find_readable(path)]
        if not files:
            raise CommandError(f"No file here has a name ending in one of {', '.join(READERS)}.")
        added = known = 0
        refusals: list[dict[str, str]] = []
        hide = True if verbosity == 0 else None  # None: tqdm shows itself on a terminal only
        with tqdm(total=len(files), unit="file", desc="Reading", disable=hide) as progress:
            for file in files:
                upload = self._load(file)
                added += upload.added
                known += upload.known
                refusals += upload.refusals
                progress.update()
                progress.set_postfix(added=added, known=known, refused=len(refusals))
        with tqdm(unit="article", desc="Indexing", disable=hide) as progress:
            indexing.drain(progress.update)
        indexing.merge()
        for refusal in refusals:
            self.stderr.write(f"{refusal['name']}: {refusal['reason']}")
        self.stdout.write(f"{added} added, {known} already held, {len(refusals)} refused.")

    def _load(self, path: Path) -> Upload:
        with path.open("rb") as file:
            upload, _ = intake.keep(path.name, File(file))
        intake.take_in(upload)
        return upload


def _find_readable(path: Path) -> Iterator[Path]:
    """Yield `path` if it is a file; if it is a folder, yield each file in it that can be read."""
    if path.is_file():
        yield path
    else:
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in READERS and file.is_file():
                yield file
