"""A file of named arrays, read through the memory map without copying.

b"NEWSARR1"  length of the header (u8)  header: JSON {"arrays": {name: [dtype, count, offset]},
"size": of the whole file, "about": {...}}  arrays, each beginning at a multiple of 64
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
"""Bytes after the last array, so that an empty one has an offset inside the file."""
HEADER_ROOM = 1 << 14
"""Bytes for what a header says of the arrays, when it is written after them."""
IN_MEMORY = 1 << 19
"""Bytes of an array to work with from which on it lies in a file."""


class DamagedFile(Exception):
    """A file that is not what was written."""


class Arrays(Mapping[str, Array]):
    """The arrays of a file, and `about`, what was said of them all."""

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
        """Let the pages that were read go from memory; they are read again when needed."""
        _release([self.map])

    def __getitem__(self, name: str) -> Array:
        kind, count, offset = self.layout[name]
        return np.frombuffer(self.map, kind, count, offset)

    def __iter__(self) -> Iterator[str]:
        return iter(self.layout)

    def __len__(self) -> int:
        return len(self.layout)


class ArraysWriter(Mapping[str, Array]):
    """A file of arrays that need not fit into memory: each is added with its length, then filled
    in any order, large ones through the memory map."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self.file = path.open("w+b")
        self.about = about
        self.layout: dict[str, tuple[str, int, int]] = {}
        self.arrays: dict[str, Array] = {}
        self.small: dict[int, Array] = {}
        """Offset -> an array that is written at the end: for few pages a map costs more."""
        self.maps: list[mmap.mmap] = []
        self.end = self.room = _aligned(len(json.dumps(about)) + HEADER_ROOM)

    def add(self, name: str, kind: str, count: int) -> Array:
        """A new array of zeros."""
        size = np.dtype(kind).itemsize * count
        self.layout[name] = (np.dtype(kind).str, count, self.end)
        if size < IN_MEMORY:
            self.arrays[name] = self.small[self.end] = np.zeros(count, kind)
        else:
            _take(self.file, self.end, size)
            self.arrays[name] = _mapped(self.file, kind, count, self.end, self.maps)
        self.end = _aligned(self.end + size)
        return self.arrays[name]

    def release(self) -> None:
        """Let the pages that were filled go from memory; they are read again when needed."""
        _release(self.maps)

    def finish(self) -> None:
        """Close the file. It is for the caller to have it on the disk."""
        size = self.end + ROOM
        header = json.dumps({"arrays": self.layout, "size": size, "about": self.about}).encode()
        if len(header) > self.room - 16:
            raise ValueError("The header outgrew its place")
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
    """Arrays to work with that need not fit into memory: large ones lie in files without a name,
    which are gone with the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maps: list[mmap.mmap] = []

    def array(self, kind: str, count: int) -> Array:
        """Zeros."""
        size = np.dtype(kind).itemsize * count
        if size < IN_MEMORY:
            return np.zeros(count, kind)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            _take(file, 0, size)
            return _mapped(file, kind, count, 0, self.maps)

    def release(self) -> None:
        """Let the pages go from memory; they are read again when needed."""
        _release(self.maps)


def _take(file: IO[bytes], offset: int, size: int) -> None:
    """Have so much of the disk for the file from there on. Raises OSError where it is full: writing
    through a map has no way to say so, and would end the process."""
    if not hasattr(os, "posix_fallocate"):  # on macOS
        file.truncate(offset + size)
    elif size:
        os.posix_fallocate(file.fileno(), offset, size)


def _mapped(
    file: IO[bytes], kind: str, count: int, offset: int, maps: list[mmap.mmap]
) -> npt.NDArray[Any]:
    """The array at this place of the file; its map is put with the others."""
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


def write(path: Path, arrays: Mapping[str, Array], about: Mapping[str, Any]) -> None:
    """Write whole arrays. It is for the caller to have them on the disk."""
    layout: dict[str, tuple[str, int, int]] = {}
    reserved = len(json.dumps(about)) + sum(len(name) + 64 for name in arrays) + 200
    at = _aligned(16 + reserved)
    for name, array in arrays.items():
        layout[name] = (array.dtype.str, len(array), at)
        at = _aligned(at + array.nbytes)
    header = json.dumps({"arrays": layout, "size": at + ROOM, "about": about}).encode()
    with path.open("wb", buffering=1 << 20) as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for name, array in arrays.items():
            file.write(b"\0" * (layout[name][2] - file.tell()))
            file.write(np.ascontiguousarray(array).data)
        file.write(b"\0" * (at + ROOM - file.tell()))


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNED) * ALIGNED
