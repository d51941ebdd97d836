"""Plane geometry for the schematic map: each seat gets the ground nearest to it inside a rounded outline."""

import math
from collections.abc import Sequence

from hamahang.briefing.drawing.canvas import Point

Polygon = list[Point]
CORNERS = 64
LEAST = 1e-9


def disc(centre: Point, radius: float) -> Polygon:
    """Return a regular polygon that stands for a disc."""
    turns = (2 * math.pi * index / CORNERS for index in range(CORNERS))
    return [(centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)) for turn in turns]


def clip(polygon: Sequence[Point], a: float, b: float, c: float) -> Polygon:
    """Return the part of a convex polygon where a·x + b·y <= c (Sutherland–Hodgman, one half-plane)."""
    kept: Polygon = []
    for index, end in enumerate(polygon):
        start = polygon[index - 1]
        before, after = a * start[0] + b * start[1] - c, a * end[0] + b * end[1] - c
        if (before < 0) != (after < 0) and abs(before - after) > LEAST:
            share = before / (before - after)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
        if after <= 0:
            kept.append(end)
    return kept


def nearer_half(polygon: Sequence[Point], own: Point, other: Point) -> Polygon:
    """Return the part of a polygon that is nearer to one's own point than to another."""
    a, b = other[0] - own[0], other[1] - own[1]
    middle = ((own[0] + other[0]) / 2, (own[1] + other[1]) / 2)
    return clip(polygon, a, b, a * middle[0] + b * middle[1])


def clip_to(polygon: Sequence[Point], convex: Sequence[Point]) -> Polygon:
    """Return the part of a convex polygon inside another one, whose corners run counter-clockwise."""
    kept = list(polygon)
    for index, end in enumerate(convex):
        start = convex[index - 1]
        a, b = end[1] - start[1], start[0] - end[0]
        kept = clip(kept, a, b, a * start[0] + b * start[1])
    return kept


def hull(points: Sequence[Point]) -> Polygon:
    """Return the convex hull, corners counter-clockwise in a plane with y upwards (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(run: Sequence[Point]) -> Polygon:
        chain: Polygon = []
        for point in run:
            while len(chain) > 1 and cross(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def cross(origin: Point, one: Point, two: Point) -> float:
    """Return the turn from one point to another about an origin: positive to the left."""
    return (one[0] - origin[0]) * (two[1] - origin[1]) - (one[1] - origin[1]) * (two[0] - origin[0])


def area(polygon: Sequence[Point]) -> float:
    """Return the area of a polygon."""
    return (
        abs(sum(start[0] * end[1] - end[0] * start[1] for start, end in zip(polygon, rolled(polygon), strict=True))) / 2
    )


def rolled(polygon: Sequence[Point]) -> Polygon:
    """Return the corners beginning with the second."""
    return [*polygon[1:], *polygon[:1]]


def centre_of(polygon: Sequence[Point]) -> Point:
    """Return the centre of gravity."""
    doubled = [start[0] * end[1] - end[0] * start[1] for start, end in zip(polygon, rolled(polygon), strict=True)]
    total = sum(doubled)
    if abs(total) < LEAST:
        return polygon[0]
    pairs = list(zip(polygon, rolled(polygon), doubled, strict=True))
    return (
        sum((start[0] + end[0]) * part for start, end, part in pairs) / (3 * total),
        sum((start[1] + end[1]) * part for start, end, part in pairs) / (3 * total),
    )


def spacing(points: Sequence[Point]) -> float:
    """Return the middle one of the distances from each point to its nearest neighbour; 1 for a single point."""
    nearest = sorted(
        min(math.dist(point, other) for place, other in enumerate(points) if place != index)
        for index, point in enumerate(points)
        if len(points) > 1
    )
    return nearest[len(nearest) // 2] if nearest and nearest[len(nearest) // 2] > LEAST else 1.0


def parted(points: Sequence[Point], least: float) -> Polygon:
    """Return the points with those that coincide moved apart a little, each the same way every time."""
    found: Polygon = []
    for x, y in points:
        turn = 0
        while any(math.dist((x, y), other) < least for other in found):
            turn += 1
            x, y = x + least * math.cos(turn), y + least * math.sin(turn)
        found.append((x, y))
    return found


def cells(seats: Sequence[Point], *, also: Sequence[Point] = ()) -> list[Polygon]:
    """Return the ground of each seat: nearer to it than to any other, not far from it, inside a rounded outline.

    also: further points that the outline must hold (estates away from every seat)
    The outline is the hull of discs about all points, hollowed where no seat is near: so it bends in like the
    border of a province does.
    """
    if not seats:
        return []
    gap = spacing(seats)
    seats = parted(seats, gap / 50)
    rim = hull([corner for point in (*seats, *also) for corner in disc(point, gap * 0.62)])
    found = []
    for index, seat in enumerate(seats):
        others = seats[:index] + seats[index + 1 :]
        ground = rim
        for other in others:
            ground = nearer_half(ground, seat, other)
        own = [point for point in also if not any(math.dist(point, other) < math.dist(point, seat) for other in others)]
        reach = [1.15 * gap]
        reach += [0.6 * min(math.dist(seat, other) for other in others)] if others else []  # no county is an island
        reach += [0.3 * gap + math.dist(seat, point) for point in own]
        reach += [1.02 * math.dist(seat, corner) for corner in meetings(ground, rim)]
        found.append(clip_to(ground, disc(seat, max(reach))))
    return found


def meetings(ground: Sequence[Point], rim: Sequence[Point]) -> Polygon:
    """Return the corners of a cell that lie well inside the outline: there three cells meet, and no hole may open."""
    edges = list(zip(rim, rolled(rim), strict=True))
    return [
        corner
        for corner in ground
        if all(cross(start, end, corner) > 1e-6 * math.dist(start, end) for start, end in edges)
    ]
