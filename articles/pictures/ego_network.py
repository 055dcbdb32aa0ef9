"""One name in the middle, people to its left and places to its right, tied by how often."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 560
ROW = 26
MARGIN = 16
LEFT, MIDDLE, RIGHT = 212, WIDTH / 2, WIDTH - 212
"""Where the lines to people end, where all begin, and where those to places end."""
THICKEST = 9.0
LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Neighbour:
    name: str
    matches: int
    """How many articles name both."""
    url: str


@dataclass(frozen=True, slots=True)
class Edge:
    neighbour: Neighbour
    label: str
    x: float
    """Where the name stands."""
    y: float
    path: str
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
    height = 2 * MARGIN + ROW * max(len(people), len(places), 1)
    most = max((one.matches for one in (*people, *places)), default=1)
    return EgoNetwork(
        tuple(_edges(people, LEFT, -8, height, most)),
        tuple(_edges(places, RIGHT, 8, height, most)),
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
