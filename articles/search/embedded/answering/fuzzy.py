"""Finds the terms of a segment that differ from a word by a few letters."""

import numpy as np

from articles.search.edits import find_near
from articles.search.embedded.disk.ints import Ints
from articles.search.embedded.disk.segment import TermDictionary


def find_near_terms(terms: TermDictionary, word: str, edits: int) -> list[int]:
    """Return the numbers of the terms that share the first letter of `word` and are similar to it.

    `edits` is the maximum number of letters that may be inserted, deleted or replaced."""
    candidates = terms.find_prefix(word[:1].encode())
    if not candidates:
        return []
    text, ends = _decode(terms, candidates)
    begins = np.concatenate(([0], ends[:-1]))
    fitting = np.flatnonzero(np.abs(ends - begins - len(word)) <= edits)
    spans = zip(begins[fitting].tolist(), ends[fitting].tolist(), strict=True)
    words = [text[begin:end] for begin, end in spans]
    numbers: list[int] = (fitting[find_near(word, words, edits)] + candidates.start).tolist()
    return numbers


def _decode(terms: TermDictionary, numbers: range) -> tuple[str, Ints]:
    """Return the terms joined into one string, and the index in it at which each term ends."""
    first = terms.ends[numbers.start - 1] if numbers.start else 0
    ends: Ints = np.asarray(terms.ends[numbers.start : numbers.stop]).astype(np.int64) - first
    blob = terms.blob[first : first + int(ends[-1])]
    text = bytes(blob).decode()
    if len(text) < len(blob):
        # In UTF-8 every byte of a letter but its first is 0b10xxxxxx.
        letters = ((np.asarray(blob) & 0xC0) != 0x80).cumsum()
        ends = letters[ends - 1]
    return text, ends
