"""The relaxation of large problems: a small part of the candidates at a time, until no other column would enter.

The relaxation of a sample of the candidates gives first prices, Newton's steps on the smoothed bound better ones
(`smoothing.py`). Where a candidate's best column leads by far at these prices, it is taken as it is; the others make a
small relaxation; all columns are priced in one pass; of each candidate the one that would gain most is added; the small
one goes on from where it stood. When none would gain, its optimum is that of the whole, and its prices prove it. Limits
that many use may be missed at a high price on the way.

Whatever the moment it is stopped at, it has prices that prove a bound.

Source: R. E. Bixby and others (1992), Very large-scale linear programming: a case study in combining interior point and
simplex methods, Oper. Res. 40, 885–897 (sifting).
"""

from time import perf_counter

import highspy
import numpy as np

from hamahang.methods.portfolio.highs import Infeasible, Relaxed, model, relax, solver
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing
from hamahang.methods.portfolio.smoothing import smoothed, widely_used

ROUNDS = 60
EXACT = 1e-9  # relative distance of the small optimum from the bound that its prices prove
SAMPLE = 500  # candidates
FLOORS = (0.8, 0.4, 0.0)  # of the floors that is asked of it, since the sums of a sample scatter
SAMPLING = 0.2  # of the time that is left
OPEN, FEWEST = 0.04, 1_500  # of the candidates, and how many, that are looked at closely from the start
WIDE = 3.0  # their columns: as far from the best as that of the last of them, so many times
NOTHING = np.zeros(0, np.int64)


class GivenUp(Exception):
    """The solver neither solved a relaxation nor found that it has no solution."""


def sift(packing: Packing, prices: Floats | None = None, *, until: float = np.inf) -> Relaxed:
    """Solve the relaxation exactly, or as far as time allows.

    prices: to begin with, those of `priced` where they are not given
    :raises Infeasible: if nothing keeps all limits
    """
    nearest = near(packing, priced(packing, until=until) if prices is None else prices)
    small = _Small(packing, nearest.prices)
    for _ in range(ROUNDS):
        try:
            value, x, now = small.solved(until)
        except TimeoutError:
            return nearest
        except GivenUp:  # which proves nothing: as a whole it is solved in another way
            break
        worth = packing.value - packing.matrix.T @ now
        most = _most(packing, worth, now)
        if most < nearest.value:
            nearest = near(packing, now)
        if most - value <= EXACT * max(abs(most), 1.0):
            if not small.misses():
                return Relaxed(value, x, now)
            if not small.is_dearer():
                break
        small.add(_entering(packing, worth, small.inside), worth)
    try:
        return relax(packing, by="ipm", seconds=max(until - perf_counter(), 0.1))
    except TimeoutError:
        return nearest


def priced(packing: Packing, *, until: float = np.inf) -> Floats:
    """Return good prices of the limits, soon."""
    return smoothed(packing, _sampled(packing, until), until=until)


def near(packing: Packing, prices: Floats) -> Relaxed:
    """Return what prices say of the relaxation: the bound they prove, and each candidate's best column."""
    worth = packing.value - packing.matrix.T @ prices
    x = np.zeros(packing.columns)
    x[_leading(packing, worth)] = 1.0
    return Relaxed(_most(packing, worth, prices), x, prices, is_exact=False)


