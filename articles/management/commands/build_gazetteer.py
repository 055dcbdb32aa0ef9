"""Make the gazetteer file that places are looked up in."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from articles import gazetteer


class Command(BaseCommand):
    help = "Write the gazetteer of places to the path of the setting GAZETTEER (some seconds)."

    def handle(self, *args: object, **options: object) -> None:
        path = Path(settings.GAZETTEER)
        places = gazetteer.build(path)
        if options["verbosity"]:
            self.stdout.write(f"{places:,} places written to {path}.")
