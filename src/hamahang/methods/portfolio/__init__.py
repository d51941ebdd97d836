"""Whom to support with the money there is: the best plan under all its limits, with its bound and its reasons.

    from hamahang.methods import portfolio

    problem = portfolio.Problem(
        candidates=(
            portfolio.Candidate("a", "ilam", (portfolio.Package("p", jobs=30, cost={("fund", 0): 900}, chance=0.5),)),
            portfolio.Candidate("b", "mehran", (portfolio.Package("p", jobs=20, cost={("fund", 0): 700}),)),
        ),
        money={("fund", 1): 1_000},
    )
    plan = portfolio.solve(problem)
    plan.value, plan.bound, [column.candidate.id for column in plan.chosen]
    portfolio.verify(problem, portfolio.choice_of(plan.chosen), prices=plan.prices).faults     # without the solver
    portfolio.explain(plan, "a")                        # why it is out, and what would bring it in
    portfolio.conflict(plan.arranged)                   # of one that is infeasible: what cannot be kept together

Money in whole million rials. Terms that no plan can be made of raise `Absurd` with the reason in both languages. What
is needed is loaded when it is asked for: the solver takes a part of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hamahang.methods.portfolio.asking import Asking
    from hamahang.methods.portfolio.conflicts import Conflict, conflict
    from hamahang.methods.portfolio.explaining import WhyIn, WhyNot, explain, prices, why_in, why_not
    from hamahang.methods.portfolio.familiar import by_jobs_per_rial, by_topsis
    from hamahang.methods.portfolio.fronts import by_balance, by_money
    from hamahang.methods.portfolio.per_rial import PerRial
    from hamahang.methods.portfolio.plans import AIMS, NotSound, Plan, choice_of, solve
    from hamahang.methods.portfolio.problem import Absurd, Candidate, Cap, FloorOfTotal, Floors, Package, Problem
    from hamahang.methods.portfolio.robustness import Core, core_index, others
    from hamahang.methods.portfolio.scenarios import Regret, Scenario, regrets
    from hamahang.methods.portfolio.terms import read_terms, write_terms
    from hamahang.methods.portfolio.valuing import Worth, solved_with, worths
    from hamahang.methods.portfolio.verifying import Verified, verify, verify_per_rial

__all__ = [
    "AIMS", "Absurd", "Asking", "Candidate", "Cap", "Conflict", "Core", "FloorOfTotal", "Floors", "NotSound",
    "Package", "PerRial", "Plan", "Problem", "Regret", "Scenario", "Verified", "WhyIn", "WhyNot", "Worth",
    "by_balance", "by_jobs_per_rial", "by_money", "by_topsis", "choice_of", "conflict", "core_index", "explain",
    "others", "prices", "read_terms", "regrets", "solve", "solved_with", "verify", "verify_per_rial", "why_in",
    "why_not", "worths", "write_terms",
]  # fmt: skip
_ROOMS = {
    "asking": "Asking",
    "conflicts": "Conflict conflict",
    "explaining": "WhyIn WhyNot explain prices why_in why_not",
    "familiar": "by_jobs_per_rial by_topsis",
    "fronts": "by_balance by_money",
    "per_rial": "PerRial",
    "plans": "AIMS NotSound Plan choice_of solve",
    "problem": "Absurd Candidate Cap FloorOfTotal Floors Package Problem",
    "robustness": "Core core_index others",
    "scenarios": "Regret Scenario regrets",
    "terms": "read_terms write_terms",
    "verifying": "Verified verify verify_per_rial",
    "valuing": "Worth solved_with worths",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Return what the library offers, loaded now."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
