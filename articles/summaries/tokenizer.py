"""The words of a sentence and their stems, for sumy and for us."""

import re
import threading
from functools import lru_cache

import Stemmer
from sumy.utils import get_stop_words

from articles.english import sentences

STOP_WORDS: frozenset[str] = get_stop_words("english")

_LETTERS = "A-Za-zÀ-ÖØ-öø-ʯͰ-῿Ⰰ-ⷿ぀-퟿豈-﫿"
"""Of all alphabets in daily use, spelled out: asking for what is no digit takes twice as long."""
_WORD = re.compile(f"[{_LETTERS}]+(?:['’-][{_LETTERS}]+)*")


class _Stemmers(threading.local):
    """One stemmer for each thread: they keep a cache that is not safe to share."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")


_stemmers = _Stemmers()


class NewsTokenizer:
    """sumy's tokenizer protocol for English news, without the data that sumy's own downloads."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(paragraph[start:end] for start, end in sentences.spans(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter2 stem of a word in lower case."""
    return _stemmers.english.stemWord(word.replace("’", "'"))  # type: ignore[no-any-return]


def stems(text: str) -> list[str]:
    """The stems of the words of a text that carry meaning, in order."""
    low = (word.lower() for word in _WORD.findall(text))
    return [stem(word) for word in low if word not in STOP_WORDS]
