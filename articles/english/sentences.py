"""Finds where the sentences of English news begin and end.

A stop ends a sentence unless it belongs to an abbreviation and the next word continues the
sentence. Word lists give the abbreviations and the words that begin a new sentence after one. All
other rules look only at a few characters before and after the stop.
"""

import re
from collections.abc import Iterator

from articles.english import calendar
from articles.english.abbreviations import (
    BEFORE_A_NAME,
    BEFORE_A_NUMBER,
    OPEN,
    STATES,
)
from articles.english.tables import word_set

_OPENERS = word_set(
    "the a an it its this that these those he she they we you i his her their our my in on at by "
    "for from with as but so yet if when while after before since because although though however "
    "meanwhile there here what who why how where which last earlier later now then also still "
    "some many most several one two three both each every all more another other such no not "
    "according asked analysts officials police despite under over during until among between "
    "about shares speaking mr mrs ms dr even only just once instead moreover nevertheless "
    "furthermore thus therefore unlike"
)
"""Words that, with a capital, begin a new sentence after an abbreviation. "And", "or" and most
verbs are left out, because old newswires write phrases such as "the U.S. And Japan"."""

_AFTER_A_TIME = calendar.WORDS | word_set(
    "est edt et cst cdt ct mst mdt mt pst pdt pt gmt bst utc eastern central mountain pacific "
    "greenwich british"
)
"""Words that, even with a capital, may follow "a.m." in the same sentence."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n\s*+")
_STOP = re.compile(
    r"[.!?…](?<![.!?…].)(?<![.…]\s.)[.!?…]*+(?:\s[.…]++)*+[\"'”’)\]»]*+(?=\s)", re.DOTALL
)
"""A pattern for one or more stops, with the closing quotation marks and brackets after them."""
_NEXT = re.compile(r"([^\w\s]*+)\s?([\w'’.-]{0,40})")
"""A pattern for the marks before the next word and for that word, in two groups."""
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ENUMERATOR = re.compile(r"\W{0,3}(?:\d{1,2}|[a-zA-Z])\.")
_ATTRIBUTION = re.compile(
    r"\s(?:[A-Z][\w'’.-]*\s){1,5}(?:said|says|asked|asks|added|adds|wrote|writes|told)\b"
    r"(?!\s(?:that|he|she|it|they|the)\b)"
)
_QUOTES = frozenset("\"'“”‘’«»")
_CONTINUES = frozenset("(–—-")
"""Marks that, after an abbreviation, continue the sentence: "Fla. (AP)", "Calif. — It"."""
_CLOSERS = "\"'”’)]»"
_BEFORE_A_WORD = "\"'“‘«([$"
_LONGEST_ABBREVIATION = 24


def spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of each sentence in order, without surrounding white space.

    Together the sentences cover all of the text except white space. No sentence crosses a blank
    line.
    """
    found: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        found.extend(_sentences(text, start, end))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    for gap in _BLANK_LINE.finditer(text, start, end):
        yield start, start + len(text[start : gap.start()].rstrip())
        start = gap.end()
    if start < end:
        yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        following = _skip_white_space(text, stop.end())
        if _ends_sentence(text, start, stop, following, end):
            yield start, stop.end()
            start = following
    yield start, end


def _skip_white_space(text: str, position: int) -> int:
    while text[position].isspace():
        position += 1
    return position


def _ends_sentence(text: str, start: int, stop: re.Match[str], after: int, end: int) -> bool:
    """Return whether the sentence that begins at `start` ends at `stop`.

    `after` is where the text goes on after the stop, and `end` is where the paragraph ends.
    """
    following = _NEXT.match(text, after, end)
    assert following is not None, "every part of the pattern may be empty"
    opener, word = following.groups()
    if not word or (word[0].islower() and not word[1:2].isupper()):  # "iPhone" may open a sentence.
        return False
    if opener == "&":
        return False
    marks = stop[0].rstrip(_CLOSERS)
    closers = stop[0][len(marks) :]
    if marks != ".":
        return _strong_stop_ends(text, stop, marks, closers, word)
    if closers:
        return True
    if _ENUMERATOR.fullmatch(text, start, stop.end()):
        return False
    before = text[max(start, stop.start() - _LONGEST_ABBREVIATION) : stop.start()]
    quoted = not _QUOTES.isdisjoint(opener)
    opens = quoted or (word.lower() in _OPENERS and _CONTINUES.isdisjoint(opener))
    return _full_stop_ends(_last_word(before), word, opens)


def _strong_stop_ends(text: str, stop: re.Match[str], marks: str, closers: str, word: str) -> bool:
    """Return whether a "!", "?" or ellipsis ends the sentence before `word`.

    `stop` matches the marks (`marks`), then any closing quotation marks or brackets (`closers`).
    `word`, the next word in `text`, begins with a capital or a digit.
    """
    if marks[-1] in "!?":
        return not (closers and _ATTRIBUTION.match(text, stop.end()))
    spaced = stop.start() > 0 and text[stop.start() - 1].isspace()
    return not spaced or word.lower() in _OPENERS  # "daydream ... Only" may be one sentence


def _last_word(before: str) -> str:
    words = before.replace("-", " ").replace("/", " ").split()  # Maj.-Gen., D-Calif.
    return words[-1].lstrip(_BEFORE_A_WORD) if words else ""


def _full_stop_ends(last: str, word: str, opens: bool) -> bool:
    """Return whether a full stop between the words `last` and `word` ends a sentence.

    `opens` says whether `word`, which begins with a capital or a digit, looks like the first word
    of a sentence.
    """
    low = last.lower()
    if low in BEFORE_A_NAME:
        return last.islower() and opens  # "a spokesman for his rep. The"
    if low in OPEN or low in calendar.SHORT_MONTHS:
        return opens
    if last[:1].isupper() and (low in STATES or len(last) == 1):  # Calif., George W. Bush
        return opens
    if low in BEFORE_A_NUMBER:
        return not word[0].isdigit()
    if low in ("a.m", "p.m"):
        return word.isalpha() and word.lower() not in _AFTER_A_TIME
    return opens or not _ACRONYM.fullmatch(last)
