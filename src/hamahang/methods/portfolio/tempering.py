"""Knapsacks of many limits are tempered: copies of a choice at several heats, which change places by chance.

With thirty limits what is lost by prices is a sixth of the distance to the relaxation; five sixths are what is left of
each limit, however the columns are chosen. Good choices have nothing in common, so there is nothing to cross or to
merge: it counts how many are seen. A hot copy comes everywhere, a cold one to what is good near it, and where two
neighbours change places the cold one goes on from what the hot one found.

The number of columns chosen stays in a copy, and the best choices have one number: after the relaxation's, those beside
the best are tried. Columns that lose little by prices are free, each loss taken for more or less by chance, the others
stay as prices say. How hot the copies are, is found by cooling one.

Source: R. Swendsen, J.-S. Wang (1986), Replica Monte Carlo simulation of spin-glasses, Phys. Rev. Lett. 57, 2607–2609;
C. Geyer (1991), Markov chain Monte Carlo maximum likelihood, Computing Science and Statistics 23, 156–163.
"""

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.packing import Ints, Numbers, Packing, Signs

if TYPE_CHECKING:
    from hamahang.methods.portfolio.heating import Copy, Core

MANY, WIDE = 20, 40  # limits and columns from which it is worth while
FREE = 70  # columns
CHANCE = 0.4  # by how much, as a power of e, what a column loses is taken for more or less
DEAR, LEAST_DEAR = 8.0, 0.05  # of exceeding a limit: times its price, which counts for so much of the highest at least
COPIES = 4
HOTTEST, COLDEST = 0.2, 0.005  # of the draws that change something
COOLER, TRIED, LEAST_HEAT = 0.9, 2_000, 1e-3  # to find them: from one to the next, draws at each, and the last
STRETCH = 500  # draws of each copy before places are changed
TRIAL, EPISODE = 1_500, 8_000  # stretches of all copies with one core, when a number is tried and later
BEST_NUMBER = 0.8  # how often the best number of columns is taken; else the second
EXACT = 23  # bits of whole numbers that 32 bits hold exactly, one less for what is exceeded
PLACES = 8  # of columns outside, a multiple of so many
NOTHING_WORTH = -1.0e30


def is_tempered(packing: Packing) -> bool:
    """Return whether a knapsack has so many limits that it is worth while."""
    return packing.columns >= WIDE and len(packing.limit) >= MANY


