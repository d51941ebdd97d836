"""Why of a plan of least money: against every choice of small problems."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.costing import cost_in, cost_not
from hamahang.methods.portfolio.problem import SCALE, Absurd, Floors, Package, Problem
from hamahang.planning.naming import Names
from hamahang.planning.telling import say_cost_in, say_cost_not
from tests.methods.portfolio.made import choices, one, problems

SLOW = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
NAMES = Names({}, {}, {name: name for name in "abcd"})
PROBLEM = Problem((one("a", 10, 9), one("b", 6, 4), one("c", 5, 4)), {("x", 1): 20})


@SLOW
@given(problems(most=3), st.integers(1, 9))
def test_what_the_same_jobs_cost_otherwise_is_the_least_of_all_choices(problem, least) -> None:
    problem = replace(problem, floors=None)
    try:
        plan = plans.solve(problem, aim="cost", least=least, gap=0.0, rounds=2)
    except Absurd:
        return
    assume(plan.chosen)
    packages: dict[tuple[str, str], Package] = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    costs = [
        ({name for name, _, _ in chosen}, sum(packages[name, package].money for name, package, _ in chosen))
        for chosen, worth in choices(problem)
        if worth >= least * SCALE
    ]
    musts = {candidate.id for candidate in problem.candidates if candidate.must}
    ours = {column.candidate.id for column in plan.chosen}
    for group in plan.arranged.groups:
        if group.id in musts:
            continue
        is_in = group.id in ours
        otherwise = [money for names, money in costs if (group.id in names) != is_in]
        why = (cost_in if is_in else cost_not)(plan, group.id, rounds=2)
        assert plan.reached is not None
        assert why.more == (min(otherwise) - plan.reached if otherwise else None)


def test_a_reason_of_least_money_is_said_in_words() -> None:
    plan = plans.solve(PROBLEM, aim="cost", least=11, gap=0.0, rounds=2)

    # b and c are 8; a with the cheaper of them 13
    why = cost_in(plan, "b", rounds=2)
    assert (why.own, why.more, why.others) == (4, 5, ("a",))
    assert "without it the same 11 jobs cost 5 million rials more" in say_cost_in(why, NAMES, 11).en
    no = cost_not(plan, "a", rounds=2)
    assert (no.own, no.more) == (9, 5)
    assert say_cost_not(no, NAMES, 11).en.endswith("would bring it in: 5 million rials less cost of its own.")


def test_with_so_much_less_cost_of_its_own_a_refused_one_comes_in_for_no_more_money() -> None:
    plan = plans.solve(PROBLEM, aim="cost", least=11, gap=0.0, rounds=2)
    cheaper = replace(PROBLEM, candidates=(one("a", 10, 9 - 5), *PROBLEM.candidates[1:]))

    other = plans.solve(cheaper, aim="cost", least=11, gap=0.0, rounds=2)

    assert other.reached == plan.reached == 8.0
    assert cost_not(plan, "a", rounds=2).more == 5


def test_without_whom_the_jobs_cannot_be_reached_that_is_said() -> None:
    plan = plans.solve(PROBLEM, aim="cost", least=21, gap=0.0, rounds=2)

    assert say_cost_in(cost_in(plan, "a", rounds=2), NAMES, 21).en.endswith("without it 21 jobs cannot be reached.")


def test_one_who_is_in_for_the_floor_of_the_county_alone_is_told_so() -> None:
    # a, the dearest, is all that its county can take; without it nothing need go there
    floors = Floors(alpha=Fraction(1), kappa=Fraction(1), need={"a": 1, "B": 1})
    ones = (one("a", 5, 9), one("b", 6, 4, county="B"), one("c", 5, 4, county="B"))
    problem = Problem(candidates=ones, money={("x", 1): 20}, target=10, floors=floors)
    plan = plans.solve(problem, aim="cost", least=10, gap=0.0, rounds=2)
    assert {column.candidate.id for column in plan.chosen} == {"a", "b"}

    why = cost_in(plan, "a", rounds=2)

    assert why.more == 8 - 13
    assert say_cost_in(why, NAMES, 10).en.endswith("a lower floor, and the same 10 jobs cost 5 million rials less.")
