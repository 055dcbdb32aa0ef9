"""Splits many texts at once into the words that `english.words` would find, as numbers.

Creating a Python string for every word would be slow. So the texts are joined into one run of
bytes, in which numpy finds where words begin and end. Each word is packed into two 64-bit numbers,
which are looked up in a hash table. Only new words are folded and stemmed. Words with accents are
folded before all this, and texts in other scripts are split word by word."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from articles.english.stop_words import INDEX_STOP_WORDS
from articles.english.words import WORD, fold_word, stem
from articles.search.embedded.disk.ints import Ints

Bytes = npt.NDArray[np.uint8]
Keys = npt.NDArray[np.uint64]
"""Halves of packed words: `low` contains bytes 0 to 7 of each word, and `high` bytes 8 to 15.

No number in `low` is 0."""

PACKED = 16
"""The maximum length in bytes of a word that fits into two 64-bit numbers.

Longer words are looked up one by one."""
MOST_WORDS = 500_000
"""The maximum number of different spellings that are remembered between batches."""
CUT = 1 << 14
"""The maximum number of bytes of a word that are read.

Terms are much shorter, so the rest of the word does not matter."""

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
    """The words of several texts, as three parallel arrays. The words of each text are in order."""

    spellings: Ints
    """For each word, the number of its spelling in the vocabulary."""
    texts: Ints
    """For each word, the number of the text that contains it; the first text has the number 0."""
    positions: Ints
    """The number of words before each word in its text, including common words."""


class NumberedWords(dict[str, int]):
    """A dict that maps each word to its number. Looking up a new word gives it the next number.

    Numbers start at 0. The list `words` contains the words in the order of their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[bytes] = []

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word.encode())
        return number

    def sort(self, numbers: Ints) -> list[int]:
        """Return the numbers, sorted by the bytes of their words."""
        return sorted(numbers.tolist(), key=self.words.__getitem__)


