"""Every pattern of the tables matches its example by itself."""

import re

import pytest

from articles.english import (
    boilerplate,
    bylines,
    cohesion,
    corrections,
    datelines,
    headings,
    toponyms,
)
from articles.english.tables import Pattern

AT_THE_START = (
    *(boilerplate.OFFERS, boilerplate.PLEAS, boilerplate.LABELS, boilerplate.CAPTIONS),
    *(cohesion.LEANING, cohesion.LEANING_BEFORE_A_COMMA, cohesion.ADDING),
    *(corrections.CORRECTIONS, datelines.NO_PLACES, bylines.UNNAMED_NOTES),
    *(toponyms.BEFORE_NAMES, toponyms.KINDS_BEFORE),
)
WHOLE = (boilerplate.TAILS, boilerplate.SITE_MENU, boilerplate.LEADS_ON, boilerplate.STAMPS)
ANYWHERE = (boilerplate.PHRASES, headings.ANNOUNCEMENTS, toponyms.KINDS_AFTER)
CASED_AT_THE_START = (bylines.BY, bylines.OPENING, *bylines.NAMED_NOTES)
CASED_WHOLE = (bylines.NAMES_ALONE, bylines.AGENCY_LINE)
CASED_ANYWHERE = (
    *(bylines.NO_PERSON, bylines.BETWEEN_NAMES, bylines.AFTER_NAME),
    *headings.IN_SENTENCES,
)


def in_small_letters(tables: tuple[tuple[Pattern, ...], ...]) -> list[tuple[str, str]]:
    return [(pattern.regex, pattern.example.lower()) for table in tables for pattern in table]


@pytest.mark.parametrize(("regex", "example"), in_small_letters(AT_THE_START))
def test_example_begins_with_its_pattern(regex, example):
    assert re.match(f"(?:{regex})", example, re.IGNORECASE)


@pytest.mark.parametrize(("regex", "example"), in_small_letters(WHOLE))
def test_example_is_all_its_pattern(regex, example):
    assert re.fullmatch(regex, example)


@pytest.mark.parametrize(("regex", "example"), in_small_letters(ANYWHERE))
def test_example_holds_its_pattern(regex, example):
    assert re.search(regex, example)


@pytest.mark.parametrize(("regex", "example"), CASED_AT_THE_START)
def test_example_begins_with_its_pattern_in_the_same_case(regex, example):
    assert re.match(regex, example)


@pytest.mark.parametrize(("regex", "example"), CASED_WHOLE)
def test_example_is_all_its_pattern_in_the_same_case(regex, example):
    assert re.fullmatch(regex, example)


@pytest.mark.parametrize(("regex", "example"), CASED_ANYWHERE)
def test_example_holds_its_pattern_in_the_same_case(regex, example):
    assert re.search(regex, example)


def test_no_pattern_goes_untried():
    modules = (boilerplate, bylines, cohesion, corrections, datelines, headings, toponyms)
    values = [value for module in modules for value in vars(module).values()]
    tables = [value for value in values if isinstance(value, tuple) and value]
    patterns = {
        value
        for table in tables
        for value in ([table] if isinstance(table, Pattern) else table)
        if isinstance(value, Pattern)
    }
    tried = [pattern for table in (*AT_THE_START, *WHOLE, *ANYWHERE) for pattern in table]
    assert patterns == {*tried, *CASED_AT_THE_START, *CASED_WHOLE, *CASED_ANYWHERE}
