"""Good sites quickly: one after the other where it helps most, then exchanged one for one as long as that helps.

Sources: M. B. Teitz, P. Bart (1968), Heuristic methods for estimating the generalized vertex median of a weighted
graph, Oper. Res. 16, 955–961; M. G. C. Resende, R. F. Werneck (2007), A fast swap-based local search procedure for
location problems, Ann. Oper. Res. 150, 205–230 (gain and loss of all exchanges at once).
"""

import time

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def worth(cost: Floats, sites: Ints) -> float:
    """Return what it costs when each customer goes to the cheapest of some sites."""
    return float(cost[:, sites].min(axis=1).sum())


def two_nearest(cost: Floats, sites: Ints) -> tuple[Ints, Floats, Floats]:
    """Return for each customer which of the sites is cheapest, what it costs, and what the second costs.

    The second of a single site is as dear as the dearest of all.
    """
    own = cost[:, sites]
    if len(sites) == 1:
        return np.zeros(len(cost), np.int64), own[:, 0].copy(), cost.max(axis=1)
    two = np.argpartition(own, 1, axis=1)[:, :2]
    values = np.take_along_axis(own, two, axis=1)
    is_turned = values[:, 0] > values[:, 1]
    return np.where(is_turned, two[:, 1], two[:, 0]).astype(np.int64), values.min(axis=1), values.max(axis=1)


def greedy(cost: Floats, number: int) -> Ints:
    """Return sites taken one after the other, each where it saves most; of equals the first."""
    now = np.full(len(cost), 2.0 * float(cost.max(initial=0.0)) + 1.0)
    chosen: list[int] = []
    for _ in range(number):
        saves = np.maximum(now[:, None] - cost, 0.0).sum(axis=0)
        saves[chosen] = -1.0
        chosen.append(int(saves.argmax()))
        now = np.minimum(now, cost[:, chosen[-1]])
    return np.array(chosen, np.int64)


def exchange(cost: Floats, sites: Ints, *, until: float = np.inf) -> tuple[Ints, float]:
    """Exchange sites one for one, the best exchange first, until none helps; return the sites and what they cost.

    until: of the monotonic clock, when to leave it at what was reached
    """
    sites = np.array(sites, np.int64)
    while True:
        first, near, second = two_nearest(cost, sites)
        gain = np.maximum(near[:, None] - cost, 0.0).sum(axis=0)
        order = np.argsort(first, kind="stable")
        has = np.bincount(first, minlength=len(sites)) > 0
        starts = np.searchsorted(first[order], np.flatnonzero(has))
        # a customer whose site closes goes to the new one or to the second, whichever is nearer
        moved = np.clip(cost[order], near[order, None], second[order, None]) - near[order, None]
        net = np.repeat(gain[None, :], len(sites), axis=0)
        net[has] -= np.add.reduceat(moved, starts, axis=0)
        net[:, sites] = -np.inf
        leaves, enters = divmod(int(net.argmax()), cost.shape[1])
        if net[leaves, enters] <= 0 or time.monotonic() > until:
            return sites, float(near.sum())
        sites[leaves] = enters
