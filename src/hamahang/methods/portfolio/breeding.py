"""Knapsacks with many limits: a population of choices that is crossed, changed a little and mended.

Where every column only uses up limits and no candidate has two, any choice can be mended: what is worth least for what
it uses is let go until all limits are kept, then what is worth most is taken while it fits. The solver's tree is of
little help on thirty dense limits; a population finds there in a second what the tree does not find in a minute. Only
columns near the edge of the relaxation are changed, the others stay as the relaxation has them. Children are had in
machine code (`crossing`). A population that has become alike is begun anew, and each third one from the best of those
before: what many small ones came to, each by itself, is crossed there.

Source: P. C. Chu, J. E. Beasley (1998), A genetic algorithm for the multidimensional knapsack problem, J. Heuristics 4,
63–86; G. Raidl (1998), An improved genetic algorithm for the multiconstrained 0–1 knapsack problem (start from the
relaxation).
"""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from hamahang.methods.portfolio.highs import Relaxed
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Numbers, Packing, Signs

if TYPE_CHECKING:
    from hamahang.methods.portfolio.crossing import Population

CORE = 150  # columns that are changed, those nearest to the edge
KEPT, FIRST = 100, 40  # choices that are kept, and drawn to begin with
BROOD = 4_000  # children that are had at a time
TIRED = 50  # broods without anything better after which a population is begun anew
MIXED = 3  # each so manieth begins with the best of those before
BEST, MOST_BEST = 5, 200  # of each population that are kept for later ones, and of all
NEAR = 12  # of a population that are compared


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
    """Choices of a knapsack under way."""

    def __init__(self, packing: Packing, relaxed: Relaxed, *, seed: int = 0) -> None:
        self.packing, self.random = packing, np.random.default_rng(seed)
        used = packing.matrix.T @ relaxed.prices
        edge = np.argsort(np.abs(packing.value - used), kind="stable")[:CORE]
        self.core: Ints = np.sort(edge).astype(np.int64)
        inside = np.zeros(packing.columns, bool)
        inside[self.core] = True
        self.fixed: Ints = np.flatnonzero((packing.value > used) & ~inside)
        self.room = packing.limit - packing.used(self.fixed)
        if (self.room < 0).any():  # what stays must leave room, whatever the prices say
            self.fixed, self.room = np.zeros(0, np.int64), packing.limit.copy()
        self.weights: Ints = np.ascontiguousarray(packing.matrix[:, self.core].toarray().T, np.int64)
        self.value = packing.value[self.core]
        worthy = self.value / np.maximum(used[self.core], 1e-9)
        self.order: Ints = np.argsort(-worthy, kind="stable").astype(np.int64)
        self.near: Floats = relaxed.x[self.core]
        self.marks: Numbers = self.random.integers(1, 1 << 63, len(self.core), np.uint64)
        self.bits: Numbers = self.random.integers(1, 1 << 63, 1, np.uint64)
        self.before: dict[bytes, int] = {}
        self.times, self.idle = 0, 0
        self._begin()

    def _begin(self) -> None:
        """Begin a population near the relaxation; each third one also with the best of those before."""
        self.choices: Signs = np.zeros((KEPT, len(self.core)), np.int8)
        self.worth: Ints = np.zeros(KEPT, np.int64)
        self.mark: Numbers = np.zeros(KEPT, np.uint64)
        self.number: Ints = np.zeros(1, np.int64)
        noise = self.random.normal(0.0, 0.15 + 0.1 * (self.times % MIXED), (FIRST, len(self.core)))
        for one in self.random.random(noise.shape) < np.clip(self.near + noise, 0.02, 0.98):
            self._keep(self._mended(one))
        if self.times % MIXED == MIXED - 1:
            for kept in list(self.before)[: KEPT - FIRST]:
                self._keep(np.frombuffer(kept, np.int8) > 0)
        self.idle, self.times = 0, self.times + 1

    def join(self, chosen: Ints) -> None:
        """Let a choice that was found elsewhere in, as far as it is one of the columns that are changed."""
        self._keep(self._mended(np.isin(self.core, chosen)))

    def run(self, *, until: float, better: Callable[[Ints], bool], broods: int = 1 << 30) -> None:
        """Breed until a time, so many broods, or the population is tired. better: is told of each better choice"""
        from hamahang.methods.portfolio.crossing import Knapsack, bred  # loads numba, and what it made

        knapsack = Knapsack(self.value, self.weights, self.room, self.order, self.marks)
        child, left = np.zeros(len(self.core), np.int8), np.zeros(len(self.room), np.int64)
        for _ in range(broods):
            if perf_counter() >= until or self.is_tired:
                return
            before = self.worth[: self.number[0]].max()
            worth = bred(knapsack, self._population(), child, left, self.bits, BROOD)
            self.idle += 1
            if worth > before:
                self.idle = 0
                better(self.best)

    def is_at_hand(self) -> bool:
        """Return whether broods can be had at once; what is still to be made for them is begun."""
        from hamahang.methods.portfolio import compiled
        from hamahang.methods.portfolio.crossing import bred

        return compiled.is_at_hand(bred)

    @property
    def is_tired(self) -> bool:
        """Whether nothing better has come for long."""
        return self.idle >= TIRED or self.number[0] < 2

    @property
    def best(self) -> Ints:
        """Columns of the whole problem."""
        chosen: Ints = np.sort(np.concatenate((self.fixed, self.core[self._first(1)[0] > 0])))
        return chosen

    def differing(self) -> Ints:
        """Return the columns in which the best choices of the population differ."""
        share = self._first(NEAR).mean(axis=0)
        differ: Ints = self.core[(share > 0.0) & (share < 1.0)]
        return differ

    def again(self) -> None:
        """Keep the best, and begin a new population."""
        self.before |= {one.tobytes(): int(self.value[one > 0].sum()) for one in self._first(BEST)}
        best = sorted(self.before.items(), key=lambda kept: -kept[1])
        self.before = dict(best[:MOST_BEST])
        self._begin()

    def _population(self) -> "Population":
        from hamahang.methods.portfolio.crossing import Population

        return Population(self.choices, self.worth, self.mark, self.number)

    def _first(self, number: int) -> Signs:
        """Return the best choices, the best first."""
        first: Signs = self.choices[np.argsort(-self.worth[: self.number[0]], kind="stable")[:number]]
        return first

    def _keep(self, choice: Bools) -> None:
        """Put a choice that keeps all limits into the population, in the place of the least worthy if it is full."""
        mark, number = np.bitwise_xor.reduce(self.marks[choice]), int(self.number[0])
        if mark in self.mark[:number]:
            return
        place = number if number < KEPT else int(np.argmin(self.worth))
        self.number[0] = max(number, place + 1)
        self.choices[place], self.worth[place], self.mark[place] = choice, self.value[choice].sum(), mark

    def _mended(self, choice: Bools) -> Bools:
        """Return a choice that keeps all limits: the least worthy let go while one is exceeded, then the most taken."""
        choice = choice.copy()
        left = self.room - self.weights[choice].sum(axis=0)
        for at in self.order[::-1]:
            if (left >= 0).all():
                break
            if choice[at]:
                choice[at] = False
                left += self.weights[at]
        for at in self.order:
            if not choice[at] and (left >= self.weights[at]).all():
                choice[at] = True
                left -= self.weights[at]
        return choice
