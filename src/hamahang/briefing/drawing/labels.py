"""Where labels go: beside their marks, clear of each other, of other marks and of lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from hamahang.briefing.drawing.measure import text_width

ROUNDS = 3
TOUCHING = 30.0  # cost of an overlap that the eye does not see
LINE_COST, FAINT_COST, MARK_COST, LABEL_COST, EDGE_COST, HOME_COST = 40.0, 5.0, 8.0, 12.0, 20.0, 12.0


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the shared area."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    def grown(self, by: float) -> "Box":
        """Return the box with so much more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def outside(self, bounds: "Box") -> float:
        """Return how far the box reaches over an edge."""
        return (
            max(0.0, bounds.left - self.left)
            + max(0.0, bounds.top - self.top)
            + max(0.0, self.right - bounds.right)
            + max(0.0, self.bottom - bounds.bottom)
        )

    def crossed_by(self, line: "Segment") -> bool:
        """Say whether a line runs through the box (Liang–Barsky)."""
        enters, leaves = 0.0, 1.0
        across, down = line.x2 - line.x1, line.y2 - line.y1
        for move, room in (
            (-across, line.x1 - self.left),
            (across, self.right - line.x1),
            (-down, line.y1 - self.top),
            (down, self.bottom - line.y1),
        ):
            if move == 0:
                if room < 0:
                    return False
            elif move < 0:
                enters = max(enters, room / move)
            else:
                leaves = min(leaves, room / move)
        return enters <= leaves


class Segment(NamedTuple):
    """A straight line that labels should not stand on."""

    x1: float
    y1: float
    x2: float
    y2: float


class Side(NamedTuple):
    """A place beside a mark: where the words start from, and what is lost by choosing it."""

    dx: float
    dy: float
    anchor: str
    cost: float


AROUND = (
    Side(1, 0, "start", 0.0),
    Side(-1, 0, "end", 0.2),
    Side(0, -1, "middle", 0.5),
    Side(0, 1, "middle", 0.6),
    Side(0.7, -0.75, "start", 0.8),
    Side(0.7, 0.75, "start", 0.9),
    Side(-0.7, -0.75, "end", 1.0),
    Side(-0.7, 0.75, "end", 1.1),
    Side(0, -1.9, "middle", 3.0),
    Side(0, 1.9, "middle", 3.1),
    Side(1.2, -1.6, "start", 3.4),
    Side(-1.2, -1.6, "end", 3.5),
    Side(1.2, 1.6, "start", 3.6),
    Side(-1.2, 1.6, "end", 3.7),
)
CENTRED = tuple(
    Side(across, down, "middle", abs(across) + abs(down))
    for down in (0.0, -0.7, 0.7, -1.4, 1.4, -2.1, 2.1)
    for across in (0.0, -1.2, 1.2, -2.4, 2.4, -3.6, 3.6)
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A label to be placed at a mark; `lines` one under the other, the first of them bold if asked.

    home: corners of the convex ground that the label should stay on
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float = 12
    bold: bool = False
    gap: float = 8
    sides: tuple[Side, ...] = AROUND
    home: tuple[tuple[float, float], ...] = ()

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return max(
            text_width(line, size=self.size, bold=self.bold and not index) for index, line in enumerate(self.lines)
        )

    @property
    def line_height(self) -> float:
        """Distance of base lines."""
        return self.size * 1.35


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands. collides: no place was free of other words and marks."""

    x: float
    y: float  # base line of the first line
    anchor: str
    box: Box
    collides: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What labels keep clear of. faint: lines that can be broken for a label; aside: how far lines are kept away"""

    bounds: Box
    marks: tuple[Box, ...] = ()
    lines: tuple[Segment, ...] = field(default=())
    faint: tuple[Segment, ...] = ()
    aside: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stand:
    """One side a label may stand on, with what it costs there whatever the other labels do."""

    x: float
    y: float
    anchor: str
    box: Box
    cost: float
    marks: float  # of the cost: the marks it covers
    leaves: bool

    def among(self, others: Sequence[Box]) -> tuple[float, Place]:
        """Return the cost of standing here among other labels, and the place."""
        labels = sum([self.box.overlap(other) for other in others]) * LABEL_COST
        collides = self.marks + labels > TOUCHING or self.leaves
        return self.cost + labels, Place(self.x, self.y, self.anchor, self.box, collides)


def place_labels(wishes: Sequence[Wish], around: Surroundings) -> tuple[Place, ...]:
    """Return a place for each label: the earlier in the list, the earlier it chooses; then each may choose again.

    Least cost over the sides of its mark; a few rounds, as the later labels may have left something better.

    Remembered: the map of a province has the same names for years.

    :raises ValueError: if a label has no side to stand on
    """
    return _placed(tuple(wishes), around)


@lru_cache(maxsize=64)
def _placed(wishes: tuple[Wish, ...], around: Surroundings) -> tuple[Place, ...]:
    stands = [_stands(wish, around) for wish in wishes]
    places: list[Place | None] = [None] * len(wishes)
    for _ in range(ROUNDS):
        before = list(places)
        for index, own in enumerate(stands):
            others = [place.box for other, place in enumerate(places) if place is not None and other != index]
            places[index] = min((stand.among(others) for stand in own), key=lambda option: option[0])[1]
        if places == before:
            break
    return tuple(place for place in places if place is not None)


def _stands(wish: Wish, around: Surroundings) -> list[_Stand]:
    """Return the sides of one label's mark, each with its own cost."""
    if not wish.sides:
        raise ValueError("a label needs at least one side to stand on")
    found = []
    for side in wish.sides:
        x, y, box = stand(wish, side)
        marks = sum(box.overlap(mark) for mark in around.marks) * MARK_COST
        near = box.grown(around.aside)
        crossed = sum(LINE_COST for line in around.lines if near.crossed_by(line))
        crossed += sum(FAINT_COST for line in around.faint if near.crossed_by(line))
        crossed += sum(HOME_COST for corner in corners_of(box) if wish.home and not contains(wish.home, corner))
        out = box.outside(around.bounds)
        found.append(_Stand(x, y, side.anchor, box, side.cost + marks + crossed + out * EDGE_COST, marks, out > 1))
    return found


def stand(wish: Wish, side: Side) -> tuple[float, float, Box]:
    """Return the starting point of the words and the box they fill on one side of the mark."""
    height, width = wish.line_height * len(wish.lines), wish.width
    x = wish.x + side.dx * wish.gap
    middle = wish.y + side.dy * (wish.gap * 0.4 + height / 2)
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[side.anchor] * width
    box = Box(left, middle - height / 2, left + width, middle + height / 2)
    return x, box.top + wish.line_height * 0.76, box


def corners_of(box: Box) -> tuple[tuple[float, float], ...]:
    """Return the four corners."""
    return (box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)


def contains(convex: Sequence[tuple[float, float]], point: tuple[float, float]) -> bool:
    """Say whether a point lies in a convex polygon, whichever way its corners run."""
    turns = [
        (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
        for start, end in zip(convex, (*convex[1:], *convex[:1]), strict=True)
    ]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)
