"""Finds a Chromium for the browser tests. `python -m tests.chromium` installs one if need be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium: $CHROMIUM, an installed one, or Playwright's own."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return str(own) if own.exists() else None


def install() -> None:
    """Install Chromium with the system's package manager (as root), or else with Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        run_quietly("apt-get", "update", "-qq")
        run_quietly("apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium")
    if not find():
        run_quietly(sys.executable, "-m", "playwright", "install", "chromium")


def run_quietly(*command: str) -> None:
    """Run a command. Print one line about it, and its own output only if it fails."""
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
