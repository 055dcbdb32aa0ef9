"""How the tables of a language are written: words in lines, and patterns with an example each."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Pattern(NamedTuple):
    """A regular expression and a text that it matches. A test tries each of them."""

    regex: str
    example: str


def any_of(patterns: Iterable[Pattern]) -> str:
    """Return a regular expression that matches what any of the patterns matches."""
    return "|".join(pattern.regex for pattern in patterns)


def start_pattern(patterns: Iterable[Pattern], before: str = "") -> re.Pattern[str]:
    """Return a pattern for texts that begin with `before` and then any of the patterns."""
    return re.compile(f"{before}(?:{any_of(patterns)})")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a table that is written as lines of text."""
    return frozenset(words.split())
