"""Make the gazetteer file that places are looked up in."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from articles import gazetteer
from articles.desk.standing import follow_the_gazetteer


class Command(BaseCommand):
    help = "Write the gazetteer of places to the path of the setting GAZETTEER (some seconds)."

    def handle(self, *args: object, **options: object) -> None:
        path = Path(settings.GAZETTEER)
        places = gazetteer.build(path)
        gazetteer.opened.cache_clear()
        follow_the_gazetteer()
        if options["verbosity"]:
            self.stdout.write(f"{places:,} places written to {path}.")
