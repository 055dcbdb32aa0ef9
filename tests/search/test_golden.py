"""The format of the index, compared with what a kept file says of one small index.

`python -m tests.search.test_golden` writes the kept file again.
"""

import json
import sys
import zlib
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from whoosh.index import TOC

from articles.search.asking.index import Document
from articles.search.embedded.disk.folder import VERSION
from articles.search.embedded.disk.policy import MergePolicy
from articles.search.embedded.disk.writer import NAME, Storage
from articles.search.embedded.index import EmbeddedIndex

GOLDEN = Path(__file__).parent / "golden" / "index.json"
NEVER_IN_COMMIT = MergePolicy(merged_in_commit=0, merged_for_each=0)
WHAT_TO_DO = (
    "The format of the index has changed. If that is meant, raise VERSION in "
    "articles/search/embedded/disk/folder.py, so that old indexes are rebuilt and not misread; "
    "describe the change in docs/index-format.md; and run `python -m tests.search.test_golden`."
)
WORDS = ["oil", "gas", "gold", "tin", "zinc", "Łódź", "O’Brien's", "the", "U.S.", "столп"]


def a_document(number: int, few_profiles: bool) -> Document:
    """A document that depends on its number only; of three profiles, or with one of its own."""
    alike = number % 3 if few_profiles else number
    return Document(
        id=1000 - number,
        title=f"{WORDS[number % 10]} and {WORDS[number * 3 % 10]}",
        headings="gold tin\nzinc" if number % 4 == 1 else "",
        text=" ".join(WORDS[number * at % 10] for at in range(1, 20 + number % 5)),
        published=date(2016, 12, 25) + timedelta(days=alike * 5),
        category=["World", "", "Sport"][alike % 3],
        byline="tin" if number % 5 == 2 else "",
        source=["Wire", "Herald"][number % 2],
        people=tuple(sorted({7, alike + 1, alike * 7 % 11 + 1})),
        places=(3, alike % 4 + 10),
        speakers=(alike + 1,) if number % 2 else (),
        areas=tuple(range(3, 90)) if number % 11 == 3 else (3, alike % 4 + 10),
        names="Ann Marsh\ngold" if number % 6 == 0 else "",
    )


def describe_index(path: Path) -> dict[str, Any]:
    """Make an index of three segments, one of them merged, and say what its files hold."""
    index = EmbeddedIndex(path, NEVER_IN_COMMIT)
    with index.writing() as writer:
        writer.put(a_document(number, few_profiles=False) for number in range(12))
    described = {"profiles that are groups": describe_segment(newest_segment(path))}
    with index.writing() as writer:
        writer.put(a_document(number, few_profiles=True) for number in range(100, 124))
    described["profiles of people and places"] = describe_segment(newest_segment(path))
    with index.writing() as writer:
        writer.put([a_document(200, few_profiles=False)])
        writer.remove([998, 880])
    assert index.merge()
    described["merged"] = describe_segment(newest_segment(path))
    with index.writing() as writer:
        writer.remove([997])
    return {
        "version": VERSION,
        "current": sorted(json.loads((path / "current").read_bytes())),
        "table of contents": describe_contents(next(path.glob("*/"))),
        "segments": described,
    }


def newest_segment(path: Path) -> bytes:
    return max(path.glob("*/*.arrays"), key=lambda file: file.stat().st_mtime_ns).read_bytes()


def describe_segment(content: bytes) -> dict[str, Any]:
    """The arrays of a segment file, read as docs/index-format.md says, with their checksums."""
    size = int.from_bytes(content[8:16], "little")
    header = json.loads(content[16 : 16 + size])
    assert header["size"] == len(content)
    described = {}
    for name, (dtype, length, offset) in sorted(header["arrays"].items()):
        assert offset % 64 == 0
        array = np.frombuffer(content, dtype, length, offset)
        described[name] = f"{dtype} {length} {zlib.crc32(array.tobytes()):08x}"
    return {"magic": content[:8].decode(), "about": header["about"], "arrays": described}


def describe_contents(folder: Path) -> dict[str, Any]:
    """What is pickled: the classes and attributes of segments, and the fields of the schema."""
    contents = TOC.read(Storage(str(folder)), NAME)
    (segment,) = contents.segments
    fields = {
        name: f"{type(field).__name__} {type(getattr(field, 'analyzer', None)).__qualname__}"
        for name, field in contents.schema.items()
    }
    kind = type(segment)
    return {
        "segment": f"{kind.__module__}.{kind.__qualname__}",
        "attributes": sorted(vars(segment)),
        "deleted": segment.packed_deleted.hex(),
        "fields": fields,
    }


def test_the_format_is_that_of_its_version(tmp_path):
    golden = json.loads(GOLDEN.read_bytes())
    described = json.loads(json.dumps(describe_index(tmp_path)))
    assert described == golden, WHAT_TO_DO


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        described = describe_index(Path(temporary))
    if GOLDEN.exists():
        kept = json.loads(GOLDEN.read_bytes())
        if kept["version"] == VERSION and kept != json.loads(json.dumps(described)):
            sys.exit(f"VERSION is still {VERSION}. {WHAT_TO_DO}")
    GOLDEN.write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n")
