from datetime import date

from articles.pictures.ego_network import Edge, EgoNetwork, Neighbour
from articles.pictures.maps import Box, Dot, Map, Spot
from articles.pictures.timeline import Bar, Period, PeriodCount, Timeline
from articles.templatetags import pictures

YEAR = Period(date(2020, 1, 1), date(2020, 12, 31), "year")
MONTH = Period(date(2020, 2, 1), date(2020, 2, 29), "month")
DAY = Period(date(2020, 2, 29), date(2020, 2, 29), "day")


def test_periods_are_named_in_full_years_short_months_and_days():
    assert [pictures.period_name(one) for one in (YEAR, MONTH, DAY)] == [
        "2020",
        "Feb 2020",
        "29 Feb",
    ]


def test_bars_link_to_their_articles_and_empty_periods_have_none():
    empty = Bar(PeriodCount(YEAR, 0, "/empty"), 1, 100, 0, labelled=True)
    full = Bar(PeriodCount(MONTH, 3, "/full"), 11, 40, 60, labelled=False)
    drawn = Timeline((empty, full), "month", width=20)
    assert pictures.bars(drawn) == (
        '<a href="/full" aria-label="Feb 2020: 3 articles"><title>Feb 2020: 3</title>'
        '<rect class="reach" x="11" y="0" width="8" height="100"/>'
        '<rect class="bar" x="11" y="40" width="8" height="60"/></a>'
    )
    assert pictures.axis(drawn) == "<span><span>2020</span></span><span></span>"
    assert pictures.rows(drawn) == (
        '<tr><th scope="row"><a href="/full">Feb 2020</a></th><td>3</td></tr>'
    )


def test_dots_of_a_map_are_named_where_there_is_room():
    mosul = Dot(
        Spot("Mosul", 36.3, 43.1, 9, "/mosul"), 4462.0, 1266.5, 7.0, label_x=4472.0, label_y=1269.0
    )
    erbil = Dot(
        Spot("Erbil", 36.2, 44.0, 1, "/erbil"), 4480.0, 1269.5, 2.0, label_x=0, label_y=1272.0
    )
    assert pictures.dots(Map(Box(4000, 1000, 320, 200), (mosul, erbil), type_size=8.0)) == (
        '<a href="/mosul" aria-label="Mosul: 9"><title>Mosul: 9</title>'
        '<circle cx="4462.0" cy="1266.5" r="7.0"/>'
        '<text x="4472.0" y="1269.0" font-size="8.0" stroke-width="2.0">Mosul</text></a>'
        '<a href="/erbil" aria-label="Erbil: 1"><title>Erbil: 1</title>'
        '<circle cx="4480.0" cy="1269.5" r="2.0"/></a>'
    )


def test_an_ego_network_has_people_on_the_left_and_places_on_the_right():
    ann = Edge(Neighbour("Ann Lee", 8, "/ann"), "Ann…", 204, 29, "M0 0", 9.0)
    dover = Edge(Neighbour("Dover", 2, "/dover"), "Dover", 356, 29, "M1 1", 2.2)
    network = EgoNetwork((ann,), (dover,), height=58)
    assert pictures.edges(network) == (
        '<path class="person" d="M0 0" stroke-width="9.0"/>'
        '<path class="place" d="M1 1" stroke-width="2.2"/>'
        '<circle cx="280.0" cy="29.0" r="7"/>'
        '<a href="/ann" aria-label="Ann Lee: 8"><text class="person" x="204" y="29" '
        'text-anchor="end" dominant-baseline="central">Ann… <tspan class="times">8</tspan>'
        "</text></a>"
        '<a href="/dover" aria-label="Dover: 2"><text class="place" x="356" y="29" '
        'text-anchor="start" dominant-baseline="central">Dover <tspan class="times">2</tspan>'
        "</text></a>"
    )
    assert pictures.rows(network) == (
        '<tr><th scope="row"><a href="/ann">Ann Lee</a></th><td>8</td></tr>'
        '<tr><th scope="row"><a href="/dover">Dover</a></th><td>2</td></tr>'
    )
