"""manage.py load_authorities FILE.csv: confirm the names in an authority list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import desk, indexing
from articles.desk import authorities


class Command(BaseCommand):
    help = (
        "Confirm the people, places and organisations of a CSV file with the columns "
        f"{', '.join(authorities.COLUMNS)} (all but name and kind may be empty or missing; | "
        "separates aliases). It is safe to run it again. Editors can undo each decision."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.csv")

    def handle(self, *, path: Path, **options: Any) -> None:
        loaded = left_out = 0
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                for outcome in authorities.load(lines, source=path.name):
                    if outcome.problem:
                        left_out += 1
                        where = f"{path.name}, line {outcome.line}"
                        name = f" ({outcome.name})" if outcome.name else ""
                        self.stderr.write(f"{where}{name}: {outcome.problem}")
                    else:
                        loaded += 1
        except (OSError, UnicodeDecodeError, desk.Impossible) as problem:
            raise CommandError(f"{path}: {problem}") from problem
        indexing.drain()
        self.stdout.write(f"{loaded} names are as the list says, {left_out} lines left out.")
