"""Solving a problem in the way of the office: counted in work and not in time, so that it is the same each time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from hamahang.domain.planning import MILLION, PlanRefused
from hamahang.domain.text import Text
from hamahang.methods.portfolio.asking import never
from hamahang.methods.portfolio.conflicts import Conflict, conflict
from hamahang.methods.portfolio.conflicts import say as say_plainly
from hamahang.methods.portfolio.plans import NotSound, Plan, solve
from hamahang.methods.portfolio.problem import Absurd, Problem
from hamahang.methods.portfolio.solving import Told, not_told

ROUNDS = 20  # of work
SEED = 0


Say = Callable[[Conflict], Text]


def nothing() -> None:
    """Take no note."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches a run. told: each better choice with its bound; stopped: whether what is found so far is enough

    searched: is called when the plan is found, before what is told of it is worked out
    """

    told: Told = not_told
    stopped: Callable[[], bool] = never
    searched: Callable[[], None] = nothing


@dataclass(frozen=True, slots=True)
class Sought:
    """What a plan seeks. least, spend: expected jobs and million rials at least, where jobs per rial are sought"""

    aim: str = "expected"
    least: int = 0
    spend: int = 0

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> Self:
        """Return what terms seek, as a run keeps them; earlier runs kept no floors of it."""
        return cls(terms.get("aim", "expected"), terms.get("least") or 0, -(-(terms.get("spend") or 0) // MILLION))

    def least_of(self, problem: Problem) -> int:
        """Return the expected jobs that are asked at least: of least money its target."""
        return problem.target if self.aim == "cost" else self.least


def solved(
    problem: Problem, sought: Sought, *, say: Say | None = None, gap: float = 0.0, watch: Watch | None = None
) -> Plan:
    """Return the plan of a problem, the same each time.

    say: in whose words a conflict of terms is told; gap: from its bound that is near enough, a share
    watch: who watches it, where somebody does

    :raises PlanRefused: if there is none, with the terms that cannot be kept together and the least relaxation
    """
    watch = watch or Watch()
    try:
        plan = solve(
            problem,
            aim=sought.aim,
            gap=gap,
            rounds=ROUNDS,
            seed=SEED,
            least=sought.least_of(problem),
            spend=sought.spend,
            told=watch.told,
            stopped=watch.stopped,
        )
    except Absurd as absurd:
        raise PlanRefused(Text(fa=absurd.why[0], en=absurd.why[1])) from absurd
    except NotSound as error:
        raise PlanRefused(
            Text(fa=f"برنامه از بازشماری رد شد: {error}", en=f"The plan fails its check: {error}")
        ) from error
    if not plan.chosen and plan.status == "infeasible":
        found = conflict(plan.arranged)
        raise PlanRefused(say(found) if say else say_plainly(found, plan.arranged.limits))
    if plan.status == "none_found":
        raise PlanRefused(
            Text(
                fa="برنامه‌ای که همهٔ شرط‌ها را نگه دارد یافت نشد؛ نبودنش هم ثابت نشد. شرطی را آسان‌تر کنید",
                en="No plan that keeps all terms was found, nor is it proven that there is none. Ease a term",
            )
        )
    if not plan.chosen:
        raise PlanRefused(
            Text(
                fa="با این شرط‌ها هیچ نامزدی گرفته نمی‌شود: پول هیچ بسته‌ای را کفاف نمی‌دهد",
                en="Under these terms nobody is taken: the money is enough for no package",
            )
        )
    return plan
