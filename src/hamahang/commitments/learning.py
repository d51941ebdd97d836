"""What the kept forecasts of promises teach the next one: how far they missed at a like horizon, now that it is over.

The forecasts of one promise share its luck: together they count as one. Few promises move little.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from hamahang.commitments import judging, queries
from hamahang.domain.ledger import AsOf

FEW = 20.0  # persons beside which a miss is weighed: of three expected and one come nothing is learnt
HELD = 3.0  # promises that "no miss" counts for
NEAR = log(2.0)  # a forecast of twice or half the horizon counts e times less
MOST = 1.0  # of a shift, in log-odds


@dataclass(frozen=True, slots=True)
class Bias:
    """How far forecasts of a horizon are moved. shift: of the log-odds of what is under way; forecasts, promises: how
    many kept ones it was learnt from
    """

    shift: float
    forecasts: int
    promises: int

    @property
    def percent(self) -> int:
        """How many of a hundred unlikely persons that were expected came, as far as it is believed."""
        return round(100.0 * exp(self.shift))


UNMOVED = Bias(0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Miss:
    """A kept forecast of a promise that is over. ahead: its horizon in days; by: logarithm of what came to what was
    expected
    """

    promise: int
    ahead: int
    by: float


def bias_of(asof: AsOf, horizon: int) -> Bias:
    """Return what is learnt for a horizon in days from the forecasts whose deadline has passed by a day."""
    return bias_from(misses(asof), horizon)


def misses(asof: AsOf) -> list[Miss]:
    """Return how far the forecasts of jobs missed whose deadline has passed by a day."""
    found = []
    for forecast in queries.forecasts(asof).filter(deadline__lte=asof.day, commitment__metric__in=queries.OF_JOBS):
        ahead = (forecast.deadline - forecast.day).days
        if ahead < 1:
            continue
        truth = judging.judged(forecast, asof).truth or 0
        expected = sum(forecast.said) / len(forecast.said) - forecast.verified
        by = log((max(truth - forecast.verified, 0) + FEW) / (max(expected, 0.0) + FEW))
        found.append(Miss(forecast.commitment_id, ahead, by))
    return found


def bias_from(found: Sequence[Miss], horizon: float) -> Bias:
    """Return what misses teach of a horizon in days: those of a like horizon more than others."""
    missed: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for one in found if horizon > 0 else ():
        missed[one.promise].append((exp(-abs(log(one.ahead / horizon)) / NEAR), one.by))
    weighed = told = 0.0
    for of_promise in missed.values():
        near = max(weight for weight, _ in of_promise)
        weighed += near
        told += near * sum(weight * miss for weight, miss in of_promise) / sum(weight for weight, _ in of_promise)
    shift = max(-MOST, min(MOST, told / (weighed + HELD)))
    return Bias(shift, sum(len(of_promise) for of_promise in missed.values()), len(missed))
