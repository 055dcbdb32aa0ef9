"""Measures keyness: which words and names are more frequent in some articles than in others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import TypeVar

from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import words

SHORTEST = 3
"""The minimum number of characters in a word that is counted."""
SURE = 3.84
"""The log-likelihood ratio that is exceeded by chance in 1 of 20 cases (p = 0.05, chi-squared)."""

Value = TypeVar("Value", str, int, int | str)


@dataclass(frozen=True, slots=True)
class TextFrequencies:
    texts: int
    """The number of texts that were read."""
    times: Mapping[str, int]
    """The number of texts that contain each term. A term is a word as the index knows it."""
    forms: Mapping[str, str]
    """The most frequent spelling of each term in the texts."""


def count_texts(texts: Iterable[str]) -> TextFrequencies:
    """Return the number of texts that contain each content word, and the word's usual spelling."""
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


def keywords(these: TextFrequencies, others: TextFrequencies, limit: int) -> list[str]:
    """Return up to `limit` words that are typical of `these` texts, not of `others`, best first.

    Each word has the spelling that is most frequent in these texts."""
    sizes = (these.texts, others.texts)
    return [these.forms[term] for term in rank(these.times, others.times, sizes, limit)]


def rank(
    these: Mapping[Value, int], others: Mapping[Value, int], sizes: tuple[int, int], limit: int
) -> list[Value]:
    """Return up to `limit` words that are more frequent in `these` than in `others`, best first.

    `these` and `others` describe two sets of texts: they map each word or name to the number of
    texts that contain it. `sizes` contains the total number of texts in each set. The best words
    have the highest log-likelihood ratio (T. Dunning, Accurate methods for the statistics of
    surprise and coincidence, 1993)."""
    scores = {
        word: log_likelihood(times, others.get(word, 0), *sizes)
        for word, times in these.items()
        # A word of a single text is mostly chance, unless there are hardly any texts.
        if times > 1 or sizes[0] < 3
    }
    sure = [word for word, score in scores.items() if score > SURE]
    return sorted(sure, key=lambda word: (-scores[word], str(word)))[:limit]


def log_likelihood(here: int, there: int, size: int, other_size: int) -> float:
    """Return how much more frequent a word is in one set of texts than in another set.

    The result is the log-likelihood ratio, or 0 if the word is not more frequent. `here` of the
    `size` texts in the first set contain the word, and `there` of the `other_size` texts in the
    other set. If either set has no texts, `here` is returned."""
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
