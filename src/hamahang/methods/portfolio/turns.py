"""Improving a choice of a large problem by parts and by cores, whichever gains more at the time."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from hamahang.methods.portfolio.coring import Coring
from hamahang.methods.portfolio.improving import Search, improve

TURN = 1.0  # seconds of one way
LITTLE = 1e-9  # what the other way counts for where this one gained nothing


def by_turns(search: Search, cores: Callable[[], Coring | None], *, until: float, enough: Callable[[], bool]) -> None:
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