def _sampled(packing: Packing, until: float) -> Floats:
    """Return first prices, from every k-th candidate."""
    every = max(1, packing.groups // SAMPLE)
    is_in = np.zeros(packing.groups, bool)
    is_in[::every] = True
    part, _ = packing.only(np.flatnonzero(is_in[packing.group]), taken=NOTHING)
    limit = np.floor(packing.limit * (float(is_in.sum()) / packing.groups)).astype(np.int64)
    for share in FLOORS:
        asked = np.where(limit < 0, (limit * share).astype(np.int64), limit)
        seconds = max(SAMPLING * (until - perf_counter()), 0.1)
        try:
            return relax(Packing(part.value, part.group, part.is_must, part.matrix, asked), seconds=seconds).prices
        except Infeasible:
            continue
        except TimeoutError:
            break
    return np.zeros(len(packing.limit))


def _most(packing: Packing, worth: Floats, prices: Floats) -> float:
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    best = np.where(packing.is_must, best, np.maximum(best, 0.0))
    return float(prices @ packing.limit + best.sum())


def _leading(packing: Packing, worth: Floats) -> Ints:
    """Return of each candidate the column that is worth most, the first of those alike, where it is worth anything."""
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    leads = np.flatnonzero((worth >= best[packing.group]) & ((worth > 0.0) | packing.is_must[packing.group]))
    _, one = np.unique(packing.group[leads], return_index=True)
    return leads[one].astype(np.int64)


def _opened(packing: Packing, worth: Floats) -> tuple[Bools, Bools]:
    """Return which candidates are looked at closely at first, (groups,), and which of their columns, (n,)."""
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    top = np.where(packing.is_must, best, np.maximum(best, 0.0))
    short = top[packing.group] - worth
    second = np.where(worth >= best[packing.group], np.inf, short)
    lead = np.minimum.reduceat(second, packing.starts[:-1])
    # what is not taken loses its column's shortfall; what is taken may also be let go
    lead = np.where(packing.is_must, lead, np.where(best > 0.0, np.minimum(lead, best), -best))
    number = min(packing.groups, max(FEWEST, int(OPEN * packing.groups)))
    width = float(np.partition(lead, number - 1)[number - 1])
    is_open = lead <= width
    return is_open, is_open[packing.group] & ((short <= WIDE * width) | (worth >= best[packing.group]))


def _entering(packing: Packing, worth: Floats, inside: Bools) -> Ints:
    """Return of each candidate the column that would gain most beside those that are in."""
    now = np.maximum.reduceat(np.where(inside, worth, -np.inf), packing.starts[:-1])
    now = np.where(packing.is_must, now, np.maximum(now, 0.0))
    gain = np.where(inside, -np.inf, worth - now[packing.group])
    top = np.maximum.reduceat(gain, packing.starts[:-1])
    scale = max(float(np.abs(packing.value).max()), 1.0)
    enters = (gain >= top[packing.group]) & (gain > 1e-9 * scale)
    found = np.flatnonzero(enters)
    # of two alike the first
    _, one = np.unique(packing.group[found], return_index=True)
    return found[one].astype(np.int64)


LOWER, BASIC, UPPER = 0, 1, 2
STATUS = (highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic, highspy.HighsBasisStatus.kUpper)
PLACE = {int(status): place for place, status in enumerate(STATUS)}
DEAR, DEARER, DEAREST = 20.0, 10.0, 5  # of a price, from one to the next, and how often


class _Small:
    """A small relaxation that grows, with the basis of the whole kept beside it.

    is_open: candidates that are free; of the others the leading column is taken. inside: columns that are free or taken
    """

    def __init__(self, packing: Packing, prices: Floats) -> None:
        self.packing = packing
        self.solver = solver(presolve="off")
        worth = packing.value - packing.matrix.T @ prices
        self.is_open, self.is_free = _opened(packing, worth)
        lead = _leading(packing, worth)
        self.taken = np.zeros(packing.columns, bool)
        self.taken[lead[~self.is_open[packing.group[lead]]]] = True
        is_soft = packing.limit < 0
        is_soft[widely_used(packing)] = True
        self.soft = np.flatnonzero(is_soft)
        self.missed: Floats = np.zeros(len(self.soft))
        self.penalty, self.times = self._penalties(prices), 0
        self.of_column = np.full(packing.columns, LOWER, np.int8)
        self.of_choice = np.full(packing.groups, BASIC, np.int8)
        self.of_limit = np.full(len(packing.limit), BASIC, np.int8)
        self.of_soft = np.full(len(self.soft), LOWER, np.int8)
        self._begin_with(lead[self.is_open[packing.group[lead]]])

    @property
    def inside(self) -> Bools:
        """Columns that are free or taken."""
        return self.is_free | self.taken

    def add(self, columns: Ints, worth: Floats) -> None:
        """Let columns in, and let go what is taken and not worth it."""
        lost = np.flatnonzero(self.taken & (worth < 0.0) & ~self.packing.is_must[self.packing.group])
        self._open(np.union1d(self.packing.group[columns], self.packing.group[lost]))
        self.is_free[columns] = True

    def misses(self) -> bool:
        """Whether some limit is not kept."""
        return bool((self.missed > 1e-6).any())

    def is_dearer(self) -> bool:
        """Make missing a limit dearer, if it is not very dear already."""
        self.times += 1
        self.penalty *= DEARER
        return self.times <= DEAREST

    def solved(self, until: float) -> tuple[float, Floats, Floats]:
        """Solve, going on from the last basis; return value, x of all columns, and prices of the limits.

        :raises TimeoutError: if time is over
        :raises GivenUp: if the solver came to no end
        """
        self._loosen()
        columns = np.flatnonzero(self.is_free)
        fixed = np.flatnonzero(self.taken)
        part, _ = self.packing.only(columns, taken=fixed)
        self.solver.passModel(model(part, is_whole=False))
        self._may_miss()
        rowed = np.unique(self.packing.group[columns])[(np.diff(part.starts) > 1) | part.is_must]
        self._set_basis(columns, rowed)
        left = until - perf_counter()
        if left <= 0:
            raise TimeoutError
        self.solver.setOptionValue("time_limit", min(self.solver.getRunTime() + left, 1e9))
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise TimeoutError
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise Infeasible
        if status != highspy.HighsModelStatus.kOptimal:
            raise GivenUp
        solution = self.solver.getSolution()
        values = np.array(solution.col_value)
        self.missed = values[part.columns :]
        self._keep_basis(columns, rowed)
        prices = np.maximum(np.array(solution.row_dual)[: len(part.limit)], 0.0)
        x = self.taken.astype(np.float64)
        x[columns] = np.clip(values[: part.columns], 0.0, 1.0)
        return self.solver.getObjectiveValue() + self.packing.worth(fixed), x, prices

    def _loosen(self) -> None:
        """Open the candidates of limits that what is taken exceeds, but for those that may be missed."""
        is_soft = np.zeros(len(self.packing.limit), bool)
        is_soft[self.soft] = True
        while True:
            left = self.packing.limit - self.packing.matrix @ self.taken.astype(np.int64)
            rows = self.packing.rows[np.flatnonzero((left < 0) & ~is_soft)]
            groups = np.unique(self.packing.group[rows.indices])
            if self.is_open[groups].all():
                return
            self._open(groups)

    def _open(self, groups: Ints) -> None:
        """Let candidates free: what was taken of them, and of a must everything."""
        opened = np.zeros(self.packing.groups, bool)
        opened[groups] = True
        opened &= ~self.is_open
        self.is_open |= opened
        of_opened = opened[self.packing.group]
        lead = np.flatnonzero(self.taken & of_opened)
        self.is_free |= of_opened & (self.taken | self.packing.is_must[self.packing.group])
        self.taken[lead] = False
        self._begin_with(lead)

    def _begin_with(self, lead: Ints) -> None:
        """Begin with columns of candidates that were just opened."""
        groups = self.packing.group[lead]
        several = np.bincount(self.packing.group[self.is_free], minlength=self.packing.groups) > 1
        has_row = (several | self.packing.is_must)[groups]
        self.of_column[lead] = np.where(has_row, BASIC, UPPER)
        self.of_choice[groups] = np.where(has_row, UPPER, BASIC)

    def _penalties(self, prices: Floats) -> Floats:
        """Return what missing a limit by one costs: far more than its price."""
        whole = np.abs(self.packing.rows[self.soft]).sum(axis=1)
        usual = float(np.abs(self.packing.value).sum()) / np.maximum(np.asarray(whole).reshape(-1), 1.0)
        return np.asarray(DEAR * (prices[self.soft] + usual))

    def _may_miss(self) -> None:
        for row, penalty in zip(self.soft, self.penalty, strict=True):
            self.solver.addCol(-penalty, 0.0, highspy.kHighsInf, 1, np.array([row], np.int32), np.array([-1.0]))

    def _set_basis(self, columns: Ints, rowed: Ints) -> None:
        basis = highspy.HighsBasis()
        of_columns, of_rows = (self.of_column[columns], self.of_soft), (self.of_limit, self.of_choice[rowed])
        basis.col_status = [STATUS[place] for part in of_columns for place in part]
        basis.row_status = [STATUS[place] for part in of_rows for place in part]
        basis.valid = True
        self.solver.setBasis(basis)

    def _keep_basis(self, columns: Ints, rowed: Ints) -> None:
        basis = self.solver.getBasis()
        of_columns = np.array([PLACE.get(int(status), LOWER) for status in basis.col_status], np.int8)
        of_rows = np.array([PLACE.get(int(status), BASIC) for status in basis.row_status], np.int8)
        self.of_column[columns], self.of_soft = of_columns[: len(columns)], of_columns[len(columns) :]
        self.of_limit, self.of_choice[rowed] = of_rows[: len(self.of_limit)], of_rows[len(self.of_limit) :]
