"""manage.py rebuild_index: write the search index again from the database."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import indexing
from articles.models import Article


class Command(BaseCommand):
    help = "Build a new index from the database, then replace the old one. Searches work meanwhile."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        total = Article.objects.public().count()
        hide = True if verbosity == 0 else None
        with tqdm(total=total, unit="article", desc="Indexing", disable=hide) as progress:
            done = indexing.rebuild(progress.update)
        # Articles that changed meanwhile still have their marks.
        indexing.drain()
        self.stdout.write(f"{done} articles indexed.")
