"""Reads days, months and years as readers write them."""

import calendar
import re
from datetime import date, timedelta

from articles.search.asking.clauses import Clause, DateRange, Nothing

DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_days(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of 2017, 2017-11 or 2017-11-30; None for other texts."""
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
    """Return the clause for all days before this one."""
    return Nothing() if day == date.min else DateRange(date.min, day - timedelta(days=1))


def days_after(day: date) -> Clause:
    """Return the clause for all days after this one."""
    return Nothing() if day == date.max else DateRange(day + timedelta(days=1), date.max)
