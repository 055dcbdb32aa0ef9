"""Sets Django up with an archive for benchmarks: a temporary one, or that of --keep FOLDER.

Import this before any model, because Django must know the folder when it is set up.
"""

import argparse
import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _folder() -> Path:
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--keep", type=Path)
    kept: Path | None = early.parse_known_args()[0].keep
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        return kept
    made = Path(tempfile.mkdtemp(prefix="newsroom-benchmark-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


DATA = _folder()
os.environ["NEWSROOM_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402


def prepare() -> None:
    """An empty database and the gazetteer."""
    call_command("migrate", verbosity=0)
    call_command("build_gazetteer", verbosity=0)
