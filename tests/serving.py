"""The whole site as `make run` starts it, on a data folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Site:
    url: str
    data: Path
    password: str
    """Of the editor `admin`, as the first run printed it."""


@contextmanager
def running_site(data: Path) -> Iterator[Site]:
    # The gazetteer that the tests have built already: building takes most of the first run.
    shutil.copy(settings.GAZETTEER, data)
    environment = {name: value for name, value in os.environ.items() if "NEWSROOM" not in name}
    environment |= {"NEWSROOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    password = re.search(r"admin with the password (\S+)", prepared.stdout)
    assert password, prepared.stdout
    port = _free_port()
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        site = Site(f"http://127.0.0.1:{port}", data, password[1])
        _await_answer(site.url, server, data / "server.log")
        yield site
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        log.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"No answer from {url}:\n{log.read_text()}")
