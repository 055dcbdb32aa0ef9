"""A throw-away archive for benchmarks: import this before anything of Django's."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="newsroom-benchmark-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["NEWSROOM_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402


def prepare() -> None:
    """An empty database and the gazetteer."""
    call_command("migrate", verbosity=0)
    call_command("build_gazetteer", verbosity=0)
