"""The bound of a p-median: a price for each customer, and what it proves.

    minimise   Σ_i Σ_j cost_ij x_ij
    subject to Σ_j x_ij = 1                for each customer i        (priced at u_i)
               x_ij ≤ y_j,  Σ_j y_j = p,  x, y ∈ {0, 1}

For any prices u no choice of p sites costs less than
    L(u) = Σ_i u_i + (the p smallest of ρ_j),   ρ_j = Σ_i min(0, cost_ij − u_i),
which anybody can count again. Where some sites must be open they are among the p, whatever their ρ. Prices are moved
by the volume algorithm, which also averages the sites it saw: an estimate of the optimum in parts.

Sources: G. Cornuéjols, M. L. Fisher, G. L. Nemhauser (1977), Location of bank accounts to optimize float, Management
Sci. 23, 789–810; J. E. Beasley (1985), A note on solving large p-median problems, Eur. J. Oper. Res. 21, 270–273;
F. Barahona, R. Anbil (2000), The volume algorithm, Math. Program. 87, 385–399.
"""

import time
from dataclasses import dataclass

import numpy as np

from hamahang.methods.siting.interchange import Floats, Ints

FIRMLY = 1e15  # taken off the ρ of a site that must be open, for choosing alone
SMOOTHING = 0.1  # part of what was just seen in the averages, at most
STEP = 0.1  # of the distance to the target, at first


@dataclass(slots=True)
class Priced:
    """What prices say. bound: L(u); sites: the p that L takes; rho: of all sites; left: 1 − how often each customer
    is served by them
    """

    bound: float
    sites: Ints
    rho: Floats
    left: Floats


@dataclass(slots=True)
class Ascent:
    """Where an ascent ended. prices: (customers,); bound: L of them; open_part: (sites,) 0–1, the averages"""

    prices: Floats
    bound: float
    open_part: Floats


class Pricing:
    """The costs of the sites that are still in question, with room to count in."""

    def __init__(self, cost: Floats, number: int, firm: Ints) -> None:
        self.cost, self.number, self.firm = cost, number, firm
        self._room = np.empty_like(cost)

    def priced(self, prices: Floats) -> Priced:
        """Return what prices say."""
        np.subtract(self.cost, prices[:, None], out=self._room)
        np.minimum(self._room, 0.0, out=self._room)
        rho = self._room.sum(axis=0)
        sites = smallest(rho, self.number, self.firm)
        left = 1.0 - np.count_nonzero(self._room[:, sites], axis=1)
        return Priced(float(prices.sum() + rho[sites].sum()), sites, rho, left)

    def ascend(self, prices: Floats, *, target: float, enough: float, rounds: int, until: float) -> Ascent:
        """Raise the bound from prices on.

        target: the best value known; enough: a bound above it ends the matter; until: of the monotonic clock
        """
        now = self.priced(prices)
        best, direction = Ascent(prices, now.bound, np.zeros(len(now.rho))), now.left
        best.open_part[now.sites] = 1.0
        step, smoothing, failed, before = STEP, SMOOTHING, 0, now.bound
        for turn in range(1, rounds + 1):
            length = step * max(1.01 * target - best.bound, 1.0) / max(float(direction @ direction), 1e-9)
            trial = best.prices + length * direction
            now = self.priced(trial)
            agrees = float(now.left @ direction) >= 0
            part = _part(direction, now.left, smoothing)
            direction = part * now.left + (1 - part) * direction
            best.open_part *= 1 - part
            best.open_part[now.sites] += part
            if now.bound > best.bound:
                best.prices, best.bound, failed = trial, now.bound, 0
                step = min(step * 1.1, 2.0) if agrees else step
            else:
                failed += 1
                if failed == 10:
                    step, failed = step * 0.7, 0
            if best.bound > enough or time.monotonic() > until:
                break
            if turn % 50 == 0:
                gained, before = best.bound - before, best.bound
                smoothing = max(smoothing / 2, 1e-3) if gained < 2e-4 * abs(best.bound) else smoothing
                if gained < 1e-5 * abs(best.bound):
                    break
        return best


def _part(direction: Floats, seen: Floats, most: float) -> float:
    """Return which part of what was just seen makes the average shortest, within a tenth of the most and the most."""
    apart = direction - seen
    length = float(apart @ apart)
    return min(max(float(direction @ apart) / length if length else most, most / 10), most)


def smallest(rho: Floats, number: int, firm: Ints) -> Ints:
    """Return the sites of the smallest ρ, so many, those that must be open among them."""
    ranked = rho.copy()
    ranked[firm] -= FIRMLY
    return np.argpartition(ranked, number - 1)[:number].astype(np.int64)


def bits_for(cost: Floats) -> int:
    """Return how fine prices may be, as a power of two, so that all sums over them are exact in a float."""
    whole = float(cost.max(initial=0.0)) * 4 + 4
    return min(10, 52 - int(np.ceil(np.log2(whole * (len(cost) + 1)))))


def rounded(prices: Floats, bits: int) -> Floats:
    """Return prices as multiples of 2^−bits."""
    return np.asarray(np.round(prices * 2.0**bits) / 2.0**bits)
