"""Better choices among the columns that lose least: a core of the problem is searched by a tree that goes deep.

Nearly all columns of good choices lose little at the prices of the relaxation against the best of their candidate. Of
a hundred candidates of ten columns each, some hundred and forty columns hold choices that neither chains nor parts of
the candidates come to: parts let few candidates change in any way, a core lets all change a little. Each core is drawn
anew, what loses less sooner, with what is chosen now; how large, follows from whether the last ones were searched to
their end. The tree begins with what is known to be worth most, so that a core without anything better is soon over.

Sources: E. Balas, E. Zemel (1980), An algorithm for large zero-one knapsack problems, Oper. Res. 28, 1130–1154; J.
Puchinger, G. Raidl, U. Pferschy (2010), The multidimensional knapsack problem: structure and algorithms, INFORMS J.
Comput. 22, 250–265 (core problems); B. Gao, Z. Lu, W. Yao, Q. Li (2017) on columns chosen by their gaps.
"""

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from hamahang.methods.portfolio.improving import Search, reduced
from hamahang.methods.portfolio.packing import Ints, Packing

if TYPE_CHECKING:
    from hamahang.methods.portfolio.branching import Tree

FIRST = 1.4  # columns for each candidate
LARGER, SMALLER = 1.08, 0.95  # after a core that was soon searched, and after one that was not
SOON = 0.3  # of its time
LONGEST = 1.5  # seconds of a core
CHANCE = 0.5  # by how much, as a power of e, what a column loses is taken for more or less
DEEP = 2.0  # the tree goes on with a part whatever the highest is: choices are wanted, not a bound


def is_treed(packing: Packing) -> bool:
    """Return whether trees can be grown at once; what is still to be made for them is begun."""
    from hamahang.methods.portfolio import compiled
    from hamahang.methods.portfolio.branching import Tree
    from hamahang.methods.portfolio.dividing import grow
    from hamahang.methods.portfolio.making import is_made

    if not Tree.is_fit(packing):
        return False
    if not (is_there := is_made()):
        compiled.make_beside(grow)
    return is_there


class Coring:
    """Cores of a problem, one after the other. best: takes each better choice; it has one"""

    def __init__(self, best: Search, *, seed: int = 0) -> None:
        self.best = best
        self.random = np.random.default_rng(seed)
        self.lost = reduced(best.packing, best.relaxed.prices)
        self.columns = FIRST * best.packing.groups
        self.tree: Tree | None = None
        self.core = np.zeros(0, np.int64)
        self._spent = 0.0

    def run(self, *, until: float) -> None:
        """Search cores until a time; the next run goes on with the last."""
        while (begun := perf_counter()) < until:
            if self.tree is None:
                self._draw()
            is_over = self._grow(until=min(until, begun + LONGEST - self._spent))
            self._spent += perf_counter() - begun
            if is_over or self._spent >= LONGEST:
                self._resize(is_over=is_over)
                self.tree = None

    def _draw(self) -> None:
        """Draw a core: its columns, in their order; its tree begins with what is known."""
        from hamahang.methods.portfolio.branching import Tree  # loads numba, and what it made

        lost = self.lost * np.exp(CHANCE * self.random.standard_normal(len(self.lost)))
        lost[self.best.chosen] = -1.0
        self.core = np.sort(np.argsort(lost, kind="stable")[: int(self.columns)])
        part, _ = self.best.packing.only(self.core, taken=np.zeros(0, np.int64))
        self.tree, self._spent = Tree(part, away=DEEP), 0.0

    def _grow(self, *, until: float) -> bool:
        """Grow the tree until a time; return whether it came to its end."""
        if self.tree is None:
            return True
        self.tree.least = float(self.best.worth)
        return self.tree.grow(until=until, better=lambda chosen: self._offer(self.core[chosen]))

    def _resize(self, *, is_over: bool) -> None:
        """Take more columns for the next where this was soon searched, fewer where it was not."""
        if not is_over:
            self.columns = max(self.columns * SMALLER, float(self.best.packing.groups))
        elif self._spent < SOON * LONGEST:
            self.columns = min(self.columns * LARGER, float(self.best.packing.columns))

    def _offer(self, chosen: Ints) -> None:
        self.best.offer(chosen)
