from datetime import date

from articles import indexing
from articles.pages import illustrations
from articles.pictures.timeline import Period, PeriodCount
from articles.search.asking.query import Query


def count_by_period(query: Query) -> list[PeriodCount]:
    return illustrations.count_by_period(query, indexing.archive().search(query))


def test_months_of_one_year_include_its_first_and_its_last_day(indexed):
    indexed(date="2022-01-01")
    indexed(date="2022-06-15")
    indexed(date="2022-12-31")
    counts = count_by_period(Query())
    assert [one.matches for one in counts] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert counts[0].period == Period(date(2022, 1, 1), date(2022, 1, 31), "month")
    assert counts[-1].period == Period(date(2022, 12, 1), date(2022, 12, 31), "month")


def test_a_year_of_a_longer_timeline_leads_to_all_of_its_articles(indexed):
    indexed(date="2019-01-01")
    indexed(date="2022-12-31")
    first, *_, last = count_by_period(Query())
    assert (first.matches, last.matches) == (1, 1)
    assert first.url == "/search?from=2019-01-01&to=2019-12-31"
    assert last.url == "/search?from=2022-01-01&to=2022-12-31"
