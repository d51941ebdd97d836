"""The choice of the best chance to keep a promise, or of the best worst tenth, as far as it is found.

Nothing here proves that none is better.

Choices on the edge of mean and variance are tried (each is a choice problem of its own), and single swaps from them;
the chance of each is exact. The variance that makes the edge is the sum over packages: of those that depend on the same
one it is too low, so that the edge is another one, and nothing that is told of a choice.

Source: for the edge, M. J. Best (2010), Portfolio Optimization, ch. 2: max over s of mean − λ(s)·variance.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from hamahang.methods.forecast.totals import Shock
from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.chances import of_plan, spread_of, worst_of
from hamahang.methods.portfolio.packing import Ints, Packing

EDGE = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, -0.1, -0.25)  # prices of variance that are tried, in parts of mean/variance
CONFIDENT = 0.9


def by_chance(arranged: Arranged, best: Ints, terms: Asking, shock: Shock, aim: str) -> tuple[Ints, float]:
    """Return the choice of the best chance among those on the edge of mean and variance and swaps from it, and what it
    reaches: the chance, the jobs that are promised, or the mean of the worst tenth.
    """
    packing, target = arranged.packing, arranged.problem.target
    until = perf_counter() + terms.seconds

    def over() -> bool:
        return terms.stopped() or (terms.rounds is None and perf_counter() > until)

    variance = np.array([spread_of(column) for column in arranged.columns])
    uncertain = float(variance[best].sum())
    score = _score(arranged, best, shock, aim, target)
    if uncertain <= 0.0:
        return best, score[0]
    ratio = packing.worth(best) / uncertain
    for part in EDGE[1:]:
        if over():
            break
        bent = packing.worth_other(np.round(packing.value - part * ratio * variance).astype(np.int64))
        found = terms.solve(bent, part=1.0 / len(EDGE))
        if found.chosen is not None and (now := _score(arranged, found.chosen, shock, aim, target)) > score:
            best, score = found.chosen, now
    chosen = _swapped(arranged, best, score, shock, aim, target, over)
    return chosen, _score(arranged, chosen, shock, aim, target)[0]


def _score(arranged: Arranged, chosen: Ints, shock: Shock, aim: str, target: int) -> tuple[float, int]:
    """Return what is to be as large as can be; of two alike the one with more expected jobs."""
    jobs = of_plan([arranged.columns[at] for at in chosen], shock=shock)
    if aim == "cvar":
        what = worst_of(jobs)
    else:
        what = jobs.at_least(target) if aim == "probability" else float(jobs.quantile(1.0 - CONFIDENT))
    return what, arranged.packing.worth(chosen)


def _swapped(  # what is swapped and by what it is judged, as in `_score`
    arranged: Arranged, chosen: Ints, score: tuple[float, int], shock: Shock, aim: str, target: int,
    over: Callable[[], bool],
) -> Ints:  # fmt: skip
    """Return the choice after single changes that make it better: another package, one out, one for another."""
    packing = arranged.packing
    for _ in range(3):
        better = False
        for other in _neighbours(packing, chosen, over):
            if over():
                break
            now = _score(arranged, other, shock, aim, target)
            if now > score:
                chosen, score, better = other, now, True
                break
        if not better:
            break
    return chosen


def _neighbours(packing: Packing, chosen: Ints, over: Callable[[], bool], *, most: int = 400) -> list[Ints]:
    """Return choices one step away that keep all limits, those with most expected jobs first."""
    found = []
    for at in range(packing.columns):
        if over():
            break
        if at in chosen:
            continue
        other = np.sort(np.append(chosen[packing.group[chosen] != packing.group[at]], at))
        if not packing.faults(other):
            found.append(other)
    return sorted(found, key=lambda other: -packing.worth(other))[:most]
