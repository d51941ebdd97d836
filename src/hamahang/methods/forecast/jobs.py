"""How many jobs in all: cases that succeed or not, and that bring what was promised or a part of it where they do.

The distribution is exact: of each case the characteristic function of its jobs, multiplied, for each value of the
common shock. A case that counts for four hundred persons makes the sum lumpy, and a normal curve would lie.

Sources: see `totals`; exponential tilting: J. Esscher (1932), On the probability function in the collective theory of
risk, Skand. Aktuarietidskr. 15, 175–195.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hamahang.methods.forecast.history import Floats, Ints
from hamahang.methods.forecast.totals import Shock, Total, influence, shifted, total

Complexes = npt.NDArray[np.complex128]
BELIEF = 20.0  # deliveries of one's own that the published ones count for
MOST_CELLS = 4e6  # cases × frequencies; above it each case brings its mean, and only its coming is uncertain
CANDIDATES, OF_MANY = 60, 20  # cases whose influence is worked out: those that spread the sum most
FEW = 7  # values that the shock is thinned to where there are many cases


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which part of the promised comes where something comes. parts: (k,) 0–1, rising; chances: (k,), sum to 1"""

    parts: Floats
    chances: Floats

    @property
    def mean(self) -> float:
        """The expected part."""
        return float(self.parts @ self.chances)


def tilted(base: Delivery, mean: float) -> Delivery:
    """Return a delivery of another mean that is nearest to the given one (in relative entropy)."""
    low, high = -60.0, 60.0
    mean = min(max(mean, float(base.parts[0]) + 1e-3), float(base.parts[-1]) - 1e-3)
    for _ in range(80):
        middle = (low + high) / 2
        weighed = base.chances * np.exp(middle * (base.parts - base.parts[-1]))
        low, high = (middle, high) if (weighed @ base.parts) / weighed.sum() < mean else (low, middle)
    weighed = base.chances * np.exp(low * (base.parts - base.parts[-1]))
    return Delivery(base.parts, np.asarray(weighed / weighed.sum()))


def learnt(base: Delivery, seen: Sequence[float], *, belief: float = BELIEF) -> Delivery:
    """Return the delivery after some of one's own were seen, parts of the promised; more than all is all."""
    if not seen:
        return base
    told = sum(min(max(part, 0.0), 1.0) for part in sorted(seen))
    return tilted(base, (belief * base.mean + told) / (belief + len(seen)))


def thinned(shock: Shock, number: int) -> Shock:
    """Return a shock of fewer values: neighbours taken together, each group of about the same weight."""
    if len(shock.shifts) <= number:
        return shock
    order = np.argsort(shock.shifts, kind="stable")
    shifts, weights = shock.shifts[order], shock.weights[order]
    middle = np.cumsum(weights) - weights / 2
    group = np.minimum((middle * number).astype(np.int64), number - 1)
    held = np.bincount(group, weights, number)
    mean = np.bincount(group, weights * shifts, number) / np.maximum(held, 1e-300)
    return Shock(np.asarray(mean[held > 0], np.float64), np.asarray(held[held > 0], np.float64))


