"""Improving a choice by turns: by cores near it and by cores that range; of a large problem also by parts."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

import numpy as np

from hamahang.methods.portfolio.coring import Coring
from hamahang.methods.portfolio.improving import Search, improve
from hamahang.methods.portfolio.ranging import Ranging


class Way(Protocol):
    """A way of improving a choice, for as long as it is let."""

    def __init__(self, best: Search, *, seed: int = 0) -> None: ...

    def run(self, *, until: float) -> None:
        """Improve until a time; the next run goes on where this one ended."""


Ways = tuple[type[Way], type[Way]]

TURN = 1.0  # seconds of one way
LITTLE = 1e-9  # what the other way counts for where this one gained nothing
KINDS: Ways = (Coring, Ranging)


class Both:
    """Two ways, mostly kinds of cores, each for half of the time, since neither is the better everywhere.

    best: takes each better choice; it has one. kinds: cores near what is chosen and cores that range, or other ways
    """

    def __init__(self, best: Search, *, kinds: Ways = KINDS, seed: int = 0) -> None:
        self.kinds = tuple(kind(best, seed=seed) for kind in kinds)
        self.spent = [0.0, 0.0]

    def run(self, *, until: float, ranges: bool = True) -> None:
        """Search cores until a time; the next run goes on with the last of each kind. ranges: whether both are"""
        while (begun := perf_counter()) < until:
            kind = int(ranges and self.spent[1] < self.spent[0])
            self.kinds[kind].run(until=min(until, begun + TURN))
            self.spent[kind] += perf_counter() - begun


def by_turns(search: Search, cores: Callable[[], Both | None], *, until: float, enough: Callable[[], bool]) -> None:
    """Improve until a time, or until it is good enough. cores: the cores, None as long as there are none

    First both are tried, then each time the one that gained more for its time when it was last tried.
    """
    gained = [np.inf, np.inf]
    while perf_counter() < until and not enough() and search.chosen is not None:
        coring = cores()
        way = 0 if coring is None or gained[0] >= gained[1] else 1
        known, begun = search.worth, perf_counter()
        end = min(until, begun + TURN)
        if coring is not None and way:
            coring.run(until=end)
        else:
            improve(search, until=end, last=until, enough=enough)
        gained[way] = (search.worth - known) / (perf_counter() - begun)
        if gained[way] == 0.0:
            gained[1 - way] = max(gained[1 - way], LITTLE)
