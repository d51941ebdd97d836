"""Futures drawn by chance, for questions that have no exact answer; their error is told with them.

A draw takes one common shock and, for each case, one uniform number against its chance by month. The shock moves the
number instead of the chance: u' = u / (u + e^z (1 − u)) is below p exactly when u is below p shifted by z.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.methods.forecast.history import Floats, Ints
from hamahang.methods.forecast.totals import CALM, Shock

THREADS = 2  # numpy lets go of the interpreter: two cores draw twice as fast
SHARES = 8  # parts of the cases, each with a generator of its own: the same draws on any number of cores


@dataclass(frozen=True, slots=True)
class Draws:
    """Futures. totals: (draws, months) what is reached by the end of each month, whole numbers."""

    totals: Ints

    def at_least(self, number: int) -> tuple[float, float]:
        """Return the share of futures that reach a number by the end, and its standard error."""
        share = float((self.totals[:, -1] >= number).mean())
        return share, float(np.sqrt(max(share * (1.0 - share), 1e-12) / len(self.totals)))


def draw(by_month: Floats, weights: Ints, *, draws: int, shock: Shock = CALM, seed: int = 0) -> Draws:
    """Return drawn futures.

    by_month: (n, months) chance of each case to have succeeded by the end of each month, not falling
    weights: (n,) whole numbers; seed: the same seed gives the same futures
    """
    seeds = np.random.SeedSequence(seed).spawn(SHARES + 1)
    factors = np.exp(_shifts(shock, draws, np.random.default_rng(seeds[-1]))).astype(np.float32)
    ladder = np.maximum.accumulate(by_month, axis=1).astype(np.float32)
    parts = np.array_split(np.arange(len(ladder)), SHARES)
    with ThreadPoolExecutor(THREADS) as pool:
        jobs = [
            pool.submit(_share, ladder[part], weights[part], factors, np.random.default_rng(seed_of))
            for part, seed_of in zip(parts, seeds, strict=False)
        ]
        gained = sum((job.result() for job in jobs), np.zeros((draws, ladder.shape[1]), np.int64))
    return Draws(np.cumsum(gained, axis=1))


def _shifts(shock: Shock, draws: int, random: np.random.Generator) -> Floats:
    """Return the shock of each draw: each of its values as often as its weight says, in any order."""
    ends = np.round(np.cumsum(shock.weights) * draws).astype(np.int64)
    counts = np.diff(ends, prepend=0)
    return np.asarray(random.permutation(np.repeat(shock.shifts, counts)))


def _share(
    ladder: npt.NDArray[np.float32], weights: Ints, factors: npt.NDArray[np.float32], random: np.random.Generator
) -> Ints:
    """Return what some of the cases bring in each draw and month: (draws, months)."""
    draws, months = len(factors), ladder.shape[1]
    gained = np.zeros(draws * months, np.int64)
    rows = np.arange(draws) * months
    for steps, weight in zip(ladder, weights, strict=True):
        number = random.random(draws, dtype=np.float32)
        moved = number / (number + factors * (1.0 - number))
        reached = np.flatnonzero(moved < steps[-1])
        month = np.searchsorted(steps, moved[reached], side="right")
        gained[rows[reached] + month] += weight
    return gained.reshape(draws, months)
