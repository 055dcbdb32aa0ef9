"""Keyness: which words and names some articles use more often than others do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import TypeVar

from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import words

SHORTEST = 3
"""Characters of a word that is counted."""
SURE = 3.84
"""The log-likelihood ratio that chance exceeds once in twenty times (p = 0.05, chi-squared)."""

Value = TypeVar("Value", str, int, int | str)


@dataclass(frozen=True, slots=True)
class TextFrequencies:
    texts: int
    """The number of texts that were read."""
    times: Mapping[str, int]
    """The number of texts that contain each term. (A term is a word as the index knows it.)"""
    forms: Mapping[str, str]
    """The most frequent spelling of each term in the texts."""


def count_texts(texts: Iterable[str]) -> TextFrequencies:
    """Count in how many of the texts each content word occurs."""
    number = 0
    times: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        number += 1
        seen = set()
        for word in words(text):
            form = text[word.start : word.end]
            if _is_content_word(word.term, form):
                forms.setdefault(word.term, Counter())[form] += 1
                seen.add(word.term)
        times.update(seen)
    spellings = {term: counts.most_common(1)[0][0] for term, counts in forms.items()}
    return TextFrequencies(number, times, spellings)


def keywords(these: TextFrequencies, others: TextFrequencies, most: int) -> list[str]:
    """Return at most `most` keywords of these texts, in their usual spelling, best first."""
    sizes = (these.texts, others.texts)
    return [these.forms[term] for term in rank(these.times, others.times, sizes, most)]


def rank(
    these: Mapping[Value, int], others: Mapping[Value, int], sizes: tuple[int, int], most: int
) -> list[Value]:
    """Return at most `most` words or names that are more frequent here than there, best first.

    `these` and `others` say how many texts contain each word, and `sizes` how many texts there
    are on each side. A word's rank is its log-likelihood ratio (T. Dunning, Accurate methods for
    the statistics of surprise and coincidence, 1993)."""
    scores = {
        word: log_likelihood(times, others.get(word, 0), *sizes)
        for word, times in these.items()
        # A word of a single text is mostly chance, unless there are hardly any texts.
        if times > 1 or sizes[0] < 3
    }
    sure = [word for word, score in scores.items() if score > SURE]
    return sorted(sure, key=lambda word: (-scores[word], str(word)))[:most]


def log_likelihood(here: int, there: int, size: int, other_size: int) -> float:
    """Return the log-likelihood ratio of a word that `here` of `size` texts contain and `there`
    of `other_size`, or 0 if it is not more frequent here."""
    if not size or not other_size:
        return float(here)  # There is nothing to compare with, so the most frequent come first.
    share = (here + there) / (size + other_size)
    if here / size <= share:
        return 0.0
    expected = (share * size, share * other_size)
    terms = zip((here, there), expected, strict=True)
    return 2 * sum(times * log(times / usual) for times, usual in terms if times)


def _is_content_word(term: str, form: str) -> bool:
    return len(term) >= SHORTEST and not term.isdigit() and form.lower() not in CONTENT_STOP_WORDS
