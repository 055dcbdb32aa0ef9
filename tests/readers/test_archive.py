"""Zip files of articles, honest and hostile."""

import io
import zipfile

import pytest

from articles import readers
from articles.readers import archive
from articles.story import Story, Unreadable

TEXT = b"The ferry sank, and nobody drowned."


def packed(*members: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return data.getvalue()


def read(data: bytes) -> list[str]:
    """Return the name of each story and the message of each refusal."""
    return [
        found.name if isinstance(found, Story) else str(found)
        for found in readers.read("batch.zip", io.BytesIO(data))
    ]


def test_each_member_is_read_by_its_own_format_in_order():
    data = packed(("b.txt", TEXT), ("deep/a.md", b"# Ferry sinks\n\nIt sank."), ("c.txt", TEXT))
    assert read(data) == ["b.txt", "deep/a.md", "c.txt"]


def test_a_bad_member_does_not_stop_the_others():
    data = packed(("a.txt", TEXT), ("empty.txt", b""), ("b.pdf", b"%PDF-"), ("c.txt", TEXT))
    assert read(data) == [
        "a.txt",
        "empty.txt is empty.",
        'b.pdf ends in ".pdf"; only .txt, .md, .html, .htm, .sgm are read.',
        "c.txt",
    ]


def test_junk_of_operating_systems_is_skipped():
    data = packed(
        ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("a/Thumbs.db", b"x"), ("a.txt", TEXT)
    )
    assert read(data) == ["a.txt"]


def test_a_zip_inside_a_zip_is_refused_by_name():
    data = packed(("inner.zip", packed(("a.txt", TEXT))), ("a.txt", TEXT))
    assert read(data) == ["inner.zip is a zip inside a zip; upload it by itself.", "a.txt"]


def test_a_path_out_of_the_zip_is_only_a_name():
    assert read(packed(("../../etc/a.txt", TEXT))) == ["../../etc/a.txt"]


def test_a_bomb_is_refused_without_being_unpacked():
    data = packed(("bomb.txt", b"0" * 20_000_000), ("a.txt", TEXT))
    assert read(data) == ["bomb.txt unpacks to 200 times its size, as zip bombs do.", "a.txt"]


def test_a_member_that_lies_about_its_size_is_refused():
    data = bytearray(packed(("lie.txt", b"word " * 30_000)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + offset
        data[at : at + 4] = (100).to_bytes(4, "little")
    [refused] = read(bytes(data))
    assert refused.startswith("lie.txt cannot be unpacked")


def test_a_locked_member_is_refused():
    data = bytearray(packed(("secret.txt", TEXT)))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    assert read(bytes(data)) == ["secret.txt is locked with a password."]


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(Unreadable, match=r"batch\.zip holds 3 files; at most 2 are read\."):
        read(packed(*((f"{n}.txt", TEXT) for n in range(3))))


def test_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 2_000_000)
    with pytest.raises(Unreadable, match=r"batch\.zip unpacks to over 2 MB\."):
        read(packed(*((f"{n}.txt", b"word " * 300_000) for n in range(2))))


def test_an_empty_zip_is_refused():
    with pytest.raises(Unreadable, match=r"batch\.zip is an empty zip\."):
        read(packed())


def test_a_broken_zip_is_refused():
    with pytest.raises(Unreadable, match=r"batch\.zip is not a zip file that can be opened"):
        read(packed(("a.txt", TEXT))[:40])


def test_a_damaged_member_is_refused_by_name():
    data = bytearray(packed(("a.txt", b"The ferry sank. " * 50), ("b.txt", TEXT)))
    data[45:55] = b"\xff" * 10
    refused, other = read(bytes(data))
    assert refused.startswith("a.txt cannot be unpacked")
    assert other == "b.txt"
