"""The plan whose worst tenth is best: the mean of the jobs in the worst tenth of what may come (CVaR), with a bound.

What a plan brings when the successes and failures of all packages are given is linear in the choice; the mean of the
worst tenth is the least over all ways to weigh what may come with at most ten times its chance. So each plan gives a
tangent, the weights of its own worst tenth, above which no plan lies: Σ_j jobs_j · E[weight · success_j] · x_j. The
chance of success under the weights is exact, from the sums before and after each package. The best choice under all
tangents so far is solved, its own tangent added, until the best found reaches the bound. No scenarios are drawn.

Sources: R. T. Rockafellar, S. Uryasev (2000), Optimization of conditional value-at-risk, J. Risk 2, 21–41; P. Artzner
and others (1999), Coherent measures of risk, Math. Finance 9, 203–228 (the weights); J. E. Kelley (1960), The
cutting-plane method for solving convex programs, J. SIAM 8, 703–712.
"""

from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from hamahang.methods.forecast.totals import Shock, Total, shifted
from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.chances import of_plan
from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.packing import Floats, Ints, Packing
from hamahang.methods.portfolio.problem import chance_of

WORST = 0.1  # of what may come
TANGENTS = 12  # at most, where work is counted, for each round
NODES = 500  # of the search under them, for each round
NEAR = 1e-6  # jobs


@dataclass(frozen=True, slots=True)
class Tailed:
    """What was found. worst: mean jobs of its worst tenth; bound: no plan has more"""

    chosen: Ints
    worst: float
    bound: float


def worst_of(jobs: Total, share: float = WORST) -> float:
    """Return the mean of the worst part of a distribution."""
    return float((_weights(jobs, share) * jobs.chance) @ np.arange(len(jobs.chance)))


def _weights(jobs: Total, share: float) -> Floats:
    """Return how each number is weighed: 1/share in the worst part, 0 beyond it, between them on its edge."""
    before = np.cumsum(jobs.chance) - jobs.chance
    inside = np.clip(share - before, 0.0, jobs.chance)
    return np.divide(inside, jobs.chance * share, out=np.zeros(len(before)), where=jobs.chance > 0)


def best_worst(arranged: Arranged, chosen: Ints, terms: Asking, shock: Shock) -> Tailed:
    """Return the choice whose worst tenth is best, as far as time or work allows. chosen: one to begin with"""
    tail = _Tail(arranged, shock)
    best, worst, bound = chosen, tail.worst(chosen), np.inf
    master, until = _Master(arranged.packing, tail.mean), perf_counter() + terms.seconds
    nodes = 0 if terms.rounds is None else NODES * terms.rounds
    for _ in range(1 << 30 if terms.rounds is None else TANGENTS * terms.rounds):
        master.add(tail.tangent(chosen))
        left = 1e9 if nodes else until - perf_counter()
        if left <= 0:
            break
        found, most = master.best(seconds=left, nodes=nodes)
        bound = min(bound, most)
        if found is None or np.array_equal(found, chosen):
            break  # under its own tangent the choice is best again, or time is over
        chosen = found
        if (now := tail.worst(found)) > worst:
            best, worst = found, now
        if is_near(worst, bound):
            break
    return Tailed(best, worst, max(bound, worst))


def is_near(worst: float, bound: float) -> bool:
    """Return whether a plan is as good as its bound, as far as sums of chances are exact."""
    return worst >= bound - NEAR * max(1.0, bound)


class _Tail:
    """Worst tenths of choices of a problem."""

    def __init__(self, arranged: Arranged, shock: Shock) -> None:
        columns = arranged.columns
        self.arranged, self.shock = arranged, shock
        self.jobs = np.array([round(one.package.jobs * one.package.lasting) for one in columns], np.int64)
        chances = np.array([chance_of(one.package, one.start) for one in columns], np.float64)
        self.chances = [shifted(chances, float(shift)) for shift in shock.shifts]
        self.mean = self.jobs * sum(p * w for p, w in zip(self.chances, shock.weights, strict=True))

    def _total(self, chosen: Ints) -> Total:
        return of_plan([self.arranged.columns[at] for at in chosen], shock=self.shock)

    def worst(self, chosen: Ints) -> float:
        """Return the mean jobs of the worst tenth."""
        return worst_of(self._total(chosen))

    def tangent(self, chosen: Ints) -> Floats:
        """Return what each column brings, weighed by the worst tenth of a choice: (n,)."""
        weights = _weights(self._total(chosen), WORST)
        found = np.zeros(len(self.jobs))
        for chances, share in zip(self.chances, self.shock.weights, strict=True):
            found += share * self._under(chosen, chances, weights)
        return self.jobs * found

    def _under(self, chosen: Ints, chances: Floats, weights: Floats) -> Floats:
        """Return the weighed chance of each column with one shock: from the sums before and after it."""
        before = [np.ones(1)]
        for at in chosen:
            last, jobs = before[-1], int(self.jobs[at])
            sums = np.zeros(len(last) + jobs)
            sums[: len(last)] += (1.0 - chances[at]) * last
            sums[jobs:] += chances[at] * last
            before.append(sums)
        # one that was not chosen is independent of what the choice brings
        found = chances * float(before[-1] @ weights)
        after = weights
        for place in range(len(chosen) - 1, -1, -1):
            at, jobs, sums = chosen[place], int(self.jobs[chosen[place]]), before[place]
            found[at] = chances[at] * float(sums @ after[jobs : jobs + len(sums)])
            after = (1.0 - chances[at]) * after[: len(sums)] + chances[at] * after[jobs : jobs + len(sums)]
        return found


class _Master:
    """The choice that is best under all tangents so far."""

    def __init__(self, packing: Packing, mean: Floats) -> None:
        self.packing = packing
        lp = model(packing, is_whole=True)
        lp.col_cost_ = np.zeros(packing.columns)
        self.solver = solver(mip_rel_gap=0.0, mip_abs_gap=NEAR)
        self.solver.passModel(lp)
        self.solver.addCol(1.0, -highspy.kHighsInf, highspy.kHighsInf, 0, np.zeros(0, np.int32), np.zeros(0))
        self.add(mean)  # the worst tenth is never above the mean

    def add(self, tangent: Floats) -> None:
        """Let no choice be above a tangent."""
        columns = np.flatnonzero(tangent)
        index = np.append(columns, self.packing.columns).astype(np.int32)
        self.solver.addRow(-highspy.kHighsInf, 0.0, len(index), index, np.append(-tangent[columns], 1.0))

    def best(self, *, seconds: float, nodes: int) -> tuple[Ints | None, float]:
        """Return it, and what no choice is above."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        if nodes:
            self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.run()
        values = np.array(self.solver.getSolution().col_value)
        most = float(self.solver.getInfo().mip_dual_bound)
        if not len(values):
            return None, most
        chosen = np.flatnonzero(values[: self.packing.columns] > 0.5).astype(np.int64)
        return (None if self.packing.faults(chosen) else chosen), most