@dataclass(frozen=True)
class Jobs:
    """What open cases may bring. chances: (n,) of success before the shock; persons: (n,) whole numbers promised;
    kind: (n,) index into `deliveries`; shock: of all
    """

    chances: Floats
    persons: Ints
    kind: Ints
    deliveries: Sequence[Delivery]
    shock: Shock

    @property
    def _size(self) -> int:
        return 1 << int(self.persons.sum()).bit_length()

    @property
    def _is_too_much(self) -> bool:
        return len(self.chances) * (self._size / 2) > MOST_CELLS

    @property
    def expected(self) -> Ints:
        """What each case brings on average where it comes, in whole persons: (n,)."""
        means = np.array([delivery.mean for delivery in self.deliveries])
        return np.asarray(np.rint(self.persons * means[self.kind]), np.int64)

    @cached_property
    def _waves(self) -> Complexes:
        """Return of each case the characteristic function of what it brings where it comes, less one: (n, frequencies).

        One plus the chance times this is that of a case that comes or not.
        """
        turns = -2j * np.pi * np.arange(self._size // 2 + 1) / self._size
        found = np.zeros((len(self.chances), len(turns)), np.complex128)
        known: dict[tuple[int, int], Complexes] = {}
        for place, (kind, persons) in enumerate(zip(self.kind.tolist(), self.persons.tolist(), strict=True)):
            if (kind, persons) not in known:
                delivery = self.deliveries[kind]
                brought = np.rint(persons * delivery.parts)
                known[kind, persons] = sum(
                    (share * np.exp(turns * jobs) for share, jobs in zip(delivery.chances, brought, strict=True)),
                    np.full(len(turns), -1.0 + 0j),
                )
            found[place] = known[kind, persons]
        return found

    def total(self, chances: Floats | None = None) -> Total:
        """Return the distribution of all jobs. chances: (n,) others than its own, of an earlier day"""
        chances = self.chances if chances is None else chances
        if not len(chances):
            return Total(np.ones(1))
        if self._is_too_much:
            return total(chances, self.expected, shock=thinned(self.shock, FEW))
        waves, size = self._waves, self._size
        mixed = np.zeros(size // 2 + 1, np.complex128)
        for shift, share in zip(self.shock.shifts, self.shock.weights, strict=True):
            mixed += share * _product(waves, shifted(chances, float(shift)))
        chance = np.maximum(np.fft.irfft(mixed, size)[: int(self.persons.sum()) + 1], 0.0)
        chance[chance < 1e-15] = 0.0
        return Total(np.asarray(chance / chance.sum()))

    def with_sure(self, places: Sequence[int]) -> Floats:
        """Return the chances if some cases came for sure: (n,)."""
        chances = self.chances.copy()
        chances[list(places)] = 1.0
        return chances

    def by_what_they_add(self) -> list[int]:
        """Return the places of the cases that would add something if they came for sure, the most first."""
        added = self.expected * (1.0 - self.chances)
        return [int(place) for place in np.argsort(-added, kind="stable") if added[place] > 0]

    def moves(self, target: int) -> list[tuple[int, float]]:
        """Return of the cases that spread the sum most how far the chance of a target lies apart by their success.

        target: jobs, of this sum. Sorted by the distance, the greatest first, then by place
        """
        spread = self.persons * np.sqrt(self.chances * (1.0 - self.chances))
        most = OF_MANY if self._is_too_much else CANDIDATES
        asked = [int(place) for place in np.argsort(-spread, kind="stable")[:most]]
        if self._is_too_much:
            shock = thinned(self.shock, FEW)
            found = influence(self.chances, self.expected, shock=shock, target=target, of=asked)
        else:
            found = self._influence(target, asked)
        ordered = [(place, round(moved, 12)) for place, moved in zip(asked, found, strict=True)]
        return sorted(ordered, key=lambda pair: (-pair[1], -float(spread[pair[0]]), pair[0]))

    def _influence(self, target: int, asked: Sequence[int]) -> list[float]:
        """Return for each asked case P(target | it comes) − P(target | it does not)."""
        waves, tail = self._waves, self._tail(target)
        others = np.setdiff1d(np.arange(len(self.chances)), asked)
        found = np.zeros(len(asked))
        for shift, share in zip(self.shock.shifts, self.shock.weights, strict=True):
            chances = shifted(self.chances, float(shift))
            around = _product(waves[others], chances[others])
            for place, rest in enumerate(_without_each(_factors(waves[asked], chances[asked]))):
                gained = waves[asked[place]] * rest * around
                found[place] += share * float((gained * tail).real.sum())
        return [float(value) for value in found]

    def _tail(self, target: int) -> Complexes:
        """Return what the frequencies are multiplied by so that their real parts sum to the chance of a target."""
        size = self._size
        # the sum is never negative and never above the last place: what lies between stands for the tail
        inside = np.zeros(size)
        inside[min(max(target, 0), size) :] = 1.0
        turned = np.conj(np.fft.rfft(inside)) / size
        turned[1:-1] *= 2.0
        return np.asarray(turned)


def _factors(waves: Complexes, chances: Floats) -> Complexes:
    return np.asarray(1.0 + chances[:, None] * waves)


def _product(waves: Complexes, chances: Floats) -> Complexes:
    """Return the product over the cases, one by one: a table of all factors would not fit near the processor."""
    whole = np.ones(waves.shape[1], np.complex128)
    for wave, chance in zip(waves, chances.tolist(), strict=True):
        whole *= 1.0 + chance * wave
    return whole


def _without_each(factors: Complexes) -> list[Complexes]:
    """Return the product of all but each: nothing is divided, for a factor may be nothing."""
    ahead, after = np.ones_like(factors), np.ones_like(factors)
    for place in range(1, len(factors)):
        ahead[place] = ahead[place - 1] * factors[place - 1]
        after[-place - 1] = after[-place] * factors[-place]
    return list(ahead * after)
