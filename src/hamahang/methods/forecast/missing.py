"""How far the next forecast will miss for all cases at once, learnt from how far the past ones missed.

A miss is a shift of all log-odds: a lasting bias, and a shock of each time. Of both the whole distribution is kept, so
that few past forecasts make wide intervals. Several ways are tried to say where the next miss will lie: nowhere; where
the last ones lay (things have changed and stay so); where those of the same time of year lay; and where the count would
go by its own past, or by the shares of its stages. Each is believed as far as it did foresee the past misses, each from
those alone whose end was known by its day: what is tried on the misses it was learnt from looks better than it is.
Forecasts that overlap share what came, and count together as one, also where they tell how wide misses lie.

Sources: J. A. Hoeting, D. Madigan, A. E. Raftery, C. T. Volinsky (1999), Bayesian model averaging, Statistical Science
14, 382–401; A. P. Dawid (1984), Statistical theory: the prequential approach, JRSS A 147, 278–292.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats
from hamahang.methods.forecast.rivals import Pace
from hamahang.methods.forecast.totals import STEP, Shock, shifted

GRID = np.arange(-60, 61) * STEP
SHIFTS = np.arange(-30, 31) * STEP
SPREADS = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.8, 1.05, 1.4])
EXPECTED_SPREAD = 0.12  # mean of the exponential prior of the shock's standard deviation
# how shocks of each spread lie around each bias: (σ · α, shift)
_LIES = np.exp(-((SHIFTS[None, :, None] - SHIFTS[None, None, :]) ** 2) / (2.0 * SPREADS[:, None, None] ** 2))
WAYS = np.asarray((_LIES / _LIES.sum(2, keepdims=True)).reshape(-1, len(SHIFTS)))
KINDS = 200  # of chances that are told apart
SLIGHT = 2e-4  # weights of shifts below this are left out
LATELY = 0.6  # what a miss counts against one that is a horizon later, where the last ones are followed
FEW = 2.0  # successes, of which no pace is told
FIRST = 0.5  # what "no miss" counts against them
YEAR = 365.25
BESIDE = 25.0  # days from the same time of another year at which a miss counts by 0.6
NEVER = 0.3  # what "no miss" counts against those of the same time of year
TEMPER = 0.5  # of the evidence: landmarks overlap, and of many ways one fits by luck
BELIEVED = 0.5  # of the way that says "nowhere"; the others share the rest


@dataclass(frozen=True, slots=True)
class Past:
    """A past forecast beside what came. at: day; chances: (n,) of the cases; came: how many; weight: it counts for;
    guesses: (g,) how many other ways said; leans: (l,) shifts that were seen then
    """

    at: float
    chances: Floats
    came: float
    weight: float
    guesses: Sequence[Pace]
    leans: Sequence[float]


def next_shift(missed: Sequence[Past], now: Past, *, horizon: float, unsure: float) -> Shock:
    """Return the distribution of the shift that a forecast will need.

    now: this forecast, of which it is not known what comes; unsure: variance of the bias before any past forecast
    """
    curves = [_Curve(one.chances) for one in missed]
    likely = [curve.likelihood(one.came) for curve, one in zip(curves, missed, strict=True)]
    days = np.array([one.at for one in missed])
    lay = np.array([curve.shift_to(one.came) for curve, one in zip(curves, missed, strict=True)])
    weights = np.array([one.weight for one in missed])
    ended = np.asarray(days[None, :] + horizon <= days[:, None] + 1e-9, np.float64)
    seen = _Seen(likely, weights, ended)
    nowhere = (np.zeros(len(missed)), 0.0)
    if not missed:
        return _averaged([nowhere], seen, unsure)
    followed = np.array([_lately(days, lay, weights, day, horizon) for day in (*days, now.at)])
    of_season = np.array([_years_ago(days, lay, weights, day, horizon) for day in (*days, now.at)])
    aims = [(followed[:-1], float(followed[-1])), (of_season[:-1], float(of_season[-1]))]
    own = _Curve(now.chances)
    for place, guess in enumerate(now.guesses):
        then = [curve.shift_by(one.guesses[place]) for curve, one in zip(curves, missed, strict=True)]
        aims.append((np.array(then), own.shift_by(guess)))
    aims += [(np.array([one.leans[place] for one in missed]), lean) for place, lean in enumerate(now.leans)]
    whole_and_half = [(part * then, part * ahead) for then, ahead in aims for part in (0.5, 1.0)]
    return _averaged([nowhere, *whole_and_half], seen, unsure)


class _Curve:
    """How the number of successes moves with the shift: its mean and deviation at each of `GRID`."""

    def __init__(self, chances: Floats) -> None:
        values, counts = np.unique(np.rint(_log_odds(chances) * KINDS / 20.0), return_counts=True)
        common = 1.0 / (1.0 + np.exp(-values * 20.0 / KINDS))
        moved = np.stack([shifted(common, float(shift)) for shift in GRID])
        self.number = len(chances)
        self.mean: Floats = moved @ counts
        self.deviation: Floats = np.sqrt((moved * (1 - moved)) @ counts + 1e-3)

    def shift_to(self, count: float) -> float:
        """Return the shift at which a number is expected; of none and of all of them, half a case is kept."""
        kept = min(max(count, 0.5), max(self.number - 0.5, 0.5))
        return float(np.clip(np.interp(kept, self.mean, GRID), SHIFTS[0], SHIFTS[-1]))

    def shift_by(self, pace: Pace) -> float:
        """Return the shift at which a pace is expected, as far as it rests on more than a few that succeeded."""
        unmoved = float(self.mean[len(GRID) // 2])
        return self.shift_to((pace.rests * pace.number + FEW * unmoved) / (pace.rests + FEW))

    def likelihood(self, came: float) -> Floats:
        """Return the log-likelihood of a number of successes at each shift, the sum as a rounded normal."""
        from scipy.special import log_ndtr

        upper = log_ndtr((came + 0.5 - self.mean) / self.deviation)
        if came <= 0:
            return np.asarray(upper)
        lower = log_ndtr((came - 0.5 - self.mean) / self.deviation)
        mirrored = log_ndtr(-(came - 0.5 - self.mean) / self.deviation)
        other = log_ndtr(-(came + 0.5 - self.mean) / self.deviation)
        # of the two tails the one that does not cancel
        first, second = np.where(self.mean < came, mirrored, upper), np.where(self.mean < came, other, lower)
        return np.asarray(first + np.log1p(-np.exp(np.minimum(second - first, -1e-12))))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Past misses. likely: of each the log-likelihood of what came at each shift of `GRID`; weights: (n,); ended: (n,
    n) whether the end of one was known by the day of another
    """

    likely: Sequence[Floats]
    weights: Floats
    ended: Floats

    def told(self, aimed: Floats) -> Floats:
        """Return the log-likelihood of each miss by the spread and the bias beside what was aimed at: (n, σ, α)."""
        if not self.likely:
            return np.zeros((0, len(SPREADS), len(SHIFTS)))
        logs = np.stack([np.interp(SHIFTS + aim, GRID, one) for one, aim in zip(self.likely, aimed, strict=True)])
        most = logs.max(1)
        sums = np.maximum(np.exp(logs - most[:, None]) @ WAYS.T, 1e-300)
        return np.asarray(most[:, None] + np.log(sums)).reshape(len(logs), len(SPREADS), len(SHIFTS))


