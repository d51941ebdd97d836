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
HEADROOM = 1.3  # how far above its price pairs of a customer are kept


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
    """The costs of the sites that are still in question, with room to count in.

    Only pairs that cost less than the customer's price add to a ρ, and those are few: pairs up to a ceiling somewhat
    above the prices are kept by site, and made anew where a price rises above it.
    """

    def __init__(self, cost: Floats, number: int, firm: Ints) -> None:
        self.cost, self.number, self.firm = cost, number, firm
        self._ceiling = np.full(len(cost), -np.inf)
        self._customer = np.zeros(0, np.intp)  # of each kept pair, sorted by site
        self._pair = np.zeros(0)  # its cost
        self._room = np.zeros(0)
        self._starts = np.zeros(cost.shape[1] + 1, np.intp)

    def _keep(self, prices: Floats) -> None:
        """Keep the pairs up to a new ceiling."""
        self._ceiling = np.maximum(self._ceiling, prices * HEADROOM + 1.0)
        by_site = np.ascontiguousarray(self.cost.T)
        site, self._customer = np.nonzero(by_site < self._ceiling)
        self._pair = by_site[site, self._customer]
        self._room = np.empty(len(self._pair))
        self._starts = np.searchsorted(site, np.arange(self.cost.shape[1] + 1))

    def priced(self, prices: Floats) -> Priced:
        """Return what prices say."""
        if (prices > self._ceiling).any():
            self._keep(prices)
        np.take(prices, self._customer, out=self._room)
        np.subtract(self._pair, self._room, out=self._room)
        np.minimum(self._room, 0.0, out=self._room)
        rho = np.zeros(self.cost.shape[1])
        has = np.flatnonzero(np.diff(self._starts))
        rho[has] = np.add.reduceat(self._room, self._starts[has]) if len(has) else 0.0
        sites = smallest(rho, self.number, self.firm)
        slices = [slice(self._starts[site], self._starts[site + 1]) for site in sites.tolist()]
        served = np.concatenate([self._customer[one][self._room[one] < 0] for one in slices])
        left = np.asarray(1.0 - np.bincount(served, minlength=len(prices)), np.float64)
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
