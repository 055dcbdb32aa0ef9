"""Finds dates in the forms that newspapers print."""

import re
from datetime import UTC, datetime

from django.utils.timezone import get_current_timezone

from articles.english import calendar

YEARS = range(1000, 9999)
"""The years that a date may have. Other years are misprints. The first and last days that
`datetime` supports are excluded too, as they do not exist in every time zone."""
_NAMES = sorted({*calendar.MONTHS, *calendar.SHORT_MONTHS}, key=len, reverse=True)
_MONTH = rf"(?P<month>{'|'.join(_NAMES)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = (
    r"(?:(?:,|\s|at|[-–—|T])*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:\.\d+)?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_WRITTEN = tuple(
    re.compile(rf"\b{day}\b{_CLOCK}", re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        rf"{_DAY}(?:\s+of)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(?P<year>\d{{4}})",
        rf"{_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}(?P<year>\d{{4}})",
    )
)


def find(text: str) -> datetime | None:
    """Return a date in the text as a moment in UTC, or None without a valid date.

    The text is searched for dates like "2017-10-25", then like "25 October 2017", then like
    "Oct. 25, 2017". The first date found is returned. Dates like "10/11/2017" are ignored, because
    their meaning differs between countries. A date without a time of day means midnight. Times are
    read in the time zone of the archive.
    """
    for written in _WRITTEN:
        if found := written.search(text):
            return _moment(found)
    return None


def drop_first(text: str) -> str:
    """Return the text with the date that `find` finds removed, or unchanged if there is no date."""
    for written in _WRITTEN:
        if written.search(text):
            return written.sub("", text, count=1)
    return text


def parse(text: str) -> datetime | None:
    """Return the moment in UTC that `text` gives in ISO 8601.

    If `text` is not in ISO 8601, return the date that `find` finds in it. Return None if `text`
    gives no date, or if the year is not in `YEARS`.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return find(text)
    if moment.year not in YEARS:
        return None
    return _convert_to_utc(moment)


def _moment(found: re.Match[str]) -> datetime | None:
    day = (int(found["year"]), _month(found["month"]), int(found["day"]))
    if day[0] not in YEARS:
        return None
    try:
        return _convert_to_utc(datetime(*day, *_clock(found)))
    except ValueError:  # No day has such a time ("605:12"), but the date may be right.
        return _midnight(day)


def _midnight(day: tuple[int, int, int]) -> datetime | None:
    try:
        return _convert_to_utc(datetime(*day))
    except ValueError:
        return None


def _convert_to_utc(moment: datetime) -> datetime:
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone())
    return zoned.astimezone(UTC)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    starts = [month[:3] for month in calendar.MONTHS]
    return starts.index(word[:3].lower()) + 1


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    if not found["hour"]:
        return 0, 0, 0
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return hour, int(found["minute"]), int(found["second"] or 0)
