"""Good choices, soon: from the relaxation a first choice that keeps all limits, then ever better ones by parts.

A part of the candidates is let free, the others stay, and the small problem is solved; which part, is drawn by how
little each candidate would lose by changing, by where the choice and the relaxation differ, and by chance. How large,
follows from how long the last ones took.

Source: D. Pisinger, S. Ropke (2019), Large neighborhood search, in Handbook of Metaheuristics; E. Danna, E. Rothberg,
C. Le Pape (2005), Exploring relaxation induced neighborhoods to improve MIP solutions, Math. Program. 102, 71–90.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

import numpy as np

from hamahang.methods.portfolio.highs import Relaxed, search
from hamahang.methods.portfolio.packing import Bools, Floats, Ints, Packing
from hamahang.methods.portfolio.smoothing import widely_used

LARGEST_PART = 4_000  # columns
SMALLEST_PART = 30
TIERS = (150, 600, 2_400)  # candidates that are free for a first choice, more where there is none
FIRST_PART = 0.15  # of the candidates: small parts soon find something, and then are stuck in it


@dataclass
class Search:
    """A search under way. chosen: columns of the best choice so far; worth: its value

    size, idle, random: of the parts, kept from one stretch of improving to the next
    """

    packing: Packing
    relaxed: Relaxed
    seed: int = 0
    chosen: Ints | None = None
    worth: int = field(default=-(1 << 62))
    told: Callable[[int], None] = lambda worth: None
    size: float = 0.0
    idle: int = 0
    random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.size = float(np.clip(FIRST_PART * self.packing.groups, 25, 150))

    def offer(self, chosen: Ints | None) -> bool:
        """Take a choice if it keeps all limits and is better than the best so far."""
        if chosen is None or self.packing.faults(chosen):
            return False
        worth = self.packing.worth(chosen)
        if worth <= self.worth:
            return False
        self.chosen, self.worth = np.sort(chosen), worth
        self.told(worth)
        return True


def reduced(packing: Packing, prices: Floats) -> Floats:
    """Return of each column how much it falls short of its candidate's best, at prices of the limits: (n,), ≥ 0."""
    return losses_of(packing, prices)[0]


def losses_of(packing: Packing, prices: Floats) -> tuple[Floats, Floats]:
    """Return what each column loses at prices against its candidate's best, (n,), and choosing none, (groups,)."""
    worth = packing.value - packing.matrix.T @ prices
    best = np.maximum.reduceat(worth, packing.starts[:-1])
    best = np.where(packing.is_must, best, np.maximum(best, 0.0))
    return np.asarray(best[packing.group] - worth), np.where(packing.is_must, np.inf, best)


def first(search_: Search, *, seconds: float, nodes: int = 0, gap: float = 5e-4) -> bool:
    """Find a first choice: the columns that the relaxation takes as a whole, the rest solved as a small problem.

    nodes: of each search at most, instead of the seconds, 0 for any; gap: of the whole value, at which it is enough
    """
    packing, x = search_.packing, search_.relaxed.x
    within = max(0.999, gap * abs(search_.relaxed.value))
    short = reduced(packing, search_.relaxed.prices)
    whole = np.flatnonzero(x > 1.0 - 1e-6)
    parted = np.unique(packing.group[(x > 1e-6) & (x < 1.0 - 1e-6)])
    of_group = np.minimum.reduceat(np.where(x > 1e-6, np.inf, short), packing.starts[:-1])
    closest = np.argsort(of_group, kind="stable")
    end = perf_counter() + seconds
    for more in TIERS:
        free = _freed(packing, np.union1d(parted, closest[:more]), whole)
        taken = whole[~np.isin(packing.group[whole], free)]
        part, columns = packing.part(free, taken)
        left = end - perf_counter()
        # each choice is offered as it is found: the first one is there long before the part is searched
        told = partial(_offer, search_, taken, columns)
        found = search(part, seconds=1e9 if nodes else max(left, 0.2), within=within, nodes=nodes, told=told)
        if found.chosen is not None:
            told(found.chosen, found.bound)
            return search_.chosen is not None
        if len(free) >= packing.groups or (left < 0 and not nodes):
            break
    return False


