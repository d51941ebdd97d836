"""The plan whose worst tenth is best: the mean of the jobs in the worst tenth of what may come (CVaR), with a bound.

What a plan brings when the successes and failures of all packages are given is linear in the choice; the mean of the
worst tenth is the least over all ways to weigh what may come with at most ten times its chance. So each plan gives a
tangent, the weights of its own worst tenth, above which no plan lies: Σ_j jobs_j · E[weight · success_j] · x_j. The
chance of success under the weights is exact, from the sums before and after each package, and where packages depend on
others by what those do (`relying`): a column names at which chances what it depends on is chosen, so that its success
is the same whatever else is. The best choice under all
tangents so far is solved, its own tangent added, until the best found reaches the bound. No scenarios are drawn. It is
begun from the best of the choices on the edge of mean and variance.

Any weights give a tangent, so parts of packages give some too: those of the worst tenth of their jobs, rounded to whole
ones. The relaxation under tangents takes milliseconds where a choice takes seconds, so it is brought near to its own
worst tenth first; from tangents of whole choices alone the bound comes down but slowly.

Sources: R. T. Rockafellar, S. Uryasev (2000), Optimization of conditional value-at-risk, J. Risk 2, 21–41; P. Artzner
and others (1999), Coherent measures of risk, Math. Finance 9, 203–228 (the weights); J. E. Kelley (1960), The
cutting-plane method for solving convex programs, J. SIAM 8, 703–712.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter

import highspy
import numpy as np

from hamahang.methods.forecast.totals import Shock
from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.chances import of_plan, weights_of_worst, worst_of
from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.hoping import by_chance
from hamahang.methods.portfolio.packing import Floats, Ints, Packing
from hamahang.methods.portfolio.relying import luck_of, total_of, weighed

TANGENTS = 12  # of whole choices at most, where work is counted
NODES, MOST_ROUNDS = 100, 3  # of the search under them, for each round of so many: more of it brings hardly more
VAIN = 3  # tangents, one after another, that brought neither a better plan nor a lower bound, after which it ends
NEAR = 1e-6  # jobs
RELAXED, ENOUGH = 60, 1e-3  # tangents of the relaxation at most, and how near it is to come to its own, as a share
FAINT = 1e-9  # price of a tangent on which nothing leans
PART = 0.3  # of the time that is left, for them
EDGED = 0.5  # of the time, for plans on the edge of mean and variance to begin with


@dataclass(frozen=True, slots=True)
class Tailed:
    """What was found. worst: mean jobs of its worst tenth; bound: no plan has more"""

    chosen: Ints
    worst: float
    bound: float


def best_worst(arranged: Arranged, chosen: Ints, terms: Asking, shock: Shock) -> Tailed:
    """Return the choice whose worst tenth is best, as far as time or work allows. chosen: one to begin with"""
    tail, until = Tail(arranged, shock), np.inf if terms.rounds is not None else perf_counter() + terms.seconds
    best, worst = by_chance(arranged, chosen, replace(terms, seconds=EDGED * terms.seconds), shock, "cvar")
    found = [Tailed(best, worst, np.inf)]
    with suppress(KeyboardInterrupt):  # what was found until then is a plan too
        for better in _by_tangents(_Master(arranged.packing, tail.mean), tail, found[0], terms, until):
            found.append(better)
            if terms.stopped():
                break
    return found[-1]


def _by_tangents(master: "_Master", tail: "Tail", found: Tailed, terms: Asking, until: float) -> Iterator[Tailed]:
    """Yield ever better choices and lower bounds, as far as time or work allows."""
    best, worst, bound, chosen, vain = found.chosen, found.worst, np.inf, found.chosen, 0
    nodes = 0 if terms.rounds is None else NODES * min(terms.rounds, MOST_ROUNDS)
    for bound in _relaxed(master, tail, until=until if nodes else perf_counter() + PART * (until - perf_counter())):
        yield Tailed(best, worst, max(bound, worst))
    for _ in range(1 << 30 if terms.rounds is None else TANGENTS):
        master.add(tail.tangent(tail.whole(chosen)))
        left = 1e9 if nodes else until - perf_counter()
        if left <= 0 or vain >= VAIN:
            return
        other, most = master.best(seconds=left, nodes=nodes)
        vain = 0 if most < bound - NEAR * max(1.0, bound) else vain + 1
        bound = min(bound, most)
        # under its own tangent it is best again, or time is over
        is_last = other is None or np.array_equal(other, chosen)
        if other is not None and (now := tail.worst(other)) > worst:
            best, worst, vain = other, now, 0
        yield Tailed(best, worst, max(bound, worst))
        if other is None or is_last or is_near(worst, bound):
            return
        chosen = other


def _relaxed(master: "_Master", tail: "Tail", *, until: float) -> Iterator[float]:
    """Let the relaxation keep its own tangents; yield what no choice is above."""
    bound = np.inf
    for _ in range(RELAXED):
        x, most = master.relaxed()
        yield (bound := min(bound, most))
        tangent = tail.tangent(np.rint(tail.jobs * x).astype(np.int64))
        if tangent @ x >= (1.0 - ENOUGH) * most or perf_counter() > until:
            return
        master.add(tangent)


def is_near(worst: float, bound: float) -> bool:
    """Return whether a plan is as good as its bound, as far as sums of chances are exact."""
    return worst >= bound - NEAR * max(1.0, bound)


class Tail:
    """Worst tenths of choices of a problem."""

    def __init__(self, arranged: Arranged, shock: Shock) -> None:
        columns = arranged.columns
        self.arranged, self.shock = arranged, shock
        self.jobs = np.array([round(one.package.jobs * one.package.lasting) for one in columns], np.int64)
        self.luck = luck_of(columns)
        self.shaken = [self.luck.shifted(float(shift)) for shift in shock.shifts]
        self.mean = self.jobs * sum(luck.whole * w for luck, w in zip(self.shaken, shock.weights, strict=True))

    def worst(self, chosen: Ints) -> float:
        """Return the mean jobs of the worst tenth."""
        return worst_of(of_plan([self.arranged.columns[at] for at in chosen], shock=self.shock))

    def whole(self, chosen: Ints) -> Ints:
        """Return the jobs of each column in a choice: (n,)."""
        jobs = np.zeros(len(self.jobs), np.int64)
        jobs[chosen] = self.jobs[chosen]
        return jobs

    def tangent(self, jobs: Ints) -> Floats:
        """Return what each column brings, weighed by the worst tenth of what so many jobs of each bring: (n,)."""
        of = np.flatnonzero(jobs)
        weights = weights_of_worst(total_of(self.luck.only(of), jobs[of], shock=self.shock))
        found = np.zeros(len(self.jobs))
        for luck, share in zip(self.shaken, self.shock.weights, strict=True):
            found += share * weighed(luck, jobs, weights)
        return self.jobs * found


class _Master:
    """The choice that is best under all tangents so far."""

    def __init__(self, packing: Packing, mean: Floats) -> None:
        self.packing = packing
        lp = model(packing, is_whole=False)
        lp.col_cost_ = np.zeros(packing.columns)
        self.solver = solver(mip_rel_gap=0.0, mip_abs_gap=NEAR)
        self.solver.passModel(lp)
        self.solver.addCol(1.0, -highspy.kHighsInf, highspy.kHighsInf, 0, np.zeros(0, np.int32), np.zeros(0))
        self.add(mean)  # the worst tenth is never above the mean
        self.is_whole = False
        self.first = self.solver.getNumRow()  # of the tangents that may go

    def add(self, tangent: Floats) -> None:
        """Let no choice be above a tangent."""
        columns = np.flatnonzero(tangent)
        index = np.append(columns, self.packing.columns).astype(np.int32)
        self.solver.addRow(-highspy.kHighsInf, 0.0, len(index), index, np.append(-tangent[columns], 1.0))

    def relaxed(self) -> tuple[Floats, float]:
        """Return what is best if parts may be taken, (n,), and what no choice is above."""
        self.solver.run()
        values = np.array(self.solver.getSolution().col_value)
        return values[: self.packing.columns], float(values[-1])

    def _make_whole(self) -> None:
        """Let no parts be taken from now on; of the tangents those stay that the relaxation leans on."""
        if len(duals := np.array(self.solver.getSolution().row_dual)):
            idle = self.first + np.flatnonzero(np.abs(duals[self.first :]) < FAINT)
            self.solver.deleteRows(len(idle), idle.astype(np.int32))
        number = self.packing.columns
        kinds = np.full(number, int(highspy.HighsVarType.kInteger), np.uint8)
        self.solver.changeColsIntegrality(number, np.arange(number, dtype=np.int32), kinds)
        self.is_whole = True

    def best(self, *, seconds: float, nodes: int) -> tuple[Ints | None, float]:
        """Return it, and what no choice is above."""
        if not self.is_whole:
            self._make_whole()
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
