"""Most jobs per rial: against every choice of small problems, its bound counted anew, and what is refused."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio import per_rial, plans, seeking
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.plans import choice_of
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Package, Problem
from hamahang.methods.portfolio.verifying import Choice, bound, verify_per_rial
from tests.methods.portfolio.made import choices, one, problems

EXACT = {"gap": 0.0, "rounds": 2, "aim": "per_rial"}
SLOW = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
# 9 jobs for 3 million (3 each), 10 for 5 (2 each), 8 for 8 (1 each)
FOUR = Problem(
    candidates=(one("a", 9, 3), one("b", 10, 5), one("c", 8, 8)),
    money={("x", 1): 16},
)


def money_of(problem: Problem, chosen: list[Choice]) -> int:
    packages = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    return sum(packages[name, package].money for name, package, _ in chosen)


def recounted(plan: plans.Plan) -> tuple[Fraction | None, tuple[str, ...]]:
    found = plan.per_rial
    assert found is not None
    return verify_per_rial(
        plan.arranged.problem, choice_of(plan.chosen), value=found.value, price=found.price, prices=found.prices,
        least=found.least, spend=found.spend,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("floors", "chosen", "value"),
    [
        ({"least": 5}, ["a"], Fraction(3)),
        ({"least": 10}, ["a", "b"], Fraction(19, 8)),  # b alone has 2
        ({"least": 20}, ["a", "b", "c"], Fraction(27, 16)),
        ({"spend": 9}, ["a", "b", "c"], Fraction(27, 16)),  # a and b spend 8; a and c 17 for 11, b and c 18 for 13
        ({"spend": 8}, ["a", "b"], Fraction(19, 8)),
        ({"least": 5, "spend": 4}, ["a", "b"], Fraction(19, 8)),
    ],
)
def test_the_best_ratio_of_a_hand_counted_problem(floors: dict[str, int], chosen: list[str], value: Fraction) -> None:
    plan = plans.solve(FOUR, **EXACT, **floors)

    assert [column.candidate.id for column in plan.chosen] == chosen
    assert plan.per_rial is not None
    assert plan.per_rial.value == value
    assert plan.per_rial.is_proven


@SLOW
@given(problems(), st.integers(0, 12), st.integers(0, 16))
def test_no_choice_that_keeps_the_floors_has_a_better_ratio(problem: Problem, least: int, spend: int) -> None:
    assume(least or spend)
    every = [(value, money_of(problem, chosen)) for chosen, value in choices(problem)]
    able = [(value, money) for value, money in every if value >= least * SCALE and money >= spend]
    try:
        plan = plans.solve(problem, **EXACT, least=least, spend=spend)
    except Absurd:
        # the terms themselves cannot be, no plan keeps the floors, or the one of most jobs is free
        assert not able or any(not money for _, money in able)
        return
    assume(plan.chosen)
    assume(all(money for _, money in able))
    found = plan.per_rial

    assert found is not None
    assert found.value == max(Fraction(value, SCALE * money) for value, money in able)
    assert found.is_proven
    proven, faults = recounted(plan)
    assert faults == ()
    assert proven is None or found.certified is None or proven <= found.certified
    assert proven is None or proven >= found.value


def test_the_multipliers_prove_the_bound_whatever_they_are() -> None:
    for prices in ({}, {"line:x:1": Fraction(1, 3)}, {"least:jobs": Fraction(2), "line:x:1": Fraction(7)}):
        for price in (Fraction(1), Fraction(2), Fraction(19, 8), Fraction(4)):
            proven, faults = verify_per_rial(
                FOUR, [("a", "p", 1), ("b", "p", 1)], value=Fraction(19, 8), price=price, prices=prices, least=10
            )

            assert faults == ()
            assert proven is None or proven >= Fraction(19, 8)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": Fraction(5, 2)}, "said to bring"),
        ({"least": 20}, "least:jobs: 19 of 20"),
        ({"spend": 9}, "least:money: 8 of 9"),
    ],
)
def test_a_ratio_that_was_touched_fails_its_check(wrong: dict[str, object], said: str) -> None:
    told = {"value": Fraction(19, 8), "price": Fraction(19, 8), "prices": {}, "least": 10}

    _, faults = verify_per_rial(FOUR, [("a", "p", 1), ("b", "p", 1)], **told | wrong)

    assert any(said in fault for fault in faults)


def test_a_plan_whose_ratio_does_not_pass_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = per_rial.best_per_rial

    def touched(*args: object, **more: object) -> object:
        chosen, ratio = found(*args, **more)
        return chosen, replace(ratio, value=ratio.value + 1)

    monkeypatch.setattr(seeking, "best_per_rial", touched)

    with pytest.raises(plans.NotSound, match="said to bring"):
        plans.solve(FOUR, **EXACT, least=10)


def test_a_multiplier_of_a_floor_means_nothing_where_no_ratio_is_sought() -> None:
    with pytest.raises(ValueError, match="least:jobs"):
        bound(FOUR, {"least:jobs": Fraction(1)})


@pytest.mark.parametrize(
    ("floors", "said"),
    [
        ({}, "one small cheap package"),
        ({"least": 99}, "No plan brings 99 expected jobs"),
        ({"spend": 17}, "No plan spends 17 million rials"),
        ({"least": 99, "spend": 17}, "No plan brings 99 expected jobs and spends 17"),
    ],
)
def test_without_a_floor_or_with_one_that_nothing_keeps_the_reason_is_told(floors: dict[str, int], said: str) -> None:
    with pytest.raises(Absurd, match=said) as refused:
        plans.solve(FOUR, **EXACT, **floors)

    assert refused.value.why[0]


def test_a_floor_that_is_kept_without_money_has_no_ratio() -> None:
    free = replace(FOUR, candidates=(one("a", 9, 0),))

    with pytest.raises(Absurd, match="without any money"):
        plans.solve(free, **EXACT, least=5)


def test_a_price_that_is_too_fine_for_the_solver_is_rounded_up_and_still_proven() -> None:
    many = tuple(
        Candidate(f"c{at:02}", "a", (Package("p", 40 + 7 * at % 31, {("x", 0): 99_991 + 7_919 * at}, 0.37, 0.62),))
        for at in range(12)
    )
    problem = Problem(candidates=many, money={("x", 1): 700_000})

    plan = plans.solve(problem, **EXACT, least=30)

    assert plan.per_rial is not None
    assert plan.per_rial.value <= plan.per_rial.bound
    assert plan.per_rial.is_proven
    assert recounted(plan)[1] == ()


def test_an_early_end_still_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_rial, "PRICES", 1)

    _, found = per_rial.best_per_rial(arrange(FOUR), Asking(rounds=2), least=5, spend=0)

    # at the price of the plan of most jobs, 27 for 16, a and b are worth most; that says little of the best ratio
    assert found.value == Fraction(19, 8)
    assert found.bound >= 3
    assert not found.is_proven


def test_how_far_the_whole_search_is_told_in_jobs_until_the_ratio_is_proven() -> None:
    heard: list[tuple[int, float, float]] = []

    plan = plans.solve(FOUR, **EXACT, least=5, told=lambda *one: heard.append(one))

    # all three are the plan of most jobs, a alone has the best ratio
    assert max(jobs for jobs, _, _ in heard) == 27 * SCALE
    assert heard[-1][0] == int(plan.value * SCALE) == 9 * SCALE
    assert heard[-1][1] == pytest.approx(9 * SCALE, rel=1e-5)
    assert heard[-1][2] == pytest.approx(0, abs=1e-5)
    assert all(most >= jobs for jobs, most, _ in heard)
