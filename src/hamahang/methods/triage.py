"""Triage of idle units: expected sustained jobs for the money, with an interval. It orders; it never decides.

A unit that is taken up comes back with probability p and is still at work twelve months later with probability s, so
its sustained jobs are J·p·s. Both are Beta: a prior share m that weighs as much as k cases, updated by how cases of the
same group of causes ended here (shrinkage: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4). What the diagnosis
found of the unit itself moves p by as much as a few more cases would.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

PROBABILITY = 0.8  # of the intervals: one in ten lies below, one in ten above
BILLION = 1_000_000_000
# nodes of the quadrature over 0–1 with their weights, (200,) float
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)
RANKS, WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is not known: Beta(a, b), both > 0."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Its expectation, 0–1."""
        return self.a / (self.a + self.b)


@dataclass(frozen=True, slots=True)
class Interval:
    """An expectation with the ends between which the truth lies with 80 %."""

    least: float
    mean: float
    most: float

    def times(self, least: float, mean: float, most: float) -> "Interval":
        """Return each of its numbers multiplied by the one of its kind."""
        return Interval(self.least * least, self.mean * mean, self.most * most)


def learn(*, prior: float, weight: float, good: int, ended: int) -> Share:
    """Return a share after `ended` cases, of which `good` went well.

    prior: share expected before any case, 0–1, exclusive; weight: how many cases it counts for, > 0
    :raises ValueError: if a number is out of its bounds
    """
    if not 0 < prior < 1 or weight <= 0 or not 0 <= good <= ended:
        raise ValueError(f"prior {prior}, weight {weight}, {good} of {ended}")
    return Share(prior * weight + good, (1 - prior) * weight + ended - good)


def heard(share: Share, *, weight: float, speaks_for: float, against: float) -> Share:
    """Return a share after what was found of the unit itself, which counts as much as `weight` ended cases.

    speaks_for, against: parts of it, ≥ 0, together at most 1; what is not known counts for nothing
    :raises ValueError: if a number is out of its bounds
    """
    if weight < 0 or speaks_for < 0 or against < 0 or speaks_for + against > 1 + 1e-9:
        raise ValueError(f"weight {weight}, {speaks_for} for and {against} against")
    return Share(share.a + weight * speaks_for, share.b + weight * against)


def both(back: Share, stays: Share) -> Interval:
    """Return the probability that a unit comes back and stays, the two being independent."""
    tail = (1 - PROBABILITY) / 2
    return Interval(_quantile(back, stays, tail), back.mean * stays.mean, _quantile(back, stays, 1 - tail))


def _quantile(first: Share, second: Share, probability: float) -> float:
    """Return the value below which the product of two shares lies with a probability, to about 1e-4.

    P(XY ≤ z) = E[F_X(z/Y)]: the expectation by Gauss–Legendre quadrature over the quantiles of Y.
    """
    others = stats.beta.ppf(RANKS, second.a, second.b)

    def below(value: float) -> float:
        within = stats.beta.cdf(np.minimum(value / others, 1.0), first.a, first.b)
        return float(WEIGHTS @ within) - probability

    return float(optimize.brentq(below, 0.0, 1.0, xtol=1e-7))


def per_billion(*, jobs: Interval, cost: tuple[int, int]) -> Interval | None:
    """Return sustained jobs for a billion rials, from the fewest at the most cost to the most at the least.

    cost: whole rials, the least and the most it may take; None where nothing is to be paid
    :raises ValueError: if the cost is negative or its ends are reversed
    """
    mean = expected_per_billion(jobs=jobs.mean, cost=cost)
    if mean is None:
        return None
    least, most = cost
    return Interval(jobs.least * BILLION / most, mean, jobs.most * BILLION / least)


def expected_per_billion(*, jobs: float, cost: tuple[int, int]) -> float | None:
    """Return expected jobs for a billion rials at the middle of what it may cost; None where nothing is to be paid.

    :raises ValueError: if the cost is negative or its ends are reversed
    """
    least, most = cost
    if not 0 <= least <= most:
        raise ValueError(f"cost from {least} to {most}")
    return 2 * BILLION * jobs / (least + most) if least else None
