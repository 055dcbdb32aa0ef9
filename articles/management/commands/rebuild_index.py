"""manage.py rebuild_index: write the search index anew from the database."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import indexing
from articles.models import Article


class Command(BaseCommand):
    help = "Build the index beside the one in use, then put it in its place; the site goes on."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        total = Article.objects.public().count()
        hide = True if verbosity == 0 else None
        with tqdm(total=total, unit="article", desc="Indexing", disable=hide) as progress:
            done = indexing.rebuild(progress.update)
        # What changed meanwhile has kept its mark.
        indexing.drain()
        self.stdout.write(f"{done} articles indexed.")
