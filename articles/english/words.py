"""Splits text into words in the same way for the index, for queries and for snippets.

A word is a run of letters and digits. It may contain apostrophes ("O'Brien") and, between initials,
dots ("U.S."). It is folded (lower case, no accents, no apostrophes, no possessive 's) and stemmed
with Snowball's English stemmer. The commonest words are not indexed, but they still count when the
positions of words are numbered.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from articles.english.stop_words import INDEX_STOP_WORDS

LONGEST = 64
"""The number of characters of a word that are read. Further characters are ignored."""

# Letters and digits. In some texts an accent is a character of its own after its letter.
_RUN = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
# Between two runs: an apostrophe, or the dot between two initials.
_JOINT = (
    "['\u2018\u2019\u02bc\u2032\uff07`\u00b4]"
    r"|(?<=[A-Za-z])(?<![^\W_][A-Za-z])\.(?=[A-Za-z](?![^\W_]))"
)
WORD = re.compile(f"{_RUN}(?:(?:{_JOINT}){_RUN})*")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032\uff07`\u00b4]")
# Letters that Unicode does not decompose into a letter and an accent.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_thread_local = threading.local()


class Word(NamedTuple):
    start: int
    end: int
    term: str
    """The term under which the index lists the word, or "" for a stop word."""


def words(text: str) -> Iterator[Word]:
    """Return every word of the text in order, with its offsets."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), term(match.group()))


@lru_cache(maxsize=1 << 16)
def term(word: str) -> str:
    """Return the term under which the index lists the word, or "" for a stop word."""
    folded = fold_word(word)
    return "" if folded in INDEX_STOP_WORDS else stem(folded)


def fold_word(word: str) -> str:
    """Return the word in lower case, without accents, apostrophes or a possessive 's."""
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("'", word).casefold())
        word = apart.casefold().translate(PLAIN)
    word = word[:LONGEST].lower().replace("`", "'").removesuffix("'s")
    return word if word.isalnum() and word.isascii() else "".join(filter(str.isalnum, word))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the stem of a lower-case word, as Snowball's English (Porter2) stemmer finds it."""
    try:
        stemmer = _thread_local.stemmer
    except AttributeError:  # Snowball's stemmers must not be shared between threads.
        stemmer = _thread_local.stemmer = Stemmer.Stemmer(
            "english", 0
        )  # lru_cache is faster than its own
    stemmed: str = stemmer.stemWord(word.replace("’", "'"))
    return stemmed
