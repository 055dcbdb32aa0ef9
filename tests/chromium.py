"""The Chromium that the browser tests drive: `python -m tests.chromium` finds or installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium on this machine: $CHROMIUM, one installed, or Playwright's own."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None


def install() -> None:
    """Try the system's package manager (as root), then Playwright's download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        run_quietly("apt-get", "update", "-qq")
        run_quietly("apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium")
    if not find():
        run_quietly(sys.executable, "-m", "playwright", "install", "chromium")


def run_quietly(*command: str) -> None:
    """Say what is done in a line, and what it printed only if it failed."""
    print(f"Installing Chromium for the browser tests: {' '.join(command)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, check=False, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit(
            "The browser tests need Chromium, and it could not be installed. Install it "
            "(for instance `sudo apt-get install chromium`) or set CHROMIUM to its path."
        )
