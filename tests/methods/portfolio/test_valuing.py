"""What one more of a term is worth: by hand, by solving the changed problem, and by every choice of small ones."""

import sys
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.arranging import Arranged, arrange
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.highs import Infeasible, relax
from hamahang.methods.portfolio.problem import SCALE, Absurd, Cap, Floors, Problem
from hamahang.methods.portfolio.valuing import Worth, solved_with, terms_of, worths
from tests.methods.portfolio.made import choices, one, problems

PROBLEM = Problem((one("a", 10, 6), one("b", 9, 5), one("c", 3, 3)), {("x", 1): 9})
ASKING = Asking(rounds=2)
FEW = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def solved(problem: Problem) -> plans.Plan:
    return plans.solve(problem, gap=0.0, rounds=2)


def drawn(problem: Problem) -> plans.Plan:
    """Return the plan of a problem that was drawn; one without a plan is not what is tested."""
    try:
        plan = solved(problem)
    except Absurd:
        assume(False)
    assume(plan.chosen)
    return plan


def test_a_price_and_its_range_are_counted_by_hand() -> None:
    # in parts: all of b for 5, then a at 10 jobs for 6, up to 11, then c at 1 for 1
    (worth,) = worths(solved(PROBLEM))

    assert (worth.code, worth.amount, worth.least, worth.most) == ("money:x:1", 9, 5, 11)
    assert worth.price == pytest.approx(10 / 6)


def test_what_whole_packages_bring_is_found_by_solving_again() -> None:
    plan = solved(PROBLEM)

    found = {step: solved_with(plan, "money:x:1", step, ASKING) for step in (1, 2, 5, -9)}

    # of 9 a and c are the best with 13, of 10 nothing more, of 11 a and b with 19, of 14 all three
    assert {step: one_ and int(one_.jobs) for step, one_ in found.items()} == {1: 0, 2: 6, 5: 9, -9: -13}
    assert all(one_ is not None and one_.is_proven for one_ in found.values())


def value(problem: Problem) -> float:
    try:
        return relax(arrange(problem).packing).value / SCALE
    except Infeasible:
        return float("-inf")


def with_money(problem: Problem, worth: Worth, amount: int) -> Problem:
    _, line, period = worth.code.split(":")
    return replace(problem, money={**problem.money, (line, int(period)): amount})


def value_at(arranged: Arranged, worth: Worth, amount: int) -> float:
    """Return what the relaxation is worth with another amount of a term, solved from nothing."""
    limit = arranged.packing.limit.copy()
    for row, part in terms_of(arranged)[worth.code][1].items():
        limit[row] += part * (amount - worth.amount)
    try:
        return relax(replace(arranged.packing, limit=limit)).value / SCALE
    except Infeasible:
        return float("-inf")


@FEW
@given(problems())
def test_between_its_ends_a_price_is_what_the_relaxation_gains_and_one_beyond_them_it_is_not(problem: Problem) -> None:
    plan = drawn(problem)
    for worth in worths(plan):
        if worth.least is None:
            continue  # of floors no ends are told

        def line(amount: int, worth: Worth = worth) -> float:
            return value(problem) + worth.price * (amount - worth.amount)

        most = worth.amount + 99 if worth.most is None else worth.most
        for amount in {worth.least, (worth.least + worth.amount) // 2, (worth.amount + most) // 2, most}:
            assert value_at(plan.arranged, worth, amount) == pytest.approx(line(amount), abs=1e-6)
        if worth.most is not None:
            assert value_at(plan.arranged, worth, most + 1) < line(most + 1) - 1e-7
        if worth.least > 0:
            assert value_at(plan.arranged, worth, worth.least - 1) < line(worth.least - 1) - 1e-7


@FEW
@given(problems(most=3))
def test_a_step_brings_what_the_best_of_all_choices_gains(problem: Problem) -> None:
    plan = drawn(problem)
    money = [worth for worth in worths(plan) if worth.code.startswith("money:")]
    assume(money)
    worth = money[0]

    found = solved_with(plan, worth.code, 3, ASKING)

    best = max(number for _, number in choices(with_money(problem, worth, worth.amount + 3)))
    assert found is not None
    assert found.jobs == Fraction(best, SCALE) - plan.value


def test_caps_hours_and_floors_have_their_price_too() -> None:
    capped = Problem((one("a", 10, 6, marks={"o": "1"}), one("b", 9, 5)), {("x", 1): 20}, caps=(Cap("o", "1", 3),))
    # at all of the need the county d must have the whole of b, with money that c would use better
    three = one("a", 10, 5), one("b", 2, 5, county="d"), one("c", 8, 5)
    dear = Problem(three, {("x", 1): 10}, target=4, floors=Floors({"a": 1, "d": 1}, Fraction(1), Fraction(1)))

    (of_cap,) = worths(solved(capped))
    assert (of_cap.code, of_cap.amount, of_cap.least, of_cap.most) == ("cap:o=1", 3, 0, 6)
    assert of_cap.price == pytest.approx(10 / 6)
    loose = replace(dear, floors=Floors({"a": 1, "d": 1}, Fraction(99, 100), Fraction(1)))
    of_floors = next(worth for worth in worths(solved(dear)) if worth.code == "floors")
    assert of_floors.price == pytest.approx(value(loose) - value(dear), abs=1e-5)
    assert of_floors.price == pytest.approx(0.06, abs=1e-5)
    # b comes whole or not at all: only without any floor is it let go
    found = [solved_with(solved(dear), "floors", step, ASKING) for step in (1, 99, 100)]
    assert [one_ and int(one_.jobs) for one_ in found] == [0, 0, 6]
    assert (of_floors.amount, of_floors.least, of_floors.most) == (100, None, None)


def test_without_time_no_price_is_told_and_with_little_none_has_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, clock = solved(PROBLEM), iter([0.0, 2.0, 2.0, 2.0])
    assert worths(plan, until=float("-inf")) == []

    monkeypatch.setattr(sys.modules[Worth.__module__], "perf_counter", lambda: next(clock))
    (worth,) = worths(plan, until=1.0)

    assert worth.price == pytest.approx(10 / 6)
    assert (worth.least, worth.most) == (None, None)
