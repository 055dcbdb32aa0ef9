from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pictures import ego_network, maps, outlines, projection, timeline
from articles.pictures.timeline import Period, PeriodCount

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def counted(*matches: int) -> list[PeriodCount]:
    return [
        PeriodCount(
            Period(date(2000 + at, 1, 1), date(2000 + at, 12, 31), "year"), number, f"/{at}"
        )
        for at, number in enumerate(matches)
    ]


def spot(name: str, latitude: float, longitude: float, matches: int = 1) -> maps.Spot:
    return maps.Spot(name, latitude, longitude, matches, f"/{name}")


def test_many_years_are_shown_as_years_one_as_months_and_a_month_as_days():
    assert [one.unit for one in timeline.periods(date(2019, 1, 1), date(2022, 12, 31))] == (
        ["year"] * 4
    )
    assert [one.unit for one in timeline.periods(date(2022, 1, 1), date(2022, 12, 31))] == (
        ["month"] * 12
    )
    assert [one.unit for one in timeline.periods(date(2024, 2, 1), date(2024, 2, 29))] == (
        ["day"] * 29
    )


@given(DAYS, st.integers(0, 6000))
def test_periods_follow_each_other_from_the_first_day_to_the_last(since: date, days: int):
    until = min(date.fromordinal(since.toordinal() + days), date(2100, 12, 31))
    periods = timeline.periods(since, max(since, until))
    assert periods[0].since == since
    assert periods[-1].until == max(since, until)
    for one, following in pairwise(periods):
        assert one.until.toordinal() + 1 == following.since.toordinal()


def test_the_last_day_there_is_ends_the_months():
    assert timeline.periods(date(9999, 6, 1), date.max)[-1].until == date.max


def test_the_tallest_bar_fills_the_picture_and_one_article_can_be_seen():
    bars = timeline.draw(counted(1, 0, 400)).bars
    assert [bar.height for bar in bars] == [2, 0, 100]
    assert [bar.y for bar in bars] == [98, 100, 0]


def test_two_pictures_can_share_a_scale():
    assert timeline.draw(counted(5), highest=10).bars[0].height == 50


def test_no_more_names_stand_below_the_bars_than_there_is_room_for():
    drawn = timeline.draw(counted(*[1] * 40))
    assert sum(bar.labelled for bar in drawn.bars) <= timeline.MOST_LABELS


def test_a_peak_has_twice_the_average_and_peaks_keep_their_order():
    assert [one.matches for one in timeline.peaks(counted(1, 9, 1, 1, 8, 1))] == [9, 8]
    assert timeline.peaks(counted(3, 3, 3)) == []


@pytest.mark.parametrize(("longitude", "x"), [(-180, 0), (0, 3600), (180, 7200)])
def test_longitudes_run_from_edge_to_edge(longitude: float, x: float):
    assert projection.x(longitude) == x


def test_north_is_up_and_what_lies_beyond_the_map_is_at_its_edge():
    assert projection.y(60) < projection.y(0) < projection.y(-30)
    assert projection.y(90) == 0
    assert projection.y(-90) == projection.HEIGHT


def test_a_region_holds_the_places_that_most_articles_name_together():
    places = [spot("Mosul", 36.3, 43.1, 9), spot("Baghdad", 33.3, 44.4, 5), spot("Lima", -12, -77)]
    drawn = maps.draw_region(places)
    assert [dot.spot.name for dot in drawn.dots] == ["Mosul", "Baghdad"]
    assert [dot.spot.name for dot in maps.draw_world(places).dots] == ["Mosul", "Baghdad", "Lima"]


@given(
    st.lists(
        st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 1000)),
        min_size=1,
        max_size=20,
    )
)
def test_every_dot_of_a_region_is_inside_it(places: list[tuple[float, float, int]]):
    drawn = maps.draw_region([spot(str(n), *place) for n, place in enumerate(places)])
    assert drawn.dots
    assert all(drawn.box.holds(dot.x, dot.y) for dot in drawn.dots)
    assert drawn.box.width >= maps.NARROWEST - 1


def test_names_on_the_map_do_not_cover_each_other():
    near = [spot("Aaaaaaaa", 10, 10, 5), spot("Bbbbbbbb", 10.01, 10.01, 4)]
    assert [bool(dot.label_x) for dot in maps.draw_region(near).dots] == [True, False]


