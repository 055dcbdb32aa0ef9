"""Finds datelines, which say where an article was written ("MOSUL, Iraq — ...")."""

import re

from articles.english.tables import Pattern, start_pattern

_WORD = r"[A-Z][\w.'’/-]*"
_DATELINE = re.compile(
    rf"(?!The )(?P<place>{_WORD}(?: {_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:,? \d{4})?)?\s*"
    r"(?:(?:\([^)]{2,40}\)\s*)?(?:--|[-–—―])|/[A-Z]{2,20}/\.?|(?<=[A-Z]{3}):)"
    r"\s+(?=[\"“‘'A-Z])"
)
NO_PLACES = (
    Pattern(r"(?:BREAKING|EXCLUSIVE|LIVE|UPDATED?)\b", "BREAKING — The pier is closed."),
    Pattern(r"(?:WATCH|VIDEO)\b", "WATCH: The pier burns"),
    Pattern(r"(?:OPINION|ANALYSIS)\b", "OPINION — The pier should stay."),
)
"""Labels that look like a dateline but name a kind of article, such as "EXCLUSIVE — ..."."""
_NO_PLACE = start_pattern(NO_PLACES, before="(?i)")


def find(text: str) -> re.Match[str] | None:
    """Return the match of the dateline at the beginning of the text, or None without one.

    In "MOSUL, Iraq (Agency) — ...", the group `place` of the match is "MOSUL, Iraq".
    """
    return None if _NO_PLACE.match(text) else _DATELINE.match(text)
