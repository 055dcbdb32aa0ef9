from datetime import UTC, datetime

import pytest

from articles.english import dates


@pytest.mark.parametrize(
    "text",
    ["25 October 2017", "Oct. 25, 2017", "25th of October, 2017", "2017-10-25", "25 OCT 2017"],
)
def test_one_day_is_written_in_many_ways(text):
    assert dates.find(f"Printed {text}.") == datetime(2017, 10, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [("Jan. 1, 2020", 1), ("May 1, 2020", 5), ("June 1, 2020", 6), ("Sept. 1, 2020", 9)],
)
def test_months_are_known_in_full_and_abbreviated(text, month):
    assert dates.find(text) == datetime(2020, month, 1, tzinfo=UTC)


def test_numbers_that_mean_two_days_are_no_date():
    assert dates.find("10/11/2017") is None
