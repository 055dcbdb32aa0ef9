"""The words of many texts at once, as numbers: the same words as `words`, without a Python
string for each.

The texts become one run of bytes; numpy finds where words begin and end, packs each into two
64-bit numbers and looks them up in a hash table. Only words not met before are folded and
stemmed. Words with accents are folded before that; texts in other scripts go word by word.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from articles.english.words import COMMON, WORD, fold, stem

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

PACKED = 16
"""Bytes of a word that fit into two 64-bit numbers; longer ones are looked up one by one."""
MOST_WORDS = 500_000
"""Different spellings that are remembered between batches."""
CUT = 1 << 14
"""Bytes of a longer unbroken run of letters that are kept."""

_letters = np.zeros(256, bool)
_letters[[ord(c) for c in "abcdefghijklmnopqrstuvwxyz"]] = True
_word = _letters.copy()
_word[[ord(c) for c in "0123456789"]] = True
_apostrophe = np.zeros(256, bool)
_apostrophe[[ord("'"), ord("`")]] = True
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_PLAIN = [("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2014", "-")]
_PLAIN += [("\u2013", "-"), ("\u2026", "..."), ("\u00a0", " ")]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Each word: the number of its spelling, its text's number, and its place among the
    words."""

    spellings: Ints
    texts: Ints
    places: Ints


