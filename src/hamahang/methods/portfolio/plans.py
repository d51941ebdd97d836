"""Plans: the best choice by expected jobs, by the chance to keep the promise, by the worst-served county, by cost.

    plan = solve(problem)                         expected sustained jobs
    plan = solve(problem, aim="probability")      chance that the jobs reach the target
    plan = solve(problem, aim="promise")          the number that is reached with 90 %
    plan = solve(problem, aim="cvar")             mean of the worst tenth of what may come, with its own bound
    plan = solve(problem, aim="leximin")          the worst-served county first, then the next, then jobs
    plan = solve(problem, aim="cost", least=500)  least money for so many expected jobs
    plan = solve(problem, aim="per_rial", least=500)  most jobs per rial with so many at least, with its own bound

What value, bound and status are of each aim stands in `seeking`. Of "probability" and "promise" the printed chance is
exact for the plan; that no plan has a better one is not proven.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from hamahang.methods.forecast.totals import CALM, Shock, Total
from hamahang.methods.portfolio.arranging import Arranged, Column, arrange
from hamahang.methods.portfolio.asking import Asking, never
from hamahang.methods.portfolio.chances import of_plan, worst_of
from hamahang.methods.portfolio.evening import evened, exceeded, with_order
from hamahang.methods.portfolio.packing import Ints
from hamahang.methods.portfolio.per_rial import PerRial
from hamahang.methods.portfolio.problem import SCALE, Problem
from hamahang.methods.portfolio.seeking import AIMS, Sought, check_aim, share_apart, sought
from hamahang.methods.portfolio.solving import Solution, Told, not_told
from hamahang.methods.portfolio.verifying import Verified, verify, verify_per_rial

__all__ = ["AIMS", "NotSound", "Plan", "choice_of", "planned", "solve"]
SHORTEST = 0.5  # seconds for a choice, where another order of the counties must be kept
FIRST = 0.4  # of the time for most jobs, where something else is sought: it is only to begin with


class NotSound(Exception):
    """A plan did not pass its own check; it is not given out. `faults` says why."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Plan:
    """A plan and what is known of it.

    chosen: columns, empty where there is no plan; value: expected sustained jobs; bound: no plan has more of them
    certified: the bound that the multipliers prove; jobs: the exact distribution
    aim: what it was sought by; reached, most: its value by the aim and that no plan is better, in the aim's own unit,
    None where there is none; status: by the aim, "proven", "within_gap", "time_limit", "found" (nothing proves how good
    it is), "infeasible" or "none_found". What they are of each aim stands in `seeking`.
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
    aim: str = "expected"
    reached: float | None = None
    most: float | None = None
    per_rial: PerRial | None = None  # where jobs per rial were sought
    least: int = 0  # expected jobs that were asked, for "cost"

    @property
    def gap(self) -> float | None:
        """How far it may be from the best by its aim, as a share of what it reaches; None where nothing is known."""
        return share_apart(self.reached, self.most)

    @property
    def worst_bound(self) -> float | None:
        """What the mean of the worst tenth is at most of any plan, where that was sought."""
        return self.most if self.aim == "cvar" else None

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
    """Return a plan. Interrupted from the keyboard once there is one of most jobs, it returns the best so far.

    rounds: work instead of time, for the same plan each time; least: expected jobs that are asked, for "cost"; for
    "per_rial" those or the million rials that are spent at least, `spend`, or both; stopped: see `Asking`
    :raises Absurd: if no plan can be made of the terms
    :raises NotSound: if the plan does not pass the check
    """
    check_aim(problem, aim, least)
    terms = Asking(gap=gap, seconds=seconds, seed=seed, rounds=rounds, told=told, stopped=stopped)
    begun = perf_counter()
    arranged, until = evened(arrange(problem)), begun + seconds
    part = 1.0 if aim == "expected" or rounds is not None else FIRST
    while True:
        first = terms.solve(arranged.packing, part=part)
        if first.status == "none_found" and part < 1.0:  # there is nothing to begin with: that takes all the time
            first = terms.solve(arranged.packing, part=1.0 - part)
        # what is told is jobs: the searches of other aims count something else, and a ratio tells its jobs by itself
        of_aim = terms if aim == "per_rial" else replace(terms, told=not_told)
        if part < 1.0:
            of_aim = replace(of_aim, seconds=max(begun + terms.seconds - perf_counter(), SHORTEST))
        try:
            found = sought(arranged, first, of_aim, shock, aim, least=least, spend=spend)
        except KeyboardInterrupt:  # what was found by jobs is a plan too; how good it is by the aim, nobody knows
            if first.chosen is None or not _keeps_floors(arranged, first.chosen, aim, least, spend):
                raise
            found = Sought(first.chosen, None, None, "time_limit")
        order = None if found.chosen is None else exceeded(arranged, _taken(arranged, found.chosen))
        if order is None:
            plan = planned(arranged, first, found.chosen, shock)
            per_rial = found.per_rial and _checked(plan, found.per_rial)
            plan = replace(plan, status=found.status, aim=aim, reached=found.value, most=found.bound)
            return replace(plan, least=least, per_rial=per_rial)
        # another order of the counties is a limit from now on
        arranged = with_order(arranged, order)
        if rounds is None:
            begun = perf_counter()
            terms = replace(terms, seconds=max((until - begun) / 2, SHORTEST))


def _keeps_floors(arranged: Arranged, chosen: Ints, aim: str, least: int, spend: int) -> bool:
    """Return whether a choice brings the jobs and spends the money that an aim asks at least."""
    if aim not in ("cost", "per_rial"):
        return True
    money = sum(arranged.columns[at].package.money for at in chosen)
    return arranged.packing.worth(chosen) >= least * SCALE and money >= spend


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
        reached=None if chosen is None else worth / SCALE,
        most=None if chosen is None else solution.most / SCALE,
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
