"""The tree: all choices divided by what is done with one candidate after another, each part bounded by its relaxation.

A candidate is in or out; where the relaxation takes it whole but of two packages, it is one of some of its columns or
of the others. Which candidate, follows from what the bound lost where it was decided before, and the first times from
trying. The part with the highest bound is divided next, so that the highest of all is what no choice is worth more
than. Each relaxation is moved on from that of the part above it, in machine code (`settling`, `pivoting`, `bounding`,
`dividing`); it is only believed as prices, from which each bound is counted anew, and by which a part that nothing can
be chosen of is seen to be one.

Beside a solver's own tree this one has no cuts, no presolve and no heuristics, and some hundred times as many parts a
second: where a dozen packages use up each line, that is what the bound is made of.

Sources: A. Land, A. Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28,
497–520; T. Achterberg, T. Koch, A. Martin (2005), Branching rules revisited, Oper. Res. Lett. 33, 42–54 (trying until
what was lost is reliable); E. Beale, J. Tomlin (1970) on dividing a set of which one at most is chosen.
"""

from collections.abc import Callable
from itertools import pairwise
from time import perf_counter
from typing import Any

import numpy as np

from hamahang.methods.portfolio import bounding as at
from hamahang.methods.portfolio.bounding import Choice, Exact, Learnt, Parts
from hamahang.methods.portfolio.dividing import ENDED, FULL, RUNNING, grow
from hamahang.methods.portfolio.packing import Floats, Ints, Packing
from hamahang.methods.portfolio.settling import Basis, Desk, Model, Places

WIDEST = 64  # columns of a candidate, that of leaving it among them: they are divided by bits
MOST_LIMITS = 500  # their inverse is a square
SELDOM = 4  # a limit that one in so many columns uses, or fewer, is kept by what is used of it
LONGEST = (1 << 15) - 1  # of columns and limits together, for the places of a basis
AT_ONCE = 256  # relaxations after which the time is looked at
FIRST_ROOM, MOST_ROOM = 1 << 14, 1 << 20  # parts that are open: at first, and at most
MOST_BYTES = 1 << 29  # of parts of a tree
NEAR = 0.01  # of what the bound may fall: how far from the highest a part may be, if its basis is just there
PIVOTS = 2_000  # of one relaxation at most
NOTHING = -(1 << 62)  # worth of no choice


