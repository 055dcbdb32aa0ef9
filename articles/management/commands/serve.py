"""manage.py serve: run the web server and the worker, on a laptop or a small server."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PATIENCE = 10
"""The number of seconds that processes have to exit by themselves before they are killed."""


class Command(BaseCommand):
    help = "Run the site and its background worker until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 means any free port")
        parser.add_argument("--workers", type=int, default=2, help="number of web processes")

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        door = _listen(host, port)
        web = [
            sys.executable, "-m", "gunicorn", "newsroom.wsgi:application",
            f"--bind=fd://{door.fileno()}", f"--workers={workers}", "--worker-class=gthread",
            "--threads=4", "--preload", "--log-level=warning", "--no-control-socket",
        ]  # fmt: skip
        worker = [sys.executable, "-m", "django", "run_worker", "--verbosity=0"]
        environment = {
            **os.environ,
            # The path is absolute, as the children start in another folder.
            "NEWSROOM_DATA": str(settings.DATA),
            # numpy's threads save no time here and compete for the cores.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        # SIGINT too, because a process that a script starts in the background ignores it.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _stop)
        # Each child has its own process group, so that Ctrl-C reaches only this process, which
        # then ends the children.
        children = [
            subprocess.Popen(  # noqa: S603
                command, env=environment, cwd=settings.BASE_DIR, process_group=0, pass_fds=passed
            )
            for command, passed in ((web, [door.fileno()]), (worker, []))
        ]
        port = door.getsockname()[1]
        door.close()
        self.stdout.write(
            f"\n  {settings.SITE_NAME} is at http://{host}:{port}/  (Ctrl-C stops it)"
        )
        self.stdout.flush()
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
            self.stderr.write("The web server or the worker has ended; stopping.")
            sys.exit(1)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            _end(children)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `host` and `port`, or on any free port if `port` is 0.

    Raises CommandError if the port cannot be used."""
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on port {port} of {host} ({error.strerror}): choose another port."
        ) from error


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
