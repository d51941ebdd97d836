"""The relaxation of large problems: a small part of the columns at a time, until no other would enter.

The relaxation of a sample of the candidates with limits in proportion gives first prices. The columns that are near
their candidate's best at these prices make a small relaxation; all columns are priced in one pass; of each candidate
the one that would gain most is added; the small one goes on from where it stood. When none would gain, its optimum is
that of the whole, and its prices prove it. Limits below zero (floors) may be missed at a high price on the way.

Source: R. E. Bixby and others (1992), Very large-scale linear programming: a case study in combining interior point and
simplex methods, Oper. Res. 40, 885–897 (sifting).
"""

import highspy
import numpy as np

from hamahang.methods.portfolio.highs import Infeasible, Relaxed, model, relax, solver
from hamahang.methods.portfolio.packing import Floats, Ints, Packing

ROUNDS = 60
EXACT = 1e-9  # relative distance of the small optimum from the bound that its prices prove
SAMPLE = 1_500  # candidates
WIDE = 0.35  # of the candidates that are looked at closely from the start
NOTHING = np.zeros(0, np.int64)


def sift(packing: Packing) -> Relaxed:
    """Solve the relaxation exactly.

    :raises Infeasible: if nothing keeps all limits
    """
    prices = _sampled(packing)
    small = _Small(packing, _first(packing, prices), prices)
    for _ in range(ROUNDS):
        value, x, prices = small.solved()
        worth = packing.value - packing.matrix.T @ prices
        most = _most(packing, worth, prices)
        if most - value <= EXACT * max(abs(most), 1.0):
            if small.misses():
                break
            whole = np.zeros(packing.columns)
            whole[small.columns] = x
            return Relaxed(value, whole, prices)
        small.add(_entering(packing, worth, small.columns))
    return relax(packing, by="ipm")


