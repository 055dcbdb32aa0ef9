"""Decides which sentences are fit for a summary, and which need the sentence before them."""

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
    """Return the phrases in the text, such as "all rights reserved", that mark notices."""
    low = text.lower()
    return tuple(phrase for phrase in boilerplate.NOTICES if phrase in low)


def is_fit(sentence: str, among: Sequence[str] = boilerplate.NOTICES) -> bool:
    """Return whether the sentence is fit for a summary.

    Fragments, bylines, captions, notices, list items and parts of quotations are unfit. `among`
    contains the phrases that mark a sentence as a notice. To save time, pass only those that
    `find_notices` finds in the whole text: usually none.
    """
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
    """Return whether the sentence opens with a word that needs an earlier sentence ("He said")."""
    return _LEANING.match(sentence) is not None


def adds(sentence: str) -> bool:
    """Return whether the sentence is clear in its article but not alone.

    Such a sentence adds to an earlier one ("The other man was ..."), or is only a quotation.
    """
    return _ADDING.match(sentence) is not None


def _is_notice(low: str, among: Sequence[str]) -> bool:
    return any(phrase in low for phrase in among)
