"""Which words set some texts apart from others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import TypeVar

from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import words

SHORTEST = 3
SURE = 3.84
"""The log-likelihood ratio that chance passes once in twenty times."""

Value = TypeVar("Value", str, int, int | str)


@dataclass(frozen=True, slots=True)
class Tally:
    texts: int
    """How many texts were read."""
    times: Mapping[str, int]
    """In how many of them each word stands, by the index's form of it."""
    forms: Mapping[str, str]
    """How each is written most often."""


def tally(texts: Iterable[str]) -> Tally:
    number = 0
    times: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        number += 1
        seen = set()
        for word in words(text):
            form = text[word.start : word.end]
            if _telling(word.term, form):
                forms.setdefault(word.term, Counter())[form] += 1
                seen.add(word.term)
        times.update(seen)
    written = {term: counted.most_common(1)[0][0] for term, counted in forms.items()}
    return Tally(number, times, written)


def telling(these: Tally, others: Tally, most: int) -> list[str]:
    """The words that set these texts apart from the others, as these write them."""
    sizes = (these.texts, others.texts)
    return [these.forms[term] for term in apart(these.times, others.times, sizes, most)]


def apart(
    these: Mapping[Value, int], others: Mapping[Value, int], sizes: tuple[int, int], most: int
) -> list[Value]:
    """The words, or names, that these texts hold more often than the others, most telling first.

    Ranked by the log-likelihood ratio (T. Dunning, Accurate methods for the statistics of
    surprise and coincidence, 1993); `sizes` says how many texts there are of each."""
    scores = {
        word: likelihood(times, others.get(word, 0), *sizes)
        for word, times in these.items()
        if times > 1 or sizes[0] < 3
    }
    telling = [word for word, score in scores.items() if score > SURE]
    return sorted(telling, key=lambda word: (-scores[word], str(word)))[:most]


def likelihood(here: int, there: int, size: int, other_size: int) -> float:
    """How surely a word is commoner here than there; 0 or less where it is not."""
    if not size or not other_size:
        return float(here)
    share = (here + there) / (size + other_size)
    if here / size <= share:
        return 0.0
    expected = (share * size, share * other_size)
    terms = zip((here, there), expected, strict=True)
    return 2 * sum(times * log(times / usual) for times, usual in terms if times)


def _telling(term: str, form: str) -> bool:
    return len(term) >= SHORTEST and not term.isdigit() and form.lower() not in CONTENT_STOP_WORDS
