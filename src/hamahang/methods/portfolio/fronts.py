"""Several aims at once: how many jobs each level of balance leaves, and each amount of money brings.

Each point is a problem of its own, one aim held at a level and the jobs sought (ε-constraint), so that it carries its
own proven bound. A point that another one beats in both is left out.

Source: Y. Haimes, L. Lasdon, D. Wismer (1971), On a bicriterion formulation of the problems of integrated system
identification and system optimization, IEEE Trans. Syst. Man Cybern. 1, 296–297.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, arrange
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.balancing import Served, asked_of
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import SCALE, Problem

POINTS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """What a level leaves. level: hundredths for the worst-served county at least, or million rials at most; jobs:
    expected ones; bound: none at this level has more; worst: hundredths that the worst-served county reaches
    """

    level: int
    jobs: Fraction
    bound: Fraction
    money: int
    worst: int
    chosen: Ints

    @property
    def is_proven(self) -> bool:
        """Whether no choice at the level has more jobs."""
        return self.jobs == self.bound


def by_balance(problem: Problem, asking: Asking, *, points: int = POINTS) -> list[Point]:
    """Return how many jobs remain, the better the worst-served county is served; floors that are set are let go.

    Without need of the counties there is no balance, and no point.
    """
    if problem.floors is None:
        return []
    loose = arrange(replace(problem, floors=replace(problem.floors, alpha=Fraction(0))))
    asked = asked_of(loose)
    if not asked:
        return []
    return _front(_rising(loose, asking, asked, points))


def by_money(problem: Problem, asking: Asking, *, points: int = POINTS) -> list[Point]:
    """Return how many jobs each part of the money brings that the best plan uses, all other terms as they are."""
    arranged = arrange(problem)
    money = np.array([column.package.money for column in arranged.columns], np.int64)
    best = asking.solve(arranged.packing).chosen
    if best is None:
        return []
    whole = int(money[best].sum())
    levels = sorted({whole * at // points for at in range(1, points + 1)})
    served = Served(arranged, asked_of(arranged), asking)
    found = (_solved(served, asking, level, arranged.packing.with_rows([money], [level])) for level in levels)
    return _front((one for one in found if one is not None), is_less_better=True)


def _rising(arranged: Arranged, asking: Asking, asked: dict[str, int], points: int) -> Iterator[Point]:
    """Raise the worst-served county from what the most jobs leave it to what is possible at all, in so many steps."""
    served = Served(arranged, asked, asking)
    highest, worst, level = served.most({}, tuple(asked)), -1, 0
    for left in range(2 * points, 0, -1):
        if level > highest:
            return
        is_reached = served.choice(dict.fromkeys(asked, level)) is not None
        point = _solved(served, asking, level, served.at_least(level)) if is_reached else None
        if point is None:  # not reached by whole packages: half of the way back
            highest = level - 1
            level = worst + 1 + (highest - worst - 1) // 2
            continue
        yield point
        worst = point.worst
        level = worst + 1 + max(highest - worst - 1, 0) // max(left // 2, 1)


def _solved(served: Served, asking: Asking, level: int, packing: Packing) -> Point | None:
    """Solve the problem of a level; None if no choice reaches it."""
    found, arranged = asking.solve(packing), served.arranged
    if found.chosen is None:
        return None
    return Point(
        level=level,
        jobs=Fraction(found.worth, SCALE),
        bound=Fraction(int(max(found.most, found.worth)), SCALE),
        money=sum(arranged.columns[at].package.money for at in found.chosen),
        worst=min(served.of(found.chosen).values(), default=0),
        chosen=found.chosen,
    )


def _front(points: Iterator[Point], *, is_less_better: bool = False) -> list[Point]:
    """Return the points that no other one beats in both aims, one of each pair of numbers, by their level."""

    def beats(one: Point, other: Point) -> bool:
        gain = (other.money - one.money) if is_less_better else (one.worst - other.worst)
        return gain >= 0 and one.jobs >= other.jobs and (gain > 0 or one.jobs > other.jobs)

    every = list(points)
    kept = [one for one in every if not any(beats(other, one) for other in every)]
    return _once(kept)


def _once(points: Sequence[Point]) -> list[Point]:
    seen: dict[tuple[Fraction, int, int], Point] = {}
    for point in points:
        seen.setdefault((point.jobs, point.money, point.worst), point)
    return sorted(seen.values(), key=lambda one: one.level)
