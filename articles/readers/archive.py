"""Reads zip files of articles."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from articles.readers import decoding
from articles.readers.formats import FORMATS, Reader, suffix
from articles.story import Story, Unreadable

MOST_MEMBERS = 100_000
"""The maximum number of files in one zip."""
LARGEST_TOTAL = 2_000_000_000
"""The maximum number of bytes that all files in a zip may have together, unpacked."""
LARGEST_RATIO = 200
"""The maximum number of unpacked bytes per packed byte. News has 3 to 10, and a zip bomb has a
thousand."""
_SMALL = 1_000_000
"""A file of at most this many unpacked bytes may have any ratio, as it is too small to do harm."""
# Files that macOS and Windows add to folders by themselves.
_JUNK = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
_ENCRYPTED = 0x1
"""The flag that marks a file in a zip as encrypted (APPNOTE.TXT 4.4.4)."""


def read(name: str, file: BinaryIO) -> Iterator[Story | Unreadable]:
    """Return the stories in the zip in order, with an Unreadable for each file that cannot be read.

    Raises Unreadable if the zip is broken, is empty, or has too many files or bytes.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            members = [member for member in opened.infolist() if not _is_junk(member)]
            _check_limits(name, members)
            for member in members:
                yield from _read_member(opened, member)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(f"{name} is not a zip file that can be opened ({error}).") from error


def _is_junk(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return (
        member.is_dir()
        or not parts
        or any(part in _JUNK or part.startswith("._") for part in parts)
    )


def _check_limits(name: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise Unreadable(f"{name} is an empty zip.")
    if len(members) > MOST_MEMBERS:
        raise Unreadable(f"{name} holds {len(members):,} files; at most {MOST_MEMBERS:,} are read.")
    total = sum(member.file_size for member in members)
    if total > LARGEST_TOTAL:
        raise Unreadable(f"{name} unpacks to over {LARGEST_TOTAL // 1_000_000:,} MB.")


def _read_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Story | Unreadable]:
    try:
        reader = _choose_reader(member)
        with opened.open(member) as packed:
            # A member may be larger than its header says, so no more is read than one byte past
            # the limit: enough for the reader to refuse it.
            data = packed.read(min(member.file_size, decoding.LARGEST_TEXT) + 1)
        yield from reader(member.filename, io.BytesIO(data))
    except Unreadable as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        yield Unreadable(f"{member.filename} cannot be unpacked ({error}).")


def _choose_reader(member: zipfile.ZipInfo) -> Reader:
    name, kind = member.filename, suffix(member.filename)
    if kind == ".zip":
        raise Unreadable(f"{name} is a zip inside a zip; upload it by itself.")
    if kind not in FORMATS:
        raise Unreadable(f'{name} ends in "{kind}"; only {", ".join(FORMATS)} are read.')
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(f"{name} is locked with a password.")
    if member.file_size > decoding.LARGEST_TEXT:
        raise Unreadable(f"{name} is over {decoding.LARGEST_TEXT // 1_000_000} MB.")
    if member.file_size > max(_SMALL, LARGEST_RATIO * member.compress_size):
        raise Unreadable(f"{name} unpacks to {LARGEST_RATIO} times its size, as zip bombs do.")
    return FORMATS[kind]