class Vocabulary:
    """Numbers for spellings, folded words and terms, which stay the same from batch to batch."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.spellings: dict[str, int] = {}
        """Maps each word as written, but in lower case, to the number of this spelling."""
        self.folded, self.terms = NumberedWords(), NumberedWords()
        self.of_spelling = array("q")
        """Two numbers for each spelling: that of its folded word, and that of its term.

        A common word has no term, so its second number is -1."""
        self.table = _HashTable(1 << 16)

    def number_of(self, word: str) -> int:
        """Return the number of the spelling `word`; a new spelling gets the next number."""
        number = self.spellings.get(word)
        if number is None:
            number = self.spellings[word] = len(self.spellings)
            folded = fold_word(word)
            term = "" if folded in INDEX_STOP_WORDS else stem(folded)
            self.of_spelling.extend((self.folded[folded], self.terms[term] if term else -1))
        return number

    def fold_spellings(self, spellings: Ints) -> Ints:
        """Return, for each spelling, the number of its folded word."""
        return np.asarray(self.of_spelling, np.int64)[::2].take(spellings)

    def terms_of(self, spellings: Ints) -> Ints:
        """Return, for each spelling, the number of its term, or -1 for a common word."""
        return np.asarray(self.of_spelling, np.int64)[1::2].take(spellings)

    def make_room(self) -> None:
        """Forget all words if there are more than MOST_WORDS spellings.

        After that, no number that was given before is valid."""
        if len(self.spellings) > MOST_WORDS:
            self.clear()

    def tokenize(self, texts: Sequence[str]) -> Tokens:
        """Return the words of all texts.

        The words of each text are in order, but the texts themselves are in any order."""
        plain: list[tuple[int, str]] = []
        other: list[tuple[int, str]] = []
        for number, text in enumerate(texts):
            if not text:
                continue
            text = text if text.isascii() else _to_ascii(text)
            (plain if text.isascii() else other).append((number, text))
        found = [self._tokenize_one(number, text) for number, text in other]
        if plain:
            found.append(self._tokenize_ascii(plain))
        if not found:
            nothing = np.zeros(0, np.int64)
            return Tokens(nothing, nothing, nothing)
        return Tokens(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _tokenize_one(self, number: int, text: str) -> tuple[Ints, Ints, Ints]:
        """Return the arrays of `Tokens` for one text, which has the number `number`."""
        known = np.array([self.number_of(word.lower()) for word in WORD.findall(text)], np.int64)
        return known, np.full(len(known), number), np.arange(len(known))

    def _tokenize_ascii(self, texts: Sequence[tuple[int, str]]) -> tuple[Ints, Ints, Ints]:
        """Return the arrays of `Tokens` for ASCII texts; each text comes with its number."""
        # Spaces at both ends, so that looking a few bytes around any word stays inside.
        joined = " ".join([text for _, text in texts]).lower().encode()
        buffer = b"   " + joined + b" " * (PACKED + 2)
        starts, ends = _find_words(np.frombuffer(buffer, np.uint8))
        known = self._numbers(buffer, starts, ends - starts)
        text_ends = np.cumsum([len(text) + 1 for _, text in texts]) + 3
        counts = np.diff(np.searchsorted(starts, text_ends), prepend=0)
        positions = np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
        owners = np.repeat(np.array([number for number, _ in texts]), counts)
        return known, owners, positions

    def _numbers(self, buffer: bytes, starts: Ints, sizes: Ints) -> Ints:
        """Return the spelling number of each word in `buffer`.

        `starts` and `sizes` contain the offset and the size of each word in bytes."""
        low, high = _pack(buffer, starts, sizes)
        numbers = self.table.find(low, high)
        long = sizes > PACKED
        for at in np.flatnonzero(long).tolist():
            start = int(starts[at])
            numbers[at] = self.number_of(buffer[start : start + min(int(sizes[at]), CUT)].decode())
        missing = np.flatnonzero((numbers == _HashTable.MISSING) & ~long)
        if len(missing):
            self._learn(buffer, starts, sizes, low, high, missing)
            numbers[missing] = self.table.find(low[missing], high[missing])
        return numbers

    def _learn(
        self, buffer: bytes, starts: Ints, sizes: Ints, low: Keys, high: Keys, missing: Ints
    ) -> None:
        """Give numbers to new words, and add the words to the hash table.

        `missing` contains the indices of the new words in `starts`, `sizes`, `low` and `high`."""
        order = missing[np.lexsort((high[missing], low[missing]))]
        new = np.ones(len(order), bool)
        new[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
        first = order[new]
        spans = zip(starts[first].tolist(), sizes[first].tolist(), strict=True)
        numbers = [self.number_of(buffer[start : start + size].decode()) for start, size in spans]
        self.table.add(low[first], high[first], np.array(numbers, np.int64))


class _HashTable:
    """A hash table that maps 128-bit keys to numbers, and looks up whole arrays of keys at once.

    The table uses open addressing with linear probing. It consists of three parallel arrays of
    `size` slots (a power of two). At most a third of them are used. The search for a key begins at
    the slot given by its hash, and ends at an empty slot, where `low` is 0."""

    MISSING = -2

    def __init__(self, size: int) -> None:
        self.used = 0
        self._make(size)

    def _make(self, size: int) -> None:
        self.size = size
        self.low, self.high = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self.number = np.full(size, self.MISSING, np.int64)

    def _home(self, low: Keys, high: Keys) -> Ints:
        """Return the slot at which the search for each key begins, by hashing the key."""
        mixed = low * np.uint64(0x9E3779B97F4A7C15) ^ high * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        home: Ints = (mixed >> np.uint64(32)).astype(np.int64) & (self.size - 1)
        return home

    def find(self, low: Keys, high: Keys) -> Ints:
        """Return the number of each key, or MISSING for a key that is not in the table."""
        slots = self._home(low, high)
        numbers = self.number[slots]
        wrong = np.flatnonzero((self.low[slots] != low) | (self.high[slots] != high))
        # Move all keys that were not found yet one slot on, until each is found or is missing.
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
        """Add keys with their numbers to the table.

        All keys must differ from each other and from the keys in the table."""
        self.used += len(low)
        if self.used * 3 > self.size:
            there = np.flatnonzero(self.low)
            low = np.concatenate((self.low[there], low))
            high = np.concatenate((self.high[there], high))
            numbers = np.concatenate((self.number[there], numbers))
            self._make(1 << int(self.used * 6).bit_length())
        slots, left = self._home(low, high), np.arange(len(low))
        # Each round puts one key into every free slot that is wanted, and moves the others on.
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


def _to_ascii(text: str) -> str:
    """Return the text in ASCII, as far as possible without changing any term or position."""
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    if text.isascii():
        return text
    return " ".join([run if run.isascii() else _fold_run(run) for run in text.split()])


def _fold_run(run: str) -> str:
    """Return the folded words of a run of characters without spaces.

    A word that is empty after folding is replaced by a common word, so that the other words keep
    their positions."""
    return " ".join([fold_word(word) or "a" for word in WORD.findall(run)])


def _find_words(buffer: Bytes) -> tuple[Ints, Ints]:
    """Return the byte offsets at which words begin, and those at which they end.

    The words are those that the pattern `WORD` of `english.words` finds in ASCII text."""
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


def _pack(buffer: bytes, starts: Ints, sizes: Ints) -> tuple[Keys, Keys]:
    """Return the first 16 bytes of each word, padded with zeros, as two 64-bit numbers."""
    windows: Keys = np.ndarray((len(buffer) - 7,), "<u8", buffer, 0, (1,))
    low = windows[starts] & _MASKS[np.minimum(sizes, 8)]
    high = np.zeros(len(starts), np.uint64)
    more = np.flatnonzero(sizes > 8)
    high[more] = windows[starts[more] + 8] & _MASKS[np.minimum(sizes[more] - 8, 8)]
    return low, high