class Tempering:
    """Copies of a knapsack of at least two columns, under way. best: takes each better choice"""

    def __init__(self, best: Search, *, seed: int = 0) -> None:
        packing, relaxed = best.packing, best.relaxed
        self.best = best
        self.random = np.random.default_rng(seed)
        self.bits: Numbers = self.random.integers(1, 1 << 63, 1, np.uint64)
        gained = packing.value - packing.matrix.T @ relaxed.prices
        self.lost, self.is_worthy = np.abs(gained), gained > 0
        self.number = int(relaxed.x.sum())
        self.found: dict[int, int] = {}  # of each number of columns, what the best choice is worth
        self.stretches = 0  # that are left with this core

    def is_at_hand(self) -> bool:
        """Return whether copies can be heated at once; what is still to be made for them is begun."""
        from hamahang.methods.portfolio import compiled
        from hamahang.methods.portfolio.heating import heated

        return compiled.is_at_hand(heated)

    def run(self, *, until: float, stretches: int = 1 << 30) -> None:
        """Heat copies until a time, or so many stretches; the next run goes on with them."""
        for _ in range(stretches):
            if perf_counter() >= until:
                return
            if self.stretches <= 0:
                self._begin()
            self._stretch()

    def _begin(self) -> None:
        """Draw a core and a number of columns, find the heats, and begin all copies with what was come to."""
        number = self._number()
        is_trial = number not in self.found  # those that lose least are free then: numbers are compared on one core
        self.number, self.stretches = number, TRIAL if is_trial else EPISODE
        chance = 0.0 if is_trial else CHANCE
        lost = self.lost * np.exp(chance * self.random.standard_normal(len(self.lost)))
        self.free: Ints = np.sort(np.argsort(lost, kind="stable")[:FREE])
        is_fixed = self.is_worthy.copy()
        is_fixed[self.free] = False
        self.fixed: Ints = np.flatnonzero(is_fixed)
        self.known = -1  # of what is free, what the best choice so far is worth that was offered
        self.most: Ints = np.full(1, self.known, np.int64)
        self.choice: Signs = np.zeros(len(self.free), np.int8)
        self.core, room = self._core()
        inside = int(np.clip(number - len(self.fixed), 1, len(self.free) - 1))
        order = self.random.permutation(len(self.free)).astype(np.int64)
        copy = begun(self.core, room, order[:inside], order[inside:])
        hottest, coldest = self._cooled(copy)
        self.heats = np.geomspace(coldest, hottest, COPIES)
        self.copies = [begun(self.core, room, copy.inside, copy.outside) for _ in self.heats]

    def _core(self) -> "tuple[Core, Ints]":
        """Return what is heated, in numbers of 32 bits, and the room: what keeps these limits keeps the true ones."""
        from hamahang.methods.portfolio.heating import AT_ONCE, Core

        packing, prices = self.best.packing, self.best.relaxed.prices
        uses = packing.matrix[:, self.free].toarray().T
        room = packing.limit - packing.used(self.fixed)
        bits = np.array([int(most).bit_length() for most in uses.sum(axis=0) + np.abs(room)])
        by = np.int64(1) << np.maximum(bits - EXACT, 0)
        more = -len(room) % AT_ONCE
        dear = DEAR * np.maximum(prices, LEAST_DEAR * prices.max()) * by
        core = Core(
            packing.value[self.free],
            np.pad(-(-uses // by), ((0, 0), (0, more))).astype(np.float32),
            np.pad(dear, (0, more)).astype(np.float32),
        )
        return core, np.pad(room // by, (0, more))

    def _cooled(self, copy: "Copy") -> tuple[float, float]:
        """Cool a copy; return the heats at which so many of the draws change something as the hottest and coldest."""
        from hamahang.methods.portfolio.heating import heated

        heat = hottest = float(np.ptp(self.core.value)) + 1.0
        while heat > LEAST_HEAT:
            share = heated(self.core, copy, heat, TRIED, self.most, self.choice, self.bits) / TRIED
            if share > HOTTEST:
                hottest = heat
            if share <= COLDEST:
                break
            heat *= COOLER
        return hottest, heat

    def _stretch(self) -> None:
        """Heat all copies for a while, and let neighbours change places by chance."""
        from hamahang.methods.portfolio.heating import heated

        for copy, heat in zip(self.copies, self.heats, strict=True):
            heated(self.core, copy, float(heat), STRETCH, self.most, self.choice, self.bits)
        for cold in range(self.stretches % 2, COPIES - 1, 2):
            one, other = self.copies[cold], self.copies[cold + 1]
            gain = (other.worth[0] - other.cost[0]) - (one.worth[0] - one.cost[0])
            if -self.random.standard_exponential() < gain * (1.0 / self.heats[cold] - 1.0 / self.heats[cold + 1]):
                self.copies[cold], self.copies[cold + 1] = other, one
        if self.most[0] > self.known:
            self.known = int(self.most[0])
            chosen = np.concatenate((self.fixed, self.free[self.choice > 0]))
            self.best.offer(chosen)
            worth = self.best.packing.worth(chosen)
            self.found[self.number] = max(self.found.get(self.number, 0), worth)
        self.stretches -= 1
        if self.stretches == 0:
            self.found.setdefault(self.number, 0)

    def _number(self) -> int:
        """Return how many columns are to be chosen."""
        if not self.found:
            return self.number
        best, *others = sorted(self.found, key=lambda number: -self.found[number])
        for near in (best, best + 1, best - 1):
            if near not in self.found and near > 0:
                return near
        return others[0] if others and self.random.random() > BEST_NUMBER else best


def begun(core: "Core", room: Ints, inside: Ints, outside: Ints) -> "Copy":
    """Return a copy of a choice."""
    from hamahang.methods.portfolio.heating import Copy

    over = core.uses[inside].sum(axis=0, dtype=np.float64) - room
    places = -(-len(outside) // PLACES) * PLACES
    values = np.full(places, NOTHING_WORTH, np.float32)
    values[: len(outside)] = core.value[outside]
    uses = np.zeros((len(room), places), np.float32)
    uses[:, : len(outside)] = core.uses[outside].T
    cost = float((core.dear * np.maximum(over, 0.0)).sum())
    return Copy(
        inside.copy(), outside.copy(), over.astype(np.float32), values, uses, np.zeros(places, np.float32),
        np.zeros(places, np.float32), core.value[inside].sum(keepdims=True), np.array([cost]),
    )  # fmt: skip
