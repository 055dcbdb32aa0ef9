"""The reader for each file format, by the suffix of the file name. Zip files are not included."""

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
    """Return the last suffix of a file name in lower case, such as ".txt", or "" if it has none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()
