"""Plans: against every choice of small problems, and what must hold of any."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio import asking, plans, solving
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Cap, FloorOfTotal, Floors, Package, Problem
from hamahang.methods.portfolio.verifying import verify
from tests.methods.portfolio.made import choices, one, problems

EXACT = {"gap": 0.0, "rounds": 2}
SLOW = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def solved(problem: Problem, **more: object) -> plans.Plan | None:
    """Return the plan, None where the terms themselves are refused."""
    try:
        return plans.solve(problem, **(EXACT | more))
    except Absurd:
        return None


@SLOW
@given(problems())
def test_the_best_plan_is_the_best_of_all_choices(problem):
    plan = solved(problem)
    assume(plan is not None)
    assert plan is not None
    best = max((value for _, value in choices(problem)), default=None)

    if best is None:
        assert plan.status in ("infeasible", "none_found")
        assert plan.chosen == ()
    else:
        assert plan.value * SCALE == best
        assert plan.status == "proven"
        assert plan.certified >= plan.value
        assert plan.checked is not None
        assert plan.checked.is_sound


@SLOW
@given(problems(most=3))
def test_the_best_chance_is_never_below_that_of_most_expected_jobs(problem):
    first, second = solved(problem), solved(problem, aim="probability")
    assume(first is not None and second is not None and first.chosen)
    assert first is not None
    assert second is not None

    assert second.jobs.at_least(problem.target) >= first.jobs.at_least(problem.target) - 1e-12


@SLOW
@given(problems(), st.integers(1, 9))
def test_more_money_never_brings_fewer_jobs(problem, more):
    assume(problem.large_share is None)
    richer = replace(problem, money={key: amount + more for key, amount in problem.money.items()})
    one_, other = solved(problem), solved(richer)
    assume(one_ is not None and one_.chosen)
    assert one_ is not None
    assert other is not None

    assert other.value >= one_.value


@SLOW
@given(problems())
def test_a_limit_less_never_brings_fewer_jobs(problem):
    whole = solved(problem)
    assume(whole is not None and whole.chosen)
    assert whole is not None

    for freed in (replace(problem, caps=()), replace(problem, either=()), replace(problem, minutes={})):
        other = solved(freed)
        assert other is not None
        assert other.value >= whole.value


@SLOW
@given(problems(), st.randoms())
def test_the_order_of_candidates_changes_nothing(problem, random):
    shuffled = list(problem.candidates)
    random.shuffle(shuffled)
    one_, other = solved(problem), solved(replace(problem, candidates=tuple(shuffled)))
    assume(one_ is not None)
    assert one_ is not None
    assert other is not None

    assert plans.choice_of(one_.chosen) == plans.choice_of(other.chosen)
    assert one_.prices == other.prices


@SLOW
@given(problems())
def test_money_a_thousand_times_as_fine_changes_nothing(problem):
    finer = replace(
        problem,
        money={key: amount * 1_000 for key, amount in problem.money.items()},
        caps=tuple(replace(cap, most=cap.most * 1_000) for cap in problem.caps),
        candidates=tuple(
            replace(
                candidate,
                packages=tuple(
                    replace(package, cost={key: amount * 1_000 for key, amount in package.cost.items()})
                    for package in candidate.packages
                ),
            )
            for candidate in problem.candidates
        ),
    )
    one_, other = solved(problem), solved(finer)
    assume(one_ is not None)
    assert one_ is not None
    assert other is not None

    assert one_.value == other.value


def test_a_copy_of_a_candidate_that_cannot_be_paid_changes_nothing():
    problem = Problem((one("a", 10, 6), one("b", 9, 5)), {("x", 1): 6})

    plan = solved(replace(problem, candidates=(*problem.candidates, one("a2", 10, 6))))

    assert plan is not None
    assert plan.value == 10


def test_the_ranking_by_jobs_per_rial_is_beaten():
    # the best per rial leaves four of ten unspent
    problem = Problem((one("small", 7, 6), one("left", 5, 5), one("right", 5, 5)), {("x", 1): 10})

    plan = solved(problem)

    assert plan is not None
    assert {column.candidate.id for column in plan.chosen} == {"left", "right"}


def test_what_lapses_is_not_there_next_year_and_what_is_carried_is():
    late = Candidate("late", "a", (Package("p", 5, {("x", 0): 8}, starts=(2,)),))
    problem = Problem((late,), {("x", 1): 6, ("x", 2): 4})

    assert solved(problem).value == 0
    assert solved(replace(problem, carried={"x": Fraction(1)})).value == 5
    # half of six and four are seven
    assert solved(replace(problem, carried={"x": Fraction(1, 2)})).value == 0
    assert solved(replace(problem, carried={"x": Fraction(2, 3)})).value == 5


def test_a_period_between_those_with_money_has_none():
    # the second year has no money: what costs a thousand then cannot be begun in the first
    twice = Candidate("a", "a", (Package("p", 10, {("x", 0): 5, ("x", 1): 1_000}, starts=(1,)),))
    problem = Problem((twice, one("b", 3, 5)), {("x", 1): 10, ("x", 3): 10})

    plan = solved(problem)

    assert [column.candidate.id for column in plan.chosen] == ["b"]
    assert verify(problem, [("a", "p", 1)]).faults == ("line:x:2: 1000 of 0",)


def test_what_is_carried_over_is_there_in_a_period_without_money_of_its_own():
    twice = Candidate("a", "a", (Package("p", 10, {("x", 0): 5, ("x", 1): 4}, starts=(1,)),))
    problem = Problem((twice,), {("x", 1): 10, ("x", 3): 10})

    assert solved(problem).value == 0
    assert solved(replace(problem, carried={"x": Fraction(1)})).value == 10


def test_what_nothing_limits_is_taken():
    free = Candidate("a", "a", (Package("p", 10, {}), Package("q", 12, {})))

    plan = solved(Problem((free,), {("x", 1): 100}))

    assert (plan.value, plan.bound, plan.status) == (12, 12, "proven")
    assert solved(Problem((Candidate("a", "a", (Package("p", 10, {}),)),), {("x", 1): 100}), rounds=None).value == 10


def test_of_two_caps_of_the_same_money_both_hold():
    problem = Problem(
        (one("a", 10, 6, marks={"owner": "o"}), one("b", 9, 5, marks={"owner": "o"})),
        {("x", 1): 20},
        caps=(Cap("owner", "o", 5), Cap("owner", "o", 30)),
    )

    plan = solved(problem)

    assert [column.candidate.id for column in plan.chosen] == ["b"]
    assert verify(problem, [("a", "p", 1)]).faults == ("cap:owner=o: 6 of 5",)


def test_infrastructure_comes_first():
    line = Candidate("line", "a", (Package("p", 0, {("x", 0): 3}),))
    unit = Candidate("unit", "a", (Package("p", 9, {("x", 0): 3}),), needs=("line",), lag=1)
    problem = Problem((line, unit), {("x", 1): 3, ("x", 2): 3})

    plan = solved(problem)

    assert plan is not None
    assert [(column.candidate.id, column.start) for column in plan.chosen] == [("line", 1), ("unit", 2)]


def test_a_floor_is_kept_and_says_what_it_costs():
    here = [one(f"a{k}", 10, 5) for k in range(4)]
    there = [one(f"b{k}", 4, 5, county="b") for k in range(4)]
    free = Problem((*here, *there), {("x", 1): 20}, target=32)
    balanced = replace(free, floors=Floors(need={"a": 1, "b": 1}))

    one_, other = solved(free), solved(balanced)

    assert one_ is not None
    assert other is not None
    assert one_.value == 40
    # of the target 32 half by need is 16 each, halved 8: what b can take at all is 16, of which half may be asked
    assert other.value == 28
    assert sum(column.package.jobs for column in other.chosen if column.candidate.county == "b") == 8


def test_a_floor_as_a_share_of_the_total_is_refused_with_the_reason():
    problem = Problem((one("a", 1, 1),), {("x", 1): 1}, floors=Floors(need={"a": 1}, of_total=True))

    with pytest.raises(FloorOfTotal) as refused:
        plans.solve(problem)

    assert "کم‌توان‌ترین" in refused.value.why[0]
    assert "thinnest" in refused.value.why[1]


def test_the_worst_served_county_comes_first_where_that_is_asked():
    here = [one(f"a{k}", 10, 5) for k in range(4)]
    there = [one(f"b{k}", 4, 5, county="b") for k in range(4)]
    problem = Problem(
        (*here, *there), {("x", 1): 20}, target=32, floors=Floors(need={"a": 1, "b": 1}, alpha=Fraction(0))
    )

    plan = solved(problem, aim="leximin", seconds=60.0)

    assert plan is not None
    served = {county: sum(c.package.jobs for c in plan.chosen if c.candidate.county == county) for county in "ab"}
    # each is asked for 16: 10 and 12 of them serve the worst better than 20 and 8
    assert served == {"a": 10, "b": 12}


def test_a_sure_promise_is_preferred_where_that_is_asked():
    risky = Candidate("risky", "a", (Package("p", 30, {("x", 0): 10}, chance=0.5, starts=(1,)),))
    problem = Problem((risky, one("sure", 14, 10)), {("x", 1): 10}, target=14)

    expected, likely = solved(problem), solved(problem, aim="probability")

    assert expected is not None
    assert likely is not None
    assert expected.value == 15
    assert expected.jobs.at_least(14) == pytest.approx(0.5)
    assert likely.jobs.at_least(14) == pytest.approx(1.0)


def test_the_least_money_for_so_many_jobs():
    problem = Problem((one("a", 10, 9), one("b", 6, 4), one("c", 5, 4)), {("x", 1): 20})

    plan = solved(problem, aim="cost", least=11)

    assert plan is not None
    assert {column.candidate.id for column in plan.chosen} == {"b", "c"}


def test_more_jobs_than_any_plan_brings_are_refused():
    with pytest.raises(Absurd) as refused:
        plans.solve(Problem((one("a", 10, 9),), {("x", 1): 20}), aim="cost", least=11)

    assert "at most 10" in refused.value.why[1]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem((), {("x", 1): 1}), "no candidate"),
        (Problem((one("a", 1, 1),), {}), "no money"),
        (Problem((one("a", 1, 1),), {("x", 1): -1}), "negative"),
        (Problem((one("a", 1, -1),), {("x", 1): 1}), "A cost of"),
        (Problem((one("a", -1, 1),), {("x", 1): 1}), "Jobs or minutes"),
        (Problem((one("a", 1, 1), one("a", 2, 1)), {("x", 1): 1}), "there twice"),
        (Problem((one("a", 1, 1, must="law", never="no"),), {("x", 1): 1}), "at once"),
        (Problem((one("a", 1, 1, needs=("z",)),), {("x", 1): 1}), "no candidate"),
        (Problem((one("a", 1, 1, never="court"),), {("x", 1): 1}), "all are forbidden"),
        (Problem((Candidate("a", "c", (Package("p", 1, {("x", 0): 1}, 1.5),)),), {("x", 1): 1}), "between 0 and 1"),
        (Problem((Candidate("a", "c", (Package("p", 1, {("q", 0): 1}),)),), {("x", 1): 1}), "which has none"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, floors=Floors(need={"a": 0})), "must be positive"),
        (Problem((Candidate("a", "c", (Package("p", 1, {("x", -1): 9}),)),), {("x", 1): 1}), "before its start"),
        (Problem((Candidate("a", "c", (Package("p", 1, {}), Package("p", 2, {}))),), {("x", 1): 1}), "there twice"),
        (Problem((one("a", 1, 1, needs=("b",)), one("b", 1, 1, needs=("a",))), {("x", 1): 1}), "in a ring: 'a' → 'b'"),
        (Problem((one("a", 1, 1, needs=("a",)),), {("x", 1): 1}), "in a ring"),
        (Problem((one("a", 1, 1, lag=-1),), {("x", 1): 1}), "The lag of"),
        (Problem((one("a", 10**30, 1),), {("x", 1): 1}), "too large"),
        (Problem((one("a", 1, 1),), {("x", 1): 10**30}), "too large"),
        (Problem((one("a", 1, 10**5_000),), {("x", 1): 1}), "too large (10^"),
        (Problem((one("a", 1, -(10**5_000)),), {("x", 1): 1}), "negative: -10^"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, target=10**400), "target is too large: 10^"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, carried={"x": Fraction(1, 10**400)}), "line 'x' that is carried"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, carried={"x": Fraction(2)}), "between 0 and 1"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, large_share=Fraction(-1)), "between 0 and 1"),
        (Problem((one("a", 1, 1),), {("x", 1): 1, ("x", 10**9): 1}), "more than 1000 periods"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, floors=Floors(need={"a": 3, "b": -1})), "county 'b' is negative"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, carried={"y": Fraction(1)}), "carried over"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, either=(("a", "z"),)), "no candidate"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, caps=(Cap("owner", "o", -1),)), "The cap of"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, target=-1), "negative"),
        (Problem((one("a", 1, 1),), {("x", 1): 1}, minutes={1: -1}), "negative"),
    ],
)  # fmt: skip
def test_absurd_terms_are_refused_in_words_of_both_languages(problem, words):
    with pytest.raises(Absurd) as refused:
        plans.solve(problem)

    assert words in refused.value.why[1]
    assert any("\u0600" <= letter <= "\u06ff" for letter in refused.value.why[0])


def test_floors_above_the_money_make_it_infeasible():
    problem = Problem((one("a", 10, 9, must="law"),), {("x", 1): 5})

    plan = plans.solve(problem)

    assert plan.status == "infeasible"
    assert plan.chosen == ()


def test_the_same_terms_give_the_same_plan():
    from hamahang.methods.portfolio.instances import province

    problem = province(25, seed=3)
    one_, other = (plans.solve(problem, rounds=2, gap=0.03) for _ in range(2))

    assert plans.choice_of(one_.chosen) == plans.choice_of(other.chosen)
    assert one_.prices == other.prices
    assert verify(problem, plans.choice_of(one_.chosen), prices=one_.prices).is_sound


def test_interrupted_from_the_keyboard_it_returns_the_best_so_far():
    from hamahang.methods.portfolio.instances import province

    heard = []

    def told(worth: int, most: float, gap: float) -> None:
        heard.append(worth)
        raise KeyboardInterrupt

    plan = plans.solve(province(60, seed=1), gap=0.0, seconds=4.0, told=told)

    assert plan.value * SCALE >= heard[0]
    assert plan.chosen
    assert plan.checked is not None
    assert plan.checked.is_sound


def test_a_tiny_problem_is_solved_to_the_end_however_little_time_there_is() -> None:
    ones = tuple(one(f"c{at}", 3 + at * at % 7, 2 + at % 5) for at in range(20))
    problem = Problem(ones, {("x", 1): 31})

    hurried, patient = (plans.solve(problem, gap=0.0, seconds=seconds) for seconds in (1e-6, 5.0))

    assert hurried.status == patient.status == "proven"
    assert hurried.value == patient.value


@pytest.mark.parametrize("aim", ["cost", "cvar", "per_rial", "promise"])
def test_a_search_that_is_interrupted_keeps_the_plan_of_most_jobs(aim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem((one("a", 10, 9), one("b", 6, 4), one("c", 5, 4)), {("x", 1): 12})

    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(plans, "sought", interrupted)
    plan = plans.solve(problem, aim=aim, least=5, gap=0.0, rounds=2)

    assert {column.candidate.id for column in plan.chosen} == {"b", "c"}
    assert (plan.aim, plan.status, plan.reached, plan.most, plan.gap) == (aim, "time_limit", None, None, None)
    assert plan.checked is not None
    assert plan.checked.is_sound


@pytest.mark.parametrize("aim", ["leximin", "cvar", "cost", "promise", "per_rial"])
def test_what_seeks_something_else_than_jobs_takes_no_more_time_than_was_asked(
    aim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search for most jobs, which all begin with, leaves them time; none is given more than is left."""
    asked: list[float] = []

    def told_apart(packing: Packing, *, seconds: float, **other: Any) -> solving.Solution:
        asked.append(seconds)
        return solving.solve(packing, seconds=seconds, **other)

    monkeypatch.setattr(asking, "solve_packing", told_apart)
    monkeypatch.setattr(asking, "solved_apart", lambda packing, told: None)
    problem = Problem((one("a", 10, 9), one("b", 6, 4), one("c", 5, 4)), {("x", 1): 12}, target=10)
    needs = {candidate.county: 1 for candidate in problem.candidates}

    plans.solve(replace(problem, floors=Floors(need=needs)), aim=aim, least=5, seconds=20.0)

    assert asked[0] == 20.0 * plans.FIRST
    assert all(seconds <= 20.0 for seconds in asked[1:])


def test_where_there_is_nothing_to_begin_with_the_rest_of_the_time_goes_to_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[float] = []

    def late(packing: Packing, *, seconds: float, **other: Any) -> solving.Solution:
        asked.append(seconds)
        found = solving.solve(packing, seconds=seconds, **other)
        return replace(found, chosen=None, status="none_found") if len(asked) == 1 else found

    monkeypatch.setattr(asking, "solve_packing", late)
    monkeypatch.setattr(asking, "solved_apart", lambda packing, told: None)
    problem = Problem((one("a", 10, 9), one("b", 6, 4)), {("x", 1): 12})

    plan = plans.solve(problem, aim="cost", least=5, seconds=20.0)

    assert asked[:2] == [20.0 * plans.FIRST, 20.0 * (1.0 - plans.FIRST)]
    assert [column.candidate.id for column in plan.chosen] == ["b"]


@pytest.mark.parametrize("aim", ["cost", "per_rial"])
def test_a_search_that_is_interrupted_keeps_no_plan_below_its_floor(aim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem((one("a", 10, 9),), {("x", 1): 12})

    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(plans, "sought", interrupted)

    with pytest.raises(KeyboardInterrupt):
        plans.solve(problem, aim=aim, least=11, rounds=2)
