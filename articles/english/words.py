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

LONGEST = 64
"""Letters of a word that are looked at; what follows them is ignored."""

COMMON = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "have", "in"}
    | {"is", "it", "its", "of", "on", "or", "that", "the", "this", "to", "was", "were", "will"}
    | {"with"}
)

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
_own = threading.local()


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
    folded = fold(word)
    return "" if folded in COMMON else stem(folded)


def fold(word: str) -> str:
    """The word in small plain letters, without accents, apostrophes and possessive 's."""
    if not word.isascii():
        apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("'", word).casefold())
        word = apart.casefold().translate(PLAIN)
    word = word[:LONGEST].lower().replace("`", "'").removesuffix("'s")
    return word if word.isalnum() and word.isascii() else "".join(filter(str.isalnum, word))


def stem(folded: str) -> str:
    """The stem of a folded word."""
    try:
        stemmer = _own.stemmer
    except AttributeError:  # Snowball's stemmers must not be shared between threads.
        stemmer = _own.stemmer = Stemmer.Stemmer("english", 0)
    stemmed: str = stemmer.stemWord(folded)
    return stemmed
