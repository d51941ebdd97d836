"""Exchanges: a choice made better by changing one candidate, or two at once, until no such change gains.

A change is another column for a candidate, or none. What a change gains, is what it gains at prices of the limits and
what it uses, at these prices, of what is left of them: of two changes together no more can be won than their gains at
the prices and the price of all that is left. So pairs are looked at by their gain at the prices, and most are never
looked at. All is counted in whole numbers that floats hold exactly, or the caller sees that a limit is exceeded.

Source: A. Volgenant, J. Zoon (1990), An improved heuristic for multidimensional 0–1 knapsack problems, J. Oper. Res.
Soc. 41, 963–970 (prices that bound what an exchange gains).
"""

import numpy as np

from hamahang.methods.portfolio.packing import Floats, Ints, Packing

STEPS = 50  # changes, one after another, of one choice at most
MENDED = 1_000_000  # columns times limits up to which what the relaxation takes is mended, for a first choice
NONE = -1  # the column of a candidate of which nothing is chosen


def is_mended(packing: Packing) -> bool:
    """Return whether a problem is small enough that what its relaxation takes is mended."""
    return packing.columns * len(packing.limit) <= MENDED


class Exchanging:
    """Exchanges in choices of one problem. prices: (limits,) ≥ 0, the nearer to the relaxation's the faster it is"""

    def __init__(self, packing: Packing, prices: Floats) -> None:
        self.packing, self.prices = packing, prices
        nothing = np.zeros((len(packing.limit), 1))
        self.uses: Floats = np.hstack((packing.matrix.toarray().astype(np.float64), nothing))  # the last is of NONE
        self.value: Floats = np.append(packing.value.astype(np.float64), 0.0)
        self.limit = packing.limit.astype(np.float64)
        self.scale = np.maximum(np.abs(self.limit), 1.0)

    def improved(self, chosen: Ints) -> Ints:
        """Return a choice that no exchange of two makes better, or what so many steps made of it.

        chosen: columns of a choice that keeps all limits
        """
        now = self._now(chosen)
        for _ in range(STEPS):
            if not self._step(now):
                break
        return np.sort(now[now != NONE])

    def mended(self, chosen: Ints) -> Ints | None:
        """Return a choice near this one that keeps all limits, None where changes of one candidate do not lead to one.

        Each change takes away of what is exceeded what costs least for it. chosen: one column of each candidate at most
        """
        now = self._now(chosen)
        for _ in range(self.packing.groups):
            over = self.uses[:, now].sum(axis=1) - self.limit
            if not (over > 0.0).any():
                return np.sort(now[now != NONE])
            if not self._ease(now, over):
                return None
        return None

    def rounded(self, x: Floats) -> Ints:
        """Return of each candidate what a relaxation takes most of. x: (n,)"""
        packing = self.packing
        least = np.where(packing.is_must, -1.0, 1.0 - np.add.reduceat(x, packing.starts[:-1]))
        most = np.maximum.reduceat(x, packing.starts[:-1])
        best = np.flatnonzero((x == most[packing.group]) & (most > least)[packing.group])
        _, first = np.unique(packing.group[best], return_index=True)
        return np.asarray(best[first], np.int64)

    def _now(self, chosen: Ints) -> Ints:
        now = np.full(self.packing.groups, NONE)
        now[self.packing.group[chosen]] = chosen
        return now

    def _ease(self, now: Ints, over: Floats) -> bool:
        """Make the change that takes away most of what is exceeded for what it loses; return whether there was one."""
        group, column = self._changes(now)
        after = over[:, None] + self.uses[:, column] - self.uses[:, now[group]]
        eased = (np.maximum(over, 0.0) / self.scale).sum() - (np.maximum(after, 0.0) / self.scale[:, None]).sum(axis=0)
        lost = self.value[now[group]] - self.value[column]
        helps = np.flatnonzero(eased > 0.0)
        if not len(helps):
            return False
        # what costs nothing comes first, and of that what helps most
        cost = np.where(lost[helps] > 0.0, lost[helps] / eased[helps], -eased[helps])
        place = helps[cost.argmin()]
        now[group[place]] = column[place]
        return True

    def _step(self, now: Ints) -> bool:
        """Make the best exchange; return whether there was one. now: (groups,) the column of each candidate"""
        group, column = self._changes(now)
        gain = self.value[column] - self.value[now[group]]
        use = self.uses[:, column] - self.uses[:, now[group]]
        left = self.limit - self.uses[:, now].sum(axis=1)
        spare = float(self.prices @ left)
        at_prices = gain - self.prices @ use
        order = np.argsort(-at_prices, kind="stable")
        order = order[at_prices[order] > -spare - at_prices[order[:1]].max(initial=0.0)]
        best, places = _best(gain[order], use[:, order], at_prices[order], group[order], left, spare)
        if not best > 0.0:
            return False
        for place in order[list(places)]:
            now[group[place]] = column[place]
        return True

    def _changes(self, now: Ints) -> tuple[Ints, Ints]:
        """Return all changes of one candidate: whose, and its column from then on."""
        packing = self.packing
        other = np.flatnonzero(now[packing.group] != np.arange(packing.columns))
        left_out = np.flatnonzero((now != NONE) & ~packing.is_must)
        group = np.concatenate((packing.group[other], left_out))
        return group, np.concatenate((other, np.full(len(left_out), NONE)))


def _best(
    gain: Floats, use: Floats, at_prices: Floats, group: Ints, left: Floats, spare: float
) -> tuple[float, tuple[int, ...]]:
    """Return the most that one change or two gain, and which. Changes lie by what they gain at prices, most first."""
    best = 0.0
    places: tuple[int, ...] = ()
    alone = np.flatnonzero((use <= left[:, None]).all(axis=0))
    if len(alone) and gain[alone].max() > 0.0:
        places = (int(alone[gain[alone].argmax()]),)
        best = float(gain[places[0]])
    falling = -at_prices
    for one in range(len(gain)):
        end = int(np.searchsorted(falling, at_prices[one] + spare - best, side="left"))
        if end <= one + 1:
            break
        other = one + 1 + np.flatnonzero(gain[one + 1 : end] > best - gain[one])
        other = other[group[other] != group[one]]
        other = other[(use[:, other] <= (left - use[:, one])[:, None]).all(axis=0)]
        if len(other):
            second = int(other[gain[other].argmax()])
            best, places = float(gain[one] + gain[second]), (one, second)
    return best, places
