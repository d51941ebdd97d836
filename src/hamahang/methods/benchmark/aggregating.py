"""One number for each area out of normalised indicators and weights.

All take values (draws or 1, areas, indicators), more is better, and weights (draws, indicators) that sum to 1; they
return scores (draws, areas), more is better, so that thousands of draws are one matrix product. What is special:

- geometric, harmonic: values must be above zero (`normalising.above_zero`); a weak indicator is compensated less.
- topsis: closeness d⁻ / (d⁺ + d⁻) to the best and from the worst (Hwang & Yoon 1981). Dropping an area can turn the
  order of others.
- taxonomy: minus the weighted distance to the ideal, √(m Σ w (z − max z)²); with equal weights the pattern distance
  of the Wrocław taxonomy (Hellwig 1968, Noorbakhsh, J. Int. Dev. 14, 2002), without its removal of outliers, which
  `taxonomy.py` does.
- condorcet: wins less losses against each other area by the majority of weights, divided by their number (Copeland
  1951; OECD & JRC handbook 2008, p. 112 for the outranking of countries).
- bod: each area under the weights that are best for it (`doubting.py`); those that are given do not count.

In each of them an area that is as good as another in all indicators and better in one never stands below it. Ways that
punish unbalance (Mazziotta–Pareto) do not keep that, and are not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hamahang.domain.text import Text
from hamahang.methods.benchmark.doubting import doubted
from hamahang.methods.benchmark.table import Floats

TIE = 1e-6  # weights for and against, in single precision, that differ by less are equal
TOGETHER = 120_000  # values of draws whose pairs are met together
# largest product of three sizes, and of two, that OpenBLAS leaves to one thread (interface/gemm.c, gemv.c)
PRODUCT, VECTOR = 262_144, 9_216
Rule = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A way of making one score."""

    code: str
    name: Text
    rule: Rule
    needs_positive: bool = False
    terms: Callable[[Floats], Floats] | None = None  # t, where the order of scores is that of Σ w t


def weighted(values: npt.NDArray[Any], weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return Σ w x for each draw and area, in products small enough for one thread.

    A draw is its own task for the threads above; those of the linear algebra library would only wait for each other.
    """
    areas, count = values.shape[1:]
    found = np.empty((len(weights), areas), np.result_type(values, weights))
    if len(values) == 1:
        size = max(1, PRODUCT // (areas * count))
        for start in range(0, len(weights), size):
            np.matmul(weights[start : start + size], values[0].T, out=found[start : start + size])
        return found
    size = max(1, VECTOR // count)
    for start in range(0, areas, size):
        part = values[:, start : start + size]
        found[:, start : start + size] = np.matmul(part, weights[:, :, None])[:, :, 0]
    return found


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Σ w x."""
    return weighted(values, weights)


def geometric(values: Floats, weights: Floats) -> Floats:
    """Π x^w."""
    return np.asarray(np.exp(weighted(np.log(values), weights)))


def harmonic(values: Floats, weights: Floats) -> Floats:
    """1 / Σ (w / x)."""
    return 1 / weighted(1 / values, weights)


def topsis(values: Floats, weights: Floats) -> Floats:
    """Return the closeness to the ideal, 0–1; areas that are all alike stand at 1/2."""
    squared = np.square(weights)
    to_best = np.sqrt(weighted(np.square(values.max(axis=1, keepdims=True) - values), squared))
    to_worst = np.sqrt(weighted(np.square(values - values.min(axis=1, keepdims=True)), squared))
    whole = to_best + to_worst
    return np.where(whole > 0, to_worst / np.where(whole > 0, whole, 1.0), 0.5)


def taxonomy(values: Floats, weights: Floats) -> Floats:
    """Return minus the distance to the best of each indicator."""
    squares = np.square(values.max(axis=1, keepdims=True) - values)
    return np.asarray(-np.sqrt(values.shape[2] * weighted(squares, weights)))


def itself(values: Floats) -> Floats:
    """X."""
    return values


def minus_reciprocal(values: Floats) -> Floats:
    """−1 / x."""
    return -1 / values


def condorcet(values: Floats, weights: Floats) -> Floats:
    """Return wins less losses over the number of others, −1 to 1; pairs are met by their distance in the list.

    A few draws at a time, so that what is compared stays near the processor. Without ties the weights against are all
    but those for, and each pair is compared once.
    """
    areas, scores = values.shape[1], np.zeros((len(weights), values.shape[1]))
    single = weights.astype(np.float32)[:, :, None]
    size = max(1, TOGETHER // values[0].size)
    for start in range(0, len(weights), size):
        part = slice(start, start + size)
        _met(values if len(values) == 1 else values[part], single[part], scores[part])
    return np.asarray(scores / max(areas - 1, 1))


def _met(values: Floats, single: npt.NDArray[np.float32], scores: Floats) -> None:
    """Add the wins and losses of some draws to their scores."""
    ordered = np.sort(np.ascontiguousarray(values.transpose(0, 2, 1)))
    has_ties = bool((ordered[..., 1:] == ordered[..., :-1]).any())
    for step in range(1, values.shape[1]):
        upper, lower = values[:, step:], values[:, :-step]
        lead = np.matmul((upper > lower).astype(np.float32), single)[:, :, 0]
        lead -= np.matmul((upper < lower).astype(np.float32), single)[:, :, 0] if has_ties else 1 - lead
        won = np.where(np.abs(lead) > TIE, np.sign(lead), 0.0)
        scores[:, step:] += won
        scores[:, :-step] -= won


def bod(values: Floats, weights: Floats) -> Floats:
    """Return the best light on each area, 0–1, of values from 1 to 100."""
    found = np.array([doubted(one / 100).scores for one in values])
    return np.broadcast_to(found, (len(weights), values.shape[1]))


AGGREGATIONS = {
    item.code: item
    for item in (
        Aggregation("arithmetic", Text(fa="میانگین حسابی", en="arithmetic mean"), arithmetic, terms=itself),
        Aggregation("geometric", Text(fa="میانگین هندسی", en="geometric mean"), geometric, True, np.log),
        Aggregation("harmonic", Text(fa="میانگین همساز", en="harmonic mean"), harmonic, True, minus_reciprocal),
        Aggregation("topsis", Text(fa="تاپسیس", en="TOPSIS"), topsis),
        Aggregation("taxonomy", Text(fa="تاکسونومی عددی", en="numerical taxonomy"), taxonomy),
        Aggregation("condorcet", Text(fa="کندورسه (کاپلند)", en="Condorcet (Copeland)"), condorcet),
        Aggregation("bod", Text(fa="بهترین نگاه (سود تردید)", en="benefit of the doubt"), bod, needs_positive=True),
    )
}
