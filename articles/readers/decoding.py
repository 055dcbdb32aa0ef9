"""Decodes bytes of unknown encoding into clean text."""

import codecs
import re
import unicodedata
from typing import BinaryIO

from articles.story import Unreadable

LARGEST_TEXT = 50_000_000
"""The maximum number of bytes in one text: about ten thousand newspaper pages, which fit in
memory."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, as it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)

_SAME_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
"""A dict that maps encodings to those that browsers use instead (WHATWG Encoding Standard)."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Characters that no reader sees: controls, bidirectional overrides, zero-width spaces, soft
# hyphens, tags. They would hide words from the search. The joiners U+200C and U+200D shape
# Persian and Indic words and emoji, so they are removed only after a Latin letter, which they
# cannot shape.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    "|(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]"
)
_BINARY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_MOST_BINARY = 0.02
"""The largest share of control characters in a text. Texts of news agencies have less than 1%."""
_FEW_BINARY = 4
"""The number of control characters that any text may have, even a short one."""
_SAMPLE = 100_000
"""The number of characters that are examined to tell text from binary data."""


def read_bytes(file: BinaryIO, name: str) -> bytes:
    """Return the bytes of the file. Raises Unreadable if it is empty or too large."""
    data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise Unreadable(f"{name} is over {LARGEST_TEXT // 1_000_000} MB, too large for one text.")
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(f"{name} is empty.")
    return data


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the text that `data` encodes, tidied by `tidy`.

    These encodings are tried in turn: UTF-8, UTF-16 or UTF-32 with a byte order mark; UTF-16
    without one; UTF-8; the `declared` encoding; Windows-1252, which includes Latin-1. Raises
    Unreadable for binary data. `name` is the file's name, for the message.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"{name} is {what}, not text.")
    text = _decode_bytes(data, declared)
    sample = text[:_SAMPLE]
    if len(_BINARY.findall(sample)) > max(_FEW_BINARY, _MOST_BINARY * len(sample)):
        raise Unreadable(f"{name} holds binary data, not text.")
    return tidy(text)


def tidy(text: str) -> str:
    """Return the text in NFC, with `\\n` line ends, plain spaces and no invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


_FEWEST_ZEROS = 4
"""The minimum number of zero bytes that suggests UTF-16. Other files may contain a few, too."""


def _decode_bytes(data: bytes, declared: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if encoding := _guess_utf16(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(data, declared) or _decode_damaged(data)


def _decode_declared(data: bytes, declared: str) -> str:
    """Decode `data` with the `declared` encoding. Return "" if it is unknown or wrong.

    UTF-8 was tried before, because many pages declare another encoding but use UTF-8.
    """
    try:
        return data.decode(_SAME_AS.get(declared.lower(), declared) or "ascii")
    except (LookupError, UnicodeError):
        return ""


def _guess_utf16(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" if the data seems to be UTF-16, else "".

    In UTF-16, one of the two bytes of a space or a line end is zero: the first in big-endian text,
    the second in little-endian text.
    """
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    few = max(_FEWEST_ZEROS, len(sample) // 20)
    if max(even, odd) < few or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_damaged(data: bytes) -> str:
    """Decode `data` as UTF-8 without the broken characters, or as Windows-1252.

    UTF-8 is chosen if fewer than one in six characters beyond ASCII are broken.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole > 5 * broken:
        return text.replace("\ufffd", "")
    # Windows-1252 leaves five bytes undefined. As control characters, tidy() removes them.
    return data.decode("cp1252", "replace").replace("\ufffd", "\x81")
