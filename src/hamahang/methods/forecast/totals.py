"""How many in all: the exact distribution of a sum of cases that succeed or not, with what makes them fail together.

Given a common shock z to all cases (a shift of their log-odds) the cases are independent, and the distribution of the
sum is a convolution, done pairwise by Fourier transforms; the shock is a normal of standard deviation τ, integrated by
Gauss–Hermite quadrature, or has the weights that were learnt. A normal curve in place of the sum is off by up to ten
points of probability where cases are few; only a count whose own deviation, given the shock, is above thirty is taken
as normal, which moves its distribution by two thousandths at most.

A shift of all log-odds tilts the distribution of a count exponentially, so that shocks between those that are given
need no convolution of their own. They are needed where the counts of neighbouring shocks lie apart like the teeth of a
comb.

Sources: Y. Hong (2013), On computing the distribution function for the Poisson binomial distribution, Comput. Statist.
Data Anal. 59, 41–51; M. B. Gordy (2003), A risk-factor model foundation for ratings-based bank capital rules, J.
Financ. Intermediation 12, 199–232 (one common factor).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Ints

NODES = 11
STEP = 0.1  # between shifts that are learnt, in log-odds
TOOTH = 1.0  # deviations of a count that the counts of neighbouring shocks may lie apart
NORMAL_FROM = 30.0  # deviation of a count
FAR = 9.0  # deviations
CLASSES = 4_000  # of chances, where a count is taken as normal
DIRECT = 64  # sums shorter than this are convolved directly


@dataclass(frozen=True, slots=True)
class Total:
    """The distribution of a whole number. chance: (most + 1,) of 0, 1, …, most; sums to 1."""

    chance: Floats

    @property
    def mean(self) -> float:
        """Its expectation."""
        return float(self.chance @ np.arange(len(self.chance)))

    @property
    def below(self) -> Floats:
        """The chance of each number or less: (most + 1,)."""
        return np.minimum(np.cumsum(self.chance), 1.0)

    def at_least(self, number: int) -> float:
        """Return the chance of a number or more."""
        if number <= 0:
            return 1.0
        return float(min(1.0, self.chance[number:].sum())) if number < len(self.chance) else 0.0

    def quantile(self, probability: float) -> int:
        """Return the least number that is not exceeded with a probability."""
        return min(int(np.searchsorted(self.below, probability - 1e-12)), len(self.chance) - 1)


@dataclass(frozen=True, slots=True)
class Shock:
    """What all cases share: shifts of their log-odds and how likely each is. shifts, weights: (k,), summing to 1."""

    shifts: Floats
    weights: Floats


CALM = Shock(np.zeros(1), np.ones(1))


def normal_shock(spread: float) -> Shock:
    """Return a normal shock of a standard deviation in log-odds, as nodes of a quadrature."""
    if spread <= 0:
        return CALM
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return Shock(np.asarray(nodes * spread), np.asarray(weights / weights.sum()))


def shifted(chances: Floats, shift: float) -> Floats:
    """Return chances with their log-odds shifted; 0 and 1 stay."""
    if shift == 0.0:
        return chances
    factor = np.exp(shift)
    return np.asarray(chances * factor / (1.0 - chances + chances * factor))


def total(chances: Floats, weights: Ints | None = None, *, shock: Shock = CALM) -> Total:
    """Return the distribution of Σ weight · success.

    chances: (n,) 0–1; weights: (n,) whole numbers ≥ 0, ones where left out
    """
    if weights is None:
        return Total(_counted(chances, shock))
    mixed = np.zeros(int(weights.sum()) + 1)
    for shift, share in zip(shock.shifts, shock.weights, strict=True):
        mixed += share * _independent(shifted(chances, float(shift)), weights)
    return Total(np.asarray(mixed / mixed.sum()))


def _counted(chances: Floats, shock: Shock) -> Floats:
    """Return the distribution of how many succeed: (n + 1,)."""
    deviation = float(np.sqrt((chances * (1.0 - chances)).sum()))
    fine = _finer(shock, deviation)
    if deviation > NORMAL_FROM:
        return _normal(chances, fine)
    mixed = np.zeros(len(chances) + 1)
    numbers = np.arange(len(mixed))
    nearest = np.abs(fine.shifts[:, None] - shock.shifts).argmin(1)
    for place, near in enumerate(shock.shifts):
        counts = count(shifted(chances, float(near)))
        middle = float(counts @ numbers)
        # far out there is only the noise of the transforms, which a tilt must not raise
        counts[np.abs(numbers - middle) > FAR * (deviation + 1.0)] = 0.0
        for shift, weight in zip(fine.shifts[nearest == place], fine.weights[nearest == place], strict=True):
            tilted = counts * np.exp((shift - near) * (numbers - middle)) if shift != near else counts
            mixed += weight * tilted / tilted.sum()
    return np.asarray(mixed / mixed.sum())


def _finer(shock: Shock, deviation: float) -> Shock:
    """Return shocks that lie evenly with others between them, so many that no gap is left; any others as they are.

    Each is spread over the way to its neighbours.
    """
    apart = float(np.diff(shock.shifts).min()) if len(shock.shifts) > 1 else 0.0
    number = int(np.ceil(apart * deviation / TOOTH))
    if number <= 1 or abs(apart - STEP) > 1e-9:
        return shock
    beside = np.arange(-number + 1, number) / number
    share = (1.0 - np.abs(beside)) / number
    places = np.rint((shock.shifts / STEP)[:, None] * number + beside * number).astype(np.int64)
    first = int(places.min())
    weights = np.asarray(np.bincount((places - first).ravel(), (shock.weights[:, None] * share).ravel()), np.float64)
    return Shock(np.asarray((np.arange(len(weights)) + first) * STEP / number)[weights > 0], weights[weights > 0])


def _normal(chances: Floats, fine: Shock) -> Floats:
    """Return the same with each count taken as normal, in whole numbers."""
    from scipy.special import ndtr

    values, number = np.unique(np.rint(chances * CLASSES), return_counts=True)
    values /= CLASSES
    mixed = np.zeros(len(chances) + 1)
    for shift, weight in zip(fine.shifts, fine.weights, strict=True):
        moved = shifted(values, float(shift))
        middle, deviation = float(moved @ number), float(np.sqrt((moved * (1.0 - moved)) @ number)) + 1e-3
        first = max(0, int(middle - 8.0 * deviation))
        last = min(len(chances), int(middle + 8.0 * deviation) + 1)
        edges = ndtr((np.arange(first, last + 2) - 0.5 - middle) / deviation)
        mixed[first : last + 1] += weight * np.diff(edges)
    return np.asarray(mixed / mixed.sum())


def _independent(chances: Floats, weights: Ints) -> Floats:
    """Return the distribution of the sum of independent cases."""
    parts = [np.ones(1)]
    for weight in np.unique(weights[weights > 0]):
        counts = count(chances[weights == weight])
        stretched = np.zeros((len(counts) - 1) * int(weight) + 1)
        stretched[:: int(weight)] = counts
        parts.append(stretched)
    return convolved(parts)


def count(chances: Floats) -> Floats:
    """Return the distribution of how many of independent cases succeed: (n + 1,)."""
    size = 1 << max(0, len(chances) - 1).bit_length()
    padded = np.zeros(size)
    padded[: len(chances)] = chances
    level = np.stack((1.0 - padded, padded), axis=1)
    while len(level) > 1:
        level = _pairwise(level[0::2], level[1::2])
    return np.asarray(level[0, : len(chances) + 1])


def _pairwise(one: Floats, other: Floats) -> Floats:
    """Return the sums of pairs of whole numbers, all pairs at once: (pairs, 2 · length − 1)."""
    length = one.shape[1]
    size = 2 * length - 1
    if length <= DIRECT:
        found = np.zeros((len(one), size))
        for at in range(length):
            found[:, at : at + length] += one[:, at, None] * other
        return found
    fast = 1 << (size - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(one, fast) * np.fft.rfft(other, fast), fast)[:, :size]
    return np.asarray(np.maximum(product, 0.0))


def convolved(parts: Sequence[Floats]) -> Floats:
    """Return the distribution of the sum of independent whole numbers, each given by its chances of 0, 1, …"""
    whole = np.ones(1)
    for part in sorted(parts, key=len):
        whole = _two(whole, part)
    return whole


def _two(one: Floats, other: Floats) -> Floats:
    if min(len(one), len(other)) <= DIRECT:
        return np.convolve(one, other)
    size = len(one) + len(other) - 1
    fast = 1 << (size - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(one, fast) * np.fft.rfft(other, fast), fast)[:size]
    return np.maximum(product, 0.0)


def influence(chances: Floats, weights: Ints, *, shock: Shock, target: int, of: Sequence[int]) -> list[float]:
    """Return for some cases how much the chance to reach a target differs between their success and their failure.

    of: places of the cases; target: of the sum
    """
    found = np.zeros(len(of))
    for shift, share in zip(shock.shifts, shock.weights, strict=True):
        moved = shifted(chances, float(shift))
        whole = _independent(moved, weights)
        for place, case in enumerate(of):
            rest = _without(whole, float(moved[case]), int(weights[case]))
            reach = Total(rest)
            found[place] += share * (reach.at_least(target - int(weights[case])) - reach.at_least(target))
    return [float(value) for value in found]


def _without(whole: Floats, chance: float, weight: int) -> Floats:
    """Return the distribution of a sum without one of its cases: the convolution undone, from its stable end."""
    size = len(whole) - weight
    if weight == 0 or chance == 0.0:
        return whole[:size] if weight else whole
    rest = np.zeros(size)
    if chance <= 0.5:
        for start in range(0, size, weight):
            end = min(start + weight, size)
            before = rest[start - weight : start][: end - start] if start else 0.0
            rest[start:end] = (whole[start:end] - chance * before) / (1.0 - chance)
    else:
        for start in range(size, 0, -weight):
            begin = max(start - weight, 0)
            after = np.zeros(start - begin)
            if start < size:
                tail = rest[begin + weight : start + weight]
                after[: len(tail)] = tail
            rest[begin:start] = (whole[begin + weight : start + weight] - (1.0 - chance) * after) / chance
    return np.maximum(rest, 0.0)
