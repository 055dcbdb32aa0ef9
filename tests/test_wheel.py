"""The wheel holds all that the site needs: it runs where there is no checkout."""

import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from newsroom.environment import user_folder
from tests.serving import PATIENCE, ROOT, prepare, remove_settings, serve

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("build", "--no-isolation", f"--outdir={folder}", str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment with the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    names = {"base": str(folder), "platbase": str(folder)}
    programs = Path(sysconfig.get_path("scripts", "venv", vars=names))
    python = f"--python={programs / 'python'}"
    run("pip", python, "install", "--no-deps", "--no-index", str(wheel))
    # The dependencies are those of the tests' own environment, which nothing has to fetch.
    packages = Path(sysconfig.get_path("purelib", "venv", vars=names))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def run(module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_holds_every_file_of_the_project_that_is_not_for_developers(wheel: Path):
    packages = {path for name in ("articles", "newsroom") for path in files_below(name)}
    moved = {f"newsroom/{path}" for name in ("templates", "locale") for path in files_below(name)}
    held = set(zipfile.ZipFile(wheel).namelist())
    described = {path for path in held if path.split("/")[0].endswith(".dist-info")}
    assert held - described == packages | moved


def files_below(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_its_command_serves_an_archive_in_the_users_data_folder(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    data = user_folder()
    assert data.is_relative_to(tmp_path)
    data.mkdir(parents=True)
    environment = remove_settings(os.environ)
    command = [str(installed / "newsroom")]
    where = "import articles, newsroom; print(articles.__file__, newsroom.__file__)"
    files = subprocess.check_output(
        [*command, "shell", "--no-imports", "-c", where], cwd=ROOT, env=environment, text=True
    )
    assert all(Path(file).is_relative_to(installed.parent) for file in files.split()), files
    prepare(data, command, environment)
    with serve(command, environment) as (url, _):
        assert "Narrow the results" in get(f"{url}/search?q=dam")
        assert "Ergebnisse eingrenzen" in get(f"{url}/search?q=dam", language="de")
        assert "--" in get(f"{url}/static/articles/site.css")
    assert (data / "newsroom.sqlite3").exists()


def get(url: str, language: str = "en") -> str:
    request = urllib.request.Request(url, headers={"Accept-Language": language})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.read().decode()
