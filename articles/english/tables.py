"""Defines how word lists and patterns are written in the modules that know a language."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Pattern(NamedTuple):
    """A regular expression, with an example that it matches. A test checks every example."""

    regex: str
    example: str


def any_of(patterns: Iterable[Pattern]) -> str:
    """Return a regular expression that matches whatever any of the patterns matches."""
    return "|".join(pattern.regex for pattern in patterns)


def start_pattern(patterns: Iterable[Pattern], before: str = "") -> re.Pattern[str]:
    """Return a compiled pattern that matches `before` and then any of the patterns."""
    return re.compile(f"{before}(?:{any_of(patterns)})")


def word_set(words: str) -> frozenset[str]:
    """Return the set of words in a string whose words are separated by white space."""
    return frozenset(words.split())
