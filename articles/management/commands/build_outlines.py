"""manage.py build_outlines TOPOLOGY: draw the land and borders in the background of the maps."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from articles.pictures import outlines

OUTLINES = Path(__file__).resolve().parents[2] / "static" / "articles" / "outlines.svg"


class Command(BaseCommand):
    help = (
        "Write the land and borders of the maps again, from a TopoJSON file of Natural Earth's "
        "countries such as countries-50m.json of the world-atlas package."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topology", type=Path)

    def handle(self, *, topology: Path, **options: Any) -> None:
        OUTLINES.write_text(outlines.draw_svg(json.loads(topology.read_text())))
        self.stdout.write(f"{OUTLINES.name}: {OUTLINES.stat().st_size:,} bytes")
