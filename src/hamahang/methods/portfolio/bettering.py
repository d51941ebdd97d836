"""How many more jobs a refused candidate would have to bring, at the same cost, to be in without a loss.

They are added to each of its packages, and which of them then comes in is found: not always the one that would lose
least as it is. The floor of its own county moves with its jobs, so that it is left out at first: what is not enough
then never is. Whether it is enough with the floor is looked at, and where it is not, the terms are solved again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, Column, arrange
from hamahang.methods.portfolio.certificate import Multipliers, bound, losses
from hamahang.methods.portfolio.evening import evenly, needs_of
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.parting import Parts
from hamahang.methods.portfolio.problem import SCALE
from hamahang.methods.portfolio.solving import Solution

Change = Callable[[Packing], Packing]
MOST = 1 << 20  # jobs that are tried


@dataclass(frozen=True, slots=True)
class Jobs:
    """The least jobs. is_proven: whether one less is not enough"""

    number: int
    is_proven: bool


def least_jobs(parts: Parts, arranged: Arranged, change: Change, worth: int, *, group: int) -> Jobs | None:
    """Return the least jobs more of each package with which a candidate is in and a problem holds what it is worth.

    None if there are none: it never succeeds, or does not fit. change: of the problem, for the candidate to be in

    :raises TimeoutError: if it is not known
    """
    packing, row = change(arranged.packing), _floor_of(arranged, group)
    free = packing if row is None else replace(packing, limit=_with(packing.limit, row, 0))
    found = _without_floor(parts, arranged, free, worth, group)
    if found is None:
        return None
    number, chosen, is_proven = found
    if not needs_of(arranged) and _keeps_floor(arranged, row, group, chosen, number):
        return Jobs(number, is_proven)
    if not is_proven:  # where not even that was known in the time, nothing more is tried in it
        raise TimeoutError
    return _tried(parts, arranged, worth, group, number)


def _without_floor(
    parts: Parts, arranged: Arranged, free: Packing, worth: int, group: int
) -> tuple[int, Ints, bool] | None:
    """Return the least jobs where the county has no floor, the choice that they allow, and whether that is proven.

    :raises TimeoutError: if it is not known
    """
    places = np.arange(*arranged.packing.starts[group : group + 2])
    most = _most(parts, free, group, places)
    number, chosen, is_proven = MOST, None, True
    for at in sorted(most, key=lambda one: (-most[one], one)):
        column = arranged.columns[at]
        # where what the prices leave room for at most is not enough, it need not be solved
        least = jobs_for(column, worth - most[at])
        if least is None or least >= number or not is_proven:
            continue
        solved = parts.solve(_only(free, places, at))
        is_proven &= solved.status in ("proven", "infeasible")
        needed = None if solved.chosen is None else jobs_for(column, worth - solved.worth)
        if needed is not None and needed < number:
            number, chosen = needed, solved.chosen
    if chosen is None and not is_proven:
        raise TimeoutError
    return None if chosen is None else (number, chosen, is_proven)


def _most(parts: Parts, packing: Packing, group: int, places: Ints) -> dict[int, int]:
    """Return what a problem is worth at most with each of a candidate's columns, by the prices that are known."""
    numbers = np.zeros(len(packing.limit), np.int64)
    numbers[: len(parts.prices.numbers)] = parts.prices.numbers
    prices = Multipliers(numbers, parts.prices.bits)
    reduced, best = losses(packing, prices)
    whole = bound(packing, prices)
    return {at: floor(whole - Fraction(int(best[group] - reduced[at]), 1 << prices.bits)) for at in places.tolist()}


def _only(packing: Packing, places: Ints, at: int) -> Packing:
    """Return a problem with one of the columns of a candidate alone."""
    others = np.isin(np.arange(packing.columns), places[places != at])
    return packing.with_rows([others.astype(np.int64)], [0]) if others.any() else packing


def jobs_for(column: Column, loss: int) -> int | None:
    """Return how many persons more a package would need so that taking it loses nothing; None if it never succeeds."""
    each = column.chance * column.package.lasting * SCALE
    if each <= 0.0:
        return 0 if loss <= 0 else None
    # its value is rounded to millionths: what is enough is tried, not divided
    more = max(0, int(loss / each) - 1)
    while _gains(column, more) < loss:
        more += 1
    return more


def _gains(column: Column, jobs: int) -> int:
    """Return by how much a package is worth more with more jobs, in millionths."""
    package = column.package
    return replace(column, package=replace(package, jobs=package.jobs + jobs)).value - column.value


def _floor_of(arranged: Arranged, group: int) -> int | None:
    county = arranged.groups[group].county
    rows = (row for row, limit in enumerate(arranged.limits) if limit.is_floor and limit.about == county)
    return next(rows, None)


def _with(limit: Ints, row: int, number: int) -> Ints:
    other = limit.copy()
    other[row] = number
    return other


def _keeps_floor(arranged: Arranged, row: int | None, group: int, chosen: Ints, jobs: int) -> bool:
    """Return whether a choice keeps the floor of a candidate's county, which rises no more than the county's best."""
    floors, packing = arranged.problem.floors, arranged.packing
    if row is None or floors is None:
        return True
    columns = [at for at in range(packing.columns) if packing.group[at] == group]
    taken = next(at for at in chosen.tolist() if packing.group[at] == group)
    rises = floors.kappa * max(_gains(arranged.columns[at], jobs) for at in columns)
    room = int(packing.limit[row]) - int(packing.used(chosen)[row])
    return room + _gains(arranged.columns[taken], jobs) >= ceil(rises)


def _tried(parts: Parts, arranged: Arranged, worth: int, group: int, least: int) -> Jobs | None:
    """Return the least jobs, none fewer than which can be enough, by solving the changed terms."""
    known: dict[int, Solution] = {}

    def is_enough(jobs: int) -> bool:
        known[jobs] = _solved(parts, arranged, group, jobs)
        return known[jobs].chosen is not None and known[jobs].worth >= worth

    low, high, step = least - 1, least, 1
    while not is_enough(high):
        if high > MOST:
            return None
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        between = (low + high) // 2
        low, high = (low, between) if is_enough(between) else (between, high)
    is_sure = low < least or known[low].status in ("proven", "infeasible")
    return Jobs(high, is_sure)


def _solved(parts: Parts, arranged: Arranged, group: int, jobs: int) -> Solution:
    """Return the best choice with more jobs of a candidate, which is in."""
    of = arranged.groups[group].id
    candidates = [
        one if one.id != of
        else replace(one, must="tried", packages=tuple(replace(p, jobs=p.jobs + jobs) for p in one.packages))
        for one in arranged.problem.candidates
    ]  # fmt: skip
    other = arrange(replace(arranged.problem, candidates=tuple(candidates)))
    return evenly(other, _of_terms(parts, arranged, other).solve, lambda packing: packing)


def _of_terms(parts: Parts, arranged: Arranged, other: Arranged) -> Parts:
    """Return what is known at first of other terms: the prices of the limits that are there too."""
    known = {limit.code: int(number) for limit, number in zip(arranged.limits, parts.prices.numbers, strict=True)}
    numbers = np.array([known.get(limit.code, 0) for limit in other.limits], np.int64)
    return Parts(Multipliers(numbers, parts.prices.bits), parts.asking)
