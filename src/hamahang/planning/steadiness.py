"""How steady a plan is: over drawn benefits, beside other good plans, as money grows, and if a kind does worse."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from hamahang.domain.planning import KINDS
from hamahang.methods.portfolio import robustness
from hamahang.methods.portfolio.plans import Plan, choice_of
from hamahang.methods.portfolio.problem import SCALE, Candidate, Package, Problem, value_of
from hamahang.planning.solving import Sought, solved

DRAWS = 100
OTHERS = 3
SECONDS = 1.0  # for each other plan
NEAR = 0.0003  # from their bounds: what else might be is told to a tenth of a job, and need not be proven
MORE = (10, 25, 50)  # percent more money
WORSE = Fraction(7, 10)  # of the chances of one kind


def steadiness(plan: Plan, sought: Sought) -> dict[str, Any]:
    """Return what is known of a plan's steadiness, as a run keeps it."""
    core = robustness.core_index(plan.arranged, draws=DRAWS)
    seeks_jobs = sought.aim == "expected"  # else who comes in with more money is told by the aim, not by jobs
    return {
        "core": {code: core.kind(code) for code in sorted(core.index)},
        "others": _others(plan),
        "growth": _growth(plan, sought) if seeks_jobs else [],
        "worse": _worse(plan, sought) if seeks_jobs else [],
    }


def _others(plan: Plan) -> list[dict[str, Any]]:
    """Return plans that lose at most a hundredth and are really different: what they bring, and whom they take anew."""
    arranged = plan.arranged
    place = {choice: at for at, choice in enumerate(choice_of(arranged.columns))}
    chosen = np.array(sorted(place[one] for one in choice_of(plan.chosen)), np.int64)
    ours = {column.candidate.id for column in plan.chosen}
    found = []
    for columns, _ in robustness.others(arranged.packing, chosen, number=OTHERS, seconds=SECONDS):
        theirs = {arranged.columns[at].candidate.id for at in columns}
        jobs = arranged.packing.worth(columns) / SCALE
        found.append({"jobs": jobs, "enter": sorted(theirs - ours), "leave": sorted(ours - theirs)})
    return found


def _growth(plan: Plan, sought: Sought) -> list[dict[str, Any]]:
    """Return what more money on every line would bring, and who would come in."""
    problem, before = plan.arranged.problem, {column.candidate.id for column in plan.chosen}
    found, jobs = [], plan.value
    growing = Sought() if sought.aim == "leximin" else sought
    for percent in MORE:
        money = {key: amount * (100 + percent) // 100 for key, amount in problem.money.items()}
        richer = solved(replace(problem, money=money), growing, gap=NEAR)
        # the plan before is one of those that the money allows
        is_better = sought.aim != "expected" or richer.value >= jobs
        now = {column.candidate.id for column in richer.chosen} if is_better else before
        jobs = richer.value if is_better else jobs
        found.append({"percent": percent, "jobs": float(jobs), "enter": sorted(now - before)})
        before |= now
    return found


def _worse(plan: Plan, sought: Sought) -> list[dict[str, Any]]:
    """Return by kind what the plan would bring if that kind succeeded less, and what the best plan for that would."""
    if sought.aim != "expected":
        return []
    found = []
    present = {one.id.partition(":")[0] for one in plan.arranged.problem.candidates}
    for kind in (kind for kind in KINDS if kind in present):
        problem = _with_chances(plan.arranged.problem, kind)
        packages = {(one.id, package.id): package for one in problem.candidates for package in one.packages}
        kept = sum(value_of(packages[code, package], start) for code, package, start in choice_of(plan.chosen))
        floors = problem.floors and replace(problem.floors, alpha=Fraction(0))
        best = solved(replace(problem, floors=floors), Sought(), gap=NEAR).value
        # the plan itself is one of those that may be chosen
        found.append({"kind": kind, "jobs": kept / SCALE, "best": max(float(best), kept / SCALE)})
    return found


def _with_chances(problem: Problem, kind: str) -> Problem:
    def worse(one: Candidate) -> Candidate:
        if not one.id.startswith(f"{kind}:"):
            return one
        return replace(one, packages=tuple(_less(package) for package in one.packages))

    return replace(problem, candidates=tuple(map(worse, problem.candidates)))


def _less(package: Package) -> Package:
    chance = package.chance
    if isinstance(chance, Mapping):
        return replace(package, chance={start: share * float(WORSE) for start, share in chance.items()})
    return replace(package, chance=chance * float(WORSE))