class Tree:
    """A tree under way. least: only choices worth more are looked for; most: none is worth more than this or `least`

    away: how far from the highest a part may be that is divided next because its basis is just there, of what the
    bound may fall: little lowers the bound sooner, much finds choices sooner
    """

    def __init__(self, packing: Packing, *, least: float = -np.inf, pivots: int = PIVOTS, away: float = NEAR) -> None:
        self.packing = packing
        self.is_full = False
        self._least = -np.inf
        self._columns = _columns(packing)
        exact = _exact(packing, self._columns)
        self._scale, model = _model(packing, exact)
        limits, n, groups = len(packing.limit), len(self._columns), packing.groups
        self._tree = at.Tree(
            model, exact, _desk(model), _bases(4, limits, n, groups),
            _parts(FIRST_ROOM, limits, n, groups), Learnt(np.zeros((groups, 2)), np.zeros((groups, 2))),
            _choice(limits + 1),
            np.array([0, 0, 0, -1, FIRST_ROOM, 0, pivots]),
            np.array([-np.inf, np.inf, -np.inf, 0.0, self._scale, away]),
        )  # fmt: skip
        self.least = least
        self._root()

    @staticmethod
    def is_fit(packing: Packing) -> bool:
        """Return whether a problem is small enough for a tree: in limits, in the columns of a candidate, and in all."""
        limits, widest = len(packing.limit), int(np.diff(packing.starts).max(initial=0)) + 1
        is_narrow = widest <= WIDEST and limits <= MOST_LIMITS
        return is_narrow and packing.columns + packing.groups + limits <= LONGEST

    @property
    def least(self) -> float:
        """What a choice must be worth more than."""
        return self._least

    @least.setter
    def least(self, least: float) -> None:
        # values are whole; what was given up for a higher one does not come back
        self._least = max(self._least, float(np.floor(least)))
        least = self._least
        self._tree.amounts[at.ENOUGH] = (least + 1.0) * self._scale
        self._tree.exact.worth[0] = int(least) if np.isfinite(least) else NOTHING

    @property
    def tries(self) -> int:
        """How many relaxations there were."""
        return int(self._tree.numbers[at.TRIES])

    @property
    def most(self) -> float:
        """What nothing else is worth more than; `least` where nothing is worth more than that."""
        most = float(self._tree.amounts[at.MOST] / self._scale)
        return most if most >= self.least + 1.0 else self.least

    @property
    def is_proved(self) -> bool:
        """Whether no choice is worth more than `least`."""
        return self.most <= self.least

    def grow(self, *, until: float = np.inf, tries: int = 1 << 60, better: Callable[[Ints], None]) -> bool:
        """Divide until a time, or so many relaxations; return whether nothing is left to divide.

        better: is told of choices that are worth more than `least`
        What could not be done is left as it was: only where `most` is no more than `least` is all of it proved.
        """
        last = self.tries + tries
        status = RUNNING
        while status != ENDED and not self.is_full:
            if perf_counter() >= until or self.tries >= last:
                return False
            status = grow(self._tree, min(AT_ONCE, last - self.tries))
            self._tell(better)
            if status == FULL:
                self.is_full = not self._has_more_room()
        if not self.is_full:
            self._tree.amounts[at.MOST] = self._tree.amounts[at.ASIDE]
        return True

    def split(self) -> "Tree":
        """Give every other open part to a new tree; what both come to is what this one would have come to."""
        tree, parts, numbers = self._tree, self._tree.parts, self._tree.numbers
        waiting = parts.heap[: numbers[at.WAITING]]
        if numbers[at.CURRENT] >= 0:
            waiting = np.append(waiting, numbers[at.CURRENT])
        waiting = waiting[np.lexsort((parts.number[waiting], -parts.bound[waiting]))]
        kept, given = waiting[::2], waiting[1::2]
        other = Tree(self.packing, least=self.least, pivots=int(numbers[at.PIVOTS]))
        other._receive(tree, given)
        free = int(numbers[at.FREE])
        parts.free[free : free + len(given)] = given
        parts.heap[: len(kept)] = kept
        numbers[at.WAITING], numbers[at.CURRENT], numbers[at.FREE] = len(kept), -1, free + len(given)
        return other

    def _receive(self, other: at.Tree, given: Ints) -> None:
        """Begin with parts of another tree, the highest first, and with what it has learnt."""
        room = max(FIRST_ROOM, 2 * len(given))
        parts = _parts(room, len(self.packing.limit), len(self._columns), self.packing.groups)
        pairs: list[tuple[Any, Any]] = list(zip(other.parts, parts, strict=True))
        for one, own in pairs:
            own[: len(given)] = one[given]
        parts.heap[: len(given)] = np.arange(len(given))
        parts.free[: room - len(given)] = np.arange(len(given), room)[::-1]
        self._tree = self._tree._replace(parts=parts, learnt=Learnt(*(one.copy() for one in other.learnt)))
        # a relaxation is counted as the first, so that it does not begin with the whole
        self._tree.numbers[[at.TRIES, at.MADE, at.WAITING, at.FREE]] = 1, len(given), len(given), room - len(given)
        self._tree.amounts[[at.MOST, at.SPAN]] = other.amounts[[at.MOST, at.SPAN]]

    def _root(self) -> None:
        """Take the best column of each candidate for its key, and no limit to be tight."""
        tree = self._tree
        starts = tree.model.starts
        tree.bases.key[0] = [first + tree.model.value[first:last].argmax() for first, last in pairwise(starts)]
        tree.bases.extra[0] = len(self._columns) + np.arange(len(self.packing.limit))

    def _tell(self, better: Callable[[Ints], None]) -> None:
        """Tell of the best choice that was found since the last time."""
        if self._tree.numbers[at.BETTER]:
            self._tree.numbers[at.BETTER] = 0
            self._least = float(self._tree.exact.worth[0])
            chosen = self._columns[self._tree.exact.best]
            better(np.sort(chosen[chosen >= 0]))

    def _has_more_room(self) -> bool:
        """Make room for twice as many parts; return whether that is not too much."""
        old = self._tree.parts
        room = 2 * len(old.heap)
        if room > MOST_ROOM or 2 * sum(part.nbytes for part in old) > MOST_BYTES:
            return False
        limits, groups = len(self.packing.limit), self.packing.groups
        new = _parts(room, limits, len(self._columns), groups)
        pairs: list[tuple[Any, Any]] = list(zip(old, new, strict=True))
        for one, other in pairs:
            other[: len(one)] = one
        # places that are free now: all new ones, then those that were
        free = int(self._tree.numbers[at.FREE])
        new.free[:free] = old.free[:free]
        new.free[free : free + len(old.heap)] = np.arange(len(old.heap), room)[::-1]
        self._tree.numbers[at.FREE] = free + len(old.heap)
        self._tree = self._tree._replace(parts=new)
        return True


