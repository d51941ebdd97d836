"""Reasons: each is true when the problem is changed as it says and solved again."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.conflicts import conflict, say
from hamahang.methods.portfolio.explaining import prices, why_in, why_not
from hamahang.methods.portfolio.familiar import by_jobs_per_rial, by_topsis
from hamahang.methods.portfolio.instances import province
from hamahang.methods.portfolio.problem import Candidate, Floors, Package, Problem
from hamahang.methods.portfolio.robustness import core_index, others
from hamahang.planning.naming import Names
from hamahang.planning.telling import say_in, say_not
from tests.methods.portfolio.made import one

NAMES = Names({}, {}, {name: name for name in "abcd"})
PROBLEM = Problem((one("a", 10, 6), one("b", 9, 5), one("c", 3, 3)), {("x", 1): 9})


def solved(problem: Problem) -> plans.Plan:
    return plans.solve(problem, gap=0.0, rounds=2)


def test_why_in_is_counted_by_hand():
    # a and c are 13; without a: b and c are 12
    why = why_in(solved(PROBLEM), "a", rounds=2)

    assert (int(why.adds), int(why.loses), why.instead) == (10, 1, ("b",))
    assert why.leans_on == ("line:x:1",)
    assert why.is_proven


def test_why_not_is_counted_by_hand():
    # with b by force: b and c are 12; two million more would hold a and b
    why = why_not(solved(PROBLEM), "b", rounds=2)

    assert why.loss == 1
    assert why.jobs == 1
    assert why.money == {"x": 2}
    assert why.is_cost
    assert why.out == ("a",)


def test_money_of_two_lines_is_needed_together_and_said_so():
    # b asks 4 of each line; a takes all of both
    costs = {("x", 0): 4, ("y", 0): 4}
    of_both = tuple(Candidate(name, "c", (Package("p", jobs, costs),)) for name, jobs in (("a", 9), ("b", 5)))
    why = why_not(solved(Problem(of_both, {("x", 1): 4, ("y", 1): 4})), "b", rounds=2)

    assert why.money == {"x": 4, "y": 4}
    assert "4 million rials more on the line x and 4 million rials more on the line y, or as much" in (
        say_not(why, NAMES).en
    )


def test_more_money_than_a_candidate_asks_is_not_less_cost():
    # where b is taken a must give way, and ten are lost: for money alone there must be room for both
    problem = Problem((one("a", 10, 6, marks={"o": "1"}), one("b", 1, 3, needs=("d",)), one("d", 0, 4)), {("x", 1): 6})
    why = why_not(solved(problem), "b", rounds=2)

    assert why.money == {"x": 7}
    assert not why.is_cost
    assert why.along == ("d",)
    assert "less cost" not in say_not(why, NAMES).en


def test_prices_say_what_one_more_is_worth():
    plan = solved(Problem((one("a", 10, 5), one("b", 8, 5)), {("x", 1): 7}))

    (line,) = prices(plan)
    assert line.code == "line:x:1"
    assert (int(line.used), int(line.of)) == (5, 7)
    # two of five more of b: at most 8 jobs for five million
    assert line.price == pytest.approx(1.6, rel=1e-5)


def test_reasons_can_be_read_to_an_applicant_in_both_languages():
    plan = solved(PROBLEM)

    names = Names({}, {}, {"a": "آجر ایلام", "b": "گچ مهران"})
    in_, out = say_in(why_in(plan, "a", rounds=2), names), say_not(why_not(plan, "b", rounds=2), names)

    assert "آجر ایلام" in in_.fa
    assert "would take its place" in in_.en
    assert "نزدیک‌ترین تغییر" in out.fa
    assert "2 million rials more on the line x" in out.en


def test_terms_that_cannot_be_kept_come_back_as_the_smallest_set():
    problem = Problem(
        (one("a", 10, 6, must="law"), one("b", 9, 5, must="law"), one("c", 3, 3)),
        {("x", 1): 9, ("y", 1): 4},
        minutes={1: 100},
    )

    plan = plans.solve(problem)
    found = conflict(plan.arranged)

    assert plan.status == "infeasible"
    assert (found.limits, found.musts) == (("line:x:1",), ("a", "b"))
    assert found.relaxed == {"line:x:1": 2}
    assert "ردیف «x»" in say(found, plan.arranged.limits).fa
    assert "by 2" in say(found, plan.arranged.limits).en


def test_the_familiar_lists_stand_beside_with_what_they_lose():
    problem = Problem((one("small", 7, 6), one("left", 5, 5), one("right", 5, 5)), {("x", 1): 10})
    plan = solved(problem)

    greedy, sheet = by_jobs_per_rial(plan.arranged), by_topsis(plan.arranged)

    assert greedy.jobs == 7
    assert plan.value == 10
    assert sheet.jobs <= 10
    assert greedy.missed == ()


def test_a_list_that_misses_a_floor_says_so():
    plan = plans.solve(province(20, seed=1), rounds=1, gap=0.1)

    greedy = by_jobs_per_rial(plan.arranged)

    assert all(code.startswith(("floor:", "order:")) for code in greedy.missed)


def test_what_is_best_whatever_the_truth_is_core_and_what_is_dear_never():
    problem = Problem((one("sure", 40, 3), *(one(f"m{k}", 10, 6) for k in range(6)), one("dear", 1, 9)), {("x", 1): 21})

    core = core_index(solved(problem).arranged, draws=100, seed=3)

    assert core.kind("sure") == "core"
    assert core.kind("dear") == "never"
    assert {core.kind(f"m{k}") for k in range(6)} == {"borderline"}


def test_other_plans_are_nearly_as_good_and_really_different():
    # twelve alike of which six can be paid: hundreds of plans are best
    plan = solved(Problem(tuple(one(f"c{k:02d}", 10, 5) for k in range(12)), {("x", 1): 30}))
    packing = plan.arranged.packing
    chosen = np.array([plan.arranged.columns.index(column) for column in plan.chosen])

    (other, new), *_ = others(packing, chosen, loss=0.0)

    assert packing.faults(other) == []
    assert packing.worth(other) == packing.worth(chosen)
    assert new == 6


def test_with_a_bound_on_the_gini_what_is_lost_is_what_forbidding_loses() -> None:
    # without a its county can take nothing, so that only B counts, and b and d may both be had: 35 instead of 40
    ones = (one("a", 20, 50), one("b", 20, 50, county="B"), one("d", 15, 45, county="B"))
    floors = Floors(alpha=Fraction(0), kappa=Fraction(1), need={"a": 1, "B": 1}, gini=Fraction(0))
    problem = Problem(candidates=ones, money={("x", 1): 100}, target=20, floors=floors)
    plan = solved(problem)
    assert plan.value == 40

    why = why_in(plan, "a", rounds=5)

    without = solved(replace(problem, candidates=(replace(ones[0], never="x"), *ones[1:])))
    assert why.loses == plan.value - without.value == 5
    assert why.instead == ("d",)
    assert why.is_proven
