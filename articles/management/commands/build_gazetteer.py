"""manage.py build_gazetteer: write the file in which places are looked up."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from articles import gazetteer
from articles.desk.effects import update_areas
from articles.gazetteer import builder
from articles.models import Entity


class Command(BaseCommand):
    help = "Write the gazetteer of places to the path in the setting GAZETTEER (takes seconds)."

    def handle(self, *args: object, **options: object) -> None:
        path = Path(settings.GAZETTEER)
        places = builder.build(path)
        gazetteer.open_gazetteer.cache_clear()
        # A new archive has no database yet, so it has no places to bring up to date.
        if Entity._meta.db_table in connection.introspection.table_names():
            update_areas()
        if options["verbosity"]:
            self.stdout.write(f"{places:,} places written to {path}.")