def test_company_is_tied_by_how_often():
    drawn = ego_network.draw(
        [ego_network.Neighbour("Ann", 8, "/a"), ego_network.Neighbour("Bo", 2, "/b")], []
    )
    assert [edge.thickness for edge in drawn.people] == [9.0, 2.2]
    assert drawn.places == ()


def test_lines_lead_from_the_middle_of_the_network_to_its_names():
    people = [ego_network.Neighbour("Ann", 8, "/a"), ego_network.Neighbour("Bo", 2, "/b")]
    drawn = ego_network.draw(people, [ego_network.Neighbour("Dover", 1, "/d")])
    assert (drawn.height, drawn.middle_x, drawn.middle_y) == (84, 280, 42)
    assert [(edge.x, edge.y, edge.path) for edge in (*drawn.people, *drawn.places)] == [
        (204, 29, "M280 42C246 42 246 29 212 29"),
        (204, 55, "M280 42C246 42 246 55 212 55"),
        (356, 42, "M280 42C314 42 314 42 348 42"),
    ]


def test_a_long_name_is_cut_in_the_picture_only():
    (edge,) = ego_network.draw([ego_network.Neighbour("A" * 60, 1, "/a")], []).people
    assert len(edge.label) == ego_network.LONGEST_LABEL
    assert edge.neighbour.name == "A" * 60


def test_a_line_keeps_its_ends_and_the_corners_that_matter():
    line = [(0.0, 0.0), (50.0, 0.1), (100.0, 0.0), (100.0, 100.0)]
    assert outlines.simplify(line) == [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]


def test_outlines_come_from_a_topology_whose_borders_are_shared_lines():
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        # Two squares next to each other: the line between them, and the rest of each.
        "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]],
                 [[10, 10], [10, 0], [0, -10], [-10, 0]]],
        "objects": {
            "land": {"type": "Polygon", "arcs": [[1, -3]]},
            "countries": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[-1, 2]]},
            ]},
        },
    }  # fmt: skip
    drawn = outlines.draw_svg(topology)
    assert drawn.count("z") == 1 + outlines.NOTICE.count("z")
    assert '<path id="borders" fill="none" d="M3800 2294l0-201"/>' in drawn
    assert "Natural Earth" in drawn


def draw_land(arcs: list, land: dict) -> str:
    """The `d` of the land whose arcs are in degrees."""
    drawn = outlines.draw_svg(
        {
            "transform": {"scale": [1, 1], "translate": [0, 0]},
            "arcs": arcs,
            "objects": {"land": land, "countries": {"type": "MultiPolygon", "arcs": []}},
        }
    )
    return drawn.partition('<path id="land" d="')[2].partition('"')[0]


SQUARE = [[10, 10], [10, 0], [0, -10], [-10, 0], [0, 10]]
ISLET = [[40, 0], [0, 0], [0, 0]]
ANTARCTICA = [[0, -80], [10, 0], [0, 5], [-10, 0], [0, -5]]
ACROSS = [[170, 0], [10, 0], [-350, 0], [0, 10], [350, 0], [-10, 0], [0, -10]]


def test_land_that_crosses_the_antimeridian_is_drawn_at_both_edges():
    assert draw_land([ACROSS], {"type": "Polygon", "arcs": [[0]]}) == (
        "M-200 2294l400 0 0-201-400 0 0 201zM7000 2294l400 0 0-201-400 0 0 201z"
    )


def test_islets_and_land_below_the_map_are_left_out():
    land = {"type": "MultiPolygon", "arcs": [[[0]], [[1]], [[2]]]}
    assert draw_land([SQUARE, ISLET, ANTARCTICA], land) == "M3800 2093l200 0 0 201-200 0 0-201z"


def test_points_are_removed_in_the_order_of_their_areas():
    line = [
        (0.0, 0.0),
        (10.0, 1.0),
        (20.0, 0.0),
        (30.0, 9.0),
        (40.0, 0.0),
        (50.0, 3.0),
        (60.0, 0.0),
    ]
    high = (30.0, 9.0)
    assert outlines.simplify(line, 11) == [line[0], *line[2:]]
    assert outlines.simplify(line, 31) == [line[0], line[2], high, line[4], line[6]]
    assert outlines.simplify(line, 91) == [line[0], high, line[6]]
    assert outlines.simplify(line, 1000) == [line[0], line[6]]
