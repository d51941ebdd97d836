"""Fronts: every point against all choices of small problems, and one counted by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.fronts import by_balance, by_money
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Floors, Package, Problem
from tests.methods.portfolio.made import choices, one, problems

ASKING = Asking(rounds=2)


def money_of(problem: Problem, chosen) -> int:
    packages = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    return sum(packages[name, package].money for name, package, _ in chosen)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(most=3))
def test_no_choice_with_the_money_of_a_point_brings_more_jobs(problem):
    try:
        front = by_money(problem, ASKING, points=4)
    except Absurd:
        assume(False)
    every = [(money_of(problem, chosen), value) for chosen, value in choices(problem)]

    for point in front:
        assert point.jobs * SCALE == max(value for money, value in every if money <= point.level)
        assert point.is_proven
    assert [point.jobs for point in front] == sorted({point.jobs for point in front})


def test_the_worst_served_county_is_raised_at_the_price_of_jobs():
    here = [one(f"a{k}", 10, 5) for k in range(4)]
    there = [one(f"b{k}", 4, 5, county="b") for k in range(4)]
    need = Floors(need={"a": 1, "b": 1}, alpha=Fraction(0))
    problem = Problem((*here, *there), {("x", 1): 20}, target=32, floors=need)

    front = by_balance(problem, ASKING)

    # each is asked for 16: without b 40 jobs, then one b for one a costs six each time, until a itself is worst served
    assert [(point.worst, float(point.jobs)) for point in front] == [(0, 40.0), (25, 34.0), (50, 28.0), (62, 22.0)]
    assert all(point.is_proven for point in front)


def test_without_need_or_target_there_is_no_balance():
    bare = Problem((one("a", 1, 1),), {("x", 1): 1})

    assert by_balance(bare, ASKING) == []
    assert by_balance(replace(bare, floors=Floors(need={"a": 1}), target=0), ASKING) == []


def test_a_problem_that_cannot_be_has_no_front():
    late = Candidate("late", "a", (Package("p", 5, {("x", 0): 8}, starts=(1,)),), must="law")

    assert by_money(Problem((late,), {("x", 1): 6}), ASKING) == []
    with pytest.raises(Absurd):
        by_money(Problem((), {("x", 1): 6}), ASKING)
