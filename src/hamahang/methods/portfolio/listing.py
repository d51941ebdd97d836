"""A problem of one limit: all choices that may still be best, listed by what they use of it and what they are worth.

Candidate by candidate the list is made longer by each of its columns, and what uses no less and is worth no more than
another is let go. A price of the limit says what each column loses against the best of its candidate, and no choice
that loses more than the room between the bound and what is known can be better, so that the list stays short where the
bound is near. What it says is exact, since all numbers are whole.

Sources: G. Nemhauser, Z. Ullmann (1969), Discrete dynamic programming and capital allocation, Manage. Sci. 15, 494–505;
D. Pisinger (1995), A minimal algorithm for the multiple-choice knapsack problem, Eur. J. Oper. Res. 83, 394–410.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.methods.portfolio.certificate import losses, rounded
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.packing import Ints, Packing

MOST = 300_000  # choices listed at once; beyond that it is given up
FIRST = 14  # room at first: the bound, divided by two so many times
MORE = 3  # the room is doubled so many times, where nothing was found in it


class TooMany(Exception):
    """The list would be too long."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Choices that may be best. use, value: of each, both rising; steps: by candidate which column made it longer, and
    of which choice before; columns of each candidate, -1 for none
    """

    use: Ints
    value: Ints
    steps: list[tuple[Ints, Ints]]

    def columns(self, at: int) -> Ints:
        """Return the columns of a choice."""
        found = []
        for column, before in reversed(self.steps):
            found.append(int(column[at]))
            at = int(before[at])
        return np.array(sorted(one for one in found if one >= 0), np.int64)


class OneLimit:
    """A problem of one limit, with the price at which its relaxation is solved.

    :raises Infeasible: if nothing keeps the limit, not even in parts
    """

    def __init__(self, packing: Packing) -> None:
        self.packing = packing
        self.limit = int(packing.limit[0])
        multipliers = rounded(packing, relax(packing).prices)
        self.price, self.bits = int(multipliers.numbers[0]), multipliers.bits
        reduced, best = losses(packing, multipliers)
        self.most = self.price * self.limit + int(best.sum())
        self.use = np.asarray(packing.matrix.toarray()).reshape(-1)
        columns = [np.arange(packing.starts[at], packing.starts[at + 1]) for at in range(packing.groups)]
        self._options = [
            (np.append(one, -1), np.append(best[at] - reduced[one], best[at])) if not packing.is_must[at]
            else (one, best[at] - reduced[one]) for at, one in enumerate(columns)
        ]  # fmt: skip
        self._all = sum(int(loss.max()) for _, loss in self._options)

    def best(self) -> tuple[Ints, int] | None:
        """Return the best choice and its value; None if none keeps the limit.

        :raises TooMany: if the list is too long
        """
        room = (abs(self.most) >> FIRST) + 1
        while True:
            listed = self._within(room, most=self.limit)
            if len(listed.use):
                at = int(listed.value.argmax())
                loss = self.most - (int(listed.value[at]) << self.bits)
                if loss <= room or room >= self._all:
                    return listed.columns(at), int(listed.value[at])
                room = loss
            elif room >= self._all:
                return None
            else:
                room <<= MORE

    def least(self, worth: int) -> tuple[Ints, int] | None:
        """Return the choice that is worth so much and uses least of the limit, beyond it if need be, and what it uses.

        None if none is worth so much.
        :raises TooMany: if the list is too long
        """
        room = (abs(self.most) >> FIRST) + 1
        while True:
            listed = self._within(room, most=None)
            at = int(np.searchsorted(listed.value, worth))
            if at < len(listed.value):
                use = int(listed.use[at])
                loss = self.most - (worth << self.bits) + self.price * (use - self.limit)
                if loss <= room or room >= self._all:
                    return listed.columns(at), use
                room = loss
            elif room >= self._all:
                return None
            else:
                room <<= MORE

    def _within(self, room: int, *, most: int | None) -> Listed:
        """Return the choices that lose no more than a room. most: of the limit that they use"""
        options = [(column[loss <= room], loss[loss <= room]) for column, loss in self._options]
        uses = [np.where(column >= 0, self.use[column], 0) for column, _ in options]
        rest = sum(int(use.min()) for use in uses)
        use, value, lost = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)
        steps = []
        for (column, loss), of_column in zip(options, uses, strict=True):
            rest -= int(of_column.min())
            worth = np.where(column >= 0, self.packing.value[column], 0)
            before = np.tile(np.arange(len(use)), len(column))
            by = np.repeat(column, len(use))
            use = (use + of_column[:, None]).reshape(-1)
            value = (value + worth[:, None]).reshape(-1)
            lost = (lost + loss[:, None]).reshape(-1)
            kept = np.flatnonzero((lost <= room) & (True if most is None else use + rest <= most))
            order = kept[np.lexsort((-value[kept], use[kept]))]
            above = np.maximum.accumulate(value[order])
            order = order[np.append(True, above[1:] > above[:-1])] if len(order) else order
            use, value, lost = use[order], value[order], lost[order]
            steps.append((by[order], before[order]))
            if len(use) > MOST:
                raise TooMany
        return Listed(use, value, steps)
