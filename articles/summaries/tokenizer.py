"""Splits text into sentences and words for the library sumy, and into stems."""

import re

from articles.english import sentences
from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import stem

_LETTERS = "A-Za-zÀ-ÖØ-öø-ʯͰ-῿Ⰰ-ⷿ぀-퟿豈-﫿"
"""The letters of all alphabets in daily use. A pattern for any letter would take twice as long."""
_WORD = re.compile(f"[{_LETTERS}]+(?:['’-][{_LETTERS}]+)*")


class NewsTokenizer:
    """A tokenizer for the library sumy. Unlike sumy's own, it needs no downloaded data."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(paragraph[start:end] for start, end in sentences.spans(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))


def stems(text: str) -> list[str]:
    """Return the stems of the words in a text in order, without stop words."""
    low = (word.lower() for word in _WORD.findall(text))
    return [stem(word) for word in low if word not in CONTENT_STOP_WORDS]
