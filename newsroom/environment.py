"""Reads settings from environment variables."""

import importlib.util
import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def user_folder() -> Path:
    """Return the folder for the archive, inside the system's folder for the user's data."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Newsroom"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Newsroom"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "newsroom"


def flag(name: str) -> bool:
    """Return whether the environment variable `name` is 1, true, yes or on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def values(name: str, default: str) -> list[str]:
    """Return the comma-separated values of the environment variable `name`.

    If it is unset, return the values of `default`."""
    return [value.strip() for value in os.environ.get(name, default).split(",") if value.strip()]


def share(name: str, default: float) -> float:
    """Return the number in the environment variable `name`, or `default` if it is unset.

    Raises ImproperlyConfigured if the number is not from 0 to 1."""
    given = os.environ.get(name) or str(default)
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ImproperlyConfigured(f"{name} is {given}: it must be a number from 0 to 1.")
    return value


def package(name: str) -> str:
    """Return the Python package that the environment variable `name` names, or "" if it is unset.

    Raises ImproperlyConfigured if no package of that name is installed."""
    given = os.environ.get(name, "")
    if given and not (given.isidentifier() and importlib.util.find_spec(given)):
        raise ImproperlyConfigured(
            f"{name} is {given}: no Python package of that name is installed."
        )
    return given


def load_secret_key(path: Path) -> str:
    """Return the secret key in NEWSROOM_SECRET_KEY or, if that is unset, in the file `path`.

    If the file is missing, create it with a random key."""
    if given := os.environ.get("NEWSROOM_SECRET_KEY"):
        return given
    try:
        # Only its owner may read the file. O_EXCL keeps two processes that start together from
        # writing two keys.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
