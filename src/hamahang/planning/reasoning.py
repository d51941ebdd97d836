"""Why a candidate of a plan is in or out: as it was kept, or found by solving again, in jobs or in money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.text import Text
from hamahang.methods.portfolio import costing, explaining
from hamahang.methods.portfolio.parting import Parts
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import Candidate, Problem, starts_of
from hamahang.methods.portfolio.terms import read_terms
from hamahang.planning import telling
from hamahang.planning.models import PlanChoice, PlanRun
from hamahang.planning.naming import Names
from hamahang.planning.queries import kept_plan
from hamahang.planning.solving import ROUNDS

SECONDS = 5.0  # at most, for one reason


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate is in or out, found by solving again. said: for its owner; data: as it is kept"""

    said: Text
    data: Mapping[str, Any]

    @property
    def is_weighed(self) -> bool:
        """Whether it was weighed with the others, and not left out before that."""
        return "never" not in self.data


def reason(
    run: PlanRun, code: str, plan: Plan | None = None, parts: Parts | None = None, reach: Reach = EVERYTHING
) -> Reason:
    """Return why a candidate of a plan is in or out, by solving again with it changed.

    parts: what several reasons of the plan share, see `shared_by_reasons`; reach: whose candidates are named
    :raises KeyError: if the plan does not know it
    """
    plan, names = plan or kept_plan(run), Names.of(run, reach)
    known = next((one for one in plan.arranged.problem.candidates if one.id == code), None)
    if known is None:
        raise KeyError(code)
    if known.never or code not in {one.id for one in plan.arranged.groups}:
        return Reason(telling.say_never(known, names), {"never": known.never})
    return _in_money(plan, code, names) if plan.aim == "cost" else _in_jobs(plan, code, names, parts)


def _in_jobs(plan: Plan, code: str, names: Names, parts: Parts | None) -> Reason:
    why = explaining.explain(plan, code, parts=parts or shared_by_reasons(plan))
    if isinstance(why, explaining.WhyIn):
        return Reason(telling.say_in(why, names), telling.data_in(why))
    return Reason(telling.say_not(why, names), telling.data_not(why))


def _in_money(plan: Plan, code: str, names: Names) -> Reason:
    is_in = any(column.candidate.id == code for column in plan.chosen)
    costs = (costing.cost_in if is_in else costing.cost_not)(plan, code, seconds=SECONDS, rounds=ROUNDS)
    say = telling.say_cost_in if is_in else telling.say_cost_not
    return Reason(say(costs, names, plan.least), telling.data_cost(costs, plan.least))


def shared_by_reasons(plan: Plan) -> Parts:
    """Return what the reasons of a plan share, so that what they ask alike is solved once."""
    return explaining.parts_of(plan, seconds=SECONDS, rounds=ROUNDS)


def reason_of(choice: PlanChoice, reach: Reach = EVERYTHING) -> Reason:
    """Return why a candidate is in or out: as it was kept, or found now by solving again. reach: who is named

    :raises PlanRefused: if the plan cannot be made again
    """
    names = Names.of(choice.run, reach)
    never = untried(choice.run, names).get(choice.code)
    if never is not None:
        return Reason(never, {"never": never.fa})
    said = kept_reason(choice, names)
    return reason(choice.run, choice.code, reach=reach) if said is None else Reason(said, choice.reason)


def kept_reason(choice: PlanChoice, names: Names) -> Text | None:
    """Return why a candidate is out as that was kept, None where it was not; in other words to those who may not list
    all whom it names.
    """
    kept = choice.reason
    if "fa" not in kept:
        return None
    return Text(fa=kept["fa"], en=kept["en"]) if names.is_whole else telling.say_again(choice.code, kept, names)


def untried(run: PlanRun, names: Names | None = None) -> dict[str, Text]:
    """Return by code why those who were not weighed with the others were not: by a rule, an order, a decision, or since
    no package of theirs fits into the half-years that have money.

    names: of those whom the reader may list alone
    """
    names, problem = names or Names.of(run), read_terms(run.problem)
    listed = (one for one in problem.candidates if one.id in names.titles)
    return {one.id: telling.say_never(one, names) for one in listed if not _has_column(one, problem)}


def weighed(run: PlanRun) -> int:
    """Return how many candidates were weighed with each other."""
    return len(run.problem["candidates"]) - len(untried(run))


def _has_column(one: Candidate, problem: Problem) -> bool:
    """Return whether a candidate is tried: it is not left out, and some package of it fits into the periods."""
    return not one.never and any(starts_of(package, problem.periods) for package in one.packages)
