"""Files of named arrays, which are read through a memory map without copying.

A file consists of

    b"NEWSARR1"
    the length of the header (u8)
    the header: JSON {"arrays": {name: [dtype, count, offset]}, "size": bytes of the file,
                 "about": {}}
    the arrays, each at an offset that is a multiple of 64
"""

import json
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
MAGIC = b"NEWSARR1"
ALIGNED = 64
ROOM = 8
"""The number of bytes after the last array.

If that array is empty, it must still begin inside the file."""
HEADER_ROOM = 1 << 14
"""The number of bytes reserved for the header, which lists the arrays and is written last."""
IN_MEMORY = 1 << 19
"""The size in bytes from which an array is kept in a file.

Smaller arrays are kept in memory, because a memory map costs more than their few pages."""


class DamagedFile(Exception):
    """A file is cut short, or is not a file of arrays.

    The message names the file and the problem."""


class Arrays(Mapping[str, Array]):
    """The arrays of a file, by name; `about` contains what the writer noted about the whole file.

    Raises DamagedFile if the file is cut short, or is not a file of arrays."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedFile(f"{path.name} is empty") from error
        if self.map[:8] != MAGIC:
            raise DamagedFile(f"{path.name} is not a file of arrays")
        length = int.from_bytes(self.map[8:16], "little")
        try:
            header = json.loads(self.map[16 : 16 + length])
        except ValueError as error:
            raise DamagedFile(f"{path.name} has a damaged header") from error
        if header["size"] != len(self.map):
            raise DamagedFile(f"{path.name} has {len(self.map)} bytes, not {header['size']}")
        self.about: dict[str, Any] = header["about"]
        self.layout: dict[str, tuple[str, int, int]] = header["arrays"]

    def release(self) -> None:
        """Drop the pages of the file from memory. They are read again when they are needed."""
        _release([self.map])

    def __getitem__(self, name: str) -> Array:
        dtype, count, offset = self.layout[name]
        return np.frombuffer(self.map, dtype, count, offset)

    def __iter__(self) -> Iterator[str]:
        return iter(self.layout)

    def __len__(self) -> int:
        return len(self.layout)


class ArraysWriter(Mapping[str, Array]):
    """Writes a file of arrays that need not fit into memory.

    Each array is added with its length. The arrays can then be filled in any order."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self.file = path.open("w+b")
        self.about = about
        self.layout: dict[str, tuple[str, int, int]] = {}
        self.arrays: dict[str, Array] = {}
        self.small: dict[int, Array] = {}
        """Maps an offset in the file to the small array that `finish` writes there."""
        self.maps: list[mmap.mmap] = []
        self.end = self.header_room = _align(len(json.dumps(about)) + HEADER_ROOM)

    def add(self, name: str, kind: str, count: int) -> Array:
        """Add an array of `count` zeros, and return the array to be filled.

        Raises OSError if the disk is full."""
        size = np.dtype(kind).itemsize * count
        self.layout[name] = (np.dtype(kind).str, count, self.end)
        if size < IN_MEMORY:
            self.arrays[name] = self.small[self.end] = np.zeros(count, kind)
        else:
            _reserve(self.file, self.end, size)
            self.arrays[name] = _map_array(self.file, kind, count, self.end, self.maps)
        self.end = _align(self.end + size)
        return self.arrays[name]

    def release(self) -> None:
        """Drop the pages of large arrays from memory. They are read again when they are needed."""
        _release(self.maps)

    def finish(self) -> None:
        """Write the header and the small arrays, and close the file. The caller must fsync it."""
        size = self.end + ROOM
        header = json.dumps({"arrays": self.layout, "size": size, "about": self.about}).encode()
        if len(header) > self.header_room - 16:
            raise ValueError("The header is longer than the space kept for it")
        self.file.truncate(size)
        self.file.seek(0)
        self.file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for offset, array in self.small.items():
            self.file.seek(offset)
            self.file.write(array.data)
        self.file.close()

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)


class Scratch:
    """Makes temporary arrays that need not fit into memory.

    Large arrays are kept in files without a name, which the system removes when the process
    ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maps: list[mmap.mmap] = []

    def array(self, kind: str, count: int) -> Array:
        """Return an array of `count` zeros. Raises OSError if the disk is full."""
        size = np.dtype(kind).itemsize * count
        if size < IN_MEMORY:
            return np.zeros(count, kind)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            _reserve(file, 0, size)
            return _map_array(file, kind, count, 0, self.maps)

    def release(self) -> None:
        """Drop the pages of large arrays from memory. They are read again when they are needed."""
        _release(self.maps)


def _reserve(file: IO[bytes], offset: int, size: int) -> None:
    """Reserve `size` bytes of disk space for the file, starting at `offset`.

    Raises OSError if the disk is full. Without this, a write through a memory map to a full disk
    would kill the process."""
    if not hasattr(os, "posix_fallocate"):  # on macOS
        file.truncate(offset + size)
    elif size:
        os.posix_fallocate(file.fileno(), offset, size)


def _map_array(
    file: IO[bytes], kind: str, count: int, offset: int, maps: list[mmap.mmap]
) -> npt.NDArray[Any]:
    """Return the array at `offset` in the file, and add the array's memory map to `maps`."""
    if not count:
        return np.zeros(0, kind)
    before = offset % mmap.ALLOCATIONGRANULARITY
    size = before + np.dtype(kind).itemsize * count
    mapped = mmap.mmap(file.fileno(), size, offset=offset - before)
    maps.append(mapped)
    return np.frombuffer(mapped, kind, count, before)


def _release(maps: Iterable[mmap.mmap]) -> None:
    for mapped in maps:
        mapped.madvise(mmap.MADV_DONTNEED)


def write_arrays(path: Path, arrays: Mapping[str, Array], about: Mapping[str, Any]) -> None:
    """Write arrays that are in memory to a file. The caller must fsync the file."""
    layout: dict[str, tuple[str, int, int]] = {}
    reserved = len(json.dumps(about)) + sum(len(name) + 64 for name in arrays) + 200
    at = _align(16 + reserved)
    for name, array in arrays.items():
        layout[name] = (array.dtype.str, len(array), at)
        at = _align(at + array.nbytes)
    header = json.dumps({"arrays": layout, "size": at + ROOM, "about": about}).encode()
    with path.open("wb", buffering=1 << 20) as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for name, array in arrays.items():
            file.write(b"\0" * (layout[name][2] - file.tell()))
            file.write(np.ascontiguousarray(array).data)
        file.write(b"\0" * (at + ROOM - file.tell()))


def _align(offset: int) -> int:
    """Return the smallest multiple of ALIGNED that is at least `offset`."""
    return -(-offset // ALIGNED) * ALIGNED
