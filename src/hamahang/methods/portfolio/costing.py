"""Why this one and why not that one in a plan of least money: what the same jobs would cost otherwise.

It is found by solving again. Without a chosen candidate the same jobs cost so much more; with a refused one taken by
force too, and if it cost that much less itself the plan would have it at no more money: less cost never makes a plan
impossible.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, arrange
from hamahang.methods.portfolio.evening import evenly, needs_of
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE, Absurd, Way
from hamahang.methods.portfolio.solving import Solution
from hamahang.methods.portfolio.solving import solve as solve_packing


@dataclass(frozen=True, slots=True)
class Costs:
    """What a candidate makes of the money of a plan, in million rials.

    own: of its package; more: the same jobs with it turned, out or in; None where they cannot be had so
    others: who comes in for one that is turned out, or goes for one that is taken by force
    given: what it depends on, each with the chance that is counted in its jobs
    """

    candidate: str
    package: str
    own: int
    more: int | None
    others: tuple[str, ...]
    is_proven: bool
    given: Way = ()


def cost_in(plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None) -> Costs:
    """Explain a chosen candidate of a plan of least money: solved again without it.

    :raises KeyError: if it is not in the plan
    """
    column = next((one for one in plan.chosen if one.candidate.id == candidate), None)
    if column is None:
        raise KeyError(candidate)
    arranged, solve = plan.arranged, partial(solve_packing, gap=0.0, seconds=seconds, rounds=rounds)
    if not needs_of(arranged):  # the floor of its county follows what the county can take without it
        forbidden = replace(column.candidate, must="", never="tried")
        others = [forbidden if one.id == candidate else one for one in arranged.problem.candidates]
        try:
            arranged = arrange(replace(arranged.problem, candidates=tuple(others)))
        except Absurd:
            own = column.package.money
            return Costs(candidate, column.package.id, own, None, (), is_proven=True, given=column.given)
    out: Ints = np.array([one.candidate.id == candidate for one in arranged.columns], np.int64)
    found = evenly(arranged, solve, lambda packing: _cheap(plan, arranged, packing, without=out))
    ours = {one.candidate.id for one in plan.chosen}
    return Costs(
        candidate,
        column.package.id,
        column.package.money,
        _more(plan, found),
        tuple(sorted(_names(arranged, found) - ours)),
        is_proven=found.status in ("proven", "infeasible"),
        given=column.given,
    )


def cost_not(plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None) -> Costs:
    """Explain a refused candidate of a plan of least money: solved again with it taken by force.

    :raises KeyError: if it has no column, or is in the plan
    """
    arranged = plan.arranged
    group = next((at for at, one in enumerate(arranged.groups) if one.id == candidate), None)
    ours = {one.candidate.id for one in plan.chosen}
    if group is None or candidate in ours:
        raise KeyError(candidate)
    solve = partial(solve_packing, gap=0.0, seconds=seconds, rounds=rounds)
    found = evenly(arranged, solve, lambda packing: _cheap(plan, arranged, packing, forced=group))
    taken = [] if found.chosen is None else [arranged.columns[at] for at in found.chosen]
    column = next((one for one in taken if one.candidate.id == candidate), None)
    return Costs(
        candidate,
        column.package.id if column else "",
        column.package.money if column else 0,
        _more(plan, found),
        tuple(sorted(ours - _names(arranged, found))) if column else (),
        is_proven=found.status in ("proven", "infeasible"),
        given=column.given if column else (),
    )


def _cheap(
    plan: Plan, arranged: Arranged, packing: Packing, *, without: Ints | None = None, forced: int | None = None
) -> Packing:
    """Return the problem of least money for the jobs that the plan was to bring."""
    money = np.array([-column.package.money for column in arranged.columns], np.int64)
    rows, most = [-packing.value], [-plan.least * SCALE]
    if without is not None and without.any():
        rows, most = [*rows, without], [*most, 0]
        is_must = packing.is_must & ~np.isin(np.arange(packing.groups), packing.group[without > 0])
        packing = replace(packing, is_must=is_must)
    if forced is not None:
        packing = replace(packing, is_must=packing.is_must | (np.arange(packing.groups) == forced))
    return packing.worth_other(money).with_rows(rows, most)


def _more(plan: Plan, found: Solution) -> int | None:
    """Return what a choice costs more than the plan."""
    ours = sum(column.package.money for column in plan.chosen)
    return None if found.chosen is None else -found.worth - ours


def _names(arranged: Arranged, found: Solution) -> set[str]:
    return set() if found.chosen is None else {arranged.columns[at].candidate.id for at in found.chosen}
