"""How the tables of a language are written: words in lines, patterns with an example each."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Pattern(NamedTuple):
    """A regular expression, and a text that it was written for; a test tries each on its own."""

    regex: str
    example: str


def any_of(patterns: Iterable[Pattern]) -> str:
    """One regular expression that matches what any of the patterns matches."""
    return "|".join(pattern.regex for pattern in patterns)


def start_pattern(patterns: Iterable[Pattern], before: str = "") -> re.Pattern[str]:
    """What matches texts that begin with any of the patterns, after what `before` matches."""
    return re.compile(f"{before}(?:{any_of(patterns)})")


def word_set(words: str) -> frozenset[str]:
    """The words of a table written as lines of text."""
    return frozenset(words.split())
