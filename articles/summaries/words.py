"""The words of a sentence and their stems, for sumy and for us."""

import re
import threading
from collections.abc import Iterable

import Stemmer
from sumy.utils import get_stop_words

from articles import sentences

STOP_WORDS: frozenset[str] = get_stop_words("english")

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*")


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


def stem(word: str) -> str:
    return _stemmers.english.stemWord(word)  # type: ignore[no-any-return]


def stems(words: Iterable[str]) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    low = (word.lower().replace("’", "'") for word in words)
    return _stemmers.english.stemWords([word for word in low if word not in STOP_WORDS])  # type: ignore[no-any-return]
