"""Which sentences may stand in a summary at all, and which only beside the one before them."""

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
    """The phrases of notices that there are in a text, in small letters."""
    low = text.lower()
    return tuple(phrase for phrase in boilerplate.NOTICES if phrase in low)


def is_fit(sentence: str, among: Sequence[str] = boilerplate.NOTICES) -> bool:
    """Whether the sentence says something by itself: no fragment, byline, caption, notice or item
    of a list, and no part of a quotation that begins or ends elsewhere.

    `among` are the `notices` of the text it stands in: most texts have none to look for."""
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
    """Whether the sentence begins with a pronoun or a conjunction, and so needs the one before."""
    return _LEANING.match(sentence) is not None


def adds(sentence: str) -> bool:
    """Whether the sentence adds to what was said before, or quotes nobody knows whom: clear in its
    article, but not alone."""
    return _ADDING.match(sentence) is not None


def _is_notice(low: str, among: Sequence[str]) -> bool:
    return any(phrase in low for phrase in among)
