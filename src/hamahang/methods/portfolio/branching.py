"""The tree: all choices divided by what is done with one candidate after another, each part bounded by its relaxation.

A candidate is in or out; where the relaxation takes it whole but of two packages, it is one of some of its columns or
of the others. Which candidate, follows from what the bound lost where it was decided before, and the first times from
trying. The part with the highest bound is divided next, so that the highest of all is what no choice is worth more
than. The solver keeps its basis from part to part; what it says is only believed as prices, from which each bound is
counted anew, and by which a part that nothing can be chosen of is seen to be one.

Beside a solver's own tree this one has no cuts, no presolve and no heuristics, and ten times as many parts a second:
where a dozen packages use up each line, that is what the bound is made of.

Sources: A. Land, A. Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28,
497–520; T. Achterberg, T. Koch, A. Martin (2005), Branching rules revisited, Oper. Res. Lett. 33, 42–54 (trying until
what was lost is reliable); E. Beale, J. Tomlin (1970) on dividing a set of which one at most is chosen.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing

WHOLE = 1e-5  # of a column that counts as not taken, or as taken, when it is chosen what to divide
FAINT = 1e-9  # the same where nothing else is left to divide, and the bound says that there may be better choices
SIDES = 0.02  # of a candidate that is taken or left, at which it is no longer asked whether it is in
RELIABLE = 4  # times that a candidate was divided, after which what it lost is believed
TRIED = 40  # candidates that are tried at most
AHEAD = 8  # of them that may be tried in vain
LITTLE = 1e-7  # of the whole that a side loses at least, so that the other side counts too
ROUGH = 1e-3  # of a value: more than what is lost of a bound where it is counted in floats
NEAR = 0.01  # of what the bound may fall: a part may be so far from the highest, if the solver is just there

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Division:
    """A candidate divided. columns: that the first side forbids; all its others, and none of them, the second forbids

    taken: of the relaxation, what the first side forbids
    """

    group: int
    columns: Ints
    taken: float


@dataclass(frozen=True, slots=True)
class Part:
    """Choices that are looked at together. most: none of them is worth more

    allowed, must: of each column and each candidate, in bits
    """

    most: float
    allowed: Bytes
    must: Bytes
    division: Division


@dataclass(frozen=True, slots=True)
class _Bounded:
    """The relaxation of a part. x: (n,); allowed, must: what may still be better than the best"""

    most: float
    x: Floats
    allowed: Bools
    must: Bools


class Tree:
    """A tree under way. least: only choices worth more are looked for; most: none is worth more than this or `least`"""

    def __init__(self, packing: Packing, *, least: float = -np.inf) -> None:
        self.packing, self.least = packing, least
        self.most = np.inf
        self.tries = self.parts = 0
        self._solver = solver(presolve="off", solver="simplex")
        self._solver.passModel(model(packing, is_whole=False))
        counts = np.diff(packing.starts)
        rowed = np.flatnonzero((counts > 1) | packing.is_must)
        self._row = np.full(packing.groups, -1, np.int64)
        self._row[rowed] = len(packing.limit) + np.arange(len(rowed))
        self._prices = packing.matrix.T.tocsr().astype(np.float64)
        self._allowed = np.ones(packing.columns, bool)
        self._must = packing.is_must.copy()
        self._is_single = self._row[packing.group] < 0
        self._least = np.zeros(packing.columns, bool)
        self._lost = np.zeros((packing.groups, 2))
        self._times = np.zeros((packing.groups, 2))
        self._open: list[tuple[float, int, Part]] = []
        self._aside = -np.inf  # the bound of parts that the solver could not do
        self._span = 0.0

    def grow(self, *, until: float = np.inf, tries: int = 1 << 60, better: Callable[[Ints], None]) -> bool:
        """Divide until a time, or so many relaxations; return whether nothing is left to divide.

        better: is told of choices that are worth more than `least`
        What the solver could not do is left as it was: only where `most` is no more than `least` is all of it proved.
        """
        last = self.tries + tries
        if not self.tries:
            self._root(better)
        part: Part | None = None
        while self._open or part is not None:
            if perf_counter() >= until or self.tries >= last:
                self._keep(part)
                return False
            part = self._divide(part or heapq.heappop(self._open)[2], better)
            self._see(part)
        self.most = max(self._aside, self.least)
        return True

    @property
    def is_proved(self) -> bool:
        """Whether no choice is worth more than `least`."""
        return self.most <= self.least

    def _root(self, better: Callable[[Ints], None]) -> None:
        root = self._relax(self._allowed.copy(), self._must.copy(), np.inf)
        self.most = self._aside if root is None else root.most
        if root is None:
            return
        self._span = max(root.most - self.least, 0.0) if np.isfinite(self.least) else abs(root.most)
        self._keep(self._part(root, better))

    def _keep(self, part: Part | None) -> None:
        if part is not None:
            self.parts += 1
            heapq.heappush(self._open, (-part.most, self.parts, part))

    def _see(self, part: Part | None) -> None:
        """Lower the bound to that of the highest part that is left; what is not worth looking at is let go."""
        while self._open and -self._open[0][0] <= self.least + LITTLE:
            heapq.heappop(self._open)
        highest = max(self._highest(), self._aside, -np.inf if part is None else part.most)
        if np.isfinite(highest):
            self.most = min(self.most, max(highest, self.least))

    def _highest(self) -> float:
        return -self._open[0][0] if self._open else -np.inf

    def _divide(self, part: Part, better: Callable[[Ints], None]) -> Part | None:
        """Look at both sides of a part; return the better one where it is hardly less than the highest that is open."""
        if part.most <= self.least + LITTLE:
            return None
        sides = []
        for side, (allowed, must) in enumerate(self._sides(part)):
            bounded = self._relax(allowed, must, part.most)
            self._learn(part.division, side, part.most - (bounded.most if bounded else self.least))
            if bounded is not None and (made := self._part(bounded, better)) is not None:
                sides.append(made)
        sides.sort(key=lambda one: one.most)
        if not sides:
            return None
        for one in sides[:-1]:
            self._keep(one)
        if sides[-1].most >= self._highest() - NEAR * self._span:
            return sides[-1]
        self._keep(sides[-1])
        return None

    def _sides(self, part: Part) -> list[tuple[Bools, Bools]]:
        allowed = np.unpackbits(part.allowed, count=self.packing.columns).view(bool)
        must = np.unpackbits(part.must, count=self.packing.groups).view(bool)
        return self._divided(part.division, allowed, must)

    def _divided(self, division: Division, allowed: Bools, must: Bools) -> list[tuple[Bools, Bools]]:
        """Return what is allowed and what must be, where the columns are forbidden, and where one of them is taken."""
        without, only, taken = allowed.copy(), allowed.copy(), must.copy()
        without[division.columns] = False
        only[self._columns(division.group)] = False
        only[division.columns] = allowed[division.columns]
        taken[division.group] = True
        return [(without, must), (only, taken)]

    def _columns(self, group: int) -> slice:
        return slice(self.packing.starts[group], self.packing.starts[group + 1])

    def _learn(self, division: Division, side: int, lost: float) -> None:
        """Note what the bound lost, for each part of the relaxation that was forbidden."""
        forbidden = division.taken if side == 0 else 1.0 - division.taken
        lost = min(max(lost, 0.0), self._span)
        self._lost[division.group, side] += lost / max(forbidden, SIDES)
        self._times[division.group, side] += 1

    # --- the relaxation of a part ---

    def _relax(self, allowed: Bools, must: Bools, most: float) -> _Bounded | None:
        """Return the relaxation of what is allowed and what must be; None where nothing is better than the best.

        most: what is known already
        """
        self._move_to(allowed, must)
        self.tries += 1
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible and self._is_impossible(allowed, must):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            self._aside = max(self._aside, most)
            return None
        solution = self._solver.getSolution()
        prices = np.maximum(np.array(solution.row_dual)[: len(self.packing.limit)], 0.0)
        return self._bounded(prices, np.array(solution.col_value), allowed, must, most)

    def _is_impossible(self, allowed: Bools, must: Bools) -> bool:
        """Return whether prices show that nothing of a part keeps all limits: what is used costs more than there is."""
        if (must & ~np.logical_or.reduceat(allowed, self.packing.starts[:-1])).any():
            return True
        _, has_prices, ray = self._solver.getDualRay()
        if not has_prices:
            return False
        ray = np.array(ray)[: len(self.packing.limit)]
        return any(self._is_too_dear(np.maximum(prices, 0.0), allowed, must) for prices in (-ray, ray))

    def _is_too_dear(self, prices: Floats, allowed: Bools, must: Bools) -> bool:
        cost = np.where(allowed, self._prices @ prices, np.inf)
        least = np.minimum.reduceat(cost, self.packing.starts[:-1])
        used = float(np.where(must, least, np.minimum(least, 0.0)).sum())
        there = float(prices @ self.packing.limit)
        return used - there > LITTLE * (abs(used) + abs(there))

    def _bounded(self, prices: Floats, x: Floats, allowed: Bools, must: Bools, most: float) -> _Bounded | None:
        """Count the bound that prices prove, and forbid what is worth less than the best whatever else is chosen."""
        packing = self.packing
        worth = np.where(allowed, packing.value - self._prices @ prices, -np.inf)
        best = np.maximum.reduceat(worth, packing.starts[:-1])
        best = np.where(must, best, np.maximum(best, 0.0))
        proved = float(prices @ packing.limit + best.sum())
        most = min(most, proved)
        if most <= self.least + LITTLE:
            return None
        room = proved - self.least
        allowed = allowed & (best[packing.group] - worth < room)
        must = must | (best >= room)
        return _Bounded(most, x, allowed, must)

    def _move_to(self, allowed: Bools, must: Bools) -> None:
        """Tell the solver what has changed since the last part."""
        least = must[self.packing.group] & self._is_single
        changed = np.flatnonzero((allowed != self._allowed) | (least != self._least)).astype(np.int32)
        if len(changed):
            lower, upper = least[changed].astype(np.float64), allowed[changed].astype(np.float64)
            self._solver.changeColsBounds(len(changed), changed, lower, upper)
        for group in np.flatnonzero((must != self._must) & (self._row >= 0)):
            self._solver.changeRowBounds(int(self._row[group]), 1.0 if must[group] else -highspy.kHighsInf, 1.0)
        self._allowed, self._must, self._least = allowed.copy(), must.copy(), least

    # --- where it is divided ---

    def _part(self, bounded: _Bounded, better: Callable[[Ints], None]) -> Part | None:
        """Return a part with its division; None where the relaxation is a choice and the part has none worth more."""
        division = self._best_division(bounded, WHOLE)
        if division is None:
            self._take(np.flatnonzero(bounded.x > 0.5), better)
            # values are whole: less than one more is none
            if bounded.most < self.least + 1.0 - ROUGH:
                return None
            division = self._best_division(bounded, FAINT)
        if division is None:
            self._aside = max(self._aside, bounded.most)
            return None
        return Part(bounded.most, np.packbits(bounded.allowed), np.packbits(bounded.must), division)

    def _take(self, chosen: Ints, better: Callable[[Ints], None]) -> None:
        """Take a choice if it keeps all limits and is worth more than the best."""
        if (worth := self.packing.worth(chosen)) > self.least and not self.packing.faults(chosen):
            self.least = float(worth)
            better(chosen)

    def _divisions(self, bounded: _Bounded, whole: float) -> list[Division]:
        """Return a division of each candidate of which the relaxation takes parts, if there is something to divide."""
        x = bounded.x
        parted = np.unique(self.packing.group[(x > whole) & (x < 1.0 - whole)])
        several = np.add.reduceat(bounded.allowed, self.packing.starts[:-1]) > 1
        return [self._division(int(group), bounded) for group in parted if several[group] or not bounded.must[group]]

    def _division(self, group: int, bounded: _Bounded) -> Division:
        whole = self._columns(group)
        columns = np.arange(whole.start, whole.stop)[bounded.allowed[whole]]
        taken = bounded.x[columns]
        mass = float(taken.sum())
        if len(columns) > 1 and mass >= 1.0 - SIDES:
            so_far = np.cumsum(taken)
            middle = min(int(np.abs(so_far - 0.5 * mass).argmin()), len(columns) - 2)
            if so_far[middle] > mass - WHOLE:
                middle = max(middle - 1, 0)
            columns, mass = columns[: middle + 1], float(so_far[middle])
        return Division(group, columns, min(max(mass, 0.0), 1.0))

    def _best_division(self, bounded: _Bounded, whole: float) -> Division | None:
        """Return the division by which both sides lose most; those that were seldom divided are tried."""
        found = self._divisions(bounded, whole)
        if not found:
            return None
        scores = self._expected(found, bounded.most)
        best, best_score, vain = found[0], -1.0, 0
        for at in np.argsort(-scores, kind="stable")[:TRIED]:
            score = float(scores[at])
            if self._times[found[at].group].min() < RELIABLE:
                score = self._tried(found[at], bounded)
            if score > best_score:
                best, best_score, vain = found[at], score, 0
            elif (vain := vain + 1) > AHEAD:
                break
        return best

    def _expected(self, divisions: list[Division], most: float) -> Floats:
        groups = np.array([one.group for one in divisions])
        taken = np.array([one.taken for one in divisions])
        times = self._times.sum(axis=0)
        usual = np.where(times > 0, self._lost.sum(axis=0) / np.maximum(times, 1), abs(most) * 1e-3)
        lost = np.where(self._times[groups] > 0, self._lost[groups] / np.maximum(self._times[groups], 1), usual)
        little = LITTLE * abs(most) + LITTLE
        scores: Floats = np.maximum(lost[:, 0] * taken, little) * np.maximum(lost[:, 1] * (1.0 - taken), little)
        return scores

    def _tried(self, division: Division, bounded: _Bounded) -> float:
        """Return what both sides lose, found out by relaxing them."""
        score, little = 1.0, LITTLE * abs(bounded.most) + LITTLE
        for side, (allowed, must) in enumerate(self._divided(division, bounded.allowed, bounded.must)):
            aside = self._aside
            found = self._relax(allowed, must, bounded.most)
            self._aside = aside  # it is only tried: what could not be done here is not lost
            lost = min(bounded.most - (found.most if found else self.least), self._span)
            self._learn(division, side, lost)
            score *= max(lost, little)
        return score
