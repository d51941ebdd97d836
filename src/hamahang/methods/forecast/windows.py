"""How much more comes within a span of days, from what came within past spans that are as long.

For what happens again and again and is no case on its way: payments, visits, tonnes. What a span brings is a number
of jumps of one usual size (one, where events are counted; Σa²/Σa, where they have amounts a: the jump of the compound
Poisson sum of the same mean and variance). The number of jumps is negative binomial. Its mean is that of the past
spans, each weighing as the next one, or half of it where the past spans themselves were much better foretold so; its
dispersion theirs too, held by what is usual where they are few, and wider where forecasts of the past spans, each from
those before it alone, missed by more than they said. Below `FEWEST` spans nothing is said.

Sources: P. McCullagh, J. A. Nelder (1989), Generalized Linear Models, 2nd ed., ch. 9 (overdispersion of counts); C. D.
Daykin, T. Pentikäinen, M. Pesonen (1994), Practical Risk Theory for Actuaries, ch. 3 (compound sums by two moments).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats
from hamahang.methods.forecast.scoring import covered, crps
from hamahang.methods.forecast.totals import Total

FEWEST = 3  # past spans without which nothing is said
USUAL = 0.35  # share of its mean by which the pace of a span usually lies off; judged, see tests/methods/forecast
HELD = 3.0  # spans that the usual dispersion counts for, and forecasts that "no wider" counts for
FAR = 12.0  # deviations beyond which nothing is looked at
MOST_STEPS = 5_000.0  # jumps that the mean is at most made of
FADED = 0.5  # weight of a span beside the next one, where older ones tell less
BETTER = 0.8  # of the miss that all spans alike made: so much better the newest must have been
TRIED = 2  # past spans that it is tried on at least


@dataclass(frozen=True, slots=True)
class Span:
    """What a past span brought. amount: in all; squares: the sum of the squares of its single amounts"""

    amount: float
    squares: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """The distribution of what comes: so many jumps of one size, of a mean and a deviation in amounts."""

    jumps: Total
    size: float
    mean: float
    deviation: float

    def at_least(self, amount: float) -> float:
        """Return the chance of an amount or more."""
        return self.jumps.at_least(math.ceil(amount / self.size - 1e-9))

    def quantile(self, probability: float) -> int:
        """Return the amount that is not exceeded with a probability."""
        return round(self.jumps.quantile(probability) * self.size)


@dataclass(frozen=True, slots=True)
class Tried:
    """A past span foretold from those before it. came: what it brought; last, mean: what the naive ways said."""

    said: Ahead
    came: float
    last: float
    mean: float

    @property
    def crps(self) -> float:
        """The score of the forecast, in amounts."""
        return crps(self.said.jumps, round(self.came / self.said.size)) * self.said.size

    @property
    def inside(self) -> float:
        """How much of what came lies in the interval of 80 %: 0, 1, or a part of it at its edge."""
        return covered(self.said.jumps, round(self.came / self.said.size), 0.8)


def ahead(spans: Sequence[Span], *, tried: Sequence[Tried] = ()) -> Ahead:
    """Return what the next span brings. spans: past ones as long; tried: how forecasts of theirs did

    :raises ValueError: if there are fewer than `FEWEST`
    """
    if len(spans) < FEWEST:
        raise ValueError(f"{len(spans)} spans")
    size = _size(spans)
    jumps = np.array([span.amount for span in spans]) / size
    weights = _weights(jumps)
    number = float(weights.sum())
    mean = (float(weights @ jumps) + 0.5) / number
    seen = float(weights @ (jumps - weights @ jumps / number) ** 2) / mean
    dispersion = max(1.0, (HELD * (1.0 + USUAL**2 * mean) + seen) / (HELD + number - 1))
    variance = dispersion * mean * (1.0 + 1.0 / number) * _wider(tried)
    return Ahead(negative_binomial(mean, variance), size, mean * size, math.sqrt(variance) * size)


def replay(spans: Sequence[Span]) -> list[Tried]:
    """Return how each past span would have been foretold from those before it. spans: the newest first"""
    return [
        Tried(
            said=ahead(spans[place + 1 :]),
            came=span.amount,
            last=spans[place + 1].amount,
            mean=sum(one.amount for one in spans[place + 1 :]) / (len(spans) - place - 1),
        )
        for place, span in enumerate(spans[: len(spans) - FEWEST])
    ]


def _weights(jumps: Floats) -> Floats:
    """Return the weight of each past span, the newest first: all alike, or fading where that foretold them much better.

    They sum to as many spans as they are worth.
    """
    even, fading = np.ones(len(jumps)), FADED ** np.arange(len(jumps), dtype=np.float64)
    missed = {True: 0.0, False: 0.0}
    places = range(len(jumps) - FEWEST)
    for place in places:
        before = jumps[place + 1 :]
        for fades, weights in ((True, fading[: len(before)]), (False, even[: len(before)])):
            missed[fades] += abs(float(jumps[place] - weights @ before / weights.sum()))
    if len(places) < TRIED or missed[True] >= BETTER * missed[False]:
        return even
    return np.asarray(fading * fading.sum() / (fading**2).sum())


def _size(spans: Sequence[Span]) -> float:
    """Return the size of a jump; one where nothing ever came."""
    amount, squares = sum(span.amount for span in spans), sum(span.squares for span in spans)
    return max(squares / amount, amount / len(spans) / MOST_STEPS) if amount > 0 else 1.0


def _wider(tried: Sequence[Tried]) -> float:
    """Return how much wider than it says a forecast has to be, by how far those of the past missed."""
    missed = sum(((one.came - one.said.mean) / one.said.deviation) ** 2 for one in tried)
    return max(1.0, (HELD + missed) / (HELD + len(tried)))


def negative_binomial(mean: float, variance: float) -> Total:
    """Return the distribution of a count of a mean and a variance; a Poisson one where the variance is no larger."""
    most = math.ceil(mean + FAR * math.sqrt(max(variance, mean))) + 20
    number = np.arange(1, most + 1)
    if variance <= mean * (1.0 + 1e-9):
        first, steps = -mean, math.log(mean) - np.log(number)
    else:
        size = mean**2 / (variance - mean)
        first = size * math.log(mean / variance)
        steps = math.log1p(-mean / variance) + np.log(number - 1 + size) - np.log(number)
    chance = np.exp(np.concatenate([[first], first + np.cumsum(steps)]))
    return Total(np.asarray(chance / chance.sum()))
