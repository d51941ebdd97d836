"""How far it is: by the road table where it has the pair, else as the crow flies, and which of the two is always said.

The great circle is on a sphere of the mean radius of the Earth, by the haversine, which is exact for near points too.
An area is a ring of points; inside it the distance is 0, outside it is to the nearest point of its sides, on the plane
that touches the Earth at the site: for areas of some tens of kilometres that is right to a few metres in a thousand.

Source: R. W. Sinnott (1984), Virtues of the haversine, Sky and Telescope 68, 159.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hamahang.methods.siting.interchange import Floats

RADIUS = 6371.0088  # kilometres, the mean of the ellipsoid
Point = tuple[float, float]  # degrees of latitude and longitude


class NoSuchPoint(ValueError):
    """A latitude is beyond ±90 or a longitude beyond ±180, or they are no numbers: told in the wrong order?"""


@dataclass(frozen=True, slots=True)
class Far:
    """Kilometres, and whether they are as the crow flies."""

    km: float
    is_straight: bool


@dataclass(frozen=True)
class Roads:
    """A table of road distances. km: (site, place) → kilometres; a pair it does not have is measured straight"""

    km: Mapping[tuple[str, str], float] = field(default_factory=dict)


def great_circle(one: Point, other: Point) -> float:
    """Return the kilometres between two points.

    :raises NoSuchPoint: if one is none
    """
    return float(great_circles([one], [other])[0, 0])


def great_circles(ones: Sequence[Point], others: Sequence[Point]) -> Floats:
    """Return the kilometres between all pairs, (ones, others).

    :raises NoSuchPoint: if one is none
    """
    here, there = _radians(ones), _radians(others)
    half = (here[:, None, :] - there[None, :, :]) / 2
    along = np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * np.sin(half[..., 1]) ** 2
    chord = np.clip(np.sin(half[..., 0]) ** 2 + along, 0.0, 1.0)
    return np.asarray(2 * RADIUS * np.arcsin(np.sqrt(chord)))


def in_metres(kilometres: Floats) -> Floats:
    """Return distances as whole metres, as the choice of sites counts."""
    return np.asarray(np.round(kilometres * 1000.0))


def to_area(point: Point, ring: Sequence[Point]) -> float:
    """Return the kilometres from a point to an area, 0 inside it; an area of one point is that point.

    :raises NoSuchPoint: if one is none
    """
    (latitude, longitude), corners = _radians([point])[0], _radians(ring)
    across = (corners[:, 1] - longitude + math.pi) % (2 * math.pi) - math.pi
    flat = RADIUS * np.stack((across * math.cos(latitude), corners[:, 0] - latitude), axis=1)
    if len(flat) == 1:
        return great_circle(point, ring[0])
    following = np.roll(flat, -1, axis=0)
    return 0.0 if _is_inside(flat, following) else float(_to_sides(flat, following).min())


def _is_inside(start: Floats, end: Floats) -> bool:
    """Return whether the origin is within the sides: a ray crosses an odd number of them."""
    crosses = (start[:, 1] > 0) != (end[:, 1] > 0)
    rise = np.where(crosses, end[:, 1] - start[:, 1], 1.0)
    at = start[:, 0] - start[:, 1] * (end[:, 0] - start[:, 0]) / rise
    return bool(np.count_nonzero(crosses & (at > 0)) % 2)


def _to_sides(start: Floats, end: Floats) -> Floats:
    side = end - start
    length = np.maximum((side**2).sum(axis=1), 1e-18)
    part = np.clip(-(start * side).sum(axis=1) / length, 0.0, 1.0)
    nearest = start + part[:, None] * side
    return np.asarray(np.hypot(nearest[:, 0], nearest[:, 1]))


def _radians(points: Sequence[Point]) -> Floats:
    found = np.asarray(points, np.float64).reshape(-1, 2)
    if not (np.abs(found) <= (90.0, 180.0)).all():
        raise NoSuchPoint
    return np.asarray(np.radians(found))
