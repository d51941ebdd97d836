"""What packages bring of which some rely on the success of the same others: exact, by what those others do.

Each package succeeds by its own luck and if all that it relies on do. What is relied on is looked at in turn, the one
first on which most rely: if it fails, those bring nothing; if it succeeds, they rely on it no longer. What then no
longer hangs together is independent and is convolved. Where each relies on one chain alone this takes no more steps
than there are packages; where many rely crosswise on many, it doubles with each of those that hang together.

Source: J. Pearl (1986), Fusion, propagation, and structuring in belief networks, Artif. Intell. 29, 241–288, for
conditioning on what makes the rest independent.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hamahang.methods.forecast.totals import CALM, Shock, Total, convolved, shifted, total
from hamahang.methods.portfolio.arranging import Column
from hamahang.methods.portfolio.packing import Floats, Ints
from hamahang.methods.portfolio.problem import chance_of

Relies = frozenset[int]
Items = list[tuple[int, Relies]]  # packages, each with what it still relies on


@dataclass(frozen=True)
class Luck:
    """What decides which packages succeed. own: (n,) chance of each if all that it relies on succeeds

    relies: of each package, places in `shared`: (m,) chances of what some rely on
    """

    own: Floats
    relies: tuple[Relies, ...]
    shared: Floats

    @property
    def whole(self) -> Floats:
        """The chance of each package: (n,)."""
        return self.own * np.array([self.shared[sorted(on)].prod() for on in self.relies], np.float64)

    def shifted(self, shift: float) -> "Luck":
        """Return the same with all log-odds shifted."""
        return replace(self, own=shifted(self.own, shift), shared=shifted(self.shared, shift))

    def only(self, places: Ints) -> "Luck":
        """Return the same of some packages."""
        return replace(self, own=self.own[places], relies=tuple(self.relies[at] for at in places.tolist()))


def luck_of(columns: Sequence[Column]) -> Luck:
    """Return what decides which columns succeed.

    Where a column supposes a candidate at a chance, it is the luck of all columns of that candidate with this chance.
    """
    named = sorted({pair for column in columns for pair in column.given})
    place = {pair: at for at, pair in enumerate(named)}
    own, relies = [], []
    for column in columns:
        pair = column.candidate.id, float(chance_of(column.package, column.start))
        on = {place[one] for one in column.given}
        own.append(1.0 if pair in place else pair[1])
        relies.append(frozenset(on | {place[pair]} if pair in place else on))
    return Luck(np.array(own, np.float64), tuple(relies), np.array([chance for _, chance in named], np.float64))


def total_of(luck: Luck, jobs: Ints, *, shock: Shock = CALM) -> Total:
    """Return the distribution of Σ jobs · success. jobs: (n,) of each package"""
    if not any(luck.relies):
        return total(luck.own, jobs, shock=shock)
    items = list(enumerate(luck.relies))
    mixed = np.zeros(int(jobs.sum()) + 1)
    for shift, share in zip(shock.shifts, shock.weights, strict=True):
        mixed += share * _sums(luck.shifted(float(shift)), jobs, items)
    return Total(np.asarray(mixed / mixed.sum()))


def _sums(luck: Luck, jobs: Ints, items: Items) -> Floats:
    """Return the distribution of what packages bring."""
    free, tied = _parted(items)
    parts = [total(luck.own[free], jobs[free]).chance]
    return convolved(parts + [_sums_together(luck, jobs, one) for one in tied])


def _sums_together(luck: Luck, jobs: Ints, items: Items) -> Floats:
    """Return the same of packages that hang together."""
    chance, if_so, if_not = _divided(luck, items)
    sums = chance * _sums(luck, jobs, if_so)
    without = _sums(luck, jobs, if_not)
    sums[: len(without)] += (1.0 - chance) * without
    return sums


def _parted(items: Items) -> tuple[Ints, list[Items]]:
    """Return the packages that rely on nothing any more, and the others by what hangs together."""
    free, found = [], list[tuple[set[int], Items]]()
    for at, on in items:
        if not on:
            free.append(at)
            continue
        apart, names, together = [], set(on), [(at, on)]
        for others, those in found:
            if names.isdisjoint(others):
                apart.append((others, those))
            else:
                names |= others
                together = those + together
        found = [*apart, (names, together)]
    return np.array(free, np.int64), [those for _, those in found]


def _divided(luck: Luck, items: Items) -> tuple[float, Items, Items]:
    """Return the chance of that on which most rely, and what is left if it succeeds and if it fails."""
    counts = Counter(one for _, on in items for one in on)
    first = max(sorted(counts), key=lambda one: counts[one])
    if_so = [(at, on - {first}) for at, on in items]
    return float(luck.shared[first]), if_so, [(at, on) for at, on in items if first not in on]


def weighed(luck: Luck, jobs: Ints, weights: Floats) -> Floats:
    """Return for each package E[weight of the sum · its success]: (n,).

    jobs: (n,) of each package, which the sum is of; weights: of each sum. One without jobs is looked at beside it.
    """
    beside = np.flatnonzero(jobs == 0)
    used = frozenset[int]().union(*(luck.relies[at] for at in np.flatnonzero(jobs).tolist()))
    # of those beside, what the sum does not hang on is independent of it, and the others differ by nothing else
    kinds = {on: len(jobs) + at for at, on in enumerate(sorted({luck.relies[at] & used for at in beside}, key=sorted))}
    more = replace(luck, own=np.concatenate((luck.own, np.ones(len(kinds)))))
    items = [(at, luck.relies[at]) for at in np.flatnonzero(jobs).tolist()] + [(at, on) for on, at in kinds.items()]
    found = np.zeros(len(jobs) + len(kinds))
    _weigh(more, np.concatenate((jobs, np.zeros(len(kinds), np.int64))), items, weights, found)
    for at in beside.tolist():
        on = luck.relies[at]
        found[at] = luck.own[at] * luck.shared[sorted(on - used)].prod() * found[kinds[on & used]]
    return found[: len(jobs)]


def _weigh(luck: Luck, jobs: Ints, items: Items, weights: Floats, found: Floats) -> None:
    """Add to what is found E[weight · success] of packages, from the sums before and after each."""
    free, tied = _parted(items)
    before = [np.ones(1)]
    for at in free:
        before.append(_with(before[-1], luck.own[at], int(jobs[at])))
    sums = [_sums_together(luck, jobs, one) for one in tied]
    for one in sums:
        before.append(np.convolve(before[-1], one))
    after = weights
    for those, one in zip(reversed(tied), reversed(sums), strict=True):
        before.pop()
        inside = np.correlate(after, before[-1], "valid")
        chance, if_so, if_not = _divided(luck, those)
        _weigh(luck, jobs, if_so, chance * inside, found)
        _weigh(luck, jobs, if_not, (1.0 - chance) * inside[: 1 + sum(int(jobs[at]) for at, _ in if_not)], found)
        after = np.correlate(after, one, "valid")
    for at in free[::-1]:
        before.pop()
        size, number, chance = len(before[-1]), int(jobs[at]), luck.own[at]
        if_it_does = after[number : number + size]
        found[at] += chance * float(before[-1] @ if_it_does)
        after = (1.0 - chance) * after[:size] + chance * if_it_does


def _with(sums: Floats, chance: float, jobs: int) -> Floats:
    """Return sums with one package more."""
    more = np.zeros(len(sums) + jobs)
    more[: len(sums)] += (1.0 - chance) * sums
    more[jobs:] += chance * sums
    return more