class NumberedWords(dict[str, int]):
    """Words with a number each, in the order in which they were first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[bytes] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word.encode())
        return number

    def in_order(self, numbers: Ints) -> list[int]:
        """The numbers in the order of their words."""
        return sorted(numbers.tolist(), key=self.words.__getitem__)


class Vocabulary:
    """Numbers for spellings, for folded words and for terms."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.spellings: dict[str, int] = {}
        """Word as written, in small letters -> number."""
        self.folded, self.terms = NumberedWords(), NumberedWords()
        self.of_spelling = array("q")
        """The number of each spelling's folded word, and of its term: -1 for a common word."""
        self.table = _HashTable(1 << 16)

    def number(self, word: str) -> int:
        """The number of the spelling."""
        known = self.spellings.get(word)
        if known is None:
            known = self.spellings[word] = len(self.spellings)
            folded = fold(word)
            term = "" if folded in COMMON else stem(folded)
            self.of_spelling.extend((self.folded[folded], self.terms[term] if term else -1))
        return known

    def folded_of(self, spellings: Ints) -> Ints:
        """The number of each spelling's folded word."""
        return np.asarray(self.of_spelling, np.int64)[::2].take(spellings)

    def terms_of(self, spellings: Ints) -> Ints:
        """The number of each spelling's term, or -1 for a common word."""
        return np.asarray(self.of_spelling, np.int64)[1::2].take(spellings)

    def make_room(self) -> None:
        """Begin anew where there are too many words to remember. No number is valid after it."""
        if len(self.spellings) > MOST_WORDS:
            self.forget()

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The words of the texts, by text and place."""
        plain: list[tuple[int, str]] = []
        other: list[tuple[int, str]] = []
        for number, text in enumerate(texts):
            if not text:
                continue
            text = text if text.isascii() else _simplified(text)
            (plain if text.isascii() else other).append((number, text))
        found = [self._one(number, text) for number, text in other]
        if plain:
            found.append(self._many(plain))
        if not found:
            nothing = np.zeros(0, np.int64)
            return Tokens(nothing, nothing, nothing)
        return Tokens(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _one(self, number: int, text: str) -> tuple[Ints, Ints, Ints]:
        known = np.array([self.number(word.lower()) for word in WORD.findall(text)], np.int64)
        return known, np.full(len(known), number), np.arange(len(known))

    def _many(self, texts: Sequence[tuple[int, str]]) -> tuple[Ints, Ints, Ints]:
        joined = " ".join([text for _, text in texts]).lower().encode()
        buffer = b"   " + joined + b" " * (PACKED + 2)
        starts, ends = _edges(np.frombuffer(buffer, np.uint8))
        known = self._numbers(buffer, starts, ends - starts)
        text_ends = np.cumsum([len(text) + 1 for _, text in texts]) + 3
        counts = np.diff(np.searchsorted(starts, text_ends), prepend=0)
        places = np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
        owners = np.repeat(np.array([number for number, _ in texts]), counts)
        return known, owners, places

    def _numbers(self, buffer: bytes, starts: Ints, sizes: Ints) -> Ints:
        """The number of each word's spelling."""
        low, high = _packed(buffer, starts, sizes)
        numbers = self.table.find(low, high)
        long = sizes > PACKED
        for at in np.flatnonzero(long).tolist():
            start = int(starts[at])
            numbers[at] = self.number(buffer[start : start + min(int(sizes[at]), CUT)].decode())
        missing = np.flatnonzero((numbers == _HashTable.MISSING) & ~long)
        if len(missing):
            self._learn(buffer, starts, sizes, low, high, missing)
            numbers[missing] = self.table.find(low[missing], high[missing])
        return numbers

    def _learn(
        self, buffer: bytes, starts: Ints, sizes: Ints, low: Keys, high: Keys, missing: Ints
    ) -> None:
        order = missing[np.lexsort((high[missing], low[missing]))]
        new = np.ones(len(order), bool)
        new[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
        first = order[new]
        spans = zip(starts[first].tolist(), sizes[first].tolist(), strict=True)
        numbers = [self.number(buffer[start : start + size].decode()) for start, size in spans]
        self.table.add(low[first], high[first], np.array(numbers, np.int64))


class _HashTable:
    """A hash table with open addressing: 128-bit keys, of which none is 0, to numbers."""

    MISSING = -2

    def __init__(self, size: int) -> None:
        self.used = 0
        self._make(size)

    def _make(self, size: int) -> None:
        self.size = size
        self.low, self.high = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self.number = np.full(size, self.MISSING, np.int64)

    def _home(self, low: Keys, high: Keys) -> Ints:
        mixed = low * np.uint64(0x9E3779B97F4A7C15) ^ high * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        home: Ints = (mixed >> np.uint64(32)).astype(np.int64) & (self.size - 1)
        return home

    def find(self, low: Keys, high: Keys) -> Ints:
        """The numbers of the keys, MISSING where there is none."""
        slots = self._home(low, high)
        numbers = self.number[slots]
        wrong = np.flatnonzero((self.low[slots] != low) | (self.high[slots] != high))
        while len(wrong):
            empty = self.low[slots[wrong]] == 0
            numbers[wrong[empty]] = self.MISSING
            wrong = wrong[~empty]
            at = slots[wrong] = (slots[wrong] + 1) & (self.size - 1)
            right = (self.low[at] == low[wrong]) & (self.high[at] == high[wrong])
            numbers[wrong[right]] = self.number[at[right]]
            wrong = wrong[~right]
        return numbers

    def add(self, low: Keys, high: Keys, numbers: Ints) -> None:
        """Put in keys that are different and not there yet."""
        self.used += len(low)
        if self.used * 3 > self.size:
            there = np.flatnonzero(self.low)
            low = np.concatenate((self.low[there], low))
            high = np.concatenate((self.high[there], high))
            numbers = np.concatenate((self.number[there], numbers))
            self._make(1 << int(self.used * 6).bit_length())
        slots, left = self._home(low, high), np.arange(len(low))
        while len(left):
            free = left[self.low[slots[left]] == 0]
            taken, first = np.unique(slots[free], return_index=True)
            placed = free[first]
            self.low[taken], self.high[taken] = low[placed], high[placed]
            self.number[taken] = numbers[placed]
            done = np.zeros(len(low), bool)
            done[placed] = True
            left = left[~done[left]]
            slots[left] = (slots[left] + 1) & (self.size - 1)


def _simplified(text: str) -> str:
    """The text in ASCII where that can be done without changing a term or the place of one."""
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    if text.isascii():
        return text
    return " ".join([run if run.isascii() else _folded(run) for run in text.split()])


def _folded(run: str) -> str:
    """The words of a run without spaces, folded; a common word where nothing is left of one."""
    return " ".join([fold(word) or "a" for word in WORD.findall(run)])


def _edges(buffer: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where words begin and end: see `words.WORD`."""
    word = _word[buffer]
    inside = word.copy()
    marks = np.flatnonzero(_apostrophe[buffer])
    inside[marks[word[marks - 1] & word[marks + 1]]] = True
    dots = np.flatnonzero(buffer == ord("."))
    left = _letters[buffer[dots - 1]] & ~word[dots - 2]
    right = _letters[buffer[dots + 1]] & ~word[dots + 2]
    inside[dots[left & right]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges[0::2], edges[1::2]


def _packed(buffer: bytes, starts: Ints, sizes: Ints) -> tuple[Keys, Keys]:
    """The first 16 bytes of each word as two numbers."""
    windows: Keys = np.ndarray((len(buffer) - 7,), "<u8", buffer, 0, (1,))
    low = windows[starts] & _MASKS[np.minimum(sizes, 8)]
    high = np.zeros(len(starts), np.uint64)
    more = np.flatnonzero(sizes > 8)
    high[more] = windows[starts[more] + 8] & _MASKS[np.minimum(sizes[more] - 8, 8)]
    return low, high
