"""Which sentences may stand in a summary at all, and which only beside the one before them."""

import re

_FEWEST_WORDS = 6

_FINISHED = re.compile(r"[.!?…][\"'”’)\]»]*$")
_LEANING = re.compile(
    r"[\"'“‘(\[]*(?:he|she|it|they|this|that|these|those|his|her|hers|its|their|theirs|him|them|"
    r"but|and|so|or|yet|nor)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\b(?:all rights reserved|copyright|click here|read more|sign up|subscribe|newsletter|"
    r"contributed to this (?:report|story|article)|follow (?:us|him|her|them|@\w+)|"
    r"(?:reporting|writing|editing|additional reporting) by|e-?mail us|terms of (?:use|service))\b"
    r"|©|^\W*(?:photo|image|picture|caption|video|watch|source|by)\s*:",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:By|BY)(?:\s[A-Z][\w'’.-]*){1,5}(?:,|\s(?:and|in|of)\b|$|\.$)")


def fit(sentence: str) -> bool:
    """Whether the sentence says something by itself: no fragment, byline, caption or notice."""
    return (
        len(sentence.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
        and _FINISHED.search(sentence) is not None
        and not _BOILERPLATE.search(sentence)
        and not _BYLINE.match(sentence)
    )


def leans(sentence: str) -> bool:
    """Whether the sentence begins with a pronoun or a conjunction, and so needs the one before."""
    return _LEANING.match(sentence) is not None
