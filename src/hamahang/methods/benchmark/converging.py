"""Do the lagging areas catch up, and when: β- and σ-convergence, and years at present pace.

Sources: Barro & Sala-i-Martin, Convergence, J. Political Economy 100 (1992) 223–251; the standard error is HC3
(MacKinnon & White, J. Econometrics 29, 1985), which is fit for thirty areas of unequal size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.faults import NoDifference, NotAboveZero, NotANumber, TooFewPeriods
from hamahang.methods.benchmark.table import Floats

LEVEL, POWER = 0.95, 0.80


@dataclass(frozen=True, slots=True)
class Beta:
    """Growth a year regressed on the logarithm of the first level: b < 0 is convergence.

    speed: −ln(1 + b T) / T a year, None unless b < 0 and 1 + b T > 0; half_life: years until half the gap is gone
    detectable: the |b| that so many areas would show with a chance of 80 %; a smaller one may well be missed
    """

    slope: float
    error: float
    low: float
    high: float
    speed: float | None
    half_life: float | None
    detectable: float
    areas: int

    @property
    def is_convergence(self) -> bool | None:
        """Return whether areas converge; None if the interval holds 0 and the data do not say."""
        return None if self.low <= 0 <= self.high else self.high < 0


def beta(first: Floats, last: Floats, *, years: float, areas: Sequence[str] = ()) -> Beta:
    """Return β-convergence between two years.

    first, last: (areas,) above zero
    :raises Unfit: if fewer than four areas, a value not above zero, or all the same at first
    """
    if len(first) < 4:
        raise TooFewPeriods(2, len(first))
    if first.shape != last.shape or not years > 0:
        raise ValueError(f"first {first.shape}, last {last.shape}, years {years}")
    levels = np.log(_above_zero(first, areas))
    if np.ptp(levels) == 0:
        raise NoDifference("first", float(first[0]))
    growth = (np.log(_above_zero(last, areas)) - levels) / years
    slope, error = _least_squares(levels, growth)
    from scipy import stats

    quantile = float(stats.t.ppf((1 + LEVEL) / 2, len(first) - 2))
    rest = 1 + slope * years
    speed = float(-np.log(rest) / years) if slope < 0 < rest else None
    return Beta(
        slope,
        error,
        slope - quantile * error,
        slope + quantile * error,
        speed,
        float(np.log(2) / speed) if speed else None,
        (quantile + float(stats.norm.ppf(POWER))) * error,
        len(first),
    )


def _least_squares(levels: Floats, growth: Floats) -> tuple[float, float]:
    """Return the slope and its HC3 standard error."""
    centred = levels - levels.mean()
    squares = float(centred @ centred)
    slope = float(centred @ growth) / squares
    residuals = growth - growth.mean() - slope * centred
    leverage = 1 / len(levels) + np.square(centred) / squares
    # an area that alone fixes the line has no residual of its own to judge by
    free = np.where(leverage < 1 - 1e-12, 1 - leverage, 1.0)
    return slope, float(np.sqrt(np.square(centred * residuals / free).sum())) / squares


def sigma(values: Floats, *, areas: Sequence[str] = ()) -> Floats:
    """Return the sd (n) of the logarithms in each period, (periods,): falling is σ-convergence.

    values: (periods, areas) above zero
    """
    if values.ndim != 2 or len(values) < 2 or values.shape[1] < 4:
        raise TooFewPeriods(len(values), values.shape[-1])
    return np.asarray(np.log(_above_zero(values, areas)).std(axis=1))


def years_to_catch_up(*, level: float, pace: float, target: float, target_pace: float = 0.0) -> float | None:
    """Return the years until a level reaches a target when both grow by their pace a year; None if never.

    level, target: above zero; pace, target_pace: share a year (0.04 for 4 %), above −1
    ln(target / level) / (ln(1 + pace) − ln(1 + target pace))
    """
    if not (level > 0 and target > 0 and pace > -1 and target_pace > -1):
        raise ValueError(f"level {level}, target {target}, paces {pace} and {target_pace}")
    if level >= target:
        return 0.0
    nearer = float(np.log1p(pace) - np.log1p(target_pace))
    return float(np.log(target / level)) / nearer if nearer > 0 else None


def _above_zero(values: Floats, areas: Sequence[str]) -> Floats:
    wrong = np.argwhere(~(np.isfinite(values) & (values > 0)))
    if len(wrong):
        place = int(wrong[0][-1])
        name = areas[place] if areas else str(place + 1)
        value = float(values[tuple(wrong[0])])
        if not np.isfinite(value):
            raise NotANumber(name, "value")
        raise NotAboveZero(name, "value", value, "ln")
    return values
