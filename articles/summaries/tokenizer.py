"""Sentences and words as sumy asks for them, and the stems of a text's words."""

import re

from articles.english import sentences
from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import stem

_LETTERS = "A-Za-zÀ-ÖØ-öø-ʯͰ-῿Ⰰ-ⷿ぀-퟿豈-﫿"
"""Of all alphabets in daily use, spelled out: asking for what is no digit takes twice as long."""
_WORD = re.compile(f"[{_LETTERS}]+(?:['’-][{_LETTERS}]+)*")


class NewsTokenizer:
    """sumy's tokenizer protocol for English news, without the data that sumy's own downloads."""

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(paragraph[start:end] for start, end in sentences.spans(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))


def stems(text: str) -> list[str]:
    """The stems of the words of a text that carry meaning, in order."""
    low = (word.lower() for word in _WORD.findall(text))
    return [stem(word) for word in low if word not in CONTENT_STOP_WORDS]
