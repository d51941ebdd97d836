"""Indicators of different units made comparable. After each of these, more is better.

All take values (draws, areas, indicators) and the directions (indicators,); areas are compared within a draw. An
indicator that is the same everywhere becomes the same number everywhere, so that nothing is ever not a number.
Formulae: OECD & JRC, Handbook on Constructing Composite Indicators, 2008, table 3 (z-score, min–max, distance to the
leader, rank); Hwang & Yoon, Multiple Attribute Decision Making, 1981 (vector).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.benchmark.table import Bools, Floats

LEAST, MOST = 1.0, 100.0  # scale for methods that need numbers above zero
Rule = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A way of making indicators comparable; `forbids` marks values it cannot take."""

    code: str
    name: Text
    rule: Rule
    forbids: Callable[[Floats, Floats], Bools] | None = None


def zscore(values: Floats, directions: Floats) -> Floats:
    """(x − mean) / sd with the sd of a whole population (n)."""
    deviations = values - values.mean(axis=-2, keepdims=True)
    spread = np.sqrt(np.square(deviations).mean(axis=-2, keepdims=True))
    deviations *= directions / _or_one(spread)
    return np.asarray(deviations)


def minmax(values: Floats, directions: Floats) -> Floats:
    """100 (x − min) / (max − min); 100 (max − x) / (max − min) where less is better."""
    lowest, highest = values.min(axis=-2, keepdims=True), values.max(axis=-2, keepdims=True)
    start = np.where(directions > 0, lowest, highest)
    scaled = values - start
    scaled *= 100 * directions / _or_one(highest - lowest)
    return np.asarray(scaled)


def between_goalposts(values: Floats, directions: Floats, goalposts: Floats) -> Floats:
    """Return min–max with a fixed lowest and highest; values beyond them are held there.

    goalposts: (2, indicators); NaN takes the lowest or highest of the values
    Fixed goalposts make years comparable: a place added or dropped changes nobody else's number (UNDP, Human
    Development Report, technical note 1).
    """
    lowest = np.where(np.isnan(goalposts[0]), values.min(axis=-2, keepdims=True), goalposts[0])
    highest = np.where(np.isnan(goalposts[1]), values.max(axis=-2, keepdims=True), goalposts[1])
    held = np.clip(values, lowest, highest)
    start = np.where(directions > 0, lowest, highest)
    return np.asarray(100 * directions * (held - start) / _or_one(highest - lowest))


def leader(values: Floats, directions: Floats) -> Floats:
    """100 x / max; 100 min / x where less is better."""
    is_more = directions > 0
    best = np.where(is_more, values.max(axis=-2, keepdims=True), values.min(axis=-2, keepdims=True))
    return 100 * np.where(is_more, values, best) / np.where(is_more, best, values)


def _not_for_leader(values: Floats, directions: Floats) -> Bools:
    """No ratio to the leader is known of negative values, nor of 0 where less is better."""
    return np.asarray((values < 0) | ((values == 0) & (directions < 0)))


def _not_for_log(values: Floats, directions: Floats) -> Bools:
    return np.asarray(values <= 0)


def percentile(values: Floats, directions: Floats) -> Floats:
    """Share of the other areas that are worse, equals counted by half, 0–100."""
    count = values.shape[-2]
    columns = np.ascontiguousarray(np.swapaxes(values, -1, -2))  # sorting is fast where the sorted lie side by side
    order = np.argsort(columns, axis=-1).reshape(-1, count)
    order += np.arange(0, columns.size, count)[:, None]
    ordered = columns.ravel()[order].reshape(columns.shape)
    places = np.arange(count, dtype=np.float64)
    is_new = np.ones(columns.shape, dtype=bool)
    np.not_equal(ordered[..., 1:], ordered[..., :-1], out=is_new[..., 1:])
    if is_new.all():
        ranks_in_order = np.broadcast_to(places, columns.shape)
    else:
        first = np.maximum.accumulate(np.where(is_new, places, 0.0), axis=-1)
        is_last = np.roll(is_new, -1, axis=-1)
        is_last[..., -1] = True
        last = np.where(is_last, places, count)[..., ::-1]
        ranks_in_order = (first + np.minimum.accumulate(last, axis=-1)[..., ::-1]) / 2
    ranks = np.empty(columns.size)
    ranks[order] = ranks_in_order.reshape(order.shape)
    ranks = np.ascontiguousarray(np.swapaxes(ranks.reshape(columns.shape), -1, -2))
    ranks *= 100 / max(count - 1, 1)
    return np.where(directions > 0, ranks, 100 - ranks)


def log(values: Floats, directions: Floats) -> Floats:
    """Min–max of the natural logarithm: equal ratios count equally."""
    return minmax(np.log(values), directions)


def vector(values: Floats, directions: Floats) -> Floats:
    """X / √Σx², with the sign of the direction: the scale of TOPSIS."""
    length = np.sqrt(np.square(values).sum(axis=-2, keepdims=True))
    return values * (directions / _or_one(length))


def above_zero(values: Floats) -> Floats:
    """Return normalised values on a scale from 1 to 100, for means that take logarithms or reciprocals."""
    lowest, highest = values.min(axis=-2, keepdims=True), values.max(axis=-2, keepdims=True)
    return np.asarray(LEAST + (values - lowest) * ((MOST - LEAST) / _or_one(highest - lowest)))


def _or_one(spread: Floats) -> Floats:
    """Return spreads with 1 for 0, by which a constant can be divided."""
    return np.where(spread > 0, spread, 1.0)


NORMALISATIONS = {
    item.code: item
    for item in (
        Normalisation("zscore", Text(fa="نمرهٔ استاندارد", en="z-score"), zscore),
        Normalisation("minmax", Text(fa="کمینه–بیشینه", en="min–max"), minmax),
        Normalisation("leader", Text(fa="نسبت به پیشرو", en="distance to the leader"), leader, _not_for_leader),
        Normalisation("percentile", Text(fa="صدک", en="percentile"), percentile),
        Normalisation("log", Text(fa="لگاریتم", en="logarithm"), log, _not_for_log),
        Normalisation("vector", Text(fa="برداری", en="vector"), vector),
    )
}


def scaled(way: Normalisation, values: Floats, directions: Floats, goalposts: Floats) -> Floats:
    """Return normalised values, more is better; min–max keeps to fixed goalposts where there are any."""
    if way.code == "minmax" and not np.isnan(goalposts).all():
        return between_goalposts(values, directions, goalposts)
    return way.rule(values, directions)
