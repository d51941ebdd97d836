"""Better choices among the columns that lose least: a core of the problem is searched by a tree that goes deep.

Nearly all columns of good choices lose little at the prices of the relaxation against the best of their candidate. A
core is what is chosen now and some fifty other columns, those that lose least (leaving a candidate among them), each
loss taken for more or less by chance. It holds choices that neither chains nor parts of the candidates come to: parts
let few candidates change in any way, a core lets all change a little. What could change in nothing is fixed,
and limits that cannot be exceeded are left out, so that a core of a thousand candidates is no larger than one of a
hundred. How large the next one is, follows from whether this one was searched to its end. The tree begins with what is
known to be worth most: a core without anything better is soon over. Cores that are drawn whatever is chosen stand in
`ranging`.

Sources: E. Balas, E. Zemel (1980), An algorithm for large zero-one knapsack problems, Oper. Res. 28, 1130–1154; J.
Puchinger, G. Raidl, U. Pferschy (2010), The multidimensional knapsack problem: structure and algorithms, INFORMS J.
Comput. 22, 250–265 (core problems); B. Gao, Z. Lu, W. Yao, Q. Li (2017) on columns chosen by their gaps.
"""

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from hamahang.methods.portfolio.improving import Search, losses_of
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing

if TYPE_CHECKING:
    from hamahang.methods.portfolio.branching import Tree

FIRST, LEAST = 30.0, 12.0  # other columns of the first core, and of any
LARGER, SMALLER = 1.08, 0.95  # after a core that was soon searched, and after one that was not
SOON = 0.3  # of its time
LONGEST = 1.5  # seconds of a core
CHANCE = 0.5  # by how much, as a power of e, what a column loses is taken for more or less
DEEP = 2.0  # the tree goes on with a part whatever the highest is: choices are wanted, not a bound


def are_grown() -> bool:
    """Return whether trees can be grown at once; what is still to be made for them is begun."""
    from hamahang.methods.portfolio import compiled
    from hamahang.methods.portfolio.dividing import grow

    return compiled.is_at_hand(grow)


def is_treed(packing: Packing) -> bool:
    """Return whether a tree of the whole can be grown at once."""
    from hamahang.methods.portfolio.branching import Tree

    return Tree.is_fit(packing) and are_grown()


class Coring:
    """Cores of a problem, one after the other. best: takes each better choice; it has one"""

    def __init__(self, best: Search, *, seed: int = 0) -> None:
        packing = best.packing
        self.best = best
        self.random = np.random.default_rng(seed)
        self.lost = np.concatenate(losses_of(packing, best.relaxed.prices))
        self.size = min(FIRST, float(np.isfinite(self.lost).sum()))
        self.tree: Tree | None = None
        self.taken = self.core = np.zeros(0, np.int64)
        self._spent = 0.0

    def run(self, *, until: float) -> None:
        """Search cores until a time; the next run goes on with the last."""
        while (begun := perf_counter()) < until:
            if self.tree is None:
                self._draw()
            is_over = self._grow(until=min(until, begun + self.longest - self._spent))
            self._spent += perf_counter() - begun
            if is_over or self._spent >= self.longest:
                self._resize(is_over=is_over)
                self.tree = None

    @property
    def longest(self) -> float:
        """Seconds of a core."""
        return LONGEST

    def _draw(self) -> None:
        """Draw a core; its tree begins with what is known."""
        from hamahang.methods.portfolio.branching import Tree  # loads numba, and what it made

        packing = self.best.packing
        if self.best.chosen is None:
            return
        is_left = self._take(self.best.chosen)
        part, _ = packing.only(self.core, taken=self.taken)
        groups = np.unique(packing.group[self.core])
        part = without_loose(replace(part, is_must=~is_left[groups]))
        self._spent = 0.0
        if Tree.is_fit(part):
            self.tree = Tree(part, away=DEEP)
        else:
            self._spent = self.longest  # the next is smaller

    def _take(self, chosen: Ints) -> Bools:
        """Draw what is fixed and what is of the core; return which candidates may be left."""
        packing = self.best.packing
        others, is_left = self._others(chosen)
        is_free = is_left.copy()
        is_free[packing.group[others]] = True
        of_free = is_free[packing.group[chosen]]
        self.taken, self.core = chosen[~of_free], np.union1d(others, chosen[of_free])
        return is_left

    def _noisy(self) -> Floats:
        """Return what columns, and leaving candidates, lose, more or less by chance."""
        noisy: Floats = self.lost * np.exp(CHANCE * self.random.standard_normal(len(self.lost)))
        return noisy

    def _others(self, chosen: Ints) -> tuple[Ints, Bools]:
        """Draw what else may be chosen: columns, and which candidates may be left, those left now among them."""
        packing = self.best.packing
        lost = self._noisy()
        is_left = np.ones(packing.groups, bool)
        is_left[packing.group[chosen]] = False
        lost[chosen] = lost[packing.columns + np.flatnonzero(is_left)] = np.inf
        size = min(int(self.size), len(lost))
        drawn = np.argpartition(lost, size - 1)[:size]
        drawn = drawn[np.isfinite(lost[drawn])]
        is_left[drawn[drawn >= packing.columns] - packing.columns] = True
        return drawn[drawn < packing.columns], is_left

    def _grow(self, *, until: float) -> bool:
        """Grow the tree until a time; return whether it came to its end."""
        if self.tree is None:  # it would be too large
            return False
        self.tree.least = float(self.best.worth - self.best.packing.worth(self.taken))
        return self.tree.grow(until=until, better=self._offer)

    def _resize(self, *, is_over: bool) -> None:
        """Take more columns for the next where this was soon searched, fewer where it was not."""
        if not is_over:
            self.size = max(self.size * SMALLER, LEAST)
        elif self._spent < SOON * self.longest:
            self.size = min(self.size * LARGER, float(len(self.lost)))

    def _offer(self, chosen: Ints) -> None:
        self.best.offer(np.concatenate((self.taken, self.core[chosen])))


def without_loose(packing: Packing) -> Packing:
    """Return the problem without the limits that no choice exceeds."""
    matrix = packing.matrix.toarray()
    most = np.maximum.reduceat(matrix, packing.starts[:-1], axis=1)
    most = np.where(packing.is_must, most, np.maximum(most, 0))
    is_tight = most.sum(axis=1) > packing.limit
    return Packing(packing.value, packing.group, packing.is_must, packing.matrix[is_tight], packing.limit[is_tight])
