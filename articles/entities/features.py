"""What the tagger looks at in a word and around it.

Features are short byte strings. Those of a word alone (`of_word`) are the same wherever it
stands, so they can be worked out once; those of its surroundings (`in_context`) cannot.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from articles.english import reporting, titles
from articles.english.vocabulary import TIMES, WORDS
from articles.entities.lexicon import Lexicon
from articles.gazetteer import demonyms, name_key

Words = Sequence[str]
# A word's features are read from two words before it to two words after it.
OFFSETS = (-2, -1, 0, 1, 2)
_WHERE = WORDS["where"]
_ORGANISATIONS = WORDS["organisations"]
_PLACES = WORDS["places"]
_QUOTES = frozenset("\"“‘'``")
_LONGEST_PLACE = 5


@dataclass(frozen=True, slots=True)
class WordFeatures:
    itself: tuple[bytes, ...]
    beside: tuple[bytes, ...]
    """What the words next to it see of it."""
    nearby: tuple[bytes, ...]
    """What the words two away see of it."""

    def at(self, offset: int) -> tuple[bytes, ...]:
        return (self.itself, self.beside, self.nearby)[abs(offset)]


def of_word(word: str, lexicon: Lexicon) -> WordFeatures:
    lower = word.lower()
    bare = lower.rstrip(".") or lower
    core = (f"w={lower}".encode(), f"sh={shape(word)}".encode())
    known = tuple(feature.encode() for feature in _known(word, bare, lexicon))
    clusters = _clusters(lexicon.clusters[word])
    affixes: tuple[bytes, ...] = ()
    if word[0].isalpha():
        first, last = bare[:4].encode(), bare[-4:].encode()
        affixes = (
            *(b"p%d=%b" % (n, bare[:n].encode()) for n in (2, 3)), b"p4=" + first,
            *(b"s%d=%b" % (n, bare[-n:].encode()) for n in (2, 3)), b"s4=" + last,
        )  # fmt: skip
    return WordFeatures(
        core + affixes + known + clusters,
        (*core, f"s3={bare[-3:]}".encode(), *known, *clusters),
        core + known + clusters[1:3],
    )


def _known(word: str, bare: str, lexicon: Lexicon) -> list[str]:
    folded = bare if bare.isascii() else name_key(bare)
    features = []
    if first := lexicon.first_names[folded]:
        features.append(f"fn={first}")
    if last := lexicon.surnames[folded]:
        features.append(f"ln={last}")
    if common := lexicon.common[bare]:
        features.append(f"lc={common}")
    for name, words in _WORD_LISTS:
        if bare in words:
            features.append(name)
    if folded in demonyms():
        features.append("dem")
    return features


_WORD_LISTS = (
    ("title", titles.TITLES),
    ("org", _ORGANISATIONS),
    ("time", TIMES),
    ("geo", _PLACES),
    ("say", reporting.TAGGED_VERBS),
)


@functools.lru_cache(maxsize=2_000)
def _clusters(number: int) -> tuple[bytes, ...]:
    """The Brown cluster as its path from the root (lowest bit first), cut at four depths."""
    if not number:
        return ()
    return tuple(f"c{depth}={number & (1 << depth) - 1}".encode() for depth in (4, 6, 10, 18))


@functools.lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """The word's look: Xxxxx as "Xxx", 1,200 as "d,dd"; runs are cut at two."""
    look = _LOWER.sub("x", _UPPER.sub("X", _DIGIT.sub("d", word)))
    return _RUN.sub(r"\1\1", look)


_UPPER = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_LOWER = re.compile(r"[a-zß-öø-ÿ]")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{2,}")


@functools.lru_cache(maxsize=50_000)
def _neighbours(left: str, look: str, right: str) -> bytes:
    return f"shs={left} {look} {right}".encode()


