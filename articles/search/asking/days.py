"""Reads the days, months and years that readers write in a query."""

import calendar
import re
from datetime import date, timedelta

from articles.search.asking.clauses import Clause, DateRange, Nothing

DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_days(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a date like 2017, 2017-11 or 2017-11-30.

    Returns None if the text is not such a date."""
    match = DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        last_month = month or 12
        return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def days_before(day: date) -> Clause:
    """Return a clause that matches articles published before the day."""
    return Nothing() if day == date.min else DateRange(date.min, day - timedelta(days=1))


def days_after(day: date) -> Clause:
    """Return a clause that matches articles published after the day."""
    return Nothing() if day == date.max else DateRange(day + timedelta(days=1), date.max)
