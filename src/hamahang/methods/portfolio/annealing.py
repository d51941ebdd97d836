"""Good choices of problems with few candidates and dear packages: many chains at once, each cooled from the relaxation.

A chain holds one column of each candidate, or none. Candidate by candidate it is drawn anew, the likelier the more it
is worth after what it exceeds of the limits is priced; the prices rise and the temperature falls, until hardly a limit
is exceeded and hardly anything changes. A pass over the candidates serves all chains together. Where a dozen packages
use up a line, the relaxation says little and the tree gets lost: this finds in a second what the tree finds in ten.

Sources: S. Kirkpatrick, C. Gelatt, M. Vecchi (1983), Optimization by simulated annealing, Science 220, 671–680; S.
Geman, D. Geman (1984), Stochastic relaxation, IEEE Trans. Pattern Anal. 6, 721–741 (drawing one given all others).
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.highs import Relaxed
from hamahang.methods.portfolio.packing import Floats, Ints, Packing

CHAINS = 64
SWEEPS = (200, 600, 600, 1_200)  # of the first coolings, the last for all that follow
HOT, COLD = 1.5, 0.04  # in what the middle candidate loses by its next best column
DEAR, DEARER = 2.0, 8.0  # prices of what exceeds a limit, in prices of the relaxation
LEAST = 0.3  # of a limit without a price: worth of the middle column for the middle use
OFTEN = 10  # sweeps after which what is used is counted anew, since parts of parts add up
LATE = 0.3  # of a cooling, after which choices that keep all limits are looked for
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
        self.times, self.best = 0, -np.inf
        self.again()

    def again(self) -> None:
        """Begin a new cooling, from the parts that the relaxation takes."""
        self.done, self.sweeps = 0, SWEEPS[min(self.times, len(SWEEPS) - 1)]
        self.times += 1
        self.now: Ints = np.zeros((self.packing.groups, CHAINS), np.int64)
        for group, worth in enumerate(self.worth):
            columns = slice(self.packing.starts[group], self.packing.starts[group + 1])
            parts = np.maximum(self.relaxed.x[columns], 1e-3)
            if len(parts) < len(worth):
                parts = np.concatenate(([max(1.0 - parts.sum(), 1e-3)], parts))
            self.now[group] = self.random.choice(len(parts), CHAINS, p=parts / parts.sum())
        self.used = self._used()

    @property
    def is_cold(self) -> bool:
        """Whether the cooling came to its end."""
        return self.done >= self.sweeps

    def run(self, *, until: float, better: Callable[[Ints], bool], sweeps: int = 1 << 30) -> None:
        """Cool until a time, so many sweeps, or the end. better: is told of choices that may be better than the best"""
        for _ in range(sweeps):
            if self.is_cold or perf_counter() >= until:
                return
            part = self.done / self.sweeps
            self._sweep(HOT * (COLD / HOT) ** part, self.prices * np.float32(DEAR * (DEARER / DEAR) ** part))
            self.done += 1
            if self.done % OFTEN == 0:
                self.used = self._used()
            if part > LATE:
                self._tell(better)

    def _sweep(self, heat: float, prices: Halves) -> None:
        """Draw the column of each candidate anew, in all chains."""
        used = self.used
        for group in self.random.permutation(self.packing.groups):
            uses, worth = self.uses[group], self.worth[group]
            others = used - uses[self.now[group], :, 0].T
            over = (others - self.limit)[None] + uses
            np.maximum(over, 0.0, out=over)
            score = worth - np.matmul(prices, over) + np.float32(heat) * self.random.gumbel(size=(len(worth), CHAINS))
            drawn = score.argmax(axis=0)
            if (drawn != self.now[group]).any():
                used = others + uses[drawn, :, 0].T
                self.now[group] = drawn
        self.used = used

    def _used(self) -> Halves:
        used = np.zeros((len(self.limit), CHAINS), np.float32)
        for uses, now in zip(self.uses, self.now, strict=True):
            used += uses[now, :, 0].T
        return used

    def _tell(self, better: Callable[[Ints], bool]) -> None:
        """Offer the best chain that keeps all limits, if it is better than any before."""
        kept = np.flatnonzero((self.used - self.limit).max(axis=0, initial=-1.0) <= NEAR)
        if not len(kept):
            return
        worth = np.zeros(CHAINS)
        for one, now in zip(self.worth, self.now, strict=True):
            worth += one[now, 0]
        first = kept[worth[kept].argmax()]
        if worth[first] <= self.best + NEAR:
            return
        none = (~self.packing.is_must).astype(np.int64)
        places = self.packing.starts[:-1] + self.now[:, first] - none
        if better(places[self.now[:, first] >= none]):
            self.best = float(worth[first])


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