def _sampled(packing: Packing) -> Floats:
    """Return first prices, from every k-th candidate."""
    every = max(1, packing.groups // SAMPLE)
    groups = np.arange(0, packing.groups, every)
    columns = np.flatnonzero(np.isin(packing.group, groups))
    part, _ = packing.only(columns, taken=NOTHING)
    limit = np.floor(packing.limit * (len(groups) / packing.groups)).astype(np.int64)
    # the sums of a sample scatter: floors are asked a little less of it
    limit = np.where(limit < 0, (limit * 0.8).astype(np.int64), limit)
    try:
        return relax(Packing(part.value, part.group, part.is_must, part.matrix, limit)).prices
    except Infeasible:
        return np.zeros(len(packing.limit))


def _most(packing: Packing, worth: Floats, prices: Floats) -> float:
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    best = np.where(packing.is_must, best, np.maximum(best, 0.0))
    return float(prices @ packing.limit + best.sum())


def _first(packing: Packing, prices: Floats) -> Ints:
    """Return the columns to begin with: the best of each candidate that is worth it, and what is near."""
    worth = packing.value - packing.matrix.T @ prices
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    top = np.maximum(best, 0.0)[packing.group]
    # how far a column is from being chosen, or its candidate from being let go
    short = np.where(worth >= best[packing.group], np.maximum(-worth, 0.0), top - worth)
    number = min(packing.columns, int(WIDE * packing.groups) + int((best > 0).sum()) + 500)
    width = float(np.partition(short, number - 1)[number - 1])
    is_first = short <= width
    is_first |= packing.is_must[packing.group] & (worth >= best[packing.group])
    return np.flatnonzero(is_first).astype(np.int64)


def _entering(packing: Packing, worth: Floats, columns: Ints) -> Ints:
    """Return of each candidate the column that would gain most beside those that are in."""
    inside = np.full(packing.columns, -np.inf)
    inside[columns] = worth[columns]
    now = np.maximum.reduceat(inside, packing.starts[:-1])
    now = np.where(packing.is_must, now, np.maximum(now, 0.0))
    gain = worth - now[packing.group]
    gain[columns] = -np.inf
    top = np.maximum.reduceat(gain, packing.starts[:-1])
    scale = max(float(np.abs(packing.value).max()), 1.0)
    enters = (gain >= top[packing.group]) & (gain > 1e-9 * scale)
    found = np.flatnonzero(enters)
    # of two alike the first
    _, one = np.unique(packing.group[found], return_index=True)
    return found[one]


LOWER, BASIC, UPPER = 0, 1, 2
STATUS = (highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kUpper)
PLACE = {int(status): place for place, status in enumerate(STATUS)}


class _Small:
    """A small relaxation that grows, with the basis of the whole kept beside it."""

    def __init__(self, packing: Packing, columns: Ints, prices: Floats) -> None:
        self.packing, self.columns = packing, columns
        self.solver = solver(presolve="off")
        self.floors = np.flatnonzero(packing.limit < 0)
        self.missed: Floats = np.zeros(len(self.floors))
        self.of_column = np.full(packing.columns, LOWER, np.int8)
        self.of_choice = np.full(packing.groups, BASIC, np.int8)
        self.of_limit = np.full(len(packing.limit), BASIC, np.int8)
        self.of_floor = np.full(len(self.floors), LOWER, np.int8)
        self._begin_near(prices)

    def add(self, columns: Ints) -> None:
        """Let columns in."""
        self.columns = np.union1d(self.columns, columns)

    def misses(self) -> bool:
        """Whether some floor is not kept."""
        return bool((self.missed > 1e-6).any())

    def solved(self) -> tuple[float, Floats, Floats]:
        """Solve, going on from the last basis; return value, x of the columns, and prices of the limits."""
        part, _ = self.packing.only(self.columns, taken=NOTHING)
        self.solver.passModel(model(part, is_whole=False))
        self._may_miss()
        rowed = np.unique(self.packing.group[self.columns])[(np.diff(part.starts) > 1) | part.is_must]
        self._set_basis(rowed)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Infeasible
        solution = self.solver.getSolution()
        values = np.array(solution.col_value)
        self.missed = values[part.columns :]
        self._keep_basis(rowed)
        prices = np.maximum(np.array(solution.row_dual)[: len(part.limit)], 0.0)
        return self.solver.getObjectiveValue(), np.clip(values[: part.columns], 0.0, 1.0), prices

    def _may_miss(self) -> None:
        """Let each floor be missed at a price above all others."""
        top = 1e3 * float(np.abs(self.packing.value).max(initial=1))
        for row in self.floors:
            least = max(float(np.abs(self.packing.rows[row].data).min(initial=1)), 1.0)
            self.solver.addCol(-top / least, 0.0, highspy.kHighsInf, 1, np.array([row], np.int32), np.array([-1.0]))

    def _begin_near(self, prices: Floats) -> None:
        """Begin with the best column of each candidate at the first prices, where that is worth it."""
        packing = self.packing
        worth = packing.value - packing.matrix.T @ prices
        inside = np.full(packing.columns, -np.inf)
        inside[self.columns] = worth[self.columns]
        best = np.maximum.reduceat(inside, packing.starts[:-1])
        leads = self.columns[inside[self.columns] >= best[packing.group[self.columns]]]
        leads = leads[(worth[leads] > 0) | packing.is_must[packing.group[leads]]]
        _, one = np.unique(packing.group[leads], return_index=True)
        leads = leads[one]
        several = np.bincount(packing.group[self.columns], minlength=packing.groups) > 1
        has_row = several | packing.is_must
        self.of_column[leads] = np.where(has_row[packing.group[leads]], BASIC, UPPER)
        self.of_choice[packing.group[leads]] = UPPER

    def _set_basis(self, rowed: Ints) -> None:
        basis = highspy.HighsBasis()
        columns, rows = (self.of_column[self.columns], self.of_floor), (self.of_limit, self.of_choice[rowed])
        basis.col_status = [STATUS[place] for part in columns for place in part]
        basis.row_status = [STATUS[place] for part in rows for place in part]
        basis.valid = True
        self.solver.setBasis(basis)

    def _keep_basis(self, rowed: Ints) -> None:
        basis = self.solver.getBasis()
        columns = np.array([PLACE.get(int(status), LOWER) for status in basis.col_status], np.int8)
        rows = np.array([PLACE.get(int(status), BASIC) for status in basis.row_status], np.int8)
        self.of_column[self.columns], self.of_floor = columns[: len(self.columns)], columns[len(self.columns) :]
        self.of_limit, self.of_choice[rowed] = rows[: len(self.of_limit)], rows[len(self.of_limit) :]
