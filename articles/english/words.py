"""What counts as a word, for the index, the query and the marks in a snippet alike.

A word is a run of letters and digits, with apostrophes inside ("O'Brien") and, in initials, dots
("U.S."). It is folded (small letters, no accents, no apostrophes, no possessive 's) and stemmed
with Snowball's English stemmer. The commonest words keep their place but are not indexed.
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
"""Letters of a word that are looked at; what follows them is ignored."""

# Letters and digits, with the accents that follow their letter.
_RUN = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
# Between two runs: an apostrophe, or the dot between two initials.
_JOINT = (
    "['\u2018\u2019\u02bc\u2032\uff07`\u00b4]"
    r"|(?<=[A-Za-z])(?<![^\W_][A-Za-z])\.(?=[A-Za-z](?![^\W_]))"
)
WORD = re.compile(f"{_RUN}(?:(?:{_JOINT}){_RUN})*")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032\uff07`\u00b4]")
# Letters that Unicode does not take apart into a letter and an accent.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_thread_local = threading.local()


class Word(NamedTuple):
    start: int
    end: int
    term: str
    """What the index knows it by; empty for the commonest words."""


def words(text: str) -> Iterator[Word]:
    """Every word of the text in order, with its offsets."""
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), term(match.group()))


@lru_cache(maxsize=1 << 16)
def term(word: str) -> str:
    """What the index knows a word by; empty for the commonest words."""
    folded = fold_word(word)
    return "" if folded in INDEX_STOP_WORDS else stem(folded)


def fold_word(word: str) -> str:
    """The word in small plain letters, without accents, apostrophes and possessive 's."""
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("'", word).casefold())
        word = apart.casefold().translate(PLAIN)
    word = word[:LONGEST].lower().replace("`", "'").removesuffix("'s")
    return word if word.isalnum() and word.isascii() else "".join(filter(str.isalnum, word))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a word in small letters, by Snowball's English (Porter2) stemmer."""
    try:
        stemmer = _thread_local.stemmer
    except AttributeError:  # Snowball's stemmers must not be shared between threads.
        stemmer = _thread_local.stemmer = Stemmer.Stemmer(
            "english", 0
        )  # lru_cache is faster than its own
    stemmed: str = stemmer.stemWord(word.replace("’", "'"))
    return stemmed
