"""How good forecasts were: scores of distributions against what came, all of them proper or stated otherwise.

Sources: T. Gneiting, A. E. Raftery (2007), Strictly proper scoring rules, prediction, and estimation, JASA 102,
359–378; C. Czado, T. Gneiting, L. Held (2009), Predictive model assessment for count data, Biometrics 65, 1254–1261
(the probability integral transform of counts).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats
from hamahang.methods.forecast.totals import Total


def crps(forecast: Total, came: int) -> float:
    """Return the continuous ranked probability score, in units of the count; 0 is best.

    Σ (F(y) − 1{y ≥ came})² over whole numbers, also above the largest that was thought possible.
    """
    below = forecast.below
    reached = np.arange(len(below)) >= came
    return float(((below - reached) ** 2).sum() + max(0, came - len(below)))


def brier(chances: Floats, came: Floats) -> float:
    """Return the mean squared difference of chances from what came, 0 or 1; 0 is best, NaN of none."""
    return float(np.mean((chances - came) ** 2)) if len(chances) else float("nan")


def covered(forecast: Total, came: int, level: float) -> float:
    """Return how much of what came lies in the central interval of a level: 0, 1, or a part of it at its edge.

    A whole number may lie half in an interval of exactly 80 %. It counts by the part of its own probability that is
    inside, so that a right forecast is covered in exactly 80 % and not more.
    """
    low, high = transform(forecast, came)
    outside = (1.0 - level) / 2.0
    if high - low < 1e-12:
        return float(outside <= low <= 1.0 - outside)
    return max(0.0, min(high, 1.0 - outside) - max(low, outside)) / (high - low)


def transform(forecast: Total, came: int) -> tuple[float, float]:
    """Return the chance of less than what came, and of it or less: the ends of its integral transform."""
    below = forecast.below
    if came >= len(below):
        return 1.0, 1.0
    return (float(below[came - 1]) if came else 0.0), float(below[came])


@dataclass(frozen=True, slots=True)
class Band:
    """Forecasts of a like chance: how many, the mean chance that was said, the share that came."""

    number: int
    said: float
    came: float


def calibration(chances: Floats, came: Floats, *, bands: int = 10) -> list[Band]:
    """Return in bands of equal width how often came what was given a like chance; empty bands are left out."""
    place = np.minimum((chances * bands).astype(np.int64), bands - 1)
    found = []
    for band in range(bands):
        inside = place == band
        if inside.any():
            found.append(Band(int(inside.sum()), float(chances[inside].mean()), float(came[inside].mean())))
    return found


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a row of forecasts. coverage: shares 0–1 of the 80 and 95 % intervals; pit: mean transform, 0.5 is
    right; bias: mean of forecast less truth in units of the count; width: of the 80 % interval
    """

    brier: float
    crps: float
    coverage80: float
    coverage95: float
    pit: float
    bias: float
    width80: float


def scores(forecasts: Sequence[tuple[Total, int]], cases: Sequence[tuple[Floats, Floats]]) -> Scores:
    """Return the scores of forecasts of totals with what came, and of the chances of cases with what came."""
    transforms = [sum(transform(*one)) / 2 for one in forecasts]
    chances = np.concatenate([chance for chance, _ in cases]) if cases else np.zeros(0)
    came = np.concatenate([truth for _, truth in cases]) if cases else np.zeros(0)
    return Scores(
        brier=brier(chances, came),
        crps=_mean([crps(*one) for one in forecasts]),
        coverage80=_mean([covered(*one, 0.8) for one in forecasts]),
        coverage95=_mean([covered(*one, 0.95) for one in forecasts]),
        pit=_mean(transforms),
        bias=_mean([forecast.mean - truth for forecast, truth in forecasts]),
        width80=_mean([float(forecast.quantile(0.9) - forecast.quantile(0.1)) for forecast, _ in forecasts]),
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
