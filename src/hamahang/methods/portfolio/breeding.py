"""Knapsacks with many limits: a population of choices that is crossed, changed a little and mended, many at once.

Where every column only uses up limits and no candidate has two, any choice can be mended: what is worth least for what
it uses is let go until all limits are kept, then what is worth most is taken while it fits. The solver's tree is of
little help on thirty dense limits; a population finds there in a second what the tree does not find in a minute. Only
columns near the edge of the relaxation are changed, the others stay as the relaxation has them.

Source: P. C. Chu, J. E. Beasley (1998), A genetic algorithm for the multidimensional knapsack problem, J. Heuristics 4,
63–86; G. Raidl (1998), An improved genetic algorithm for the multiconstrained 0–1 knapsack problem (start from the
relaxation). Here a whole brood is mended in one pass, and a population that has become alike is begun anew.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from hamahang.methods.portfolio.highs import Relaxed
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing

CORE = 120  # columns that are changed, those nearest to the edge
BROOD = 256  # choices that are made at a time
# choices that are kept, and broods without anything better after which a population is begun anew: small and soon done,
# large and long, in turn, since neither is the better one everywhere
KEPT, TIRED = (800, 200), (500, 150)
CHANGED = 2.0  # columns that are changed by chance in each
BEST = 12  # of each population that are kept for later ones
EXACT = 1 << 24  # sums up to which halved floats are exact


def is_knapsack(packing: Packing) -> bool:
    """Return whether a problem is a knapsack: limits, one column a candidate, no must, nothing that gives to one."""
    return (
        packing.columns == packing.groups > 0
        and len(packing.limit) > 0
        and not packing.is_must.any()
        and bool((packing.matrix.data >= 0).all())
        and bool((packing.limit >= 0).all())
    )


class Breeding:
    """Choices of a knapsack under way. best: columns of the best so far"""

    def __init__(self, packing: Packing, relaxed: Relaxed, *, seed: int = 0) -> None:
        self.packing, self.random = packing, np.random.default_rng(seed)
        used = packing.matrix.T @ relaxed.prices
        edge = np.argsort(np.abs(packing.value - used), kind="stable")[:CORE]
        self.core: Ints = np.sort(edge).astype(np.int64)
        inside = np.zeros(packing.columns, bool)
        inside[self.core] = True
        self.fixed: Ints = np.flatnonzero((packing.value > used) & ~inside)
        room = packing.limit - packing.used(self.fixed)
        if (room < 0).any():  # what stays must leave room, whatever the prices say
            self.fixed, room = np.zeros(0, np.int64), packing.limit.copy()
        kind: Any = np.float32 if int(packing.matrix.sum(axis=1).max()) < EXACT else np.float64
        self.weights = packing.matrix[:, self.core].toarray().astype(kind)
        self.room, self.value = room.astype(kind)[:, None], packing.value[self.core].astype(np.float64)
        self.columns = [np.ascontiguousarray(self.weights[:, at])[:, None] for at in range(len(self.core))]
        self.order = np.argsort(self.value / np.maximum(used[self.core], 1e-9), kind="stable")
        self.near: Floats = relaxed.x[self.core]
        self.archive: Bools = np.zeros((len(self.core), 0), bool)
        self.times, self.idle = 0, 0
        self.kept, self.patience = KEPT[0], TIRED[0]
        self._begin()

    def _begin(self) -> None:
        """Begin a population near the relaxation; each third one from the best of those before."""
        noise = self.random.normal(0.0, 0.15 + 0.1 * (self.times % 3), (len(self.core), BROOD))
        drawn = self.random.random(noise.shape) < np.clip(self.near[:, None] + noise, 0.02, 0.98)
        if self.times % 3 == 2:
            drawn = np.hstack((self.archive, drawn[:, : BROOD // 4]))
        self.kept, self.patience = KEPT[self.times % len(KEPT)], TIRED[self.times % len(TIRED)]
        self.idle, self.times = 0, self.times + 1
        self.population, self.worth = self._kept(self._mended(drawn))

    def join(self, chosen: Ints) -> None:
        """Let a choice that was found elsewhere in, as far as it is one of the columns that are changed."""
        other: Bools = np.isin(self.core, chosen)[:, None]
        self.population, self.worth = self._kept(np.hstack((self.population, self._mended(other))))

    def run(self, *, until: float, better: Callable[[Ints], bool], broods: int = 1 << 30) -> None:
        """Breed until a time, so many broods, or the population is tired. better: is told of each better choice"""
        for _ in range(broods):
            if perf_counter() >= until or self.is_tired:
                return
            before = self.worth[0]
            self._breed()
            self.idle += 1
            if self.worth[0] > before:
                self.idle = 0
                better(self.best)

    @property
    def is_tired(self) -> bool:
        """Whether nothing better has come for long."""
        return self.idle >= self.patience or self.population.shape[1] < 2

    @property
    def best(self) -> Ints:
        """Columns of the whole problem."""
        chosen: Ints = np.sort(np.concatenate((self.fixed, self.core[self.population[:, 0]])))
        return chosen

    def differing(self) -> Ints:
        """Return the columns in which the best choices of the population differ."""
        share = self.population[:, :BEST].mean(axis=1)
        differ: Ints = self.core[(share > 0.0) & (share < 1.0)]
        return differ

    def again(self) -> None:
        """Keep the best, and begin a new population."""
        self.archive = np.hstack((self.archive, self.population[:, :BEST]))[:, -20 * BEST :]
        self._begin()

    def _breed(self) -> None:
        number, shape = self.population.shape[1], (len(self.core), BROOD)
        pairs = self.random.integers(0, number, (4, BROOD))
        one, other = np.minimum(pairs[0], pairs[1]), np.minimum(pairs[2], pairs[3])
        from_one = self.random.random(shape, np.float32) < 0.5
        young = np.where(from_one, self.population[:, one], self.population[:, other])
        young ^= self.random.random(shape, np.float32) < CHANGED / len(self.core)
        self.population, self.worth = self._kept(np.hstack((self.population, self._mended(young))))

    def _mended(self, drawn: Bools) -> Bools:
        """Return choices that keep all limits: the least worthy let go while one is exceeded, then the most taken."""
        drawn = np.ascontiguousarray(drawn)
        left = self.room - self.weights @ drawn.astype(self.weights.dtype)
        is_over = left.min(axis=0) < 0
        for at in self.order:
            if not is_over.any():
                break
            gone = drawn[at] & is_over
            if gone.any():
                drawn[at] ^= gone
                left += self.columns[at] * gone
                is_over = left.min(axis=0) < 0
        for at in self.order[::-1]:
            fits = ((left - self.columns[at]).min(axis=0) >= 0) & ~drawn[at]
            if fits.any():
                drawn[at] |= fits
                left -= self.columns[at] * fits
        return drawn

    def _kept(self, choices: Bools) -> tuple[Bools, Floats]:
        """Return the best choices, each once, and their worth without what is fixed."""
        _, once = np.unique(np.packbits(choices, axis=0).T, axis=0, return_index=True)
        worth = self.value @ choices[:, once]
        best = np.argsort(-worth, kind="stable")[: self.kept]
        return choices[:, once[best]], worth[best]
