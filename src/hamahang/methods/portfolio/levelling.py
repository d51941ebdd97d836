"""The worst-served county first, then the next worst, and so on, exactly: packages come whole or not at all.

That each county could rise by itself does not say that they could rise together, nor that one must stay behind. So it
is counted how many reach a level, not which: t₁ is the level that all reach; of all choices that keep it, n₁ counties
at most reach more; t₂ is the level that n₁ of them reach, n₂ at most reach more, until all that is left is at its best.
Each is a choice problem, with a column for each county and level (y = 1: the county is to reach the level):

    Σ_{j in c} v_j x_j ≥ Σ_i need_{c,i} y_{c,i},   Σ_i y_{c,i} = 1,   Σ_c Σ_{i' ≥ i} y_{c,i'} ≥ n_{i−1}.

Source: W. Ogryczak (1997), On the lexicographic minimax approach to location problems, Eur. J. Oper. Res. 100, 566–585;
W. Ogryczak, T. Śliwiński (2006), On direct methods for lexicographic min-max optimization, LNCS 3982, 802–811 (counting
how many reach each of finitely many levels).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.balancing import Served, asked_of
from hamahang.methods.portfolio.highs import Infeasible, search
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.relaxing import relaxation

BEST = 100  # hundredths in which a county is served, at most
ANY = 1e6  # gap at which any choice is good enough
# of the time, and nodes for each round, for each question whether so many can be served so well; and of it for all
PART, NODES, ALL = 0.08, 50, 0.5
SHORTEST = 0.05  # seconds for a question


@dataclass(frozen=True, slots=True)
class Levelled:
    """What was found. worst, bound: hundredths of the worst-served county, and at most of any; status: as of a plan"""

    chosen: Ints
    worst: int
    bound: int
    status: str


def leximin(arranged: Arranged, chosen: Ints, terms: Asking) -> Levelled:
    """Return the choice whose worst-served county is served best, then the next worst, then by jobs.

    Served: the county's expected jobs as a share of what its need asks and it can take, in whole hundredths. chosen:
    one to begin with.
    """
    if not asked_of(arranged):
        return Levelled(chosen, BEST, BEST, "proven")
    return _Levelling(arranged, chosen, terms).run()


class _Levelling:
    """A choice being levelled. levels, counts: what is settled, so many counties reach each level at least"""

    def __init__(self, arranged: Arranged, chosen: Ints, terms: Asking) -> None:
        self.asked, self.packing, self.terms = asked_of(arranged), arranged.packing, terms
        self.served = Served(arranged, self.asked, terms)
        self.until = perf_counter() + terms.seconds * ALL
        self.levels: list[int] = []
        self.counts: list[int] = []
        self.is_proven, self.bound = True, BEST
        self.best = chosen

    def run(self) -> Levelled:
        """Settle level after level, then seek the most jobs."""
        left = len(self.asked)
        while left:
            level, most = self._level(left)
            if not self.levels:
                self.bound = most
            self.levels.append(level)
            self.counts.append(left)
            left = self._more(level) if level < BEST else 0
        found = self.terms.solve(self._packed(self.levels, self.counts), part=0.5)
        status = found.status if self.is_proven and found.chosen is not None else "time_limit"
        self._offer(found.chosen)
        return Levelled(self.best, self._sorted(self.best)[0], self.bound, status)

    def _sorted(self, chosen: Ints) -> list[int]:
        return sorted(self.served.of(chosen).values())

    def _offer(self, found: Ints | None) -> None:
        """Keep a choice if it is better than the best: by its counties, then by jobs."""
        if found is None:
            return
        mine = found[found < self.packing.columns]
        if (self._sorted(mine), self.packing.worth(mine)) > (self._sorted(self.best), self.packing.worth(self.best)):
            self.best = mine

    def _level(self, left: int) -> tuple[int, int]:
        """Return the highest level that so many counties can reach, and above which it is proven that they cannot."""
        low, high = self._sorted(self.best)[-left], self._relaxed(left)
        most = high
        while low < high:
            middle = (low + high + 1) // 2
            found, is_none = self._asked(self._packed([*self.levels, middle], [*self.counts, left]), gap=ANY)
            if found is None:
                high = middle - 1
                most = high if is_none and self.is_proven else most
                self.is_proven &= is_none
            else:
                self._offer(found)
                low = max(middle, min(self._sorted(found[found < self.packing.columns])[-left], high))
        return low, max(most, low)

    def _relaxed(self, left: int) -> int:
        """Return the level that so many could reach, if parts could be taken."""
        low, high = self._sorted(self.best)[-left], BEST
        while low < high:
            middle = (low + high + 1) // 2
            try:
                relaxation(self._packed([*self.levels, middle], [*self.counts, left]))
                low = middle
            except Infeasible:
                high = middle - 1
        return low

    def _more(self, level: int) -> int:
        """Return how many counties at most reach more than a level, beside all that is settled."""
        packing = self._packed([*self.levels, level + 1], [*self.counts, 0])
        top = np.arange(packing.columns) >= self.packing.columns
        top &= (np.arange(packing.columns) - self.packing.columns) % (len(self.levels) + 1) == len(self.levels)
        found, _ = self._asked(packing.worth_other(top.astype(np.int64)), gap=0.0)
        if found is not None:
            self._offer(found)
        else:
            self.is_proven = False
        return sum(share > level for share in self._sorted(self.best))

    def _asked(self, packing: Packing, *, gap: float) -> tuple[Ints | None, bool]:
        """Return a choice, and without one whether it is proven that there is none."""
        seconds = max(min(self.terms.seconds * PART, self.until - perf_counter()), SHORTEST)
        nodes = 0 if self.terms.rounds is None else NODES * self.terms.rounds
        if gap:  # any choice will do
            packing = packing.worth_other(np.zeros(packing.columns, np.int64))
        found = search(packing, seconds=1e9 if nodes else seconds, nodes=nodes, gap=gap, effort=0.3)
        if not gap:
            self.is_proven &= found.is_done
        return found.chosen, found.chosen is None and found.bound == -np.inf

    def _packed(self, levels: Sequence[int], counts: Sequence[int]) -> Packing:
        """Return the problem with so many counties at each level at least; each county has a column for each level."""
        counties, number = len(self.asked), len(levels)
        more = np.zeros((counties + number, counties * number), np.int64)
        rows, most = [], np.zeros(counties + number, np.int64)
        for at, (row, asked) in enumerate(zip(self.served.rows, self.asked.values(), strict=True)):
            unit = int(np.gcd.reduce(row)) or 1  # numbers of the solver are the better the smaller they are
            more[at, at * number : (at + 1) * number] = [-(-asked * level // (BEST * unit)) for level in levels]
            rows.append(row // unit)
        for place, count in enumerate(counts):
            columns = np.arange(counties * number)
            more[counties + place] = -(columns % number >= place).astype(np.int64)
            most[counties + place] = -count
        below = np.vstack([*rows, np.zeros((number, self.packing.columns), np.int64)])
        matrix = sparse.bmat([[self.packing.matrix, None], [sparse.csc_matrix(below), sparse.csc_matrix(more)]])
        return Packing(
            np.concatenate((self.packing.value, np.zeros(counties * number, np.int64))),
            np.concatenate((self.packing.group, self.packing.groups + np.arange(counties).repeat(number))),
            np.concatenate((self.packing.is_must, np.ones(counties, bool))),
            sparse.csc_matrix(matrix, dtype=np.int64),
            np.concatenate((self.packing.limit, most)),
        )
