"""Good choices of problems with few candidates and dear packages: many chains at once, each cooled from the relaxation.

A chain holds one column of each candidate, or none. Candidate by candidate it is drawn anew, the likelier the more it
is worth after what it exceeds of the limits is priced; the prices rise and the temperature falls, until hardly a limit
is exceeded and hardly anything changes. A pass over the candidates serves all chains together; those that no longer
change are passed more often than not. What keeps all limits in the end becomes a parent, the best of them after
exchanges: the next chains begin from two parents each, and are only warmed. When nothing better comes, a population is
begun anew from chains that are cooled longer, and each third one from the best of those before. Where a dozen packages
use up a line, the relaxation says little and no tree gets deep: this finds in seconds what a tree does not in a minute.

Sources: S. Kirkpatrick, C. Gelatt, M. Vecchi (1983), Optimization by simulated annealing, Science 220, 671–680; S.
Geman, D. Geman (1984), Stochastic relaxation, IEEE Trans. Pattern Anal. 6, 721–741 (drawing one given all others); P.
Moscato (1989), On evolution, search, optimization, genetic algorithms and martial arts, Caltech C3P 826 (parents that
are made better before they have children).
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.exchanging import Exchanging
from hamahang.methods.portfolio.highs import Relaxed
from hamahang.methods.portfolio.merging import differing
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing

CHAINS = 64
SWEEPS, MOST_SWEEPS, LONGER = 400, 3_200, 2.5  # of a population's first cooling, the last's, and times the one before
AGAIN, WARM, DEAR_AGAIN = 150, 0.6, 2.0  # sweeps, heat and prices of coolings that follow
BEST = 64  # choices that are kept as parents
EXCHANGED = 3_200  # candidates of the parents, in all, that are looked at for exchanges after a cooling
TIRED, KEPT, MIXED = 6, 8, 3  # coolings without anything better; of a population kept; each so manieth begins from them
HOT, COLD = 1.5, 0.04  # in what the middle candidate loses by its next best column
DEAR, DEARER = 1.2, 3.0  # prices of what exceeds a limit, in prices of the relaxation
LAST, STILL, DEAREST = 20, 0.02, 100.0  # sweeps at the end, without heat, in which hardly anything may be exceeded
LEAST = 0.3  # of a limit without a price: worth of the middle column for the middle use
OFTEN = 10  # sweeps after which what is used is counted anew, since parts of parts add up
LATE = 0.3  # of a cooling, after which choices that keep all limits are looked for
LIVELY, PASSED = 30.0, 0.2  # how often a candidate is drawn, for what changed when it was drawn last; and at least
NEAR = 1e-6  # of a limit; whether it is kept indeed is counted in whole numbers

Halves = npt.NDArray[np.float32]


class Annealing:
    """Chains under way."""

    def __init__(self, packing: Packing, relaxed: Relaxed, *, seed: int = 0) -> None:
        self.packing, self.relaxed, self.random = packing, relaxed, np.random.default_rng(seed)
        whole = packing.matrix.toarray().astype(np.float64)
        scale = np.maximum(np.abs(packing.limit.astype(np.float64)), np.abs(whole).max(axis=1, initial=0.0))
        scale[scale == 0.0] = 1.0
        unit = _unit(packing, relaxed.prices)
        value = packing.value / unit
        parts = whole / scale[:, None]
        self.limit: Halves = (packing.limit / scale).astype(np.float32)[:, None]
        self.prices = _prices(relaxed.prices * scale / unit, parts, value)
        self.uses: list[Halves] = []
        self.worth: list[Halves] = []
        for group in range(packing.groups):
            columns = slice(packing.starts[group], packing.starts[group + 1])
            none = not packing.is_must[group]
            uses = np.hstack((np.zeros((len(scale), int(none))), parts[:, columns]))
            self.uses.append(np.ascontiguousarray(uses.T.astype(np.float32))[:, :, None])
            self.worth.append(np.concatenate((np.zeros(int(none)), value[columns])).astype(np.float32)[:, None])
        self.exchanging = Exchanging(packing, relaxed.prices)
        self.best = -np.inf
        self.parents: list[tuple[float, Ints]] = []
        self.kept: list[tuple[float, Ints]] = []
        self.exchanged: set[bytes] = set()
        self.populations, self.idle, self.reached = 0, 0, -np.inf
        self.longest = float(SWEEPS)
        self.now: Ints = np.zeros((packing.groups, CHAINS), np.int64)
        self.again()

    def again(self) -> None:
        """Begin a new cooling: the first from parts that the relaxation takes, others warm, from pairs of the best."""
        self.done = 0
        self.lively = np.ones(self.packing.groups)
        if self.idle >= TIRED:
            self._begin_population()
        if self.parents:
            self.sweeps, self.heat, self.dear = AGAIN, WARM, DEAR_AGAIN
            self._pair()
        else:
            self.sweeps, self.heat, self.dear = int(self.longest), HOT, DEAR
            self._part()
        self.used = self._used()

    def _begin_population(self) -> None:
        """Keep the best of a population that is tired, and begin another: anew, or from what was kept."""
        self.populations += 1
        self.idle, self.reached = 0, -np.inf
        self.kept += self.parents[:KEPT]
        self.parents = []
        if self.populations % MIXED == MIXED - 1:
            self._take(self.kept)
        else:
            self.longest = min(self.longest * LONGER, MOST_SWEEPS)

    def _part(self) -> None:
        for group, worth in enumerate(self.worth):
            columns = slice(self.packing.starts[group], self.packing.starts[group + 1])
            parts = np.maximum(self.relaxed.x[columns], 1e-3)
            if len(parts) < len(worth):
                parts = np.concatenate(([max(1.0 - parts.sum(), 1e-3)], parts))
            self.now[group] = self.random.choice(len(parts), CHAINS, p=parts / parts.sum())

    def _pair(self) -> None:
        """Begin each chain from two of the best, the better ones more often: of each candidate what one of them has."""
        best = np.stack([now for _, now in self.parents])
        places = (len(best) * self.random.random((2, CHAINS)) ** 2).astype(np.int64)
        of_first = self.random.random((CHAINS, self.packing.groups)) < 0.5
        self.now = np.where(of_first, best[places[0]], best[places[1]]).T.copy()

    def join(self, chosen: Ints) -> None:
        """Take a choice that was found elsewhere among the parents."""
        now = self._held(chosen)
        self._take([(self._worth(now[:, None])[0], now)])

    def _take(self, found: list[tuple[float, Ints]]) -> None:
        known = {now.tobytes(): (worth, now) for worth, now in self.parents + found}
        self.parents = sorted(known.values(), key=lambda one: -one[0])[:BEST]

    def _worth(self, now: Ints) -> Floats:
        worth = np.zeros(now.shape[1])
        for one, at in zip(self.worth, now, strict=True):
            worth += one[at, 0]
        return worth

    @property
    def is_tired(self) -> bool:
        """Whether a population came to its end."""
        return self.is_cold and self.idle >= TIRED

    def differing(self) -> Bools:
        """Return the candidates in which the best of this population and of those before are not all the same."""
        return differing([now for _, now in self.parents[:KEPT] + self.kept])

    @property
    def is_cold(self) -> bool:
        """Whether the cooling came to its end."""
        return self.done >= self.sweeps

    def run(self, *, until: float, better: Callable[[Ints], bool], sweeps: int = 1 << 30) -> None:
        """Cool until a time, so many sweeps, or the end. better: is told of choices that may be better than the best"""
        for _ in range(sweeps):
            if self.is_cold or perf_counter() >= until:
                return
            part = min(self.done / (self.sweeps - LAST), 1.0)
            self._sweep(*self._heat_and_prices(part))
            self.done += 1
            if self.done % OFTEN == 0:
                self.used = self._used()
            if part > LATE:
                self._tell(better)
            if self.done == self.sweeps:
                self._exchange(better, until)

    def _heat_and_prices(self, part: float) -> tuple[float, Halves]:
        if part < 1.0:
            return self.heat * (COLD / self.heat) ** part, self.prices * np.float32(
                self.dear * (DEARER / self.dear) ** part
            )
        end = 1.0 - (self.sweeps - 1 - self.done) / LAST
        return STILL, self.prices * np.float32(DEARER * (DEAREST / DEARER) ** end)

    def _sweep(self, heat: float, prices: Halves) -> None:
        """Draw the column of each candidate anew, in all chains; of those that no longer change, only now and then."""
        used = self.used
        drawn_now = self.random.random(self.packing.groups) < np.maximum(LIVELY * self.lively, PASSED)
        for group in self.random.permutation(np.flatnonzero(drawn_now)):
            uses, worth = self.uses[group], self.worth[group]
            others = used - uses[self.now[group], :, 0].T
            over = (others - self.limit)[None] + uses
            np.maximum(over, 0.0, out=over)
            score = worth - np.matmul(prices, over) + np.float32(heat) * self.random.gumbel(size=(len(worth), CHAINS))
            drawn = score.argmax(axis=0)
            changed = int(np.count_nonzero(drawn != self.now[group]))
            self.lively[group] = 0.5 * (self.lively[group] + changed / CHAINS)
            if changed:
                used = others + uses[drawn, :, 0].T
                self.now[group] = drawn
        self.used = used

    def _used(self) -> Halves:
        used = np.zeros((len(self.limit), CHAINS), np.float32)
        for uses, now in zip(self.uses, self.now, strict=True):
            used += uses[now, :, 0].T
        return used

    def _tell(self, better: Callable[[Ints], bool]) -> None:
        """Offer the best chain that keeps all limits, if it is better than any before; at the end all are parents."""
        kept = np.flatnonzero((self.used - self.limit).max(axis=0, initial=-1.0) <= NEAR)
        if not len(kept):
            return
        worth = self._worth(self.now[:, kept])
        if self.is_cold:
            self._take([(float(one), self.now[:, chain].copy()) for one, chain in zip(worth, kept, strict=True)])
        self._offer(float(worth.max()), self.now[:, kept[worth.argmax()]], better)

    def _exchange(self, better: Callable[[Ints], bool], until: float) -> None:
        """Make the best parents better by exchanges, and see whether the population got better."""
        found = []
        for _, now in self.parents[: max(EXCHANGED // self.packing.groups, 1)]:
            if now.tobytes() in self.exchanged:
                continue
            if perf_counter() >= until:
                break
            other = self._held(self.exchanging.improved(self._chosen(now)))
            self.exchanged |= {now.tobytes(), other.tobytes()}
            found.append((self._worth(other[:, None])[0], other))
        self._take(found)
        worth = self.parents[0][0] if self.parents else -np.inf
        if self.parents:
            self._offer(*self.parents[0], better)
        self.idle = 0 if worth > self.reached + NEAR else self.idle + 1
        self.reached = max(self.reached, worth)

    def _offer(self, worth: float, now: Ints, better: Callable[[Ints], bool]) -> None:
        if worth > self.best + NEAR and better(self._chosen(now)):
            self.best = worth

    def _chosen(self, now: Ints) -> Ints:
        """Return the columns of a chain."""
        none = (~self.packing.is_must).astype(np.int64)
        chosen: Ints = (self.packing.starts[:-1] + now - none)[now >= none]
        return chosen

    def _held(self, chosen: Ints) -> Ints:
        """Return what a chain holds of each candidate, if it has chosen columns."""
        now = np.zeros(self.packing.groups, np.int64)
        group = self.packing.group[chosen]
        now[group] = chosen - self.packing.starts[group] + ~self.packing.is_must[group]
        return now


def _unit(packing: Packing, prices: Floats) -> float:
    """Return what the middle candidate loses by its next best column at prices."""
    worth = packing.value - packing.matrix.T @ prices
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    best = np.where(packing.is_must, best, np.maximum(best, 0.0))
    short = best[packing.group] - worth
    other = np.minimum.reduceat(np.where(short > NEAR, short, np.inf), packing.starts[:-1])
    other = np.where(~packing.is_must & (best > NEAR), np.minimum(other, best), other)
    other = other[np.isfinite(other)]
    return max(float(np.median(other)), 1.0) if len(other) else 1.0


def _prices(prices: Floats, parts: Floats, value: Floats) -> Any:
    """Return prices of the limits, each at least so much that exceeding it is felt."""
    number = np.maximum((parts != 0).sum(axis=1), 1)
    usual = np.maximum(np.abs(parts).sum(axis=1) / number, NEAR)
    return np.maximum(prices, LEAST * float(np.abs(value).mean()) / usual).astype(np.float32)
