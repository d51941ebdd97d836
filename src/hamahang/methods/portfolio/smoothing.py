"""Prices of the limits, soon: the bound, smoothed so that it has a curvature, is brought down by Newton's steps.

The bound of a large problem is a sum over very many candidates, nearly smooth in the prices of the few limits that most
columns use. Each candidate's best is replaced by its soft maximum at a temperature; gradient and curvature come from
the shares of its columns; the temperature falls. A dozen passes bring the bound to within some millionths of the
relaxation's, long before that is solved, and any prices on the way prove a bound. Limits that few columns use keep the
price zero here.

Source: Y. Nesterov (2005), Smooth minimization of non-smooth functions, Math. Program. 103, 127–152; D. P. Bertsekas
(1982), Projected Newton methods for optimization problems with simple constraints, SIAM J. Control Optim. 20, 221–246.
"""

from time import perf_counter

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.packing import Floats, Ints, Packing

WIDELY = 200  # a limit that one column in so many uses is one of the few
FEW = 64  # at most so many
HOT, COLD = 0.05, 1e-4  # of the middle candidate's best
COOLER, HOTTER = 0.3, 10.0  # from one temperature to the next
STEPS = 40
SLOW = 0.01  # of the temperature: less than so much better, and it is time for the next
STIFFER = (1e-8, 1e-4, 1e-2, 0.1, 1.0, 10.0, 100.0, 1e4)  # steps, each shorter and nearer to the slope than the last
SOFT = 1e-4  # share of a column below which it does not count for the curvature


def smoothed(packing: Packing, prices: Floats, *, until: float) -> Floats:
    """Return better prices of the limits, the best that were seen until a time. prices: to begin with, (limits,)"""
    rows = widely_used(packing)
    if not len(rows):
        return prices
    bound = _Bound(packing, rows)
    now = prices[rows] * bound.scale
    worth, best = bound.worth(now)
    kept, least = now, bound.of(now, best)
    middle = float(np.median(best[best > 0])) if (best > 0).any() else 0.0
    heat = HOT * middle
    for _ in range(STEPS):
        if heat <= COLD * middle or perf_counter() >= until:
            break
        now, is_taken = bound.step(now, worth, best, heat)
        worth, best = bound.worth(now)
        before, least = least, min(least, bound.of(now, best))
        if least < before:
            kept = now
        if not is_taken and heat >= HOT * middle:
            heat *= HOTTER  # so far from the best prices that there is no curvature to go by
        elif before - least <= SLOW * abs(least) * heat / middle:
            heat *= COOLER
    found = np.zeros(len(packing.limit))
    found[rows] = kept / bound.scale
    return found


def widely_used(packing: Packing) -> Ints:
    """Return the limits that many columns use."""
    number = np.diff(packing.rows.indptr)
    rows = np.flatnonzero(number * WIDELY >= packing.columns)
    return np.sort(rows[np.argsort(-number[rows], kind="stable")[:FEW]]).astype(np.int64)


class _Bound:
    """The bound as a function of the prices of some limits, each in parts of the limit."""

    def __init__(self, packing: Packing, rows: Ints) -> None:
        self.packing, self.starts = packing, packing.starts[:-1]
        self.scale = np.maximum(np.abs(packing.limit[rows].astype(np.float64)), 1.0)
        self.limit = packing.limit[rows] / self.scale
        part = packing.rows[rows].astype(np.float64)
        part.data /= np.repeat(self.scale, np.diff(part.indptr))
        self.across = part.T  # a column of the problem in each of its rows, as it lies
        self.along = sparse.csr_matrix(part)
        self.columns = sparse.csc_matrix(part)

    def worth(self, prices: Floats) -> tuple[Floats, Floats]:
        """Return what each column is worth after its price, and each candidate's best, at least 0 if it is no must."""
        worth = self.packing.value - self.across @ prices
        best = np.maximum.reduceat(worth, self.starts)
        return worth, np.where(self.packing.is_must, best, np.maximum(best, 0.0))

    def of(self, prices: Floats, best: Floats) -> float:
        """Return the bound."""
        return float(prices @ self.limit + best.sum())

    def _shares(self, worth: Floats, best: Floats, heat: float) -> tuple[Floats, float]:
        """Return the share of each column, and how much the soft maxima are above the best."""
        shares = np.exp((worth - best[self.packing.group]) / heat)
        # of a must the best may be below zero, where this would overflow for nothing
        nothing = np.where(self.packing.is_must, 0.0, np.exp(-np.maximum(best, 0.0) / heat))
        total = np.add.reduceat(shares, self.starts) + nothing
        return shares / total[self.packing.group], heat * float(np.log(total).sum())

    def step(self, prices: Floats, worth: Floats, best: Floats, heat: float) -> tuple[Floats, bool]:
        """Return the prices after one step at a temperature, and whether one could be taken."""
        shares, above = self._shares(worth, best, heat)
        slope = self.limit - self.along @ shares
        is_free = (prices > 0.0) | (slope < 0.0)
        bend = self._curvature(shares, heat)[np.ix_(is_free, is_free)]
        if not len(bend):
            return prices, True
        before, own = self.of(prices, best) + above, np.maximum(np.diag(bend), 1e-6 * np.diag(bend).max() + 1e-12)
        for stiff in STIFFER:
            way = np.zeros(len(prices))
            way[is_free] = -np.linalg.solve(bend + np.diag(stiff * own), slope[is_free])
            other = np.maximum(prices + way, 0.0)
            now = self.of(other, (found := self.worth(other))[1]) + self._shares(*found, heat)[1]
            if now <= before + 1e-4 * min(float(slope @ (other - prices)), 0.0):
                return other, True
        return prices, False

    def _curvature(self, shares: Floats, heat: float) -> Floats:
        """Return how the slope changes with the prices: from the candidates whose shares are between 0 and 1."""
        soft = np.flatnonzero((shares > SOFT) & (shares < 1.0 - SOFT))
        part, weights = self.columns[:, soft], shares[soft]
        _, place = np.unique(self.packing.group[soft], return_inverse=True)
        of_group = sparse.csr_matrix(
            (weights, (np.arange(len(soft)), place)), shape=(len(soft), place.max(initial=-1) + 1)
        )
        means = part @ of_group
        return np.asarray(((part @ sparse.diags(weights) @ part.T) - (means @ means.T)).toarray() / heat)
