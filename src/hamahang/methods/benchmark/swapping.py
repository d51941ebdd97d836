"""The smallest change of weights that would swap two areas: how much weight would have to move, from where to where.

Weight moved is ½ Σ |w' − w|, 0 to 1. Where the order is that of Σ w t, the least is exact: all that moves goes to the
one indicator that speaks most for the lower area, and comes from those that speak most for the upper one, each as far
as its weight reaches (a fractional knapsack). Other methods are searched over all moves from one indicator to one
other, and from all in proportion to one, in steps of 1/64 and then by halving; another move could be smaller, so
`is_least` is false.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.ranking import Ranking
from hamahang.methods.benchmark.table import Floats

STEPS, HALVINGS = 64, 40


@dataclass(frozen=True, slots=True, eq=False)
class Swap:
    """Weights under which two areas stand level; a hair more, and they have swapped."""

    upper: str
    lower: str
    moved: float  # 0–1
    weights: Floats  # (indicators,)
    changes: tuple[tuple[str, float], ...]  # of weights that change, the largest loss first, the gain last
    is_least: bool


def swap(ranking: Ranking, area: str, other: str) -> Swap | None:
    """Return the smallest move of weight that brings two areas level; None if no weights do.

    None too for benefit of the doubt, which no given weights move.
    """
    if ranking.method.aggregation == "bod":
        return None
    table = ranking.table
    upper, lower = sorted((table.area(area), table.area(other)), key=lambda row: int(ranking.ranks[row]))
    found = _exactly(ranking, upper, lower) if ranking.terms is not None else _searched(ranking, upper, lower)
    if found is None:
        return None
    changes = found - ranking.weights
    order = [int(column) for column in np.argsort(changes, kind="stable") if abs(changes[column]) > 1e-12]
    return Swap(
        table.areas[upper],
        table.areas[lower],
        float(np.abs(changes).sum() / 2),
        found,
        tuple((table.codes[column], float(changes[column])) for column in order),
        ranking.terms is not None,
    )


def _exactly(ranking: Ranking, upper: int, lower: int) -> Floats | None:
    terms = ranking.terms if ranking.terms is not None else ranking.normalised
    lead = terms[upper] - terms[lower]
    weights, left = ranking.weights.copy(), float(ranking.weights @ lead)
    if left <= 0:
        return weights
    to = int(np.argmin(lead))
    if lead[to] > 0:
        return None
    for column in np.argsort(-lead, kind="stable"):
        gain = float(lead[column] - lead[to])
        if left <= 0 or gain <= 0:
            break
        amount = min(float(weights[column]), left / gain)
        weights[column] -= amount
        weights[to] += amount
        left -= amount * gain
    return weights


def _searched(ranking: Ranking, upper: int, lower: int) -> Floats | None:
    """Return the weights after the shortest of all tried moves that brings the two level."""
    best, found = np.inf, None
    for moves, reaches in _moves(ranking.weights):
        amounts = np.minimum(reaches, best)[:, None] * np.arange(1, STEPS + 1) / STEPS
        tried = ranking.weights + amounts[:, :, None] * moves[:, None]
        is_level = _lead(ranking, tried.reshape(-1, moves.shape[1]), upper, lower).reshape(amounts.shape) <= 0
        for move in np.flatnonzero(is_level.any(axis=1)):
            step = int(is_level[move].argmax())
            between = (float(amounts[move, step - 1]) if step else 0.0, float(amounts[move, step]))
            amount = _halved(ranking, moves[move], between, (upper, lower))
            if amount < best:
                best, found = amount, ranking.weights + amount * moves[move]
    return None if found is None else np.maximum(found, 0.0)


def _moves(weights: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield directions in which one unit of weight moves, (moves, indicators), and how far each can go."""
    one = np.eye(len(weights))
    for giver in np.flatnonzero(weights > 0):
        others = np.arange(len(weights)) != giver
        yield one[others] - one[giver], np.full(int(others.sum()), weights[giver])
    to = weights < 1
    yield (one[to] - weights) / (1 - weights[to])[:, None], 1 - weights[to]


def _halved(ranking: Ranking, move: Floats, between: tuple[float, float], pair: tuple[int, int]) -> float:
    low, high = between
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _lead(ranking, (ranking.weights + middle * move)[None], *pair)[0] <= 0:
            high = middle
        else:
            low = middle
    return high


def _lead(ranking: Ranking, weights: Floats, upper: int, lower: int) -> Floats:
    """Return by how much the upper area leads under each of some weights."""
    scores = AGGREGATIONS[ranking.method.aggregation].rule(ranking.normalised[None], weights)
    return np.asarray(scores[:, upper] - scores[:, lower])
