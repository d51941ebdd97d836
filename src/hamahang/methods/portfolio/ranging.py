"""Cores that range: drawn from the whole problem, whatever is chosen now.

Cores near a choice end where no core near it holds a better one. Of fifty classes with ten limits the best choice
differs in six columns from what the relaxation's prices say: it lies in a core of a hundred columns, those that lose
least, but not near every good choice. So of each candidate what loses nothing is of the core, and beside it some
columns that lose little, each loss taken for more or less by chance; where that leaves a candidate one way, it is
fixed. A limit with a price has the relaxation part one more column, and lets the core be one larger: of 250 items with
thirty limits, cores that were searched to their end were too small, and larger ones that were not came to the best.

Of knapsacks with five or ten limits the best choice lies among the seventy columns that lose least more often than it
does in anything that is drawn by chance, but it takes five to fifteen seconds until a tree comes to it: one core stays.

Sources: as for `coring`; S. Martello, P. Toth (1988), A new algorithm for the 0–1 knapsack problem, Management Sci. 34,
633–644 (a core that grows until what is outside it is known to be right).
"""

import numpy as np

from hamahang.methods.portfolio.coring import Coring
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.packing import Bools, Floats, Ints

FIRST = 30.0  # columns of the least core beyond one of each candidate and one of each limit with a price
FIRST_LONGEST, LONGER = 2.0, 1.15  # seconds of a core, and times that after one that was not searched to its end
WIDER = 30.0  # columns of one that stays, beyond those
NOTHING = 1e-9  # what counts as losing nothing


class Ranging(Coring):
    """Cores of a problem that range, one after the other. size: columns beyond one of each candidate"""

    def __init__(self, best: Search, *, seed: int = 0) -> None:
        super().__init__(best, seed=seed)
        priced = int((best.relaxed.prices > NOTHING).sum())
        self.least = self.size = min(FIRST + priced, self._most())
        self._longest = FIRST_LONGEST

    @property
    def longest(self) -> float:
        """Seconds of a core."""
        return self._longest

    def _take(self, chosen: Ints) -> Bools:
        """Draw what is fixed and what is of the core, whatever is chosen; return which candidates may be left."""
        packing = self.best.packing
        is_in = self._drawn()
        columns, is_left = np.flatnonzero(is_in[: packing.columns]), is_in[packing.columns :]
        ways = np.bincount(packing.group[columns], minlength=packing.groups) + is_left
        is_open = ways[packing.group[columns]] > 1
        self.taken, self.core = columns[~is_open], columns[is_open]
        return is_left

    def _drawn(self) -> Bools:
        """Draw columns, and candidates that may be left: those that lose nothing, and some that lose little."""
        is_in: Bools = self.lost <= NOTHING
        others = self.best.packing.groups + int(self.size) - int(is_in.sum())
        if others > 0:
            lost = self._noisy()
            lost[is_in] = np.inf
            drawn = np.argpartition(lost, others - 1)[:others]
            is_in[drawn[np.isfinite(lost[drawn])]] = True
        return is_in

    def _most(self) -> float:
        return float(np.isfinite(self.lost).sum() - self.best.packing.groups)

    def _resize(self, *, is_over: bool) -> None:
        """As for others, but none is smaller than the first; broken off, the next lasts longer."""
        super()._resize(is_over=is_over)
        self.size = min(max(self.size, self.least), self._most())
        if not is_over:
            self._longest *= LONGER


class Staying(Ranging):
    """A core that stays: those that lose least, nothing by chance, searched to its end; then a larger one."""

    def __init__(self, best: Search, *, seed: int = 0) -> None:
        super().__init__(best, seed=seed)
        self.least = self.size = min(self.size + WIDER, self._most())
        self._longest = np.inf

    def _noisy(self) -> Floats:
        return self.lost.copy()

    def _resize(self, *, is_over: bool) -> None:
        """Take more columns, up to all."""
        self.size = min(self.size * LONGER, self._most())
