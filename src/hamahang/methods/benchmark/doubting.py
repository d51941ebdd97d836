"""Benefit of the doubt: each area is weighed as is best for it, and still some areas stand below others.

Source: Cherchye, Moesen, Rogge & Van Puyenbroeck, Social Indicators Research 82 (2007) 111–145. It is the envelopment
of data with one input of 1 (Melyn & Moesen 1991):

    max Σ v x_a, such that Σ v x_b ≤ 1 for all areas b, v ≥ 0, and least ≤ v_j x_aj / Σ v x_a ≤ most

Areas of which nobody is better under some weights all have the score 1, so that they share the first rank.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hamahang.methods.benchmark.table import Floats

LEVEL = 1e-9  # scores are the optima of a solver; what differs by less is equal


@dataclass(frozen=True, slots=True, eq=False)
class Doubted:
    """The best light on each area: 1 if under some weights nobody is better."""

    scores: Floats  # (areas,) 0–1
    shares: Floats  # (areas, indicators) of each area's score, summing to 1


def doubted(values: Floats, *, least: float = 0.0, most: float = 1.0) -> Doubted:
    """Return each area's score under the weights that are best for it.

    values: (areas, indicators) above zero, more is better
    least, most: bounds of an indicator's share of the score; least ≤ 1/m ≤ most
    """
    areas, count = values.shape
    if not 0 <= least * count <= 1 <= most * count:
        raise ValueError(f"shares between {least} and {most} of {count} indicators cannot sum to 1")
    is_free = least == 0 and most >= 1
    scores, shares = np.empty(areas), np.empty(values.shape)
    programme = _Programme(values)
    for row, own in enumerate(values):
        if not is_free:
            programme = _Programme(np.vstack((values, *(np.diag(own) - own * edge for edge in (least, most)))), areas)
        best = programme.best(own)
        whole = float(own @ best)
        scores[row] = round(min(whole, 1.0) / LEVEL) * LEVEL
        shares[row] = own * best / whole
    return Doubted(scores, shares)


class _Programme:
    """The rows that weights must keep; with another area only the aim changes, so the solver goes on from its last."""

    def __init__(self, matrix: Floats, areas: int | None = None) -> None:
        import highspy

        from hamahang.methods.portfolio.highs import solver

        rows, count = matrix.shape
        areas = rows if areas is None else areas
        bounded = (rows - areas) // 2
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count, rows
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.zeros(count)
        lp.col_lower_, lp.col_upper_ = np.zeros(count), np.full(count, highspy.kHighsInf)
        lp.row_lower_ = np.repeat((-highspy.kHighsInf, 0.0, -highspy.kHighsInf), (areas, bounded, bounded))
        lp.row_upper_ = np.repeat((1.0, highspy.kHighsInf, 0.0), (areas, bounded, bounded))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.arange(0, matrix.size + 1, count, dtype=np.int32)
        lp.a_matrix_.index_ = np.tile(np.arange(count, dtype=np.int32), rows)
        lp.a_matrix_.value_ = matrix.ravel()
        self.count = count
        self.highs: Any = solver()
        self.highs.passModel(lp)

    def best(self, gain: Floats) -> Floats:
        """Return the v ≥ 0 that maximises gain·v."""
        self.highs.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), gain)
        self.highs.run()
        return np.asarray(np.maximum(np.array(self.highs.getSolution().col_value), 0.0))
