"""Draws an ego network: a name in the middle, linked to names that occur in the same articles.

People are on the left and places on the right. The more articles contain both names, the thicker
the line between them. All lengths are in units of the SVG.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 560
ROW = 26
"""The height of the row of one name, in units of the SVG."""
MARGIN = 16
"""The space above the first name and below the last name, in units of the SVG."""
LEFT, MIDDLE, RIGHT = 212, WIDTH / 2, WIDTH - 212
"""The x coordinates where lines to people end, where all lines start, and where lines to places
end, in units of the SVG."""
GAP = 8
"""The space between the end of a line and the name next to it, in units of the SVG."""
THICKEST = 9.0
LONGEST_LABEL = 24
"""The maximum number of characters to show of a name. A longer name is cut."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    name: str
    matches: int
    """The number of articles that name both this neighbour and the entity in the middle."""
    url: str


@dataclass(frozen=True, slots=True)
class Edge:
    neighbour: Neighbour
    label: str
    x: float
    y: float
    """With `x`, the point where the name of a place begins or the name of a person ends."""
    path: str
    """The `d` attribute of the SVG path from the middle to the name."""
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
    """Return a network with lines to `people` and `places`, each in the given order, top down."""
    height = 2 * MARGIN + ROW * max(len(people), len(places), 1)
    highest = max((one.matches for one in (*people, *places)), default=1)
    return EgoNetwork(
        tuple(_edges(people, LEFT, -GAP, height, highest)),
        tuple(_edges(places, RIGHT, GAP, height, highest)),
        height,
    )


def _edges(
    neighbours: Sequence[Neighbour], end: float, gap: float, height: int, highest: int
) -> list[Edge]:
    first = (height - ROW * (len(neighbours) - 1)) / 2
    edges = []
    for number, one in enumerate(neighbours):
        y = first + ROW * number
        half = (MIDDLE + end) / 2
        path = f"M{MIDDLE:g} {height / 2:g}C{half:g} {height / 2:g} {half:g} {y:g} {end:g} {y:g}"
        thickness = max(1.0, round(THICKEST * one.matches / highest, 1))
        edges.append(Edge(one, _shorten(one.name), end + gap, y, path, thickness))
    return edges


def _shorten(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