def _log_odds(chances: Floats) -> Floats:
    kept = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def _lately(days: Floats, lay: Floats, weights: Floats, day: float, horizon: float) -> float:
    """Return where the misses lay that were known by a day, the later ones before the earlier."""
    known = days + horizon <= day + 1e-9
    counted = np.where(known, weights * LATELY ** ((day - horizon - days) / horizon), 0.0)
    return float((counted @ lay) / (counted.sum() + FIRST)) if known.any() else 0.0


def _years_ago(days: Floats, lay: Floats, weights: Floats, day: float, horizon: float) -> float:
    """Return where the misses lay that were known by a day and are of about the same time in years before."""
    years = np.round((day - days) / YEAR)
    known = (days + horizon <= day + 1e-9) & (years >= 1.0)
    counted = np.where(known, weights * np.exp(-0.5 * ((day - days - years * YEAR) / BESIDE) ** 2), 0.0)
    return float((counted @ lay) / (counted.sum() + NEVER))


def _averaged(aims: Sequence[tuple[Floats, float]], seen: _Seen, unsure: float) -> Shock:
    """Return the shifts by each way to aim, weighed by how likely it made what came before that was known.

    Beside what is aimed at: a bias α ~ N(0, unsure), shocks ~ N(α, σ²) with σ exponential, over a grid of both.
    """
    before = -(SHIFTS**2) / (2.0 * unsure) - SPREADS[:, None] / EXPECTED_SPREAD + np.log(np.gradient(SPREADS))[:, None]
    before -= _log_sum(before.reshape(1, -1))[0]
    evidence, found = [], []
    for place, (then, now) in enumerate(aims):
        told = seen.told(then)
        weighed = told * seen.weights[:, None, None]
        ahead = before + np.tensordot(seen.ended, weighed, 1)
        number = len(told)
        foretold = _log_sum((ahead + told).reshape(number, before.size)) - _log_sum(ahead.reshape(number, before.size))
        evidence.append(float(seen.weights @ foretold) + _log_prior(place, len(aims)))
        belief = before + weighed.sum(0)
        after = np.exp(belief - belief.max()).reshape(-1) @ WAYS
        found.append(_placed(np.clip(SHIFTS + now, GRID[0], GRID[-1]), after / after.sum()))
    share = np.exp(TEMPER * (np.array(evidence) - max(evidence)))
    mixed = (share / share.sum()) @ np.stack(found)
    kept = mixed > SLIGHT
    return Shock(GRID[kept], mixed[kept] / mixed[kept].sum())


def _log_sum(logs: Floats) -> Floats:
    """Return the logarithm of the sum of each row, of logarithms."""
    most = logs.max(1, initial=-1e300)
    return np.asarray(most + np.log(np.exp(logs - most[:, None]).sum(1)))


def _log_prior(place: int, number: int) -> float:
    if number == 1:
        return 0.0
    return float(np.log(BELIEVED if place == 0 else (1.0 - BELIEVED) / (number - 1)))


def _placed(shifts: Floats, weights: Floats) -> Floats:
    """Return weights of any shifts on `GRID`, each split between its two neighbours."""
    step = GRID[1] - GRID[0]
    exact = (shifts - GRID[0]) / step
    low = np.minimum(exact.astype(np.int64), len(GRID) - 2)
    part = exact - low
    return np.asarray(
        np.bincount(low, weights * (1 - part), len(GRID)) + np.bincount(low + 1, weights * part, len(GRID))
    )
