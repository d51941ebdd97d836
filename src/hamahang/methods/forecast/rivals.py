"""What a forecast is held against: the naive ways, each as good as it can honestly be made."""

import math

import numpy as np

from hamahang.methods.forecast.history import Floats, Known
from hamahang.methods.forecast.totals import Total, total

YEAR = 365.0


def straight_line(known: Known, horizon: float) -> Total:
    """Return what goes on as it went on average since the first day: a Poisson number, of open cases at most."""
    succeeded = known.succeeded_on[~np.isnan(known.succeeded_on)]
    span = max(known.at - float(known.entered.min()), 1.0) if len(known.entered) else 1.0
    return _poisson(len(succeeded) / span * horizon, len(known.open))


def last_year(known: Known, horizon: float) -> Total:
    """Return what goes on as in the last year: a Poisson number, of open cases at most."""
    succeeded = known.succeeded_on[~np.isnan(known.succeeded_on)]
    span = min(YEAR, max(known.at - float(known.entered.min()), 1.0)) if len(known.entered) else 1.0
    lately = float((succeeded > known.at - span).sum())
    return _poisson(lately / span * horizon, len(known.open))


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
    by = passed.reshape(len(known.of.cases), -1)
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
