"""Why this one and why not that one: by solving again, never by a score.

For a refused candidate the plan is solved once more with it taken by force. The least money, the least cost and the
least jobs that let it in without any loss are choice problems of their own (`nearing`, `bettering`). All are true
whatever the prices say, since the changed plan is there to be looked at. Only the part of a problem that a candidate is
in is solved again (`parting`), and what several reasons ask alike is solved once, where they are given the same parts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, Column, arrange, floors_from
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.bettering import least_jobs
from hamahang.methods.portfolio.evening import evened, evenly, needs_of
from hamahang.methods.portfolio.nearing import least_cost, least_money
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.parting import NotEasy, Parts
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE, Absurd, Way


@dataclass(frozen=True, slots=True)
class Price:
    """A limit of a plan. used, of: in its own unit (million rials, minutes, expected jobs)

    price: expected jobs by which the bound of all plans rises with one more of it
    """

    code: str
    used: Fraction
    of: Fraction
    price: float


@dataclass(frozen=True, slots=True)
class WhyIn:
    """Why a candidate is in. adds: its expected jobs; loses: expected jobs that the best plan without it has less

    instead: candidates that would come in; leans_on: limits with a price that it uses
    given: what it depends on, each with the chance that is counted in its jobs
    """

    candidate: str
    package: str
    adds: Fraction
    loses: Fraction
    instead: tuple[str, ...]
    leans_on: tuple[str, ...]
    is_proven: bool
    given: Way = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate is out, and the nearest changes that would bring it in, each enough by itself.

    package: that would lose least; jobs: persons more of each of its packages
    money: million rials more on lines (line → amount), all of them together; cost: less of its own, likewise
    out: candidates that would make room
    along: those that it waits for and that would have to be taken too
    loss: expected jobs lost if it is taken by force, None where no plan can hold it
    given: what it depends on, each with the chance that would be counted in its jobs then
    """

    candidate: str
    package: str
    loss: Fraction | None
    jobs: int | None
    money: dict[str, int] | None
    out: tuple[str, ...]
    is_proven: bool
    along: tuple[str, ...] = ()
    cost: dict[str, int] | None = None
    given: Way = ()

    @property
    def is_cost(self) -> bool:
        """Whether as much less cost of its own would do as well as that much more money."""
        return self.cost is not None and self.cost == self.money


def prices(plan: Plan) -> list[Price]:
    """Return the limits of a plan with their use and price, the dearest first."""
    arranged, packing = plan.arranged, plan.arranged.packing
    used = packing.used(places_of(arranged, plan.chosen))
    multipliers = plan.solution.multipliers.prices
    found = []
    for row, limit in enumerate(arranged.limits):
        sign = -1 if limit.is_floor else 1
        unit = SCALE if limit.is_floor else arranged.factors[row]
        price = float(multipliers[row]) * unit / SCALE
        found.append(
            Price(
                limit.code, Fraction(sign * int(used[row]), unit), Fraction(sign * int(packing.limit[row]), unit), price
            )
        )
    return sorted(found, key=lambda one: (-one.price, one.code))


def parts_of(plan: Plan, *, seconds: float = 5.0, rounds: int | None = None) -> Parts:
    """Return what the reasons of a plan share. seconds, rounds: for each search of a part that is not easy"""
    return Parts(plan.solution.multipliers, Asking(seconds=seconds, rounds=rounds))


def explain(
    plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None, parts: Parts | None = None
) -> WhyIn | WhyNot:
    """Explain a candidate, in or out of a plan. parts: what reasons of the plan share, see `parts_of`

    :raises KeyError: if it has no column: it is forbidden, or none of its packages fits into the periods
    """
    is_in = any(column.candidate.id == candidate for column in plan.chosen)
    return (why_in if is_in else why_not)(plan, candidate, seconds=seconds, rounds=rounds, parts=parts)


def why_in(
    plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None, parts: Parts | None = None
) -> WhyIn:
    """Explain a chosen candidate: the plan is solved again without it. parts: what reasons of the plan share

    :raises KeyError: if it is not in the plan
    """
    arranged = plan.arranged
    column = next((one for one in plan.chosen if one.candidate.id == candidate), None)
    if column is None:
        raise KeyError(candidate)
    place = arranged.columns.index(column)
    worth = arranged.packing.worth(places_of(arranged, plan.chosen))
    parts = parts or parts_of(plan, seconds=seconds, rounds=rounds)
    lost, other, is_proven = _lost_without(parts, arranged, int(arranged.packing.group[place]), worth)
    ours = {one.candidate.id for one in plan.chosen}
    multipliers = plan.solution.multipliers.numbers
    entries = arranged.packing.matrix[:, [place]].tocoo()
    leans = [arranged.limits[row].code for row, number in zip(entries.row, entries.data, strict=True)
             if multipliers[row] > 0 and number > 0]  # fmt: skip
    return WhyIn(
        candidate,
        column.package.id,
        Fraction(int(arranged.packing.value[place]), SCALE),
        Fraction(lost, SCALE),
        tuple(sorted(other - ours)),
        tuple(leans),
        is_proven=is_proven,
        given=column.given,
    )


