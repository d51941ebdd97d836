"""Plans: the best choice by expected jobs, by the chance to keep the promise, by the worst-served county, by cost.

    plan = solve(problem)                         expected sustained jobs
    plan = solve(problem, aim="probability")      chance that the jobs reach the target
    plan = solve(problem, aim="promise")          the number that is reached with 90 %
    plan = solve(problem, aim="cvar")             mean of the worst tenth of what may come, with its own bound
    plan = solve(problem, aim="leximin")          the worst-served county first, then the next, then jobs
    plan = solve(problem, aim="cost", least=500)  least money for so many expected jobs
    plan = solve(problem, aim="per_rial", least=500)  most jobs per rial with so many at least, with its own bound

Of "probability" and "promise" the printed chance is exact for the plan; that no plan has a better one is not proven:
plans on the edge of mean and variance are tried (each is a choice problem of its own), and single swaps from them.

Source: for the edge, M. J. Best (2010), Portfolio Optimization, ch. 2: max over s of mean − λ(s)·variance; for leximin,
W. Ogryczak (1997), On the lexicographic minimax approach to location problems, Eur. J. Oper. Res. 100, 566–585.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from hamahang.methods.forecast.totals import CALM, Shock, Total
from hamahang.methods.portfolio.arranging import Arranged, Column, arrange
from hamahang.methods.portfolio.asking import Asking, never
from hamahang.methods.portfolio.balancing import leximin
from hamahang.methods.portfolio.chances import of_plan, spread_of
from hamahang.methods.portfolio.evening import evened, exceeded, with_order
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.per_rial import PerRial, best_per_rial
from hamahang.methods.portfolio.problem import SCALE, Absurd, Problem
from hamahang.methods.portfolio.solving import Solution, Told, not_told
from hamahang.methods.portfolio.tailing import best_worst, worst_of
from hamahang.methods.portfolio.verifying import Verified, verify, verify_per_rial

AIMS = ("expected", "probability", "promise", "leximin", "cost", "cvar", "per_rial")
EDGE = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, -0.1, -0.25)  # prices of variance that are tried, in parts of mean/variance
CONFIDENT = 0.9
SHORTEST = 0.5  # seconds for a choice, where another order of the counties must be kept


class NotSound(Exception):
    """A plan did not pass its own check; it is not given out. `faults` says why."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Plan:
    """A plan and what is known of it.

    chosen: columns, empty where there is no plan; value: expected sustained jobs; bound: none is worth more
    certified: the bound that the multipliers prove; jobs: the exact distribution
    status: "proven", "within_gap", "time_limit", "infeasible" or "none_found"
    """

    arranged: Arranged
    solution: Solution
    chosen: tuple[Column, ...]
    value: Fraction
    bound: float
    certified: Fraction
    jobs: Total
    status: str
    checked: Verified | None
    worst_bound: float | None = None  # of the mean of the worst tenth, where that was sought
    per_rial: PerRial | None = None  # where jobs per rial were sought

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of it."""
        return max(0.0, self.bound / float(self.value) - 1.0) if self.value else 0.0

    @property
    def worst(self) -> float:
        """Mean jobs of the worst tenth of what may come, exact for the plan."""
        return worst_of(self.jobs)

    @property
    def prices(self) -> dict[str, Fraction]:
        """The multiplier of each limit by its code: expected jobs, in millionths, for one more of it."""
        numbers, bits = self.solution.multipliers.numbers, self.solution.multipliers.bits
        rows = zip(self.arranged.limits, self.arranged.factors, numbers, strict=True)
        return {limit.code: Fraction(int(number) * factor, 1 << bits) for limit, factor, number in rows if number}


def solve(  # each is one of the terms of the search, named at the call
    problem: Problem, *, aim: str = "expected", gap: float = 0.005, seconds: float = 20.0, seed: int = 0,
    rounds: int | None = None, least: int = 0, spend: int = 0, shock: Shock = CALM, told: Told = not_told,
    stopped: Callable[[], bool] = never,
) -> Plan:  # fmt: skip
    """Return a plan.

    rounds: work instead of time, for the same plan each time; least: expected jobs that are asked, for "cost"; for
    "per_rial" those or the million rials that are spent at least, `spend`, or both; stopped: see `Asking`
    :raises Absurd: if no plan can be made of the terms
    :raises NotSound: if the plan does not pass the check
    """
    if aim not in AIMS:
        raise Absurd(f"هدف «{aim}» شناخته نیست.", f"There is no aim {aim!r}; one of {', '.join(AIMS)}.")
    terms = Asking(gap=gap, seconds=seconds, seed=seed, rounds=rounds, told=told, stopped=stopped)
    arranged, until = evened(arrange(problem)), perf_counter() + seconds
    while True:
        first = terms.solve(arranged.packing)
        chosen, worst_bound, per_rial = first.chosen, None, None
        if chosen is not None and aim == "cvar":
            found = best_worst(arranged, chosen, terms, shock)
            chosen, worst_bound = found.chosen, found.bound
        elif chosen is not None and aim == "per_rial":
            chosen, per_rial = best_per_rial(arranged, terms, least=least, spend=spend)
        elif chosen is not None:
            chosen = _by_aim(arranged, first, terms, shock, aim, least)
        order = None if chosen is None else exceeded(arranged, _taken(arranged, chosen))
        if order is None:
            plan = planned(arranged, first, chosen, shock)
            return replace(plan, worst_bound=worst_bound, per_rial=per_rial and _checked(plan, per_rial))
        # another order of the counties is a limit from now on
        arranged = with_order(arranged, order)
        if rounds is None:
            terms = replace(terms, seconds=max((until - perf_counter()) / 2, SHORTEST))


def _checked(plan: Plan, found: PerRial) -> PerRial:
    """Return the jobs per rial of a plan after they were counted anew from the terms.

    :raises NotSound: if they do not pass
    """
    _, faults = verify_per_rial(
        plan.arranged.problem, choice_of(plan.chosen), value=found.value, price=found.price, prices=found.prices,
        least=found.least, spend=found.spend,
    )  # fmt: skip
    if faults:
        raise NotSound(faults)
    return found


def _taken(arranged: Arranged, chosen: Ints) -> Ints:
    taken = np.zeros(arranged.packing.columns, np.int64)
    taken[chosen] = 1
    return taken


def _by_aim(arranged: Arranged, first: Solution, terms: Asking, shock: Shock, aim: str, least: int) -> Ints | None:
    """Return the choice that is best by an aim. first: the best by expected jobs"""
    if first.chosen is None:
        return None
    if aim in ("probability", "promise"):
        return _by_chance(arranged, first.chosen, terms, shock, aim)
    if aim == "leximin":
        return leximin(arranged, first.chosen, terms)
    if aim == "cost":
        return _cheapest(arranged, first.chosen, first.most, terms, least)
    return first.chosen


def planned(arranged: Arranged, solution: Solution, chosen: Ints | None, shock: Shock) -> Plan:
    """Return a choice as a plan, after it was counted anew from the terms.

    :raises NotSound: if it does not pass
    """
    columns = () if chosen is None else tuple(arranged.columns[at] for at in np.sort(chosen))
    worth = 0 if chosen is None else arranged.packing.worth(chosen)
    plan = Plan(
        arranged=arranged,
        solution=solution,
        chosen=columns,
        value=Fraction(worth, SCALE),
        bound=float("nan") if chosen is None else solution.most / SCALE,
        certified=solution.certified / SCALE,
        jobs=of_plan(columns, shock=shock),
        status=solution.status,
        checked=None,
    )
    if chosen is None:
        return plan
    checked = verify(arranged.problem, choice_of(columns), prices=plan.prices, value=worth)
    if not checked.is_sound:
        raise NotSound(checked.faults)
    return replace(plan, checked=checked)


def choice_of(columns: Sequence[Column]) -> list[tuple[str, str, int]]:
    """Return columns as the check takes them: candidate, package, start."""
    return [(column.candidate.id, column.package.id, column.start) for column in columns]


def _by_chance(arranged: Arranged, best: Ints, terms: Asking, shock: Shock, aim: str) -> Ints:
    """Return the choice of the best chance among those on the edge of mean and variance, and swaps from it."""
    packing, target = arranged.packing, arranged.problem.target
    variance = np.array([spread_of(column) for column in arranged.columns])
    uncertain = float(variance[best].sum())
    if uncertain <= 0.0:
        return best
    ratio = packing.worth(best) / uncertain
    score = _score(arranged, best, shock, aim, target)
    for part in EDGE[1:]:
        bent = packing.worth_other(np.round(packing.value - part * ratio * variance).astype(np.int64))
        found = terms.solve(bent, part=1.0 / len(EDGE))
        if found.chosen is not None and (now := _score(arranged, found.chosen, shock, aim, target)) > score:
            best, score = found.chosen, now
    return _swapped(arranged, best, score, shock, aim, target)


def _score(arranged: Arranged, chosen: Ints, shock: Shock, aim: str, target: int) -> tuple[float, int]:
    """Return what is to be as large as can be; of two alike the one with more expected jobs."""
    jobs = of_plan([arranged.columns[at] for at in chosen], shock=shock)
    what = jobs.at_least(target) if aim == "probability" else float(jobs.quantile(1.0 - CONFIDENT))
    return what, arranged.packing.worth(chosen)


def _swapped(  # what is swapped and by what it is judged, as in `_score`
    arranged: Arranged, chosen: Ints, score: tuple[float, int], shock: Shock, aim: str, target: int
) -> Ints:
    """Return the choice after single changes that make it better: another package, one out, one for another."""
    packing = arranged.packing
    for _ in range(3):
        better = False
        for other in _neighbours(packing, chosen):
            now = _score(arranged, other, shock, aim, target)
            if now > score:
                chosen, score, better = other, now, True
                break
        if not better:
            break
    return chosen


def _neighbours(packing: Packing, chosen: Ints, *, most: int = 400) -> list[Ints]:
    """Return choices one step away that keep all limits, those with most expected jobs first."""
    taken = set(packing.group[chosen].tolist())
    found = []
    for at in range(packing.columns):
        rest = chosen[packing.group[chosen] != packing.group[at]]
        if at in chosen:
            continue
        other = np.sort(np.append(rest, at))
        if packing.group[at] in taken or not packing.faults(other):
            found.append(other)
    kept = [other for other in found if not packing.faults(other)]
    return sorted(kept, key=lambda other: -packing.worth(other))[:most]


def _cheapest(arranged: Arranged, chosen: Ints, most: float, terms: Asking, least: int) -> Ints:
    """Return the choice of least money with so many expected jobs.

    :raises Absurd: if no plan brings so many
    """
    packing = arranged.packing
    if most < least * SCALE:
        raise Absurd(
            f"هیچ سبدی {least} شغل مورد انتظار نمی‌آورد؛ بیشینه {most / SCALE:.0f} است.",
            f"No plan brings {least} expected jobs; at most {most / SCALE:.0f}.",
        )
    money = np.array([-column.package.money for column in arranged.columns], np.int64)
    tried = packing.worth_other(money).with_rows([-packing.value], [-least * SCALE])
    found = terms.solve(tried)
    return chosen if found.chosen is None else found.chosen
