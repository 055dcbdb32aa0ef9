"""The formats that hold articles themselves, by suffix."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from articles.readers import html, markdown, plain, reuters
from articles.story import Story, Unreadable

Reader = Callable[[str, BinaryIO], Iterator[Story | Unreadable]]

FORMATS: dict[str, Reader] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".sgm": reuters.read,
}


def suffix(name: str) -> str:
    """The name's last suffix in small letters, ".txt"; "" if it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()
