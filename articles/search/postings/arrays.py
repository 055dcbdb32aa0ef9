"""A file of named arrays, read through the memory map without copying.

b"NEWSARR1"  length of the header (u8)  header: JSON {"arrays": {name: [dtype, count, offset]},
"size": of the whole file, "about": {...}}  arrays, each beginning at a multiple of 64
"""

import json
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
MAGIC = b"NEWSARR1"
ALIGNED = 64
ROOM = 8
"""Bytes after the last array, so that an empty one has an offset inside the file."""


class Damaged(Exception):
    """A file that is not what was written."""


class Arrays(Mapping[str, Array]):
    """The arrays of a file, and `about`, what was said of them all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise Damaged(f"{path.name} is empty") from error
        if self.map[:8] != MAGIC:
            raise Damaged(f"{path.name} is not a file of arrays")
        length = int.from_bytes(self.map[8:16], "little")
        try:
            header = json.loads(self.map[16 : 16 + length])
        except ValueError as error:
            raise Damaged(f"{path.name} has a damaged header") from error
        if header["size"] != len(self.map):
            raise Damaged(f"{path.name} has {len(self.map)} bytes, not {header['size']}")
        self.about: dict[str, Any] = header["about"]
        self.layout: dict[str, tuple[str, int, int]] = header["arrays"]

    def __getitem__(self, name: str) -> Array:
        kind, count, offset = self.layout[name]
        return np.frombuffer(self.map, kind, count, offset)

    def __iter__(self) -> Iterator[str]:
        return iter(self.layout)

    def __len__(self) -> int:
        return len(self.layout)


@contextmanager
def writing(
    path: Path, shapes: Mapping[str, tuple[str, int]], about: Mapping[str, Any]
) -> Iterator[dict[str, Array]]:
    """Arrays of these kinds and lengths to be filled; on the disk when the block ends."""
    layout: dict[str, tuple[str, int, int]] = {}
    reserved = len(json.dumps(about)) + sum(len(name) + 64 for name in shapes) + 200
    at = _aligned(16 + reserved)
    for name, (kind, count) in shapes.items():
        layout[name] = (np.dtype(kind).str, count, at)
        at = _aligned(at + count * np.dtype(kind).itemsize)
    header = json.dumps({"arrays": layout, "size": at + ROOM, "about": about}).encode()
    if len(header) > reserved:
        raise ValueError("The header outgrew its place")
    with path.open("w+b") as file:
        file.truncate(at + ROOM)
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        file.flush()
        with mmap.mmap(file.fileno(), 0) as mapped:
            views = {
                name: np.frombuffer(mapped, kind, count, offset)
                for name, (kind, count, offset) in layout.items()
            }
            yield views
            del views
            mapped.flush()
        os.fsync(file.fileno())


def write(path: Path, arrays: Mapping[str, Array], about: Mapping[str, Any]) -> None:
    """Write whole arrays, and have them on the disk."""
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
        file.flush()
        os.fsync(file.fileno())


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNED) * ALIGNED