class Contexts:
    """The features that words have from where they stand in one text."""

    def __init__(self, sentences: Sequence[Words], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sentences = sentences
        self._headlines = [_is_headline(words) for words in sentences]
        self._seen_lower, self._seen_inside = self._seen()
        self._company = self._gather_company()

    def features(self, number: int) -> list[list[bytes]]:
        """For each word of a sentence, by its number, what its surroundings say."""
        words = self._sentences[number]
        # Past the last word, which is also before the first, there is nothing.
        capital = [*(word[0].isupper() for word in words), False]
        places = [*self._places(words, capital), ""]
        looks = [*map(shape, words)]
        headline = self._headlines[number]
        lower = [word.lower() for word in words]
        runs = _runs(lower, capital)
        last = len(words) - 1
        found: list[list[bytes]] = []
        for index, look in enumerate(looks):
            left = looks[index - 1] if index else "^"
            right = looks[index + 1] if index < last else "$"
            features = [_neighbours(left, look, right)]
            found.append(features)
            beside = capital[index] or capital[index - 1] or capital[index + 1]
            if not (beside or places[index] or places[index - 1] or places[index + 1]):
                continue
            before = lower[index - 1] if index else "^"
            after = lower[index + 1] if index < last else "$"
            told: list[str] = []
            if beside:
                told += (f"-1w={before}|{look}", f"{look}|+1w={after}")
            if capital[index]:
                told.append(f"-1w={before}|+1w={after}")
                told += self._of_capital(words[index], index, words, headline, runs.get(index, ()))
            if places[index]:
                told.append(f"g={places[index]}")
            if places[index - 1]:
                told.append(f"-g={places[index - 1]}")
            if places[index + 1]:
                told.append(f"+g={places[index + 1]}")
            features += [feature.encode() for feature in told]
        return found

    def _of_capital(
        self, word: str, index: int, words: Words, headline: bool, run: Sequence[str]
    ) -> list[str]:
        features = [*self._company.get(word, ()), *run]
        if headline:
            features.append("headline")
        if word.lower() in self._seen_lower:
            features.append("seen-lower")
        if index == 0 or words[index - 1] in _QUOTES:
            features.append("first|inside" if word in self._seen_inside else "first")
        return features

    def _seen(self) -> tuple[set[str], set[str]]:
        """The words seen in lower case, and those seen with a capital inside a sentence."""
        lower: set[str] = set()
        inside: set[str] = set()
        for words, headline in zip(self._sentences, self._headlines, strict=True):
            for index, word in enumerate(words):
                if word[0].islower():
                    lower.add(word)
                elif word[0].isupper() and index and not headline:
                    before = words[index - 1]
                    if before[-1].isalnum() or before in ",;)":
                        inside.add(word)
        return lower, inside

    def _gather_company(self) -> dict[str, set[str]]:
        """What stands beside each capitalised word anywhere in the text."""
        company: defaultdict[str, set[str]] = defaultdict(set)
        first_names = self._lexicon.first_names
        for words in self._sentences:
            for index, word in enumerate(words):
                if not word[0].isupper():
                    continue
                before = words[index - 1].lower().rstrip(".") if index else ""
                after = words[index + 1].lower().rstrip(".") if index + 1 < len(words) else ""
                if before in titles.TITLES:
                    company[word].add("d:title")
                elif before and words[index - 1][0].isupper() and first_names[before]:
                    company[word].add("d:fn")
                elif before in _WHERE:
                    company[word].add(f"d:{before}")
                if after in reporting.TAGGED_VERBS or (before in reporting.TAGGED_VERBS and before):
                    company[word].add("d:say")
                if after in _ORGANISATIONS:
                    company[word].add("d:org")
                if after in _PLACES:
                    company[word].add("d:geo")
        return company

    def _places(self, words: Words, capital: list[bool]) -> list[str]:
        """Which words are (part of) a known place name: begins, goes on; its class; many words."""
        found = [""] * len(words)
        index = 0
        while index < len(words):
            length, number = self._longest_place(words, capital, index)
            for position in range(length):
                mark = "i" if position else "b"
                found[index + position] = f"{mark}{number}{'m' if length > 1 else ''}"
            index += length or 1
        return found

    def _longest_place(self, words: Words, capital: list[bool], index: int) -> tuple[int, int]:
        if not capital[index]:
            return 0, 0
        last = index + 1
        while last < min(len(words), index + _LONGEST_PLACE) and (
            capital[last] or words[last] in WORDS["joins_in_places"]
        ):
            last += 1
        for end in range(last, index, -1):
            if number := self._lexicon.named(" ".join(words[index:end])):
                return end - index, number
        return 0, 0


def _runs(lower: Words, capital: list[bool]) -> dict[int, tuple[str, ...]]:
    """For each word in a run of capitalised words ("Gilboa Prison Warden Ann Marsh"), what begins
    and ends the run and what stands beside it, which may be out of its own sight."""
    found: dict[int, tuple[str, ...]] = {}
    first = 0
    while first < len(lower):
        last = first
        while capital[last] or (
            last > first and lower[last : last + 1] == ["-"] and capital[last + 1]
        ):
            last += 1
        if last - first > 1:
            before = lower[first - 1] if first else "^"
            after = lower[last] if last < len(lower) else "$"
            told = (
                f"rl={before}", f"rr={after}", f"rb={lower[first]}", f"re={lower[last - 1]}",
                f"rn={min(last - first, 6)}",
            )  # fmt: skip
            found.update(dict.fromkeys(range(first, last), told))
        first = max(last, first + 1)
    return found


def _is_headline(words: Words) -> bool:
    """Whether most words begin with a capital, as in a headline, so that capitals say little."""
    letters = [word for word in words if word[0].isalpha()]
    return len(letters) > 3 and sum(word[0].isupper() for word in letters) > 0.7 * len(letters)
