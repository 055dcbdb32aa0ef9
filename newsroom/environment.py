"""Reading settings from the environment."""

import importlib.util
import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def user_folder() -> Path:
    """The folder where this user's programs keep the data of the archive."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Newsroom"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Newsroom"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "newsroom"


def flag(name: str) -> bool:
    """Whether the variable is set to something that means yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def values(name: str, default: str) -> list[str]:
    """The comma-separated values of the variable."""
    return [value.strip() for value in os.environ.get(name, default).split(",") if value.strip()]


def share(name: str, default: float) -> float:
    """The variable's value, a number from 0 to 1."""
    given = os.environ.get(name) or str(default)
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ImproperlyConfigured(f"{name} is {given}: it must be a number from 0 to 1.")
    return value


def package(name: str) -> str:
    """The installed Python package that the variable names, or nothing."""
    given = os.environ.get(name, "")
    if given and not (given.isidentifier() and importlib.util.find_spec(given)):
        raise ImproperlyConfigured(
            f"{name} is {given}: no Python package of that name is installed."
        )
    return given


def load_secret_key(path: Path) -> str:
    """The key in NEWSROOM_SECRET_KEY, else the one in this file, made on the first run."""
    if given := os.environ.get("NEWSROOM_SECRET_KEY"):
        return given
    try:
        # Created readable by its owner only, and never overwritten by a process that starts
        # at the same moment.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()
