"""An archive that an older version made, brought up to date, answers as it did then."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent
ARCHIVE = ROOT / "tests" / "archives" / "440506c.zip"
SNAPSHOT = ARCHIVE.with_suffix(".json")
THEN: dict[str, Any] = json.loads(SNAPSHOT.read_text())


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory) -> tuple[Path, str]:
    """Return the folder of the old archive after `manage.py prepare`, and its output."""
    data = tmp_path_factory.mktemp("upgraded")
    with zipfile.ZipFile(ARCHIVE) as packed:
        packed.extractall(data)
    shutil.copy(settings.GAZETTEER, data)  # Building it would take most of the time.
    return data, run(data, "manage.py", "prepare")


@pytest.fixture(scope="module")
def now(upgraded: tuple[Path, str]) -> dict[str, Any]:
    """Return what the archive answers."""
    data, _ = upgraded
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


def test_the_database_is_kept_as_it_was_before_the_upgrade(upgraded: tuple[Path, str]):
    data, said = upgraded
    copy = data / "newsroom-before-upgrade.sqlite3"
    assert str(copy) in said
    with closing(sqlite3.connect(copy)) as database:
        people = database.execute("SELECT count(*) FROM articles_person").fetchone()
        assert people == (sum(name.startswith("people/") for name in THEN["names"]),)
    made = copy.stat().st_mtime_ns
    assert str(copy) not in run(data, "manage.py", "prepare")
    assert copy.stat().st_mtime_ns == made


def test_the_copy_outlives_an_upgrade_that_is_interrupted(tmp_path: Path):
    with zipfile.ZipFile(ARCHIVE) as packed:
        packed.extractall(tmp_path)
    shutil.copy(settings.GAZETTEER, tmp_path)
    copy = tmp_path / "newsroom-before-upgrade.sqlite3"
    # As `prepare` leaves it that is killed after half of the migrations.
    shutil.copy(tmp_path / "newsroom.sqlite3", copy)
    copy.with_suffix(".upgrading").touch()
    before = copy.read_bytes()
    run(tmp_path, "manage.py", "migrate", "articles", "0012", "--verbosity=0")
    run(tmp_path, "manage.py", "prepare")
    assert copy.read_bytes() == before
    assert not copy.with_suffix(".upgrading").exists()
