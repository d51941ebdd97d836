"""The p-median to proven optimum: p sites so that the way of all customers together is shortest.

Exchange gives a good choice, prices give a bound (`pricing`), and where the two do not meet the sites in question are
split: once with a site, once without. Costs are whole numbers, so a part whose bound is above the best value less one
is closed. Prices are rounded to multiples of 2^−bits before a bound is believed: its sums are then exact. Each closed
part is kept with its prices, so that the whole proof can be checked by `verifying`.

What prices prove of single sites: where taking a site in place of the last of the p, or leaving one of the p for the
next, would lift the bound above the best value less one, it is out or in for good.

Where hundreds of parts do not settle it, what the first prices leave is asked of a solver (`remaining`): the result
then says that it is `by_solver`, and its splits prove no more than they close.

Sources: those of `pricing` and `interchange`; N. Christofides, J. E. Beasley (1982), A tree search algorithm for the
p-median problem, Eur. J. Oper. Res. 10, 196–204.
"""

import heapq
import math
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.methods.siting.interchange import Bools, Floats, Ints, exchange, greedy, two_nearest, worth
from hamahang.methods.siting.pricing import Pricing, bits_for, rounded, smallest

ROOT_ROUNDS, ROUNDS = 800, 150
DRAWS, FEW_DRAWS = 20, 3  # choices drawn from the averages, at the root and later
SEED = 1390
PARTS = 300  # after so many the solver is asked
ASKED = 0.7  # part of the time that is left which it may take


class NotWhole(ValueError):
    """A cost is not a whole number of at least 0; give metres, or tonnes times metres."""


class TooLarge(ValueError):
    """The costs are so large that their sums are not exact; give kilometres for metres."""


class NoSuchNumber(ValueError):
    """So many sites cannot be opened. number: what was asked; sites: how many there are"""

    def __init__(self, number: int, sites: int) -> None:
        self.number, self.sites = number, sites
        super().__init__(f"{number} of {sites} sites")


@dataclass(frozen=True, slots=True)
class Split:
    """A part of the search: sites that are in and out, and the prices that speak for it.

    parent: place of the part it came from, −1 for the first; at: the site it was split at, −1 where the prices close it
    """

    parent: int
    inside: tuple[int, ...]
    outside: tuple[int, ...]
    prices: Floats
    at: int


