"""How steady a plan is: over drawn benefits, beside other good plans, and as money grows."""

from dataclasses import replace
from typing import Any

import numpy as np

from hamahang.methods.portfolio import robustness
from hamahang.methods.portfolio.explaining import places_of
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE
from hamahang.planning.solving import Sought, solved

DRAWS = 100
OTHERS = 3
SECONDS = 1.0  # for each other plan
NEAR = 0.0003  # from their bounds: what else might be is told to a tenth of a job, and need not be proven
MORE = (10, 25, 50)  # percent more money


def steadiness(plan: Plan, sought: Sought) -> dict[str, Any]:
    """Return what is known of a plan's steadiness, as a run keeps it."""
    core = robustness.core_index(plan.arranged, draws=DRAWS)
    seeks_jobs = sought.aim == "expected"  # else who comes in with more money is told by the aim, not by jobs
    return {
        "core": {code: core.kind(code) for code in sorted(core.index)},
        "others": _others(plan),
        "growth": _growth(plan) if seeks_jobs else [],
    }


def _others(plan: Plan) -> list[dict[str, Any]]:
    """Return plans that lose at most a hundredth and are really different: what they bring, and whom they take anew."""
    arranged = plan.arranged
    chosen = np.sort(places_of(arranged, plan.chosen))
    ours = {column.candidate.id for column in plan.chosen}
    found = []
    for columns, _ in robustness.others(arranged.packing, chosen, number=OTHERS, seconds=SECONDS):
        theirs = {arranged.columns[at].candidate.id for at in columns}
        jobs = arranged.packing.worth(columns) / SCALE
        found.append({"jobs": jobs, "enter": sorted(theirs - ours), "leave": sorted(ours - theirs)})
    return found


def _growth(plan: Plan) -> list[dict[str, Any]]:
    """Return what more money on every line would bring, and who would come in."""
    problem, before = plan.arranged.problem, {column.candidate.id for column in plan.chosen}
    found, jobs = [], plan.value
    for percent in MORE:
        money = {key: amount * (100 + percent) // 100 for key, amount in problem.money.items()}
        richer = solved(replace(problem, money=money), Sought(), gap=NEAR)
        # the plan before is one of those that the money allows
        is_better = richer.value >= jobs
        now = {column.candidate.id for column in richer.chosen} if is_better else before
        jobs = richer.value if is_better else jobs
        found.append({"percent": percent, "jobs": float(jobs), "enter": sorted(now - before)})
        before |= now
    return found
