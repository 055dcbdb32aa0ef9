"""Commands as an operator uses them: they are started, stopped, killed, and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.serving import PATIENCE, ROOT, run_site


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a new data folder that already has a gazetteer."""
    shutil.copy(settings.GAZETTEER, tmp_path / settings.GAZETTEER.name)
    return tmp_path


def manage(data: Path, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "NEWSROOM_DATA": str(data)}
    environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def done(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return output


def test_ctrl_c_stops_the_web_server_and_the_worker(tmp_path: Path):
    with run_site(tmp_path) as site:
        # The web server and the worker are children of the same command.
        children = subprocess.check_output(["pgrep", "-P", str(site.process)], text=True).split()
        assert len(children) == 2
        assert urllib.request.urlopen(site.url, timeout=PATIENCE).status == 200
    with pytest.raises(OSError):
        urllib.request.urlopen(site.url, timeout=1)
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(int(child), 0)


def test_a_port_that_is_taken_is_refused_with_what_to_do(data: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        serving = manage(data, "serve", "--port", port)
        _, errors = serving.communicate(timeout=PATIENCE)
    assert serving.returncode == 1
    assert f"Cannot listen on port {port} of 127.0.0.1" in errors
    assert "choose another port" in errors


def test_preparing_again_builds_and_loads_nothing(data: Path):
    assert "Loading the sample articles" in done(manage(data, "prepare"))
    assert done(manage(data, "prepare")) == ""


def test_loading_that_is_killed_at_any_moment_is_completed_by_running_it_again(data: Path):
    folder = data / "news"
    folder.mkdir()
    for number in range(60):
        text = f"Harbour {number} opens\n\nThe harbour of port number {number} opened on Monday."
        (folder / f"{number}.txt").write_text(text)
    done(manage(data, "migrate", "--verbosity=0"))
    for delay in (1.5, 2.0, 2.5, 3.0, 4.0):
        loading = manage(data, "load_articles", folder)
        time.sleep(delay)
        loading.send_signal(signal.SIGKILL)
        loading.communicate()
    assert "refused" in done(manage(data, "load_articles", folder))
    asked = (
        "from articles import indexing; from articles.models import Article, IndexMark;"
        "from articles.search.asking.query import Query;"
        "print(Article.objects.count(), IndexMark.objects.count(),"
        " indexing.archive().search(Query('harbour')).total)"
    )
    assert done(manage(data, "shell", "--no-imports", "-c", asked)).split() == ["60", "0", "60"]
