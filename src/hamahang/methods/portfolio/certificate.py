"""How good a choice is at most, so that anybody can check it: multipliers of the limits, in whole numbers.

For multipliers λ ≥ 0 of the limits no choice whatever can be worth more than
    λ'·limit + Σ_i max(0, max_{j of i} (value_j − λ'·column_j))      (without the 0 where i is a must),
which is counted in one pass over the coefficients, in whole numbers, without any solver.

Source: J. F. Shapiro (1979), A survey of Lagrangean techniques for discrete optimization, Ann. Discrete Math. 5,
113–138.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from hamahang.methods.portfolio.packing import Floats, Ints, Packing

BITS = 20  # multipliers are whole numbers of 2^−20, where the coefficients leave room for that
ROOM = 62  # bits of a whole number that may be used


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Prices of the limits as whole numbers: price_r = number_r / 2^bits, ≥ 0."""

    numbers: Ints
    bits: int

    @property
    def prices(self) -> Floats:
        """The prices as floats: what one more of a limit is worth at most."""
        return self.numbers / float(1 << self.bits)


def rounded(packing: Packing, prices: Floats) -> Multipliers:
    """Return prices as whole numbers, as fine as sums over a column stay exact.

    Prices beyond all measure, as they come of limits that nothing keeps, prove nothing that can be counted: they are 0.
    """
    positive = np.maximum(prices, 0.0)
    weight = np.asarray(abs(packing.matrix).T @ positive).max(initial=0.0) + abs(packing.value).max(initial=0)
    weight += float(np.abs(packing.limit.astype(np.float64)) @ positive) / max(packing.groups, 1)
    room = ROOM - np.ceil(np.log2(weight + 2.0)) - np.ceil(np.log2(len(prices) + packing.groups + 2.0))
    if not room >= 0:  # nor a number at all
        return Multipliers(np.zeros(len(prices), np.int64), 0)
    bits = min(BITS, int(room))
    return Multipliers(np.round(positive * float(1 << bits)).astype(np.int64), bits)


def losses(packing: Packing, multipliers: Multipliers) -> tuple[Ints, Ints]:
    """Return each column's value less its price, in units of 2^−bits, and the best of each candidate.

    (n,) and (groups,); the best is at least 0 where nothing must be chosen
    """
    reduced = (packing.value << multipliers.bits) - packing.matrix.T @ multipliers.numbers
    best = np.maximum.reduceat(reduced, packing.starts[:-1]) if packing.columns else np.zeros(0, np.int64)
    return np.asarray(reduced), np.where(packing.is_must, best, np.maximum(best, 0))


def bound(packing: Packing, multipliers: Multipliers) -> Fraction:
    """Return the number that no choice is worth more than, exactly."""
    _, best = losses(packing, multipliers)
    whole = sum(int(one) * int(other) for one, other in zip(multipliers.numbers, packing.limit, strict=True))
    return Fraction(whole + sum(map(int, best.tolist())), 1 << multipliers.bits)
