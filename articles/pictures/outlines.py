"""Simplifies the outlines of land and borders that maps show, so that they load fast.

The input is TopoJSON, in which neighbouring countries share the line (arc) between them, so
simplifying this line leaves no gap."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any

from articles.pictures import projection

Point = tuple[float, float]
Line = list[Point]

SMALLEST_TRIANGLE = 33.0
"""The minimum area, in square units of the map, of the triangle that a point must form with its
neighbours to be kept."""
SMALLEST_ISLAND = 30.0
"""The minimum area of an island that is drawn, in square units of the map."""

NOTICE = (
    "Land and borders: Natural Earth (naturalearthdata.com), public domain, by way of the "
    "world-atlas package; made smaller by manage.py build_outlines."
)


def draw_svg(topology: Mapping[str, Any]) -> str:
    """Return the outlines in `topology` as the text of an SVG file.

    Maps use the paths `land` and `borders` of the file."""
    lines = [simplify(line) for line in _project_arcs(topology)]
    rings = [_ring(lines, arcs) for arcs in _rings(topology["objects"]["land"])]
    land = [copy for ring in filter(_is_worth_drawing, rings) for copy in _wrap(ring)]
    shared = [lines[arc] for arc in _shared_arcs(topology["objects"]["countries"])]
    borders = [copy for line in shared for copy in _wrap(line)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {projection.WIDTH} '
        f'{projection.HEIGHT:.0f}"><desc>{NOTICE}</desc>'
        f'<path id="land" d="{_path(land, "z")}"/>'
        f'<path id="borders" fill="none" d="{_path(borders, "")}"/></svg>\n'
    )


def simplify(line: Line, smallest: float = SMALLEST_TRIANGLE) -> Line:
    """Return `line` without the points that matter least for its shape. Both ends are kept.

    A point is removed if the triangle that it forms with its neighbours is smaller than `smallest`.
    Source: M. Visvalingam and J. D. Whyatt, Line generalisation by repeated elimination of points,
    1993."""
    before = list(range(-1, len(line) - 1))
    after = list(range(1, len(line) + 1))
    areas = [0.0] * len(line)
    for at in range(1, len(line) - 1):
        areas[at] = _triangle(line[at - 1], line[at], line[at + 1])
    heap = [(areas[at], at) for at in range(1, len(line) - 1)]
    heapify(heap)
    removed = set()
    while heap and heap[0][0] < smallest:
        area, at = heappop(heap)
        if at in removed or area != areas[at]:
            continue  # Its area has changed since, so it is in the heap again.
        removed.add(at)
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for corner in (left, right):
            if 0 < corner < len(line) - 1:
                measured = _triangle(line[before[corner]], line[corner], line[after[corner]])
                # Never less than the area just removed, so that the points of a bend go in turn.
                areas[corner] = max(measured, area)
                heappush(heap, (areas[corner], corner))
    return [point for at, point in enumerate(line) if at not in removed]


def _project_arcs(topology: Mapping[str, Any]) -> Iterator[Line]:
    """Return every arc of `topology` as a line in units of the map.

    TopoJSON stores an arc as steps from each point to the next."""
    (scale_x, scale_y), (left, low) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    for arc in topology["arcs"]:
        line, x, y = [], 0, 0
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            longitude, latitude = x * scale_x + left, y * scale_y + low
            line.append((projection.x(longitude), projection.y(latitude)))
        yield line


def _rings(shape: Mapping[str, Any]) -> Iterator[Sequence[int]]:
    """Return a list of arc numbers for each ring in the outline of `shape`."""
    if shape["type"] == "GeometryCollection":
        for one in shape["geometries"]:
            yield from _rings(one)
    elif shape["type"] == "Polygon":
        yield from shape["arcs"]
    elif shape["type"] == "MultiPolygon":
        for polygon in shape["arcs"]:
            yield from polygon


def _ring(lines: Sequence[Line], arcs: Sequence[int]) -> Line:
    """Return the ring that the lines numbered in `arcs` form. ~n means line n in reverse."""
    ring: Line = []
    for arc in arcs:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        ring += line[1:] if ring else line
    return ring


def _shared_arcs(countries: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the arcs that belong to two countries."""
    uses = Counter(arc if arc >= 0 else ~arc for ring in _rings(countries) for arc in ring)
    return [arc for arc, times in uses.items() if times > 1]


def _wrap(line: Line) -> list[Line]:
    """Return copies of `line` that together show all of it without a jump at the map's edge.

    A line that crosses the antimeridian (180 degrees) leaves the map at one edge, and a copy of it
    enters at the other edge. Any other line has only one copy."""
    whole, turns = [], 0
    for at, (x, y) in enumerate(line):
        if at and abs(x - line[at - 1][0]) > projection.WIDTH / 2:
            turns += 1 if x < line[at - 1][0] else -1
        whole.append((x + turns * projection.WIDTH, y))
    least, greatest = min(x for x, _ in whole), max(x for x, _ in whole)
    return [
        [(x + shift, y) for x, y in whole]
        for shift in (-projection.WIDTH, 0, projection.WIDTH)
        if greatest + shift > 0 and least + shift < projection.WIDTH
    ]


def _is_worth_drawing(ring: Line) -> bool:
    """Return whether `ring` is large enough to be seen and not below the map's lower edge."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
    return abs(area) >= SMALLEST_ISLAND and min(y for _, y in ring) < projection.HEIGHT - 1


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _path(lines: Iterable[Line], end: str) -> str:
    """Return the `d` attribute of an SVG path that draws `lines`, rounded to whole units.

    `end` is added after each line: "z" closes the line."""
    parts = []
    for line in lines:
        points = [(round(x), round(y)) for x, y in line]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
        if steps:
            start_x, start_y = points[0]
            numbers = "".join(_number(n) for step in steps for n in step)
            parts.append(f"M{start_x} {start_y}l{numbers.lstrip()}{end}")
    return "".join(parts)


def _number(number: int) -> str:
    # In SVG a minus sign also separates two numbers.
    return str(number) if number < 0 else f" {number}"
