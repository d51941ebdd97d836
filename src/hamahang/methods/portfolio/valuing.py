"""What one more of each term is worth, and from which amount to which that holds.

The relaxation's value is a concave function of one term, made of straight pieces. The price is the slope of the piece
to the right of what there is now; the piece ends where the line of the price meets the function again. An end is found
by laying the tangent of a point further out against the line: where they meet the function is asked again, until it
lies on the line. So a range does not depend on which of several optimal bases a solver stood in.

A price says by how much the bound of all plans rises. Whole packages come at once or not at all, so that a plan gains
less than that, or more where it was below its bound: what it gains is found by solving again (`solved_with`).

Source: S. Bradley, A. Hax, T. Magnanti (1977), Applied Mathematical Programming, ch. 3; E. Eisner, D. Severance (1976),
Mathematical techniques for efficient record segmentation, J. ACM 23, for the search of the ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, inf
from time import perf_counter

import highspy
import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, floors_of
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.evening import evenly
from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.nearing import parts_of
from hamahang.methods.portfolio.packing import Floats
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE

STEPS = 30  # at most, to the end of a range
NEAR = 1e-7  # of the value, or of an amount: what lies so near is the same
LEAST = 1e-6  # expected jobs; a price below says nothing
AROUND = 1e-6  # of an amount; the solver keeps limits as nearly
POINT = Fraction(1, 100)
FLOORS = {"floors": "alpha", "floors:kappa": "kappa"}
AHEAD = 2**-10  # of one more: there the piece to the right of what there is now has its price


Terms = Mapping[str, tuple[int, dict[int, int]]]  # see `terms_of`


@dataclass(frozen=True, slots=True)
class Worth:
    """A term. code: "money:LINE:PERIOD" or "cap:…" in million rials, "hours:committee:PERIOD" in minutes, "floors"
    in hundredths of alpha, or "floors:kappa" in hundredths of kappa; amount: of it now

    price: expected jobs by which the bound rises with one more, of floors with one less
    least, most: amounts between which that holds; most: None without end; both: None where it was not asked
    """

    code: str
    amount: int
    price: float
    least: int | None
    most: int | None


def worths(plan: Plan, *, until: float = inf) -> list[Worth]:
    """Return the terms of which more would bring something, the dearest first.

    until: by the clock `time.perf_counter`; prices that are known then are told without their ends, and what has no
        price yet is left out
    """
    arranged = plan.arranged
    relaxed = _Relaxation(arranged)
    now = relaxed.at({})
    if now is None:
        return []
    terms, found = terms_of(arranged), list[Worth]()
    for code, price in _prices(relaxed, terms, until).items():
        amount, rows = terms[code]
        is_late = perf_counter() > until
        ends = (None, None) if is_late else _ends(relaxed, rows, amount, now[0], price)
        found.append(Worth(code, amount, price, *ends))
    found += [worth for code in FLOORS if perf_counter() <= until and (worth := _of_floors(relaxed, code))]
    return sorted(found, key=lambda one: (-one.price, one.code))


def terms_of(arranged: Arranged) -> dict[str, tuple[int, dict[int, int]]]:
    """Return each term that can be more or less: its amount, and what one more of it adds to which limits."""
    problem, found = arranged.problem, dict[str, tuple[int, dict[int, int]]]()
    for row, (limit, factor) in enumerate(zip(arranged.limits, arranged.factors, strict=True)):
        if limit.kind in ("hours", "cap"):
            amount = int(arranged.packing.limit[row]) // factor
            found[limit.code] = amount, {row: factor}
        if limit.kind == "line":
            for period, part in parts_of(arranged, limit, factor).items():
                code = f"money:{limit.about}:{period}"
                found.setdefault(code, (problem.money.get((limit.about, period), 0), {}))[1][row] = part
    return found


class _Relaxation:
    """The relaxation of a problem, solved again and again from where it was, with limits moved."""

    def __init__(self, arranged: Arranged) -> None:
        self.arranged = arranged
        self.limit = arranged.packing.limit.astype(np.float64)
        self.made = solver()
        self.made.passModel(model(arranged.packing, is_whole=False))
        self.kept = solver()
        kept = model(arranged.packing, is_whole=False)
        kept.col_cost_ = np.zeros(arranged.packing.columns)
        self.kept.passModel(kept)

    def at(self, moved: Mapping[int, float]) -> tuple[float, Floats] | None:
        """Return the value in expected jobs and the prices of the limits; None if no solution keeps them."""
        for row, by in moved.items():
            self.made.changeRowBounds(row, -highspy.kHighsInf, self.limit[row] + by)
        self.made.run()
        is_best = self.made.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = None
        if is_best:
            prices = np.maximum(np.array(self.made.getSolution().row_dual)[: len(self.limit)], 0.0)
            found = self.made.getObjectiveValue() / SCALE, prices / SCALE
        for row in moved:
            self.made.changeRowBounds(row, -highspy.kHighsInf, self.limit[row])
        return found

    def along(self, rows: Mapping[int, int], by: float) -> tuple[float, float] | None:
        """Return the value with so much more of a term, and what one more is worth there."""
        found = self.at({row: part * by for row, part in rows.items()})
        return None if found is None else (found[0], float(sum(found[1][row] * part for row, part in rows.items())))

    def most_less(self, rows: Mapping[int, int], amount: float) -> float:
        """Return by how much less of a term, up to an amount, some solution still keeps all limits."""
        index, parts = np.array([*rows], np.int32), np.array([*rows.values()], np.float64)
        self.kept.addCol(1.0, 0.0, amount, len(index), index, parts)
        self.kept.run()
        is_best = self.kept.getModelStatus() == highspy.HighsModelStatus.kOptimal
        less = self.kept.getObjectiveValue() if is_best else 0.0
        self.kept.deleteCols(1, np.array([self.arranged.packing.columns], np.int32))
        return float(less)


def _prices(relaxed: _Relaxation, terms: Terms, until: float) -> dict[str, float]:
    """Return what one more of each term is worth, where it is something, the dearest first."""
    found: dict[str, float] = {}
    for code, (_, rows) in terms.items():
        ahead = None if perf_counter() > until else relaxed.along(rows, AHEAD)
        if ahead is not None and ahead[1] >= LEAST:
            found[code] = ahead[1]
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _ends(
    relaxed: _Relaxation, rows: Mapping[int, int], amount: int, value: float, price: float
) -> tuple[int, int | None]:
    """Return from which amount to which a price holds."""
    whole = sum(column.package.money for column in relaxed.arranged.columns) + sum(
        sum(column.package.hours.values()) for column in relaxed.arranged.columns
    )
    up = _end(relaxed, rows, value, price, float(whole + 1))
    fewest = _fewest(relaxed, rows, amount)
    down = _end(relaxed, rows, value, price, float(fewest - amount)) if fewest < amount else 0.0
    least = fewest if down is None else amount + ceil(down - NEAR)
    return least, None if up is None else amount + floor(up + NEAR)


def _fewest(relaxed: _Relaxation, rows: Mapping[int, int], amount: int) -> int:
    """Return the least amount of a term with which some solution keeps all limits."""
    less = relaxed.most_less(rows, float(amount))
    return amount - min(max(floor(less + AROUND), 0), amount)


def _end(relaxed: _Relaxation, rows: Mapping[int, int], value: float, price: float, furthest: float) -> float | None:
    """Return how far the line of a price is the function, up or down; None if to the furthest."""
    near, out = NEAR * max(abs(value), 1.0), furthest
    for _ in range(STEPS):
        found = relaxed.along(rows, out)
        if found is None:
            break
        if abs(value + price * out - found[0]) <= near:
            return None if out == furthest else out
        if abs(price - found[1]) <= LEAST * price:
            break
        # where the tangent of the point meets the line
        out = (found[0] - found[1] * out - value) / (price - found[1])
    return out


def _of_floors(relaxed: _Relaxation, code: str) -> Worth | None:
    """Return what one point less of the floors brings; None without floors, or where they cost nothing."""
    now, lower = relaxed.at({}), relaxed.at(_lower(relaxed.arranged, code, 1))
    floors = relaxed.arranged.problem.floors
    if floors is None or now is None or lower is None or lower[0] - now[0] < LEAST:
        return None
    share: Fraction = getattr(floors, FLOORS[code])
    return Worth(code, int(share * 100), lower[0] - now[0], None, None)


def _lower(arranged: Arranged, code: str, points: int) -> dict[int, float]:
    """Return by how much the limits of the floors move with so many points less of alpha or kappa."""
    problem = arranged.problem
    if problem.floors is None:
        return {}
    alpha, kappa = (
        max(share - POINT * points, Fraction(0)) if name == FLOORS[code] else share
        for name, share in (("alpha", problem.floors.alpha), ("kappa", problem.floors.kappa))
    )
    other = replace(problem, floors=replace(problem.floors, alpha=alpha, kappa=kappa))
    floors = floors_of(other, list(arranged.columns), [int(value) for value in arranged.packing.value])
    rows = {limit.about: row for row, limit in enumerate(arranged.limits) if limit.kind == "floor"}
    return {row: float(-floors.get(county, 0) - int(arranged.packing.limit[row])) for county, row in rows.items()}


@dataclass(frozen=True, slots=True)
class Stepped:
    """A term changed by a step, and solved again. jobs: expected ones more; bound: none brings more of them"""

    code: str
    step: int
    jobs: Fraction
    bound: Fraction

    @property
    def is_proven(self) -> bool:
        """Whether no plan with the step brings more."""
        return self.jobs == self.bound


def solved_with(plan: Plan, code: str, step: int, asking: Asking) -> Stepped | None:
    """Return what a step of a term brings, by solving again; None if no plan keeps the terms then.

    plan: one that seeks the most expected jobs, as what is solved again does

    code: as in `Worth`; of floors the step is taken off, in hundredths
    """
    arranged = plan.arranged
    if code in FLOORS:
        moved = _lower(arranged, code, step)
    else:
        moved = {row: float(part * step) for row, part in terms_of(arranged)[code][1].items()}
    limit = arranged.packing.limit.copy()
    for row, by in moved.items():
        limit[row] += int(by)
    other = replace(arranged, packing=replace(arranged.packing, limit=limit))
    found = evenly(other, asking.solve, lambda packing: packing)
    if found.chosen is None:
        return None
    worth = int(plan.value * SCALE)
    bound = max(found.worth, int(found.most))
    return Stepped(code, step, Fraction(found.worth - worth, SCALE), Fraction(bound - worth, SCALE))
