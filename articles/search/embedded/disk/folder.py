"""The folder of an index: a small file names which of the indexes in it is the current one.

    current                 {"version": 4, "index": "20261123-120000-4711"}
    writing.lock            held by the process that writes
    merging.lock            held by the process that merges segments
    20261123-120000-4711/   one Whoosh index

The file is replaced in one step, so a reader finds either the old index or the new one.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from articles.search.asking.index import IndexUnavailable

VERSION = 4
"""The version of the format of everything in the folder. Raise it when the format changes: an
index of another version is not read, but has to be rebuilt."""
REBUILD = "Run the command `rebuild_index`."


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def pointer(self) -> Path:
        return self.path / "current"

    def find_current(self) -> Path:
        """Return the folder of the current index. Raises IndexUnavailable."""
        try:
            contents = json.loads(self.pointer.read_bytes())
            version, name = contents["version"], str(contents["index"])
        except FileNotFoundError:
            raise IndexUnavailable(f"There is no search index in {self.path}. {REBUILD}") from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexUnavailable(
                f"The search index in {self.path} is broken ({error}). {REBUILD}"
            ) from error
        if version != VERSION:
            raise IndexUnavailable(
                f"The search index in {self.path} has version {version}, not {VERSION}. {REBUILD}"
            )
        return self.path / Path(name).name

    @contextmanager
    def lock_for_writing(self) -> Iterator[None]:
        """Wait until nobody else writes here, in this process or another, and keep others out."""
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / "writing.lock"):
            yield

    @contextmanager
    def try_to_lock_for_merging(self) -> Iterator[bool]:
        """Keep others from merging here; yields False, without waiting, if another one merges."""
        lock = FileLock(self.path / "merging.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def make_folder(self) -> Path:
        """Make an empty folder for a new index, and return it."""
        folder = self.path / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}"
        folder.mkdir()
        return folder

    def make_current(self, index: Path) -> None:
        """Make this the current index, durably, and remove all others."""
        written = self.path / "current.new"
        with written.open("w") as file:
            json.dump({"version": VERSION, "index": index.name}, file)
            file.flush()
            os.fsync(file.fileno())
        sync(self.path)
        written.replace(self.pointer)
        sync(self.path)
        self.remove_others(index)

    def remove_others(self, kept: Path) -> None:
        """Remove the other indexes, which rebuilding left behind, finished or not."""
        for other in self.path.iterdir():
            if other.is_dir() and other != kept:
                shutil.rmtree(other, ignore_errors=True)


def sync(path: Path) -> None:
    """Write the file's contents, or the names in the folder, to the disk (fsync).

    A file shares its pages with its memory maps, so this includes what was written through them.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
