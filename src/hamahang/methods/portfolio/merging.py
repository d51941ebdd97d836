"""Choices that were improved apart are merged: where they differ lies what is open, and that is searched as one part.

Improving by parts ends in choices that no small part makes better, each time in other ones. Of a thousand candidates
they differ in a few dozen, though nothing told them to agree in the others. So a choice is improved for a while from
the same beginning, again and again by other parts, and after a few of them all candidates are let free in which the
best of them differ: the solver finds among these what none of them had.

Sources: E. Rothberg (2007), An evolutionary algorithm for polishing mixed integer programming solutions, INFORMS J.
Comput. 19, 534–541; W. Cook, P. Seymour (2003), Tour merging via branch-decomposition, INFORMS J. Comput. 15, 233–248.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from hamahang.methods.portfolio.exchanging import Exchanging, is_mended
from hamahang.methods.portfolio.improving import Search, by_part, improve
from hamahang.methods.portfolio.packing import Bools, Ints, Packing

APART, MERGED = 1 / 15, 1 / 6  # of the time: for improving one choice, and for a merge at most
SHORTEST = 1.0  # seconds for improving one choice at least
FIRST, THEN = 3, 2  # choices before the first merge, and from one merge to the next
BEST, NEWEST = 4, 2  # of the choices kept, which are merged
KEPT = 12
SMALL_PART = 60.0  # candidates: being stuck soon is no harm where others are stuck elsewhere
OTHER_SEED = 1_009


class Merging:
    """Choices under way. best: takes each better one"""

    def __init__(self, best: Search, *, seconds: float, at_most: float) -> None:
        self.best, self.at_most = best, at_most
        self.apart, self.merged = max(APART * seconds, SHORTEST), MERGED * seconds
        self.first = _beginning(best)
        best.offer(self.first)  # what begins better than all that is known may never become better by parts
        self.number = 0
        self.size = min(best.size, SMALL_PART)
        self.kept: list[tuple[int, Ints]] = []
        self.newest: list[Ints] = []
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        self.one = Search(self.best.packing, self.best.relaxed, seed=self.best.seed + self.number * OTHER_SEED)
        self.one.offer(self.first)
        self.one.size = self.size  # what the one before came to know of how much can be searched
        self.one.told = lambda _: self._tell()
        self.ends = perf_counter() + self.apart

    def _tell(self) -> None:
        self.best.offer(self.one.chosen)

    def run(self, *, until: float, last: float, enough: Callable[[], bool]) -> None:
        """Improve until a time, and merge when it is time for that. last: when a part or a merge must end"""
        improve(self.one, until=min(until, self.ends), last=min(last, self.ends), enough=enough, at_most=self.at_most)
        if enough() or perf_counter() < self.ends - 0.1:
            return
        self.keep(self.one.chosen)
        self.size = self.one.size
        if self.number >= FIRST and (self.number - FIRST) % THEN == 0:
            self.merge(last)
        self._begin()

    def keep(self, chosen: Ints | None) -> None:
        """Take a choice among those that are merged."""
        if chosen is None:
            return
        now = held(self.best.packing, chosen)
        self.newest = [now, *self.newest][:NEWEST]
        if not any(np.array_equal(now, other) for _, other in self.kept):
            self.kept = sorted([*self.kept, (self.best.packing.worth(chosen), now)], key=lambda one: -one[0])[:KEPT]

    def merge(self, last: float) -> None:
        """Search the candidates in which the best and the newest differ."""
        self.keep(self.best.chosen)
        free = differing([now for _, now in self.kept[:BEST]] + self.newest)
        by_part(self.best, free, seconds=min(self.merged, last - perf_counter()))
        self.keep(self.best.chosen)


def _beginning(best: Search) -> Ints | None:
    """Return where all begin: what the relaxation takes, mended. From a choice that is good no two part."""
    if not is_mended(best.packing):
        return best.chosen
    exchanging = Exchanging(best.packing, best.relaxed.prices)
    mended = exchanging.mended(exchanging.rounded(best.relaxed.x))
    return best.chosen if mended is None else mended


def held(packing: Packing, chosen: Ints) -> Ints:
    """Return the column of each candidate in a choice, -1 where there is none: (groups,)."""
    now = np.full(packing.groups, -1)
    now[packing.group[chosen]] = chosen
    return now


def differing(choices: list[Ints]) -> Bools:
    """Return the candidates in which choices, each as it is held, are not all the same: (groups,); of at least one."""
    every = np.stack(choices)
    return np.asarray((every != every[0]).any(axis=0))
