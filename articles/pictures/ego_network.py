"""Draws an ego network: a name in the middle, linked to the names in the same articles.

People are on the left and places on the right. The more articles name both, the thicker
the line. All lengths are in units of the SVG.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 560
ROW = 26
"""The height of one name."""
MARGIN = 16
"""The space above the first name and below the last."""
LEFT, MIDDLE, RIGHT = 212, WIDTH / 2, WIDTH - 212
"""The x of the ends of lines to people, of the beginning of all lines, and of the ends of lines
to places."""
GAP = 8
"""The space between a line and its name."""
THICKEST = 9.0
LONGEST_LABEL = 24
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    name: str
    matches: int
    """The number of articles that name both."""
    url: str


@dataclass(frozen=True, slots=True)
class Edge:
    neighbour: Neighbour
    label: str
    x: float
    y: float
    """`x` and `y`: the point next to the end of the line where the name begins or ends."""
    path: str
    """The `d` of the SVG path from the middle to the name."""
    thickness: float


@dataclass(frozen=True, slots=True)
class EgoNetwork:
    people: tuple[Edge, ...]
    places: tuple[Edge, ...]
    height: int
    width: int = WIDTH
    middle_x: float = MIDDLE

    @property
    def middle_y(self) -> float:
        return self.height / 2


def draw(people: Sequence[Neighbour], places: Sequence[Neighbour]) -> EgoNetwork:
    """Return the lines to the people and places, in the order given, from the top down."""
    height = 2 * MARGIN + ROW * max(len(people), len(places), 1)
    most = max((one.matches for one in (*people, *places)), default=1)
    return EgoNetwork(
        tuple(_edges(people, LEFT, -GAP, height, most)),
        tuple(_edges(places, RIGHT, GAP, height, most)),
        height,
    )


def _edges(
    neighbours: Sequence[Neighbour], end: float, gap: float, height: int, most: int
) -> list[Edge]:
    first = (height - ROW * (len(neighbours) - 1)) / 2
    edges = []
    for number, one in enumerate(neighbours):
        y = first + ROW * number
        half = (MIDDLE + end) / 2
        path = f"M{MIDDLE:g} {height / 2:g}C{half:g} {height / 2:g} {half:g} {y:g} {end:g} {y:g}"
        thickness = max(1.0, round(THICKEST * one.matches / most, 1))
        edges.append(Edge(one, _shorten(one.name), end + gap, y, path, thickness))
    return edges


def _shorten(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
