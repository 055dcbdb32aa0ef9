"""Runs the whole site as `make run` does, on a data folder of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
MANAGE = (sys.executable, "manage.py")
PATIENCE = 120
"""Seconds to wait for what takes one or two on a machine that does nothing else."""


@dataclass(frozen=True)
class Site:
    url: str
    data: Path
    password: str
    """The password of the editor `admin`, as the first run printed it."""
    process: int
    """The id of the process that `serve` runs in."""


@contextmanager
def run_site(data: Path) -> Iterator[Site]:
    """Prepare an archive in this folder, and serve it."""
    environment = {**remove_settings(os.environ), "NEWSROOM_DATA": str(data)}
    password = prepare(data, MANAGE, environment)
    with serve(MANAGE, environment) as (url, process):
        yield Site(url, data, password, process)


def remove_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without the variables that the tests set."""
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(("NEWSROOM_", "DJANGO_"))
    }


def prepare(data: Path, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Prepare an archive in this folder; return the password of its editor."""
    # Most of a first run is spent on the gazetteer, and the tests have built one already.
    shutil.copy(settings.GAZETTEER, data)
    output = subprocess.check_output([*command, "prepare"], cwd=ROOT, env=environment, text=True)
    password = re.search(r"admin with the password (\S+)", output)
    assert password, output
    return password[1]


@contextmanager
def serve(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Serve a prepared archive, and give its address and process id."""
    server = subprocess.Popen(
        [*command, "serve", "--port", "0"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout
    try:
        said = iter(server.stdout.readline, "")
        address = next(filter(None, (re.search(r"http://\S+:\d+", line) for line in said)), None)
        assert address, "It ended without saying where it serves."
        # The site listens before it prints its address, so this request waits for the first page.
        urllib.request.urlopen(address[0], timeout=PATIENCE).close()
        yield address[0], server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=PATIENCE)