# --- the arrays of a tree ---


def _columns(packing: Packing) -> Ints:
    """Return the column of the problem that each of the tree's is, -1 for leaving a candidate: (n,)."""
    found: list[int] = []
    for group, (first, last) in enumerate(pairwise(packing.starts.tolist())):
        found += range(first, last)
        if not packing.is_must[group]:
            found.append(-1)
    return np.array(found, np.int64)


def _exact(packing: Packing, columns: Ints) -> Exact:
    is_own = columns >= 0
    whole = np.zeros((len(packing.limit), len(columns)), np.int64)
    whole[:, is_own] = packing.matrix.toarray()[:, columns[is_own]]
    value = np.where(is_own, packing.value[columns], 0)
    best = np.zeros((2, packing.groups), np.int64)
    return Exact(whole, value, packing.limit.astype(np.int64), best[0], best[1], np.array([NOTHING]))


def _model(packing: Packing, exact: Exact) -> tuple[float, Model]:
    """Return by what values were scaled, and the model: by powers of two, so that nothing is rounded by it."""
    counts = np.diff(packing.starts) + ~packing.is_must
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    scale = float(_powers(np.abs(exact.value).max(initial=1)))
    by = _powers(np.maximum(np.abs(exact.limit), np.abs(exact.columns).max(axis=1, initial=1)))
    columns = np.asarray(exact.columns * by[:, None], np.float64)
    value, limit = np.asarray(exact.value * scale, np.float64), np.asarray(exact.limit * by, np.float64)
    group = np.repeat(np.arange(packing.groups), counts).astype(np.uint32)
    turned = np.ascontiguousarray(columns.T)
    return scale, Model(columns, turned, value, starts, group, limit, ~packing.is_must, *_apart(columns))


def _apart(columns: Floats) -> tuple[Places, Places, Ints, Places, Floats]:
    """Return which limits many columns use and which few; of these where each begins, the columns, what they use."""
    is_often = (columns != 0.0).sum(axis=1) * SELDOM > columns.shape[1]
    often, seldom = np.flatnonzero(is_often), np.flatnonzero(~is_often)
    row, column = (place.copy() for place in np.nonzero(columns[seldom]))
    few = np.searchsorted(row, np.arange(len(seldom) + 1)).astype(np.int64)
    used = columns[seldom[row], column]
    return often.astype(np.uint32), seldom.astype(np.uint32), few, column.astype(np.uint32), used


def _powers(most: Ints) -> Floats:
    powers: Floats = 2.0 ** -np.ceil(np.log2(np.maximum(most, 1)))
    return powers


def _desk(model: Model) -> Desk:
    limits, n = model.columns.shape
    (wide, pivot, ratio), base = np.zeros((3, n)), np.zeros(len(model.is_left))
    (by, row, column, price), many = np.zeros((4, limits)), np.zeros(limits, np.uint32)
    pivots, sign = np.zeros((2, 1), np.int64)
    square = np.zeros((limits, limits))
    return Desk(wide, pivot, ratio, base, by, many, row, column, price, square, pivots, sign)


def _bases(number: int, limits: int, n: int, groups: int) -> Basis:
    return Basis(
        np.ones((number, n), np.uint8), np.zeros((number, groups), np.int64), np.zeros((number, limits), np.int64),
        np.zeros((number, n + limits), np.int64), np.zeros((number, limits, limits)), np.zeros((number, limits)),
        np.zeros((number, groups)), np.zeros((number, limits)), np.zeros((number, groups)), np.zeros((number, n)),
    )  # fmt: skip


def _choice(room: int) -> Choice:
    return Choice(np.zeros(room, np.int64), np.zeros(room), np.zeros(room, np.uint64), np.zeros(room))


def _parts(room: int, limits: int, n: int, groups: int) -> Parts:
    return Parts(
        np.zeros(room, np.int64), np.arange(room)[::-1].copy(), np.zeros(room), np.zeros(room, np.int64),
        np.zeros((room, (n + 7) // 8), np.uint8), np.zeros((room, groups), np.int16),
        np.zeros((room, limits), np.int16), np.zeros(room, np.int64), np.zeros(room, np.uint64), np.zeros(room),
    )  # fmt: skip
