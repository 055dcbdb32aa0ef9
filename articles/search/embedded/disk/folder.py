"""The folder of the search index, in which the file `current` names the index in use.

    current                 {"version": 4, "index": "20261123-120000-4711"}
    writing.lock            held by the process that writes
    merging.lock            held by the process that merges segments
    20261123-120000-4711/   one Whoosh index

The file `current` is replaced in one step, so a reader finds the old index or the new one.
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
"""The version of the format of all files in the folder; raise it when the format changes.

An index of another version cannot be read and must be rebuilt."""
REBUILD = "Run the command `rebuild_index`."


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def pointer(self) -> Path:
        return self.path / "current"

    def find_current(self) -> Path:
        """Return the path of the current index.

        Raises IndexUnavailable if there is no index, if the index is broken, or if it has another
        version."""
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
        """Hold the lock for writing; wait first until no other thread or process holds it."""
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / "writing.lock"):
            yield

    @contextmanager
    def try_to_lock_for_merging(self) -> Iterator[bool]:
        """Hold the lock for merging, and yield whether it is held.

        Yields False at once if another thread or process holds the lock."""
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
        """Make an empty folder for a new index, and return its path."""
        folder = self.path / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}"
        folder.mkdir()
        return folder

    def make_current(self, index: Path) -> None:
        """Make `index` the current index, durably, and remove all other indexes."""
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
        """Remove all indexes except `kept`: old ones, and new ones that were never finished."""
        for other in self.path.iterdir():
            if other.is_dir() and other != kept:
                shutil.rmtree(other, ignore_errors=True)


def sync(path: Path) -> None:
    """Write the contents of a file, or the names of the files in a folder, to the disk (fsync).

    This includes what was written through memory maps of the file, because they share its pages."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