@dataclass(frozen=True)
class Median:
    """Sites and what they cost. open: places of the sites, in order; nearest: of each customer, its site
    bound: no choice costs less; splits: the proof, whole where value and bound are one
    by_solver: the bound rests on a solver's word, within its tolerances, and not on the splits alone
    """

    value: int
    bound: int
    open: tuple[int, ...]
    nearest: Ints
    seconds: float
    splits: tuple[Split, ...]
    by_solver: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether nothing is better."""
        return self.value == self.bound


def median(cost: npt.NDArray[np.integer] | Floats, *, number: int, seconds: float = 60.0) -> Median:
    """Choose sites so that the cost of all customers, each at its cheapest site, is least.

    cost: (customers, sites), whole numbers ≥ 0, with the weight of the customer in it; number: p, how many sites

    :raises NotWhole: if a cost is negative or broken; :raises TooLarge: if sums would not be exact
    :raises NoSuchNumber: if the number is not between one and all sites
    """
    begun = time.monotonic()
    costs = checked(cost, number)
    search = _Search(costs, number, begun + seconds)
    bound = search.run()
    sites = np.sort(search.sites)
    value = round(worth(costs, sites))
    nearest = sites[two_nearest(costs, sites)[0]]
    least = min(value, math.ceil(bound))
    spent = time.monotonic() - begun
    return Median(value, least, tuple(sites.tolist()), nearest, spent, tuple(search.splits), search.by_solver)


def checked(cost: npt.NDArray[np.integer] | Floats, number: int) -> Floats:
    """Return costs as floats that hold whole numbers.

    :raises NotWhole: :raises TooLarge: :raises NoSuchNumber: as `median` says
    """
    costs = np.asarray(cost, np.float64)
    if costs.ndim != 2 or not costs.size or not np.isfinite(costs).all() or (costs < 0).any():
        raise NotWhole
    if (costs != np.floor(costs)).any():
        raise NotWhole
    if not 1 <= number <= costs.shape[1]:
        raise NoSuchNumber(number, costs.shape[1])
    if bits_for(costs) < 0:
        raise TooLarge
    return costs


@dataclass(slots=True)
class _Part:
    """Sites that are in and out, and the prices to begin with."""

    parent: int
    inside: Ints
    outside: Bools
    prices: Floats


class _Search:
    """The best choice so far and what is still open."""

    def __init__(self, cost: Floats, number: int, until: float) -> None:
        self.cost, self.number, self.until = cost, number, until
        self.bits = bits_for(cost)
        self.sites, self.value = exchange(cost, greedy(cost, number), until=until)
        self.splits: list[Split] = []
        self.by_solver = False
        self._random = np.random.default_rng(SEED)
        self._heap: list[tuple[float, int, _Part]] = []
        self._made = 0

    @property
    def enough(self) -> float:
        """A bound above this closes a part: costs are whole."""
        return self.value - 1

    def run(self) -> float:
        """Search until nothing is open or time is up; return a number that no choice costs less than."""
        _, near, second = two_nearest(self.cost, self.sites)
        prices = np.minimum(second, near * 1.5 + 1)
        self._push(0.0, _Part(-1, np.zeros(0, np.int64), np.zeros(self.cost.shape[1], bool), prices))
        while self._heap:
            bound, _, part = heapq.heappop(self._heap)
            if time.monotonic() > self.until:
                return min(self.value, bound)
            if len(self.splits) == PARTS and self._ask():
                return self.value
            self._look(bound, part)
        return self.value

    def _ask(self) -> bool:
        """Ask the solver for what the first prices leave; return whether that settles it."""
        from hamahang.methods.siting.remaining import ask

        prices, nobody = self.splits[0].prices, np.zeros(0, np.int64)
        priced = Pricing(self.cost, self.number, nobody).priced(prices)
        room = self.enough - priced.bound
        is_in, is_out = settled(priced.rho, self.number, nobody, room)
        seconds = ASKED * (self.until - time.monotonic())
        found = ask(
            self.cost, self.number, prices, kept=~is_out, firm=np.flatnonzero(is_in), room=room, seconds=seconds
        )
        if found.sites is not None:
            self._try(found.sites)
        self.by_solver = found.is_all
        return found.is_all

    def _push(self, bound: float, part: _Part) -> None:
        self._made += 1
        heapq.heappush(self._heap, (bound, self._made, part))

    def _look(self, bound: float, part: _Part) -> None:
        """Close a part, or split it."""
        kept = np.flatnonzero(~part.outside)
        inside = np.searchsorted(kept, part.inside)
        pricing = Pricing(self.cost[:, kept], self.number, inside)
        is_root = self._made == 1
        ascent = pricing.ascend(
            part.prices, target=self.value, enough=self.enough, until=self.until,
            rounds=ROOT_ROUNDS if is_root else ROUNDS,
        )  # fmt: skip
        prices = rounded(ascent.prices, self.bits)
        priced = pricing.priced(prices)
        self._try(kept[priced.sites])
        if is_root or self._made % 20 == 1:
            self._draw(kept, ascent.open_part, DRAWS if is_root else FEW_DRAWS)
        if priced.bound > self.enough:
            self._keep(part, prices, -1)
            return
        is_in, is_out = settled(priced.rho, self.number, inside, self.enough - priced.bound)
        free = np.flatnonzero(~is_in & ~is_out)
        firm = kept[is_in]
        if len(firm) == self.number or not len(free):
            self._try(firm if len(firm) == self.number else kept[priced.sites])
            self._keep(part, prices, -1)
            return
        at = int(kept[free[np.argmin(np.abs(ascent.open_part[free] - 0.5))]])
        self._keep(part, prices, at)
        outside = part.outside.copy()
        outside[kept[is_out]] = True
        self._split(max(bound, priced.bound), firm, outside, prices, at)

    def _split(self, bound: float, firm: Ints, outside: Bools, prices: Floats, at: int) -> None:
        """Put a part away as two: with a site and, if enough are left, without it."""
        parent = len(self.splits) - 1
        self._push(bound, _Part(parent, np.sort(np.append(firm, at)), outside, prices))
        without = outside.copy()
        without[at] = True
        if np.count_nonzero(~without) >= self.number:
            self._push(bound, _Part(parent, firm, without, prices))

    def _keep(self, part: _Part, prices: Floats, at: int) -> None:
        outside = np.flatnonzero(part.outside)
        self.splits.append(Split(part.parent, tuple(part.inside.tolist()), tuple(outside.tolist()), prices, at))

    def _try(self, sites: Ints) -> None:
        value = worth(self.cost, sites)
        if value < self.value:
            self.sites, self.value = sites, value

    def _draw(self, kept: Ints, open_part: Floats, draws: int) -> None:
        """Draw choices from the averages of an ascent and exchange within the sites that it saw."""
        seen = np.flatnonzero(open_part > 0.01)
        if len(seen) < self.number:
            return
        part, near = open_part[seen], self.cost[:, kept[seen]]
        for draw in range(draws):
            if time.monotonic() > self.until:
                return
            key = part + (self._random.gumbel(0.0, 0.15, len(seen)) if draw else 0.0)
            chosen, _ = exchange(near, np.argsort(-key, kind="stable")[: self.number], until=self.until)
            self._try(kept[seen[chosen]])
        self._try(exchange(self.cost, self.sites, until=self.until)[0])


def settled(rho: Floats, number: int, firm: Ints, room: float) -> tuple[Bools, Bools]:
    """Return which sites are in for good and which are out. room: a bound that rises by more closes the part"""
    chosen = smallest(rho, number, firm)
    is_chosen = np.zeros(len(rho), bool)
    is_chosen[chosen] = True
    is_firm = np.zeros(len(rho), bool)
    is_firm[firm] = True
    movable, others = rho[is_chosen & ~is_firm], rho[~is_chosen]
    last = movable.max() if len(movable) else -np.inf
    following = others.min() if len(others) else np.inf
    is_out = ~is_chosen & (rho - last > room)
    is_in = is_firm | (is_chosen & (following - rho > room))
    return is_in, is_out
