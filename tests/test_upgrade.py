"""An archive that an older version made, brought up to date, answers as it did then."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent
ARCHIVE = ROOT / "tests" / "archives" / "440506c.zip"
SNAPSHOT = ARCHIVE.with_suffix(".json")
THEN: dict[str, Any] = json.loads(SNAPSHOT.read_text())


@pytest.fixture(scope="module")
def now(tmp_path_factory) -> dict[str, Any]:
    """What the old archive answers after `manage.py prepare`."""
    data = tmp_path_factory.mktemp("upgraded")
    with zipfile.ZipFile(ARCHIVE) as packed:
        packed.extractall(data)
    shutil.copy(settings.GAZETTEER, data)  # Building it would take most of the time.
    run(data, "manage.py", "prepare")
    answers: dict[str, Any] = json.loads(run(data, "-m", "tests.archives.reading", SNAPSHOT))
    return answers


def run(data: Path, *arguments: object) -> str:
    environment = {name: value for name, value in os.environ.items() if "NEWSROOM" not in name}
    environment |= {"NEWSROOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("part", THEN)
def test_an_older_archive_keeps_all_that_it_held_and_answers_as_before(part: str, now):
    assert now[part] == THEN[part]
