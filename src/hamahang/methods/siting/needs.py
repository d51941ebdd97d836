"""What a kind of plant needs, what a site has, and what lies around: the terms of siting in the field's words.

A `Measure` says what is measured at a site: what it has (`Has`: megawatts left, hectares), how far the nearest place of
a kind is (`Distance`: a railway station, a protected area), or how much there is within reach (`Reach`: tonnes of
limestone a year within 80 km, job seekers within 40). A `Limit` is hard. A `Grade` is a membership curve with a weight,
given only where all limits are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from hamahang.domain.text import Text
from hamahang.methods.siting.distances import Point, Roads


class Absurd(ValueError):
    """Terms that nothing can be judged by; `why` says it in both languages."""

    def __init__(self, fa: str, en: str) -> None:
        self.why = Text(fa=fa, en=en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Place:
    """Something around: a deposit, a town, a station, a protected area.

    amount: what it gives or takes in a year, persons who seek work, or 1; ring: of an area, in place of one point
    """

    id: str
    kind: str
    at: Point | None = None
    amount: float = 1.0
    ring: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where a plant may stand. has: what there is of each thing; None or not named: not known"""

    id: str
    at: Point | None = None
    has: Mapping[str, float | None] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Around:
    """All places around, and the road table if there is one."""

    places: tuple[Place, ...] = ()
    roads: Roads = field(default_factory=Roads)


@dataclass(frozen=True, slots=True)
class Has:
    """What a site has of a thing."""

    thing: str


@dataclass(frozen=True, slots=True)
class Distance:
    """Kilometres to the nearest place of a kind. straight: by air even where a road table has the pair, as the
    distances of environmental rules are
    """

    kind: str
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """The amounts of all places of a kind within so many kilometres, together."""

    kind: str
    within: float


Measure = Has | Distance | Reach


@dataclass(frozen=True, slots=True)
class Limit:
    """A need that a site keeps or not. least, most: one of them or both

    takes: the plant uses its least up, so that no other can have it (power, gas, water, land)
    step, price: what is missing can be had in steps of so much for so many rials; None where money does not move it
    source: where the number is from
    """

    code: str
    title: Text
    unit: Text
    measure: Measure
    least: float | None = None
    most: float | None = None
    takes: bool = False
    step: float = 1.0
    price: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Curve:
    """A membership curve: straight lines between points (value, grade 0–1), level outside them."""

    points: tuple[tuple[float, float], ...]

    def grade(self, value: float) -> float:
        """Return the grade of a value."""
        before = self.points[0]
        if value <= before[0]:
            return before[1]
        for after in self.points[1:]:
            if value < after[0]:
                return before[1] + (after[1] - before[1]) * (value - before[0]) / (after[0] - before[0])
            before = after
        return before[1]


def rising(low: float, high: float) -> Curve:
    """Return a curve that is 0 up to low and 1 from high on."""
    return Curve(((low, 0.0), (high, 1.0)))


def falling(low: float, high: float) -> Curve:
    """Return a curve that is 1 up to low and 0 from high on."""
    return Curve(((low, 1.0), (high, 0.0)))


def between(start: float, full: float, until: float, end: float) -> Curve:
    """Return a curve that rises from start to full, is 1 until, and falls to end."""
    points = ((start, 0.0), (full, 1.0), (until, 1.0), (end, 0.0))
    return Curve(tuple(sorted(set(points))))


@dataclass(frozen=True, slots=True)
class Grade:
    """How well a site fits in one respect. weight: above 0, counted against the others'"""

    code: str
    title: Text
    unit: Text
    measure: Measure
    curve: Curve
    weight: float = 1.0


@dataclass(frozen=True)
class Kind:
    """A kind of plant."""

    code: str
    title: Text
    limits: tuple[Limit, ...]
    grades: tuple[Grade, ...] = ()


def check(kind: Kind) -> None:
    """Refuse a kind that nothing can be judged by, the first fault by name.

    :raises Absurd: with the reason in both languages
    """
    codes = [limit.code for limit in kind.limits] + [grade.code for grade in kind.grades]
    for code in codes:
        if codes.count(code) > 1:
            raise Absurd(
                f"«{code}» دو بار آمده است؛ هر نیاز را یک بار بنویسید.", f"{code!r} stands twice; say it once."
            )
    for limit in kind.limits:
        _check_limit(limit)
    for grade in kind.grades:
        _check_grade(grade)


def _check_limit(limit: Limit) -> None:
    code = limit.code
    if limit.least is None and limit.most is None:
        raise Absurd(f"«{code}» کمینه و بیشینه ندارد؛ یکی را بدهید.", f"{code!r} has no least and no most; give one.")
    if limit.least is not None and limit.most is not None and limit.least > limit.most:
        raise Absurd(f"«{code}»: کمینه از بیشینه بزرگ‌تر است.", f"{code!r}: the least is above the most.")
    if limit.takes and (not isinstance(limit.measure, Has) or limit.least is None or limit.least < 0):
        raise Absurd(
            f"«{code}»: آنچه مصرف می‌شود باید دارایی مکان باشد و کمینهٔ نامنفی داشته باشد.",
            f"{code!r}: what is taken is something the site has, with a least of at least 0.",
        )
    if limit.step <= 0 or (limit.price is not None and limit.price < 0):
        raise Absurd(f"«{code}»: گام باید مثبت و بها نامنفی باشد.", f"{code!r}: a step is above 0, a price at least 0.")


def _check_grade(grade: Grade) -> None:
    code, points = grade.code, grade.curve.points
    if not 0 < grade.weight < float("inf"):
        raise Absurd(f"«{code}»: وزن باید مثبت باشد.", f"{code!r}: a weight is above 0.")
    values = [value for value, _ in points]
    is_in_order = all(one < other for one, other in pairwise(values))
    if not points or not is_in_order or not all(0 <= height <= 1 for _, height in points):
        raise Absurd(
            f"«{code}»: نقطه‌های منحنی باید به ترتیب و درجه‌ها میان ۰ و ۱ باشد.",
            f"{code!r}: the points of a curve are in order, with grades from 0 to 1.",
        )
