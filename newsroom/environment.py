"""Reading settings from the environment."""

import os
import secrets
from pathlib import Path


def flag(name: str) -> bool:
    """Whether the variable is set to something that means yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str) -> list[str]:
    """The comma-separated values of the variable."""
    return [value.strip() for value in os.environ.get(name, default).split(",") if value.strip()]


def secret_key(path: Path) -> str:
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
