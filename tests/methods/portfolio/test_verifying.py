"""The check of a plan: it finds whatever is wrong, and needs no solver."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.problem import SCALE, Absurd, Problem
from hamahang.methods.portfolio.verifying import bound, verify
from hamahang.methods.portfolio.weighing import limits
from tests.methods.portfolio.made import choices, one, problems

PROBLEM = Problem((one("a", 10, 6), one("b", 9, 5), one("c", 3, 2)), {("x", 1): 8})


def test_a_sound_plan_is_counted_by_hand():
    found = verify(PROBLEM, [("a", "p", 1), ("c", "p", 1)], prices={"line:x:1": Fraction(3, 2) * SCALE})

    assert found.is_sound
    assert found.value == 13 * SCALE
    # 8 · 1.5 and what is left of each: 10 − 9, 9 − 7.5, nothing
    assert found.bound == Fraction(12 * SCALE) + SCALE + Fraction(3, 2) * SCALE


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([("a", "p", 1), ("b", "p", 1)], "line:x:1: 11 of 8"),
        ([("z", "p", 1)], "no such candidate"),
        ([("a", "q", 1)], "no such package"),
        ([("a", "p", 2)], "cannot begin"),
        ([("c", "p", 1), ("c", "p", 1)], "chosen 2 times"),
    ],
)
def test_what_is_wrong_is_named(chosen, words):
    assert any(words in fault for fault in verify(PROBLEM, chosen).faults)


def test_a_false_value_and_a_false_bound_are_found():
    assert any("said to be worth" in fault for fault in verify(PROBLEM, [("a", "p", 1)], value=11 * SCALE).faults)
    low = {"line:x:1": Fraction(0)}
    assert verify(PROBLEM, [("a", "p", 1)], prices=low).bound == 22 * SCALE


@pytest.mark.parametrize("prices", [{"line:x:1": Fraction(-1)}, {"line:z:1": Fraction(1)}])
def test_multipliers_of_nothing_or_below_zero_are_refused(prices):
    with pytest.raises(ValueError, match="line"):
        bound(PROBLEM, prices)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=3), st.data())
def test_no_plan_is_worth_more_than_any_multipliers_allow(problem, data):
    prices = {
        code: Fraction(data.draw(st.integers(0, 3 * SCALE)), data.draw(st.integers(1, 4))) for code in limits(problem)
    }
    best = max((value for _, value in choices(problem)), default=-1)
    assume(best >= 0)

    assert bound(problem, prices) >= best


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=3))
def test_the_bound_of_the_arrays_and_of_the_words_is_one_number(problem):
    try:
        plan = plans.solve(problem, gap=0.0, rounds=2)
    except Absurd:
        assume(False)
    assume(plan.chosen)

    assert bound(problem, plan.prices) == plan.certified * SCALE
