"""Decides which sentences fit in a summary, and which of them need the sentence before them."""

import re
from collections.abc import Sequence

from articles.english import boilerplate, bylines, cohesion
from articles.english.tables import any_of

_FEWEST_WORDS = 6
_STOPS = ".!?…"
_CLOSERS = "\"'”’)]»"

_LEANING = re.compile(
    rf"[\"'“‘(\[]*(?:(?:{any_of(cohesion.LEANING)})\b(?!-)"
    rf"|(?:{any_of(cohesion.LEANING_BEFORE_A_COMMA)}),)",
    re.IGNORECASE,
)
_ADDING = re.compile(rf"{any_of(cohesion.ADDING)}|“[^”]*”$|\"[^\"]*\"$", re.IGNORECASE)
_CAPTION = re.compile(rf"\W*(?:{any_of(boilerplate.CAPTIONS)})\s*:", re.IGNORECASE)
_ITEM = re.compile(r"[-–—•●▪*]+\s|\*|\(?\d{1,2}[.)]\D")


def find_notices(text: str) -> tuple[str, ...]:
    """Return the phrases in the text that only notices have, in lower case."""
    low = text.lower()
    return tuple(phrase for phrase in boilerplate.NOTICES if phrase in low)


def is_fit(sentence: str, among: Sequence[str] = boilerplate.NOTICES) -> bool:
    """Return whether the sentence says something by itself.

    Fragments, bylines, captions, notices, items of a list and pieces of a quotation do not.
    `among` are the phrases from `find_notices` of the whole text. Most texts have none, so few
    sentences must be searched for phrases."""
    return (
        sentence.rstrip(_CLOSERS)[-1:] in _STOPS
        and len(sentence.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
        and sentence.count('"') % 2 == 0
        and sentence.count("“") == sentence.count("”")
        and not _CAPTION.match(sentence)
        and not _ITEM.match(sentence)
        and not bylines.starts_with_byline(sentence)
        and not (among and _is_notice(sentence.lower(), among))
    )


def leans(sentence: str) -> bool:
    """Return whether the sentence begins with a word, such as "He", that needs the one before."""
    return _LEANING.match(sentence) is not None


def adds(sentence: str) -> bool:
    """Return whether the sentence adds to an earlier one, or quotes somebody without a name.

    Such a sentence is clear in its article, but not alone."""
    return _ADDING.match(sentence) is not None


def _is_notice(low: str, among: Sequence[str]) -> bool:
    return any(phrase in low for phrase in among)
