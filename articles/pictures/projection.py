"""Projects latitude and longitude (in degrees) to the map, with Miller's cylindrical projection.

Source: O. M. Miller, Notes on cylindrical world map projections, 1942.
"""

from math import log, pi, radians, tan

SCALE = 20
"""The number of units of the map per degree of longitude."""
WIDTH = 360 * SCALE
NORTH, SOUTH = 84.0, -57.0
"""The latitudes of the upper and the lower edge of the map. Hardly anybody lives beyond them."""


def x(longitude: float) -> float:
    """Return how far `longitude` is from the left edge of the map, in units of the map."""
    return (longitude + 180) * SCALE


def y(latitude: float) -> float:
    """Return how far `latitude` is from the upper edge of the map, in units of the map."""
    return _miller(NORTH) - _miller(max(SOUTH, min(NORTH, latitude)))


def _miller(latitude: float) -> float:
    return 1.25 * log(tan(pi / 4 + 0.4 * radians(latitude))) * 180 / pi * SCALE


HEIGHT = y(SOUTH)