def _freed(packing: Packing, free: Ints, whole: Ints) -> Ints:
    """Return candidates that are free, and those of limits of a few that would else be exceeded.

    Prices that are only near the relaxation's take what needs another without it.
    """
    is_few = packing.limit >= 0
    is_few[widely_used(packing)] = False
    is_free = np.zeros(packing.groups, bool)
    is_free[free] = True
    while True:
        left = packing.limit - packing.used(whole[~is_free[packing.group[whole]]])
        entries = packing.rows[np.flatnonzero(is_few & (left < 0))].indices
        if is_free[packing.group[entries]].all():
            return np.flatnonzero(is_free).astype(np.int64)
        is_free[packing.group[entries]] = True


def _offer(search_: Search, taken: Ints, columns: Ints, chosen: Ints, _bound: float) -> None:
    search_.offer(np.concatenate((taken, columns[chosen])))


def improve(
    search_: Search,
    *,
    until: float,
    last: float | None = None,
    enough: Callable[[], bool],
    rounds: int = 1 << 30,
    nodes: int = 0,
    at_most: float = 2.0,
) -> None:
    """Make a choice better until a time, or until it is good enough, by parts.

    last: when a part that was begun must end, the same time where it is not given; rounds: how many parts at most;
    nodes: of each part at most, instead of seconds, 0 for any; at_most: its seconds
    """
    packing = search_.packing
    short, none = losses_of(packing, search_.relaxed.prices)
    for _ in range(rounds):
        if until - perf_counter() <= 0.05 or enough() or search_.chosen is None:
            return
        free = _part(packing, search_.chosen, short, none, search_.random, size=int(search_.size), idle=search_.idle)
        begun = perf_counter()
        left = (until if last is None else last) - begun
        better, is_done = by_part(search_, free, seconds=1e9 if nodes else min(at_most, left), nodes=nodes)
        spent = perf_counter() - begun
        search_.idle = 0 if better else search_.idle + 1
        if is_done and (nodes or spent < at_most / 4):
            search_.size = min(search_.size * 1.15, LARGEST_PART, packing.groups)
        elif not is_done:
            search_.size = max(search_.size * 0.85, min(SMALLEST_PART, packing.groups))


def by_part(search_: Search, free: Bools, *, seconds: float, nodes: int = 0) -> tuple[bool, bool]:
    """Look for a better choice among some candidates, the others as they are; return whether it is, and all was seen.

    free: (groups,); nodes: at most, instead of seconds, 0 for any
    """
    packing, chosen = search_.packing, search_.chosen
    if chosen is None or not (seconds > 0.0 or nodes):
        return False, False
    if not free.any():
        return False, True
    stays = ~free[packing.group[chosen]]
    part, columns = packing.part(np.flatnonzero(free), chosen[stays])
    inside = np.searchsorted(columns, chosen[~stays])
    above = part.worth(inside) + 0.5
    found = search(part, seconds=seconds, start=inside, above=above, effort=0.2, nodes=nodes)
    better = found.chosen is not None and search_.offer(np.concatenate((chosen[stays], columns[found.chosen])))
    return better, found.is_done


def _part(
    packing: Packing, chosen: Ints, short: Floats, none: Floats, random: np.random.Generator, *, size: int, idle: int
) -> Bools:
    """Return which candidates are let free. short, none: what each column, and choosing none, loses at the prices"""
    takes = np.zeros(packing.columns, bool)
    takes[chosen] = True
    # what a candidate loses more by the cheapest change of what is chosen for it
    empty = np.bincount(packing.group[chosen], minlength=packing.groups) == 0
    now = np.where(empty, none, np.bincount(packing.group[chosen], weights=short[chosen], minlength=packing.groups))
    other = np.minimum.reduceat(np.where(takes, np.inf, short), packing.starts[:-1])
    other = np.where(empty, other, np.minimum(other, none))
    change = np.maximum(np.where(np.isfinite(other), other - now, np.inf), 0.0)
    finite = np.sort(change[np.isfinite(change)])
    if not len(finite):
        return np.ones(packing.groups, bool)
    scale = float(finite[min(len(finite) - 1, size)]) + 1e-9
    heat = 0.35 * (1.0 + 0.15 * (idle % 12))
    key = np.minimum(change / scale, 1e6) / heat + random.exponential(1.0, packing.groups)
    key += np.where(now > 1e-9, -np.minimum(now / scale, 1.0), 0.0)
    free = np.zeros(packing.groups, bool)
    free[np.argsort(key, kind="stable")[:size]] = True
    return free