def why_not(
    plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None, parts: Parts | None = None
) -> WhyNot:
    """Explain a refused candidate: the plan is solved again with it, and with the least money, cost and jobs that let
    it in. parts: what reasons of the plan share

    :raises KeyError: if it has no column, or is in the plan
    """
    arranged = plan.arranged
    group = next((at for at, one in enumerate(arranged.groups) if one.id == candidate), None)
    ours = {column.candidate.id for column in plan.chosen}
    if group is None or candidate in ours:
        raise KeyError(candidate)
    worth = arranged.packing.worth(places_of(arranged, plan.chosen))
    parts = parts or parts_of(plan, seconds=seconds, rounds=rounds)
    forced = partial(_forced, group=group)
    found, along = evenly(arranged, parts.solve, forced), _needed(arranged, candidate)
    nearest = _nearest(parts, arranged, forced, worth, group, along)
    why = replace(nearest, along=tuple(sorted(along - ours)))
    if found.chosen is None:
        return replace(why, is_proven=why.is_proven and found.status == "infeasible")
    column = next(arranged.columns[at] for at in found.chosen if arranged.packing.group[at] == group)
    return replace(
        why,
        package=column.package.id,
        given=column.given,
        loss=Fraction(worth - found.worth, SCALE),
        out=tuple(sorted(ours - {arranged.columns[at].candidate.id for at in found.chosen})),
        is_proven=why.is_proven and found.status == "proven",
    )


def _nearest(
    parts: Parts, arranged: Arranged, forced: Callable[[Packing], Packing], worth: int, group: int, along: set[str]
) -> WhyNot:
    """Return the nearest changes that bring a candidate in without a loss. along: what it waits for"""
    candidate = arranged.groups[group].id
    money = cost = jobs = None
    is_proven = True
    try:
        money = least_money(parts, arranged, forced, worth, of={candidate, *along})
        cost = least_cost(parts, arranged, forced, worth, of=candidate, money=money)
    except TimeoutError:
        is_proven = False
    try:
        jobs = least_jobs(parts, arranged, forced, worth, group=group)
    except TimeoutError:
        is_proven = False
    is_proven &= all(one is None or one.is_proven for one in (money, cost, jobs))
    return WhyNot(
        candidate,
        "",
        None,
        None if jobs is None else jobs.number,
        None if money is None else dict(money.more),
        (),
        is_proven=is_proven,
        cost=None if cost is None else dict(cost.more),
    )


def _needed(arranged: Arranged, candidate: str) -> set[str]:
    """Return all that a candidate waits for, by way of others too."""
    needs = {one.id: one.needs for one in arranged.problem.candidates}
    found: set[str] = set()
    left = list(needs[candidate])
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += needs[one]
    return found


def places_of(arranged: Arranged, columns: Sequence[Column]) -> Ints:
    """Return where columns are among all."""
    at = {(one.candidate.id, one.package.id, one.start, one.given): place for place, one in enumerate(arranged.columns)}
    return np.array([at[one.candidate.id, one.package.id, one.start, one.given] for one in columns], np.int64)


def _lost_without(parts: Parts, arranged: Arranged, group: int, worth: int) -> tuple[int, set[str], bool]:
    """Return what the best plan without a candidate is worth less, whom it takes, and whether that is proven.

    With a bound on the Gini it depends on who can be chosen which counties count: the terms are arranged anew.
    :raises NotEasy: if that would have to be searched for, and may not
    """
    if needs_of(arranged):
        if parts.asking is None:
            raise NotEasy
        name = arranged.groups[group].id
        others = (
            replace(one, must="", never="tried") if one.id == name else one for one in arranged.problem.candidates
        )
        try:
            arranged = evened(arrange(replace(arranged.problem, candidates=tuple(others))))
        except Absurd:  # nobody is left
            return worth, set(), True
        found = evenly(arranged, parts.asking.solve, lambda packing: packing)
    else:
        found = evenly(arranged, parts.solve, partial(_without, arranged=arranged, group=group))
    if found.chosen is None:
        return worth, set(), found.status == "infeasible"
    return worth - found.worth, {arranged.columns[at].candidate.id for at in found.chosen}, found.status == "proven"


def _without(packing: Packing, arranged: Arranged, group: int) -> Packing:
    """Return a problem without a candidate: the floor of its county follows what the county can take without it."""
    is_must, limit = packing.is_must.copy(), packing.limit.copy()
    is_must[group] = False
    if arranged.problem.floors is not None:
        name = arranged.groups[group].id
        # who depends on it brings nothing without it
        lost = np.array([any(one == name for one, _ in column.given) for column in arranged.columns])
        best = np.maximum.reduceat(np.where(lost, 0, packing.value), packing.starts[:-1])
        best[group] = 0
        able: dict[str, int] = {}
        for one, most in zip(arranged.groups, best.tolist(), strict=True):
            able[one.county] = able.get(one.county, 0) + most
        floors = floors_from(arranged.problem, able)
        for row, of in enumerate(arranged.limits):
            limit[row] = -floors.get(of.about, 0) if of.is_floor else limit[row]
    without = (packing.group == group).astype(np.int64)
    return replace(packing, is_must=is_must, limit=limit).with_rows([without], [0])


def _forced(packing: Packing, group: int) -> Packing:
    is_must = packing.is_must.copy()
    is_must[group] = True
    return replace(packing, is_must=is_must)
