"""What a forecast is held against: the naive ways, each as good as it can honestly be made."""

import math
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Known
from hamahang.methods.forecast.totals import Total, total

YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many succeed within a horizon as so far. rests: on how many that have succeeded"""

    number: float
    rests: float


def paces(succeeded: Floats, begun: float, *, day: float, horizon: float) -> tuple[Pace, Pace]:
    """Return how many succeed within a horizon by the pace of all the time since a day, and of the last year.

    succeeded: (n,) days of success, NaN where there was none; begun: the first day; day: the asked one
    """
    span = max(day - begun, 1.0)
    year = min(YEAR, span)
    with np.errstate(invalid="ignore"):
        so_far = float((succeeded <= day).sum())
        lately = float(((succeeded > day - year) & (succeeded <= day)).sum())
    return Pace(so_far / span * horizon, so_far), Pace(lately / year * horizon, lately)


def straight_line(known: Known, horizon: float) -> Total:
    """Return what goes on as it went on average since the first day: a Poisson number, of open cases at most."""
    return _poisson(_paces(known, horizon)[0].number, len(known.open))


def last_year(known: Known, horizon: float) -> Total:
    """Return what goes on as in the last year: a Poisson number, of open cases at most."""
    return _poisson(_paces(known, horizon)[1].number, len(known.open))


def _paces(known: Known, horizon: float) -> tuple[Pace, Pace]:
    begun = float(known.entered.min()) if len(known.entered) else known.at
    return paces(known.succeeded_on, begun, day=known.at, horizon=horizon)


def stated(known: Known, horizon: float) -> Floats:
    """Return 1 for each open case whose owner says that it will be done in time; all, where nobody gives a day."""
    said = known.of.stated[known.case[known.open]]
    if np.isnan(said).all():
        return np.ones(len(said))
    with np.errstate(invalid="ignore"):
        return np.asarray(said <= known.at + horizon, np.float64)


def stage_rates(known: Known) -> Floats:
    """Return for each open case the share of all cases that passed its stage and have succeeded so far.

    The "weighted pipeline" of sales departments: it knows stages and no time.
    """
    number = len(known.of.cases) * len(known.of.stages)
    passed = np.zeros(number, bool)
    passed[known.case * len(known.of.stages) + known.stage] = True
    by = passed.reshape(len(known.of.cases), len(known.of.stages))
    succeeded = ~np.isnan(known.succeeded_on)
    share = (by[succeeded].sum(0) + 0.5) / (by.sum(0) + 1.0)
    return np.asarray(share[known.stage[known.open]])


def as_total(chances: Floats) -> Total:
    """Return the distribution of how many of independent cases succeed."""
    return total(chances)


def _poisson(mean: float, most: int) -> Total:
    """Return a Poisson distribution, all above `most` put on it."""
    logs = [count * math.log(max(mean, 1e-12)) - mean - math.lgamma(count + 1.0) for count in range(most + 1)]
    chance = np.exp(np.array(logs))
    chance[-1] += max(0.0, 1.0 - chance.sum())
    return Total(np.asarray(chance / chance.sum()))
