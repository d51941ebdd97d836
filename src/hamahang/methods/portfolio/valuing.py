"""What one more of each term is worth, and from which amount to which that holds.

The relaxation's value is a concave function of one term, made of straight pieces. The price is the slope of the piece
to the right of what there is now. How far the solver's basis stands is told by one solve of its equations and a ratio
test; a little beyond it the slope is asked again, and where it is the same the piece goes on in another basis. So a
range does not depend on which of several optimal bases a solver stood in.

A price says by how much the bound of all plans rises. Whole packages come at once or not at all, so that a plan gains
less than that, or more where it was below its bound: what it gains is found by solving again (`solved_with`).

Source: S. Bradley, A. Hax, T. Magnanti (1977), Applied Mathematical Programming, ch. 3; S. Gass, T. Saaty (1955), The
computational algorithm for the parametric objective function, Nav. Res. Logist. Q. 2, for going from basis to basis.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
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

STEPS = 60  # at most, to the end of a range
LEAST = 1e-6  # expected jobs, a price below says nothing; and of a price, what differs by less is the same
AROUND = 1e-6  # of an amount; the solver keeps limits as nearly
FAINT = 1e-9  # of what one more of a term takes of another limit; less is nothing
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
        ends = (None, None) if is_late else _ends(relaxed, rows, amount, price)
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
        lp = model(arranged.packing, is_whole=False)
        self._least, self._most = np.array(lp.row_lower_), np.array(lp.row_upper_)
        self._moved: tuple[int, ...] = ()
        self._solver = solver()
        self._solver.passModel(lp)

    @cached_property
    def whole(self) -> float:
        """More than all packages together use of any term."""
        return 1.0 + sum(column.package.money + sum(column.package.hours.values()) for column in self.arranged.columns)

    def at(self, moved: Mapping[int, float]) -> tuple[float, Floats] | None:
        """Return the value in expected jobs and the prices of the limits; None if no solution keeps them."""
        for row in {*self._moved, *moved}:
            self._most[row] = self.limit[row] + moved.get(row, 0.0)
            self._solver.changeRowBounds(row, -highspy.kHighsInf, self._most[row])
        self._moved = tuple(moved)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        prices = np.maximum(np.array(self._solver.getSolution().row_dual)[: len(self.limit)], 0.0)
        return self._solver.getObjectiveValue() / SCALE, prices / SCALE

    def along(self, rows: Mapping[int, int], by: float) -> tuple[float, float] | None:
        """Return the value with so much more of a term, and what one more is worth there."""
        found = self.at({row: part * by for row, part in rows.items()})
        return None if found is None else (found[0], float(sum(found[1][row] * part for row, part in rows.items())))

    def room(self, rows: Mapping[int, int], sign: int) -> float:
        """Return how much more or less of a term the basis stands in which it was last solved: by the ratio test."""
        moved = np.zeros(len(self._most))
        moved[[*rows]] = [sign * part for part in rows.values()]
        basic = np.array(self._solver.getBasicVariables()[1])
        is_row = basic < 0
        row, column = -1 - basic[is_row], basic[~is_row]
        held = moved.copy()
        held[row] = 0.0
        status, by = self._solver.getBasisSolve(held)
        if status != highspy.HighsStatus.kOk:
            return 0.0
        solution = self._solver.getSolution()
        used, taken = np.array(solution.row_value)[row], np.array(solution.col_value)[column]
        # the unknown of a row is what it lacks, so that it is used the more the less that is
        of_row, of_column = -np.array(by)[is_row], np.array(by)[~is_row]
        return min(
            _first(self._most[row] - used, of_row - moved[row]),
            _first(used - self._least[row], -of_row),
            _first(1.0 - taken, of_column),
            _first(taken, -of_column),
        )


def _first(room: Floats, by: Floats) -> float:
    """Return after how much the first of some rooms is full. by: what is taken of each by one"""
    is_taken = (by > FAINT) & np.isfinite(room)
    return float((np.maximum(room[is_taken], 0.0) / by[is_taken]).min(initial=inf))


def _prices(relaxed: _Relaxation, terms: Terms, until: float) -> dict[str, float]:
    """Return what one more of each term is worth, where it is something, the dearest first."""
    found: dict[str, float] = {}
    for code, (_, rows) in terms.items():
        ahead = None if perf_counter() > until else relaxed.along(rows, AHEAD)
        if ahead is not None and ahead[1] >= LEAST:
            found[code] = ahead[1]
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _ends(relaxed: _Relaxation, rows: Mapping[int, int], amount: int, price: float) -> tuple[int, int | None]:
    """Return from which amount to which a price holds."""
    up = max(_end(relaxed, rows, price, relaxed.whole), 0.0)
    down = min(_end(relaxed, rows, price, -float(amount)), 0.0)
    return amount + ceil(down - AROUND), None if up >= relaxed.whole else amount + floor(up + AROUND)


def _end(relaxed: _Relaxation, rows: Mapping[int, int], price: float, furthest: float) -> float:
    """Return how far one more is worth the same, up or down, at most to the furthest."""
    sign, step = (1 if furthest > 0 else -1), AHEAD
    relaxed.along(rows, AHEAD)
    held = AHEAD + sign * relaxed.room(rows, sign)
    for _ in range(STEPS):
        # as long as a basis stands the function is straight; it may be so beyond, in another basis
        out = held + sign * step
        if sign * out >= sign * furthest:
            return furthest
        found = relaxed.along(rows, out)
        if found is not None and abs(price - found[1]) <= LEAST * price:
            held, step = out + sign * relaxed.room(rows, sign), 2 * step
        elif step > AHEAD:
            step = AHEAD
        else:
            break
    return held


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
