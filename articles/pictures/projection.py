"""Where a place lies on the map: Miller's cylindrical projection, north always up."""

from math import log, pi, radians, tan

SCALE = 20
"""Units of the map for one degree of longitude."""
WIDTH = 360 * SCALE
NORTH, SOUTH = 84.0, -57.0
"""The map ends where hardly anybody lives."""


def x(longitude: float) -> float:
    """Units from the map's left edge, the antimeridian."""
    return (longitude + 180) * SCALE


def y(latitude: float) -> float:
    """Units from the map's upper edge."""
    return _miller(NORTH) - _miller(max(SOUTH, min(NORTH, latitude)))


def _miller(latitude: float) -> float:
    return 1.25 * log(tan(pi / 4 + 0.4 * radians(latitude))) * 180 / pi * SCALE


HEIGHT = y(SOUTH)
