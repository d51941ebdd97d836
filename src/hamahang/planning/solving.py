"""Solving a problem in the way of the office: counted in work and not in time, so that it is the same each time."""

from hamahang.domain.planning import PlanRefused
from hamahang.domain.text import Text
from hamahang.methods.portfolio import conflicts
from hamahang.methods.portfolio.plans import Plan, solve
from hamahang.methods.portfolio.problem import Absurd, Problem

ROUNDS = 20  # of work
SEED = 0


def solved(problem: Problem, *, aim: str) -> Plan:
    """Return the plan of a problem, the same each time.

    :raises PlanRefused: if there is none, with the terms that cannot be kept together and the least relaxation
    """
    try:
        plan = solve(problem, aim=aim, gap=0.0, rounds=ROUNDS, seed=SEED)
    except Absurd as absurd:
        raise PlanRefused(Text(fa=absurd.why[0], en=absurd.why[1])) from absurd
    if not plan.chosen and plan.status == "infeasible":
        raise PlanRefused(conflicts.say(conflicts.conflict(plan.arranged), plan.arranged.limits))
    if not plan.chosen:
        raise PlanRefused(
            Text(
                fa="با این شرط‌ها هیچ نامزدی گرفته نمی‌شود: پول هیچ بسته‌ای را کفاف نمی‌دهد",
                en="Under these terms nobody is taken: the money is enough for no package",
            )
        )
    return plan
