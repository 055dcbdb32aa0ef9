"""manage.py train_tagger FOLDER: train the name tagger on labelled text."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.entities import lexicon, tagger
from articles.entities.training import crf, wordlists

SEEDS = (1, 2)
"""The random seeds. One model is trained with each seed, and the final model is their mean."""


class Command(BaseCommand):
    help = (
        "Train the name tagger on a folder of labelled .tsv.gz files (ten minutes), and write its "
        "model into the project. The same files always give the same model."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="a folder of .tsv.gz files with lines: word, tab, BIO label"
        )
        parser.add_argument(
            "--lexicon",
            action="store_true",
            help="first build the lexicon again (needs names, faker and spacy-lookups-data)",
        )

    def handle(self, *args: object, **options: object) -> None:
        folder = options["folder"]
        files = sorted(Path(str(folder)).glob("*.tsv.gz"))
        if not files:
            raise CommandError(f"{folder} holds no .tsv.gz file of labelled words.")
        if options["lexicon"]:
            wordlists.gather(Path(settings.GAZETTEER)).save(lexicon.PATH)
        sets = [
            [crf.prepare_sentence(sentence) for sentence in document]
            for path in files
            for document in crf.read_documents(path)
        ]
        with tempfile.TemporaryDirectory() as models:
            paths = [Path(models) / f"{seed}.npz" for seed in SEEDS]
            for seed, path in zip(SEEDS, paths, strict=True):
                lesson = crf.make_lesson(sets, Path(settings.GAZETTEER), seed)
                words = crf.train(lesson, path)
                self.stdout.write(f"Trained on {words:,} words ({seed} of {len(SEEDS)}).")
            crf.average_models(paths, tagger.PATH)
        self.stdout.write(f"The model is {tagger.PATH}.")
