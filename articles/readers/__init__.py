"""Files of many formats to stories. A new format is a module, a line in a table and a sample."""

from collections.abc import Iterator
from typing import BinaryIO

from articles.readers import archive
from articles.readers.formats import FORMATS, Reader, suffix
from articles.story import Story, Unreadable

READERS: dict[str, Reader] = FORMATS | {".zip": archive.read}


def read(name: str, file: BinaryIO) -> Iterator[Story | Unreadable]:
    """Each story in the file, in order, and an Unreadable in place of each that cannot be read.

    Raises Unreadable when the file as a whole cannot be read.
    """
    reader = READERS.get(suffix(name))
    if not reader:
        raise Unreadable(f'{name} ends in "{suffix(name)}"; only {", ".join(READERS)} are read.')
    yield from reader(name, file)
