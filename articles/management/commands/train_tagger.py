"""Train the tagger of names on labelled text."""

import random
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.entities import lexicon, rehearsal, tagger, training, wordlists


class Command(BaseCommand):
    help = (
        "Train the tagger of names on a folder of labelled .tsv.gz files (some minutes) and write "
        "its model into the project. The same files give the same model."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="holds .tsv.gz files: word TAB BIO label")
        parser.add_argument(
            "--lexicon",
            action="store_true",
            help="make the lexicon again first (needs names, faker and spacy-lookups-data)",
        )

    def handle(self, *args: object, **options: object) -> None:
        folder = options["folder"]
        files = sorted(Path(str(folder)).glob("*.tsv.gz"))
        if not files:
            raise CommandError(f"{folder} holds no .tsv.gz file of labelled words.")
        if options["lexicon"]:
            wordlists.gather(Path(settings.GAZETTEER)).save(lexicon.PATH)
        documents = [
            [training.prepared(sentence) for sentence in document]
            for path in files
            for document in training.read(path)
        ]
        chance = random.Random(1)  # noqa: S311 - nothing secret
        gazetteer = Path(settings.GAZETTEER)
        documents += training.made_up(gazetteer, chance)
        names = rehearsal.Names(gazetteer, chance)
        words = training.train(training.varied(documents, names, chance), tagger.PATH)
        self.stdout.write(f"Trained on {words:,} words; the model is {tagger.PATH}.")
