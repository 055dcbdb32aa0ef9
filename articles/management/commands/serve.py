"""manage.py serve: the web server and the worker together, for a laptop or a small server."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PATIENCE = 10  # seconds that a process has to end by itself


class Command(BaseCommand):
    help = "Run the site and its background worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        web = [
            sys.executable, "-m", "gunicorn", "newsroom.wsgi:application",
            f"--bind={host}:{port}", f"--workers={workers}", "--worker-class=gthread",
            "--threads=4", "--preload", "--log-level=warning", "--no-control-socket",
        ]  # fmt: skip
        worker = [sys.executable, str(Path(sys.argv[0]).resolve()), "run_worker", "--verbosity=0"]
        # numpy's threads gain nothing here and take the cores from each other.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        # SIGINT too: what a script starts in the background is born deaf to it.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _stop)
        # In groups of their own, so that Ctrl-C reaches only this process, which then ends them.
        children = [
            subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, process_group=0)  # noqa: S603
            for command in (web, worker)
        ]
        self.stdout.write(
            f"\n  {settings.SITE_NAME} is at http://{host}:{port}/  (Ctrl-C stops it)"
        )
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
            self.stderr.write("The web server or the worker has ended; stopping.")
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            _end(children)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
