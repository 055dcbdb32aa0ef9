"""Projects latitude and longitude (in degrees) to the map, with Miller's cylindrical projection.

Source: O. M. Miller, Notes on cylindrical world map projections, 1942.
"""

from math import log, pi, radians, tan

SCALE = 20
"""Units of the map per degree of longitude."""
WIDTH = 360 * SCALE
NORTH, SOUTH = 84.0, -57.0
"""The latitudes where the map ends. Hardly anybody lives beyond them."""


def x(longitude: float) -> float:
    """Return the distance from the left edge of the map, which is the antimeridian."""
    return (longitude + 180) * SCALE


def y(latitude: float) -> float:
    """Return the distance from the upper edge of the map."""
    return _miller(NORTH) - _miller(max(SOUTH, min(NORTH, latitude)))


def _miller(latitude: float) -> float:
    return 1.25 * log(tan(pi / 4 + 0.4 * radians(latitude))) * 180 / pi * SCALE


HEIGHT = y(SOUTH)
