"""The places of some articles as dots on a map: of the world, and of the region that holds most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from articles.pictures import projection

RATIO = 1.6
"""Width to height of a region."""
NARROWEST = 16 * projection.SCALE
"""So that a single town is shown with the land around it."""
NEAR = 26 * projection.SCALE
"""How far from its middle a region reaches at most."""
ROOM = 1.5
"""How much larger a region is than what it holds, so that nothing stands at its edge."""
MOST_LABELS = 9
BIGGEST, SMALLEST = 0.022, 0.006
"""The radius of dots, as a share of the map's width."""
TYPE = 0.024
"""The size of type, likewise."""


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
    """Where its name begins; 0 where there is no room for it."""
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
    """On the world, the region that is shown larger."""

    @property
    def halo(self) -> float:
        """The width of the line that keeps type readable above land and borders."""
        return round(self.type_size / 4, 1)


WORLD = Box(0, 0, projection.WIDTH, ceil(projection.HEIGHT))


def draw_world(spots: Iterable[Spot], frame: Box | None = None) -> Map:
    """All the spots, without their names."""
    return _draw(spots, WORLD, frame, labels=0)


def draw_region(spots: Sequence[Spot]) -> Map:
    """The spots around the one that has the most matches within reach."""
    middle = max(spots, key=lambda spot: sum(other.matches for other in _neighbours(spot, spots)))
    return _draw(spots, _bounding_box(_neighbours(middle, spots)), None, MOST_LABELS)


def _neighbours(spot: Spot, spots: Iterable[Spot]) -> list[Spot]:
    x, y = _xy(spot)
    reach = Box(x - NEAR, y - NEAR / RATIO, 2 * NEAR, 2 * NEAR / RATIO)
    return [other for other in spots if reach.holds(*_xy(other))]


def _bounding_box(spots: Sequence[Spot]) -> Box:
    """Holds all the spots with room around them, in the shape of a region."""
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
    most = max((spot.matches for spot in inside), default=1)
    size = box.width * TYPE
    taken: list[Box] = []
    dots = []
    for spot in inside:
        x, y = _xy(spot)
        # The area stands for the number.
        radius = box.width * max(SMALLEST, BIGGEST * sqrt(spot.matches / most))
        label = Box(x + radius + size / 3, y - size / 2, len(spot.name) * size * 0.55, size * 1.1)
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
