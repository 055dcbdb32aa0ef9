"""Computes the features by which the tagger labels a word.

A feature is a short byte string. The features of a word alone (`word_features`) are the same in
every text, so they are computed once. The features of its context (`Contexts`) differ between
texts.
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
OFFSETS = (-2, -1, 0, 1, 2)
"""The positions, relative to a word, of the words whose features help to label the word."""
_WHERE = WORDS["where"]
_ORGANISATIONS = WORDS["organisations"]
_PLACES = WORDS["places"]
_QUOTES = frozenset("\"“‘'``")
_LONGEST_PLACE = 5
"""The maximum number of words that the name of a known place may have."""


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """The features of a word without its context, grouped by how far away the labelled word is."""

    own: tuple[bytes, ...]
    """The features that help to label the word itself."""
    adjacent: tuple[bytes, ...]
    """The features that help to label the words next to it."""
    nearby: tuple[bytes, ...]
    """The features that help to label the words two positions away."""

    def shift_features(self, offset: int) -> tuple[bytes, ...]:
        """Return the features that help to label a word that is `offset` (-2 to 2) words away."""
        return (self.own, self.adjacent, self.nearby)[abs(offset)]


def word_features(word: str, lexicon: Lexicon) -> WordFeatures:
    """Return the features of a word without its context: its letters, shape and lexicon entries."""
    lower = word.lower()
    bare = lower.rstrip(".") or lower
    core = (f"w={lower}".encode(), f"sh={shape(word)}".encode())
    known = tuple(feature.encode() for feature in _lexicon_features(word, bare, lexicon))
    clusters = _cluster_features(lexicon.clusters[word])
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


def _lexicon_features(word: str, bare: str, lexicon: Lexicon) -> list[str]:
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
def _cluster_features(number: int) -> tuple[bytes, ...]:
    """Return the lowest 4, 6, 10 and 18 bits of a Brown cluster as features, or () for 0."""
    if not number:
        return ()
    return tuple(f"c{depth}={number & (1 << depth) - 1}".encode() for depth in (4, 6, 10, 18))


@functools.lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """Return the shape of the word: "Xxx" for "Paris", "d,dd" for "1,200".

    No character appears more than twice in a row."""
    word_shape = _LOWER.sub("x", _UPPER.sub("X", _DIGIT.sub("d", word)))
    return _RUN.sub(r"\1\1", word_shape)


_UPPER = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_LOWER = re.compile(r"[a-zß-öø-ÿ]")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{2,}")


@functools.lru_cache(maxsize=50_000)
def _shapes_feature(left: str, word_shape: str, right: str) -> bytes:
    return f"shs={left} {word_shape} {right}".encode()


class Contexts:
    """Computes the features that the words of one text get from their context."""

    def __init__(self, sentences: Sequence[Words], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sentences = sentences
        self._headlines = [_is_headline(words) for words in sentences]
        self._seen_lower, self._seen_inside = self._gather_spellings()
        self._neighbour_features = self._gather_neighbours()

    def features(self, number: int) -> list[list[bytes]]:
        """Return the context features of each word in sentence `number`, counted from 0."""
        words = self._sentences[number]
        # The extra item is for the word after the last one and, at index -1, before the first.
        capital = [*(word[0].isupper() for word in words), False]
        places = [*self._mark_places(words, capital), ""]
        shapes = [*map(shape, words)]
        headline = self._headlines[number]
        lower = [word.lower() for word in words]
        runs = _run_features(lower, capital)
        last = len(words) - 1
        found: list[list[bytes]] = []
        for index, word_shape in enumerate(shapes):
            left = shapes[index - 1] if index else "^"
            right = shapes[index + 1] if index < last else "$"
            features = [_shapes_feature(left, word_shape, right)]
            found.append(features)
            near_capital = capital[index] or capital[index - 1] or capital[index + 1]
            if not (near_capital or places[index] or places[index - 1] or places[index + 1]):
                continue
            before = lower[index - 1] if index else "^"
            after = lower[index + 1] if index < last else "$"
            texts: list[str] = []
            if near_capital:
                texts += (f"-1w={before}|{word_shape}", f"{word_shape}|+1w={after}")
            if capital[index]:
                texts.append(f"-1w={before}|+1w={after}")
                texts += self._capital_features(
                    words[index], index, words, headline, runs.get(index, ())
                )
            if places[index]:
                texts.append(f"g={places[index]}")
            if places[index - 1]:
                texts.append(f"-g={places[index - 1]}")
            if places[index + 1]:
                texts.append(f"+g={places[index + 1]}")
            features += [feature.encode() for feature in texts]
        return found

    def _capital_features(
        self, word: str, index: int, words: Words, headline: bool, run: Sequence[str]
    ) -> list[str]:
        features = [*self._neighbour_features.get(word, ()), *run]
        if headline:
            features.append("headline")
        if word.lower() in self._seen_lower:
            features.append("seen-lower")
        if index == 0 or words[index - 1] in _QUOTES:
            features.append("first|inside" if word in self._seen_inside else "first")
        return features

    def _gather_spellings(self) -> tuple[set[str], set[str]]:
        """Return the words that occur in lower case, and those that have a capital mid-sentence."""
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

    def _gather_neighbours(self) -> dict[str, set[str]]:
        """Return the features that each capitalised word gets from its neighbours in the text."""
        features: defaultdict[str, set[str]] = defaultdict(set)
        first_names = self._lexicon.first_names
        for words in self._sentences:
            for index, word in enumerate(words):
                if not word[0].isupper():
                    continue
                before = words[index - 1].lower().rstrip(".") if index else ""
                after = words[index + 1].lower().rstrip(".") if index + 1 < len(words) else ""
                if before in titles.TITLES:
                    features[word].add("d:title")
                elif before and words[index - 1][0].isupper() and first_names[before]:
                    features[word].add("d:fn")
                elif before in _WHERE:
                    features[word].add(f"d:{before}")
                if after in reporting.TAGGED_VERBS or (before in reporting.TAGGED_VERBS and before):
                    features[word].add("d:say")
                if after in _ORGANISATIONS:
                    features[word].add("d:org")
                if after in _PLACES:
                    features[word].add("d:geo")
        return features

    def _mark_places(self, words: Words, capital: list[bool]) -> list[str]:
        """Return a mark for each word in the name of a known place, and "" for each other word.

        A mark is "b" for the first word of a name or "i" for a later one, then the name's number in
        the lexicon, then "m" if the name has several words."""
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
        """Return the length and lexicon number of the longest known name at `index`, or (0, 0)."""
        if not capital[index]:
            return 0, 0
        last = index + 1
        while last < min(len(words), index + _LONGEST_PLACE) and (
            capital[last] or words[last] in WORDS["joins_in_places"]
        ):
            last += 1
        for end in range(last, index, -1):
            if number := self._lexicon.known_number(" ".join(words[index:end])):
                return end - index, number
        return 0, 0


def _run_features(lower: Words, capital: list[bool]) -> dict[int, tuple[str, ...]]:
    """Return a dict that maps the position of each word in a run of capitals to its features.

    A run is several capitalised words in a row, such as "Gilboa Prison Warden Ann Marsh". Its
    features are its length, its first and last words, and the words before and after it. Some
    of these words are more than two positions away, so no other feature covers them."""
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
            texts = (
                f"rl={before}", f"rr={after}", f"rb={lower[first]}", f"re={lower[last - 1]}",
                f"rn={min(last - first, 6)}",
            )  # fmt: skip
            found.update(dict.fromkeys(range(first, last), texts))
        first = max(last, first + 1)
    return found


def _is_headline(words: Words) -> bool:
    """Return whether over 70% of the words begin with a capital letter, as in a headline."""
    letters = [word for word in words if word[0].isalpha()]
    return len(letters) > 3 and sum(word[0].isupper() for word in letters) > 0.7 * len(letters)
