"""Good choices of problems with few candidates and dear packages: a population of chains, each cooled and kept.

A chain holds one column of each candidate, or none, and columns are drawn to take the place of others (`cooling.py`).
How often a column is drawn, falls with what it loses at the relaxation's prices: of a hundred candidates the best
choices differ in fifteen from what these prices say, and none of those loses much. Drawn evenly, a chain gets lost in
the many choices that lose a little everywhere. What a loss counts as, the scale, is a guess at first, and each chain
tries another one near that of its parents. What keeps all limits becomes a parent; when there are enough of them, the
next chains begin from two parents each, and are only warmed. When nothing better comes, a population is begun anew from
chains that are cooled longer, and each third one from the best of those before.

Sources: S. Kirkpatrick, C. Gelatt, M. Vecchi (1983), Optimization by simulated annealing, Science 220, 671–680; P.
Moscato (1989), On evolution, search, optimization, genetic algorithms and martial arts, Caltech C3P 826 (parents and
children that are made better each by itself).
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from hamahang.methods.portfolio.highs import Relaxed
from hamahang.methods.portfolio.improving import losses_of
from hamahang.methods.portfolio.merging import differing, held
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Numbers, Packing

DRAWN, MOST, LONGER = 100, 10.0, 1.25  # draws of a chain for each column, times that of the longest, and of the next
AGAIN = 0.5  # of these, where a chain begins from parents
PARENTS, MIXED, KEPT = 16, 3, 8  # kept; each so manieth population begins from the best of those before, so many each
TIRED = 100  # chains from parents without anything better
LEAST_TIMES = 8  # draws of a stretch: of three columns a hundred draws each were none
STRETCHES, LAST = 500, 25  # of a chain in which heat and prices stay, and those at the end, where prices rise steeply
HOT, WARM, COLD = 8.0, 1.6, 0.3  # in scales
DEAR, DEARER, DEAREST = 2.0, 4.0, 50.0  # prices of what exceeds a limit, in prices of the relaxation
LEAST = 0.3  # of a limit without a price: worth of the middle column for the middle use
SMALL_LOSSES = 4  # columns that lose less than the first scale, for each candidate of which the relaxation takes parts
FIRST, SPREAD = (0.25, 0.35, 0.5, 0.7, 1.0), 0.3  # first scales that are tried, and how far those of children lie
BELOW, SELDOM = 1.5, 0.02  # scales of a loss at which a column is drawn 1/e times as often, and least often
TABLE = 8_192  # places of the table by which columns are drawn, more where there are many
NEAR = 1e-6

Parent = tuple[int, Ints, float]  # what it is worth, the column of each candidate, the scale


class Annealing:
    """Chains under way. parents: the best first"""

    def __init__(self, packing: Packing, relaxed: Relaxed, *, seed: int = 0) -> None:
        self.packing, self.relaxed, self.random = packing, relaxed, np.random.default_rng(seed)
        self.bits: Numbers = self.random.integers(1, 1 << 63, 1, np.uint64)
        self.lists = _Lists(packing)
        self.loss = self.lists.spread(*losses_of(packing, relaxed.prices))
        self.prices = _prices(packing, relaxed.prices)
        self.scale = self._first_scale()
        self.parents: list[Parent] = []
        self.kept: list[Parent] = []
        self.chains, self.populations, self.idle = 0, 0, 0
        self.shortest = self.length = float(DRAWN * len(self.loss))

    def _first_scale(self) -> float:
        parted = (self.relaxed.x > NEAR) & (self.relaxed.x < 1.0 - NEAR)
        number = max(len(np.unique(self.packing.group[parted])), 4)
        lost = np.sort(self.loss[self.loss > NEAR])
        return float(lost[min(SMALL_LOSSES * number, len(lost) - 1)]) if len(lost) else 1.0

    def run(self, *, until: float, better: Callable[[Ints], bool], chains: int = 1 << 30) -> None:
        """Cool until a time, so many chains, or the population is tired. better: is told of each better choice"""
        for _ in range(chains):
            if self.is_tired or perf_counter() >= until:
                return
            self._cool(better)

    def is_at_hand(self) -> bool:
        """Return whether chains can be cooled at once; what is still to be made for them is begun."""
        from hamahang.methods.portfolio import compiled
        from hamahang.methods.portfolio.cooling import cooled

        return compiled.is_at_hand(cooled)

    @property
    def is_tired(self) -> bool:
        """Whether nothing better has come for long."""
        return self.idle >= TIRED or not self.packing.groups

    def again(self) -> None:
        """Keep the best, and begin a new population: anew and cooled longer, or from what was kept."""
        self.populations += 1
        self.kept = _best([*self.kept, *self.parents[:KEPT]], MIXED * KEPT)
        self.parents, self.idle, self.chains = [], 0, 0
        if self.populations % MIXED == MIXED - 1:
            self.parents = self.kept[:PARENTS]
        else:
            self.length = min(self.length * LONGER, self.shortest * MOST)

    def join(self, chosen: Ints) -> None:
        """Take a choice that was found elsewhere among the parents."""
        scale = self.parents[0][2] if self.parents else self.scale
        self._take(self.packing.worth(chosen), self.lists.of(held(self.packing, chosen)), scale)

    def differing(self) -> Bools:
        """Return the candidates in which the best of this population and of those before are not all the same."""
        return differing([now for _, now, _ in self.parents[:KEPT] + self.kept])

    def _cool(self, better: Callable[[Ints], bool]) -> None:
        """Cool one chain, and keep what it found."""
        is_child = len(self.parents) >= PARENTS or (self.chains >= 2 * PARENTS and len(self.parents) > 1)
        now, scale = self._child() if is_child else (self._parted(), self._other_scale())
        before = self.parents[0][0] if self.parents else None
        self.chains += 1
        worth, best = self._cooled(now, scale, is_child=is_child)
        if best is not None:
            self._take(worth, best, scale)
        is_better = best is not None and (before is None or worth > before)
        # of those that begin anew nothing is expected, unless none of so many keeps all limits
        if is_better:
            self.idle = 0
            better(self.lists.chosen(self.parents[0][1]))
        elif is_child or self.chains > PARENTS:
            self.idle += 1

    def _cooled(self, now: Ints, scale: float, *, is_child: bool) -> tuple[int, Ints | None]:
        from hamahang.methods.portfolio.cooling import cooled  # loads numba, and what it made

        lists, best = self.lists, np.empty_like(now)
        heats, dearness = _heats_and_dearness(WARM if is_child else HOT)
        times = max(int(self.length * (AGAIN if is_child else 1.0)) // STRETCHES, LEAST_TIMES)
        often = self._often(scale)
        used, prices = self.packing.used(lists.chosen(now)), np.outer(dearness, self.prices)
        worth = int(cooled(lists.arrays, prices, heats * scale, times, often, now.copy(), used, best, self.bits))
        return worth, best if worth > -(1 << 62) else None

    def _often(self, scale: float) -> Ints:
        """Return columns, each as often as it is to be drawn."""
        share = np.maximum(np.exp(-self.loss / (BELOW * scale)), SELDOM)
        times = np.maximum(share / share.sum() * max(TABLE, 4 * len(share)), 1.0).astype(np.int64)
        return np.repeat(np.arange(len(share), dtype=np.int64), times)

    def _parted(self) -> Ints:
        """Return a beginning: of each candidate a column by chance, by how much the relaxation takes of it."""
        packing = self.packing
        left_out = 1.0 - np.add.reduceat(self.relaxed.x, packing.starts[:-1])
        parts = np.maximum(self.lists.spread(self.relaxed.x, np.where(packing.is_must, 0.0, left_out)), 1e-3)
        starts = self.lists.starts[:-1]
        # the least of exponential times, each with its rate, is a draw by rates
        when = self.random.exponential(1.0, len(parts)) / parts
        first = np.minimum.reduceat(when, starts)
        return np.flatnonzero(when == first[self.lists.arrays[4]]).astype(np.int64)

    def _other_scale(self) -> float:
        if self.chains < len(FIRST) or not self.parents:
            return self.scale * FIRST[self.chains % len(FIRST)]
        place = int(len(self.parents) * self.random.random() ** 2)
        return self.parents[place][2] * float(np.exp(SPREAD * self.random.normal()))

    def _child(self) -> tuple[Ints, float]:
        """Return of each candidate what one of two parents has, the better ones more often, and a scale near theirs."""
        places = (len(self.parents) * self.random.random(2) ** 1.5).astype(np.int64)
        (_, one, near), (_, other, near_other) = (self.parents[place] for place in places)
        scale = float(np.sqrt(near * near_other) * np.exp(SPREAD * self.random.normal()))
        return np.where(self.random.random(len(one)) < 0.5, one, other), scale

    def _take(self, worth: int, now: Ints, scale: float) -> None:
        self.parents = _best([*self.parents, (worth, now, scale)], PARENTS)


def _best(parents: list[Parent], number: int) -> list[Parent]:
    """Return the best, each choice once."""
    known = {now.tobytes(): (worth, now, scale) for worth, now, scale in reversed(parents)}
    return sorted(known.values(), key=lambda one: -one[0])[:number]


class _Lists:
    """A problem as chains have it: before the columns of each candidate that is no must, one for choosing none.

    starts: (groups + 1,) of candidates; arrays: as `cooling.py` describes them
    """

    def __init__(self, packing: Packing) -> None:
        none = (~packing.is_must).astype(np.int64)
        self.starts: Ints = packing.starts + np.concatenate(([0], np.cumsum(none)))
        self.place: Ints = np.arange(packing.columns) + np.cumsum(none)[packing.group]
        number = packing.columns + int(none.sum())
        self.column: Ints = np.full(number, -1)
        self.column[self.place] = np.arange(packing.columns)
        value, uses = np.zeros(number, np.int64), np.zeros(number, np.int64)
        value[self.place] = packing.value
        uses[self.place] = np.diff(packing.matrix.indptr)
        group = np.repeat(np.arange(packing.groups), np.diff(self.starts))
        first = np.concatenate(([0], np.cumsum(uses)))
        rows, use = packing.matrix.indices, packing.matrix.data
        self.arrays = (_plain(first), _plain(rows), _plain(use), value, group, _plain(packing.limit))
        self.is_none = self.column < 0

    def spread(self, of_columns: Floats, of_none: Floats) -> Floats:
        """Return numbers of columns, and of choosing none of each candidate, as they lie here."""
        every = np.zeros(len(self.column))
        every[self.place] = of_columns
        every[self.is_none] = of_none[self.arrays[4][self.is_none]]
        return every

    def chosen(self, now: Ints) -> Ints:
        """Return the columns of a chain."""
        columns = self.column[now]
        return np.asarray(columns[columns >= 0])

    def of(self, columns: Ints) -> Ints:
        """Return what a chain holds that has these columns, -1 for none: (groups,)."""
        return np.where(columns < 0, self.starts[:-1], self.place[columns])


def _plain(numbers: Any) -> Ints:
    return np.ascontiguousarray(numbers, np.int64)


def _heats_and_dearness(hot: float) -> tuple[Floats, Floats]:
    """Return the heat of each stretch, in scales, and how many times its prices exceeding a limit costs."""
    main, end = np.linspace(0.0, 1.0, STRETCHES - LAST), np.linspace(0.0, 1.0, LAST)
    heats = np.concatenate((hot * (COLD / hot) ** main, np.full(LAST, COLD)))
    return heats, np.concatenate((DEAR * (DEARER / DEAR) ** main, DEARER * (DEAREST / DEARER) ** end))


def _prices(packing: Packing, prices: Floats) -> Floats:
    """Return prices of the limits, each at least so much that exceeding it is felt."""
    number = np.maximum(np.diff(packing.rows.indptr), 1)
    usual = np.asarray(np.abs(packing.rows).sum(axis=1)).reshape(-1) / number
    least = LEAST * float(np.abs(packing.value).sum()) / max(packing.columns, 1) / np.maximum(usual, NEAR)
    return np.ascontiguousarray(np.maximum(prices, least), np.float64)
