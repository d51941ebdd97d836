"""The familiar lists beside the plan: a score sheet by TOPSIS, and jobs per rial, each filled from the top.

They are what a meeting knows, and what they lose is told. Source of TOPSIS: C. L. Hwang, K. Yoon (1981), Multiple
Attribute Decision Making, Springer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, Column
from hamahang.methods.portfolio.packing import Floats, Ints, Packing
from hamahang.methods.portfolio.problem import SCALE


@dataclass(frozen=True, slots=True)
class Listed:
    """A list filled from the top. order: columns by score; chosen: those that fitted; jobs: expected ones of them

    missed: floors and musts that the list does not keep
    """

    order: Ints
    chosen: Ints
    jobs: float
    missed: tuple[str, ...]


def by_jobs_per_rial(arranged: Arranged) -> Listed:
    """Return the list by expected jobs for the money."""
    money = np.array([max(column.package.money, 1) for column in arranged.columns], np.float64)
    return _filled(arranged, arranged.packing.value / money)


def by_topsis(arranged: Arranged, weights: Sequence[float] = (0.4, 0.3, 0.2, 0.1)) -> Listed:
    """Return the list by closeness to the best in jobs, money, chance and lasting share, with these weights."""
    table = np.array([_attributes(column) for column in arranged.columns], np.float64)
    length = np.sqrt((table**2).sum(0))
    weighed = table / np.where(length > 0, length, 1.0) * np.array(weights)
    weighed[:, 1] *= -1.0  # money is better when less
    best, worst = weighed.max(0), weighed.min(0)
    to_best, to_worst = (np.sqrt(((weighed - end) ** 2).sum(1)) for end in (best, worst))
    return _filled(arranged, to_worst / np.maximum(to_best + to_worst, 1e-12))


def _attributes(column: Column) -> tuple[float, float, float, float]:
    package = column.package
    return package.jobs, package.money, column.chance, package.lasting


def _filled(arranged: Arranged, score: Floats) -> Listed:
    packing = arranged.packing
    order = np.lexsort((np.arange(packing.columns), -score))
    chosen = _fits(packing, order)
    used = packing.used(chosen)
    missed = [limit.code for limit, over in zip(arranged.limits, used > packing.limit, strict=True) if over]
    lacking = set(np.flatnonzero(packing.is_must)) - set(packing.group[chosen])
    missed += [f"must:{arranged.groups[group].id}" for group in sorted(lacking)]
    return Listed(order, chosen, packing.worth(chosen) / SCALE, tuple(missed))


def _fits(packing: Packing, order: Ints) -> Ints:
    """Return the columns taken from the top, each if it still fits under the limits that are used up by columns."""
    left = packing.limit.copy()
    floors = left < 0  # these are kept by taking more, not less
    taken = np.zeros(packing.groups, bool)
    chosen = []
    for column in order:
        if taken[packing.group[column]]:
            continue
        rows = packing.matrix.indices[packing.matrix.indptr[column] : packing.matrix.indptr[column + 1]]
        uses = packing.matrix.data[packing.matrix.indptr[column] : packing.matrix.indptr[column + 1]]
        after = left[rows] - uses
        if (after[~floors[rows] & (uses > 0)] >= 0).all():
            left[rows] = after
            taken[packing.group[column]] = True
            chosen.append(int(column))
    return np.sort(np.array(chosen, np.int64))
