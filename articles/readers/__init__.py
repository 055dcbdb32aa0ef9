"""Reads files of many formats. A new one needs a module, a line in `FORMATS` and a sample file."""

from collections.abc import Iterator
from typing import BinaryIO

from articles.readers import archive
from articles.readers.formats import FORMATS, Reader, suffix
from articles.story import Story, Unreadable

READERS: dict[str, Reader] = FORMATS | {".zip": archive.read}


def read(name: str, file: BinaryIO) -> Iterator[Story | Unreadable]:
    """Return the stories in the file in order, with an Unreadable for each that cannot be read.

    `name` is the file's name. Raises Unreadable if the file as a whole cannot be read.
    """
    reader = READERS.get(suffix(name))
    if not reader:
        raise Unreadable(f'{name} ends in "{suffix(name)}"; only {", ".join(READERS)} are read.')
    yield from reader(name, file)
