"""How far apart two places are."""

from __future__ import annotations

import math
from typing import Protocol

RADIUS = 6371.0
"""Of the earth, in kilometres."""


class Point(Protocol):
    """Whatever has coordinates, or None for them."""

    @property
    def lat(self) -> float | None:
        """Latitude in degrees."""

    @property
    def lon(self) -> float | None:
        """Longitude in degrees."""


def kilometres(one: Point, other: Point) -> float | None:
    """The distance along the earth; None where one of them has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return between(one.lat, one.lon, other.lat, other.lon)


def between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance of two points along the earth in kilometres (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(h)))
