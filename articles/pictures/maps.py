"""Draws places as dots on maps: one of the world, and one of the region with the most articles.

All lengths are in the units of `projection` unless stated otherwise. The area of a dot is
proportional to its number of articles (a proportional symbol map).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from articles.pictures import projection

RATIO = 1.6
"""The width of a region's map divided by its height."""
NARROWEST = 16 * projection.SCALE
"""The minimum width of a region's map, so that a single town is shown with the land around it."""
NEAR = 26 * projection.SCALE
"""The maximum horizontal distance between the middle spot of a region and its other spots."""
ROOM = 1.5
"""The size of a region's map divided by the extent of its spots, so that no dot is at the edge."""
MOST_LABELS = 9
"""The maximum number of names that one map shows."""
BIGGEST, SMALLEST = 0.022, 0.006
"""The maximum and the minimum radius of a dot, as fractions of the map's width."""
TYPE = 0.024
"""The font size of names, as a fraction of the map's width."""
CHARACTER = 0.55
"""The mean width of a character of a name, as a fraction of the font size."""


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    latitude: float
    longitude: float
    matches: int
    url: str


@dataclass(frozen=True, slots=True)
class Dot:
    spot: Spot
    x: float
    y: float
    radius: float
    label_x: float
    """The x coordinate where the dot's name begins; 0 if the name is not shown."""
    label_y: float


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


@dataclass(frozen=True, slots=True)
class Map:
    box: Box
    dots: tuple[Dot, ...]
    type_size: float
    frame: Box | None = None
    """The region that another map shows at a larger scale. None if there is no other map."""

    @property
    def halo(self) -> float:
        """The width of the outline that keeps names readable on top of land and borders."""
        return round(self.type_size / 4, 1)


WORLD = Box(0, 0, projection.WIDTH, ceil(projection.HEIGHT))


def draw_world(spots: Iterable[Spot], frame: Box | None = None) -> Map:
    """Return a map of the world with dots for all of `spots`, without names."""
    return _draw(spots, WORLD, frame, labels=0)


def draw_region(spots: Sequence[Spot]) -> Map:
    """Return a map of the region that has the most matches: a spot and its neighbours."""
    middle = max(spots, key=lambda spot: sum(other.matches for other in _neighbours(spot, spots)))
    return _draw(spots, _bounding_box(_neighbours(middle, spots)), None, MOST_LABELS)


def _neighbours(spot: Spot, spots: Iterable[Spot]) -> list[Spot]:
    """Return the `spots` that fit on one map with `spot` in the middle, including `spot` itself."""
    x, y = _xy(spot)
    reach = Box(x - NEAR, y - NEAR / RATIO, 2 * NEAR, 2 * NEAR / RATIO)
    return [other for other in spots if reach.holds(*_xy(other))]


def _bounding_box(spots: Sequence[Spot]) -> Box:
    """Return a box around `spots`, with a margin. The box is RATIO times as wide as it is high."""
    xs, ys = zip(*map(_xy, spots), strict=True)
    width = max(NARROWEST, (max(xs) - min(xs)) * ROOM, (max(ys) - min(ys)) * ROOM * RATIO)
    height = width / RATIO
    left = (min(xs) + max(xs) - width) / 2
    top = (min(ys) + max(ys) - height) / 2
    return Box(
        floor(_clamp(left, WORLD.width - width)),
        floor(_clamp(top, WORLD.height - height)),
        ceil(width) + 1,
        ceil(height) + 1,
    )


def _clamp(at: float, last: float) -> float:
    return max(0.0, min(at, last))


def _draw(spots: Iterable[Spot], box: Box, frame: Box | None, labels: int) -> Map:
    inside = [spot for spot in spots if box.holds(*_xy(spot))]
    inside.sort(key=lambda spot: -spot.matches)
    highest = max((spot.matches for spot in inside), default=1)
    size = box.width * TYPE
    taken: list[Box] = []
    dots = []
    for spot in inside:
        x, y = _xy(spot)
        # The area of a dot is in proportion to its matches.
        radius = box.width * max(SMALLEST, BIGGEST * sqrt(spot.matches / highest))
        label = Box(
            x + radius + size / 3, y - size / 2, len(spot.name) * size * CHARACTER, size * 1.1
        )
        fits = label.left + label.width < box.left + box.width and not any(
            label.overlaps(other) for other in taken
        )
        shown = fits and labels > 0
        if shown:
            taken.append(label)
            labels -= 1
        taken.append(Box(x - radius, y - radius, 2 * radius, 2 * radius))
        dots.append(
            Dot(
                spot,
                round(x, 1),
                round(y, 1),
                round(radius, 1),
                round(label.left, 1) if shown else 0,
                round(y + size / 3, 1),
            )
        )
    return Map(box, tuple(dots), round(size, 1), frame)


def _xy(spot: Spot) -> tuple[float, float]:
    return projection.x(spot.longitude), projection.y(spot.latitude)
