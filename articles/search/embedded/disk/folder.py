"""The folder of an index: whole indexes side by side, of which a small file names the current.

    current            {"version": 2, "index": "20261123-120000-4711"}
    writing.lock       held by whoever writes
    merging.lock       held by whoever merges segments
    20261123-120000-4711/   one Whoosh index

The file is replaced in one step, so that a reader finds either the old index or the new.
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

VERSION = 3
"""Of all that lies in the folder; an index of another one has to be rebuilt."""
REBUILD = "Run the command `rebuild_index`."


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def pointer(self) -> Path:
        return self.path / "current"

    def current(self) -> Path:
        """The current index's own folder. Raises IndexUnavailable."""
        try:
            told = json.loads(self.pointer.read_bytes())
            version, name = told["version"], str(told["index"])
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
    def alone(self) -> Iterator[None]:
        """Wait until nobody else writes here, in this process or another."""
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / "writing.lock"):
            yield

    @contextmanager
    def merging(self) -> Iterator[bool]:
        """Whether nobody else merges segments here while this lasts."""
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

    def beside(self) -> Path:
        """A new empty folder for another index."""
        made = self.path / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}"
        made.mkdir()
        return made

    def switch(self, index: Path) -> None:
        """Make this the current index, durably, and remove every other."""
        written = self.path / "current.new"
        with written.open("w") as file:
            json.dump({"version": VERSION, "index": index.name}, file)
            file.flush()
            os.fsync(file.fileno())
        sync(self.path)
        written.replace(self.pointer)
        sync(self.path)
        self.sweep(index)

    def sweep(self, kept: Path) -> None:
        """Remove what rebuilding left behind, finished or not."""
        for other in self.path.iterdir():
            if other.is_dir() and other != kept:
                shutil.rmtree(other, ignore_errors=True)


def sync(path: Path) -> None:
    """Have what is in the file, or the names in the folder, on the disk.

    A file shares its pages with its memory maps, so what was written through these is, too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
