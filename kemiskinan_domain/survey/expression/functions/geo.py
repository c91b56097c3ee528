"""Functions on places: lengths, areas and whether a point lies inside."""

from __future__ import annotations

import math
from itertools import pairwise

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function
from kemiskinan_domain.survey.expression.values import XValue, to_text

EARTH_RADIUS = 6378100.0
"""Metres; the value that ODK's clients use, so that both sides measure the same."""

Point = tuple[float, float]


def points_of(arguments: Arguments) -> list[Point] | None:
    """Latitude and longitude of each point; None where one is none."""
    texts: list[str] = []
    for argument in arguments:
        parts = [node.string_value() for node in argument] if isinstance(argument, list) else []
        texts += parts if len(parts) > 1 else to_text(argument).split(";")
    if texts and not texts[-1].strip():
        texts = texts[:-1]
    points = [_point(text) for text in texts]
    found = [point for point in points if point is not None]
    return found if points and len(found) == len(points) else None


def _point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    precise = len(numbers) < 4 or numbers[3] >= 0
    return (numbers[0], numbers[1]) if abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 and precise else None


def _between(one: Point, other: Point) -> float:
    turn = math.radians(one[1] - other[1])
    first, second = math.radians(one[0]), math.radians(other[0])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_RADIUS


def _hundredths(number: float) -> float:
    return math.floor(abs(number) * 100 + 0.5) / 100


def _distance(_context: Context, arguments: Arguments) -> XValue:
    """Metres along all points, to the centimetre."""
    points = points_of(arguments)
    if points is None:
        return math.nan
    return _hundredths(math.fsum(_between(one, other) for one, other in pairwise(points)))


def _area(_context: Context, arguments: Arguments) -> XValue:
    """Square metres inside the points."""
    points = points_of(arguments)
    if points is None:
        return math.nan
    if len(points) < 3:
        return 0.0
    total = 0.0
    for one, other in pairwise([*points, points[0]]):
        height = 2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0]))
        total += math.radians(other[1] - one[1]) * height
    return _hundredths(total * EARTH_RADIUS * EARTH_RADIUS / 2)


def _geofence(_context: Context, arguments: Arguments) -> XValue:
    """Whether a point lies inside a shape, by counting the edges crossed on the way out."""
    point, shape = points_of(arguments[:1]), points_of(arguments[1:])
    if not point or not shape:
        return False
    latitude, longitude = point[0]
    inside = False
    for one, other in pairwise([*shape, shape[0]]):
        if (one[0] > latitude) != (other[0] > latitude):
            crossing = (other[1] - one[1]) * (latitude - one[0]) / (other[0] - one[0]) + one[1]
            inside = inside != (longitude < crossing)
    return inside


GEO_FUNCTIONS: dict[str, Function] = {
    "distance": Function(_distance, 1, None),
    "area": Function(_area, 1, 1),
    "geofence": Function(_geofence, 2, 2),
}
