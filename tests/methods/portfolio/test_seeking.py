"""What value, bound, gap and status are of each aim: against every choice of small problems."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Package, Problem
from tests.methods.portfolio.made import choices, one, problems

EXACT = {"gap": 0.0, "rounds": 2}
SLOW = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
THREE = Problem(
    (one("a", 100, 100), one("b", 60, 50, county="b"), one("c", 30, 50, county="c")), {("x", 1): 100}, target=90
)


def test_of_the_least_money_value_and_bound_are_money() -> None:
    plan = plans.solve(THREE, aim="cost", least=40, **EXACT)

    assert [column.candidate.id for column in plan.chosen] == ["b"]
    assert (plan.aim, plan.status, plan.reached, plan.most, plan.gap) == ("cost", "proven", 50.0, 50.0, 0.0)
    # and jobs stay jobs
    assert plan.value == 60
    assert plan.bound == 100.0


@SLOW
@given(problems(), st.integers(1, 12))
def test_no_choice_with_so_many_jobs_costs_less(problem, least) -> None:
    packages = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    costs = [
        sum(packages[name, package].money for name, package, _ in chosen)
        for chosen, worth in choices(problem)
        if worth >= least * SCALE
    ]
    try:
        plan = plans.solve(problem, aim="cost", least=least, **EXACT)
    except Absurd:
        assert not costs
        return
    assume(plan.status != "infeasible")
    assert plan.reached == min(costs)
    assert plan.most is not None
    assert plan.most <= min(costs)
    assert (plan.status == "proven") == (plan.gap == 0.0)


@pytest.mark.parametrize("aim", ["probability", "promise"])
def test_of_a_chance_no_bound_is_known_and_it_is_not_called_proven(aim) -> None:
    bold = Candidate("bold", "a", (Package("p", 120, {("x", 0): 60}, chance=0.6, starts=(1,)),))

    plan = plans.solve(replace(THREE, candidates=(*THREE.candidates, bold)), aim=aim, **EXACT)

    assert (plan.status, plan.most, plan.gap) == ("found", None, None)
    assert plan.reached == (plan.jobs.at_least(90) if aim == "probability" else plan.jobs.quantile(0.1))


def test_of_the_worst_tenth_the_bound_is_its_own() -> None:
    plan = plans.solve(THREE, aim="cvar", **EXACT)

    assert plan.status == "proven"
    assert (plan.reached, plan.most) == pytest.approx((100.0, 100.0))
    assert plan.worst_bound == plan.most
    assert plans.solve(THREE, **EXACT).worst_bound is None


def test_of_no_plan_nothing_is_said() -> None:
    plan = plans.solve(replace(THREE, candidates=(one("a", 9, 200, must="law"),)), **EXACT)

    assert (plan.status, plan.reached, plan.most, plan.gap) == ("infeasible", None, None, None)


@pytest.mark.parametrize(
    ("change", "more", "words"),
    [
        ({}, {"aim": "cost"}, "“least money for the target” write how many expected jobs"),
        ({"target": 0}, {"aim": "probability"}, "“best chance to reach the target” write the target"),
        ({}, {"aim": "cost", "least": 101}, "at most 100"),
        # 100, 90, 60 or 30 jobs, 100 with the bound between: none has 95 for less than all of them, and none has 95.5
        ({"candidates": (one("a", 60, 60), one("b", 50, 50))}, {"aim": "cost", "least": 91}, "No plan brings 91"),
    ],
)
def test_an_aim_of_which_too_little_is_said_is_refused(change, more, words) -> None:
    with pytest.raises(Absurd) as refused:
        plans.solve(replace(THREE, **change), **(EXACT | more))

    assert words in refused.value.why[1]
