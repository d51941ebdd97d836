"""Who depends on others: by hand, against every plan and every outcome of small problems, and what must hold of any."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.forecast.totals import Shock, normal_shock, shifted
from hamahang.methods.portfolio import conflicts, plans, tailing
from hamahang.methods.portfolio.arranging import arrange, places_of_choice
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.chances import of_plan, worst_of
from hamahang.methods.portfolio.costing import cost_in
from hamahang.methods.portfolio.explaining import why_in, why_not
from hamahang.methods.portfolio.hinting import Hints
from hamahang.methods.portfolio.packing import Floats
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Floors, Package, Problem, chance_of
from hamahang.methods.portfolio.restoring import restored
from hamahang.methods.portfolio.scenarios import Scenario, regrets
from hamahang.methods.portfolio.verifying import Choice, verify, worth_of
from hamahang.methods.portfolio.waiting import MOST_BEHIND
from hamahang.methods.portfolio.weighing import floors
from tests.methods.portfolio.made import behind, choices, packages, worth

EXACT: dict[str, Any] = {"gap": 0.0, "rounds": 2}
SLOW = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
STORMY = normal_shock(0.7)


def package(name: str, jobs: int, cost: int, chance: Any, **more: Any) -> Package:
    return Package(name, jobs, {("x", 0): cost}, chance, **more)


LINE = Candidate("line", "a", (package("dear", 0, 5, {1: 0.8, 2: 0.4}), package("cheap", 0, 2, 0.25)))
UNIT = Candidate("unit", "b", (package("p", 100, 3, 0.5, lasting=0.5),), needs=("line",), is_dependent=True)
PROBLEM = Problem((LINE, UNIT), {("x", 1): 8, ("x", 2): 8}, carried={"x": Fraction(1)})


@st.composite
def waits(draw: Any, most: int = 4) -> Problem:
    """Return a problem of candidates that wait for any of those before them, and most of them depend on these."""
    made = []
    for at in range(draw(st.integers(2, most))):
        made.append(
            Candidate(
                id=f"c{at}",
                county=draw(st.sampled_from("ab")),
                packages=tuple(draw(packages(k)) for k in range(draw(st.integers(1, 2)))),
                needs=tuple(f"c{before}" for before in range(at) if draw(st.booleans())),
                lag=draw(st.integers(0, 1)),
                is_dependent=draw(st.integers(0, 4)) > 0,
                must="law" if draw(st.integers(0, 9)) == 0 else "",
            )
        )
    return Problem(
        tuple(made),
        {(line, year): draw(st.integers(2, 14)) for line in ("x", "y") for year in (1, 2)},
        carried={"x": draw(st.sampled_from([Fraction(0), Fraction(1)]))},
        target=draw(st.integers(0, 12)),
        floors=Floors(need={"a": 3, "b": 1}) if draw(st.booleans()) else None,
    )


def solved(problem: Problem, **more: Any) -> plans.Plan:
    """Return the plan; where the terms themselves are refused, the example is left."""
    try:
        return plans.solve(problem, **(EXACT | more))
    except Absurd:
        assume(False)
        raise


def by_outcomes(problem: Problem, chosen: list[Choice], shock: Shock) -> Floats:
    """Return the distribution of the jobs of a plan, from every outcome of every candidate of it."""
    of = {(one.id, each.id): each for one in problem.candidates for each in one.packages}
    jobs = [round(of[name, each].jobs * of[name, each].lasting) for name, each, _ in chosen]
    found = np.zeros(sum(jobs) + 1)
    for shift, share in zip(shock.shifts, shock.weights, strict=True):
        chances = shifted(np.array([float(chance_of(of[name, p], start)) for name, p, start in chosen]), float(shift))
        for outcome in product((False, True), repeat=len(chosen)):
            came = {name for (name, _, _), does in zip(chosen, outcome, strict=True) if does}
            brought = sum(
                number for (name, _, _), number in zip(chosen, jobs, strict=True)
                if name in came and behind(problem, name) <= came
            )  # fmt: skip
            found[brought] += share * np.prod(np.where(outcome, chances, 1.0 - chances))
    return found


def test_jobs_of_who_waits_are_times_the_chance_of_what_it_waits_for() -> None:
    # 100 jobs, half of them lasting, with 0.5, times the line's chance: 0.8 now, 0.4 later, 0.25 with the cheap one
    for choice, jobs in (
        ([("line", "dear", 1), ("unit", "p", 1)], 20),
        ([("line", "dear", 1), ("unit", "p", 2)], 20),
        ([("line", "dear", 2), ("unit", "p", 2)], 10),
        ([("line", "cheap", 1), ("unit", "p", 1)], Fraction(25, 4)),
    ):
        found = verify(PROBLEM, choice, value=int(jobs * SCALE))
        assert found.faults == ()
        assert worth_of(PROBLEM, choice) == jobs * SCALE


def test_the_best_plan_pays_for_the_likelier_line_where_that_is_worth_it() -> None:
    rich, poor = solved(PROBLEM), solved(replace(PROBLEM, money={("x", 1): 5, ("x", 2): 0}))

    assert plans.choice_of(rich.chosen)[0] == ("line", "dear", 1)
    assert (float(rich.value), rich.status) == (20.0, "proven")
    assert [column.package.id for column in poor.chosen] == ["cheap", "p"]
    assert (poor.value, poor.status) == (Fraction(25, 4), "proven")


def test_an_order_alone_multiplies_nothing() -> None:
    only_after = replace(PROBLEM, candidates=(LINE, replace(UNIT, is_dependent=False)))

    plan = solved(only_after)

    assert plan.value == 25
    assert {limit.given for limit in plan.arranged.limits} == {""}
    assert all(column.given == () for column in plan.arranged.columns)


def test_a_chain_is_multiplied_through_and_what_two_need_counts_once() -> None:
    chain = [
        Candidate("a", "a", (package("p", 0, 1, 0.5),)),
        Candidate("b", "a", (package("p", 0, 1, 0.5),), needs=("a",), is_dependent=True),
        Candidate("c", "a", (package("p", 0, 1, 0.5),), needs=("a",), is_dependent=True),
        Candidate("d", "a", (package("p", 16, 1, 1.0),), needs=("b", "c"), is_dependent=True),
        Candidate("e", "a", (package("p", 16, 1, 1.0),), needs=("b",), is_dependent=True),
    ]
    problem = Problem(tuple(chain), {("x", 1): 5})

    plan = solved(problem)

    # d: 1/2 of a, b and c each, not of a twice; e: of a and b
    assert {column.candidate.id: column.value / SCALE for column in plan.chosen} == {
        "a": 0, "b": 0, "c": 0, "d": 2, "e": 4,
    }  # fmt: skip
    # both at once with all three, e alone without c, else nothing
    assert plan.jobs.chance[[0, 16, 32]] == pytest.approx([0.75, 0.125, 0.125])


def test_those_who_wait_for_one_fail_together() -> None:
    units = [replace(UNIT, id=f"u{at}", packages=(package("p", 10, 1, 1.0),)) for at in range(3)]
    problem = Problem((replace(LINE, packages=(package("p", 0, 1, 0.6),)), *units), {("x", 1): 9}, target=30)

    plan = solved(problem)

    assert plan.value == 18
    assert plan.jobs.chance[[0, 30]] == pytest.approx([0.4, 0.6])
    assert plan.jobs.at_least(30) == pytest.approx(0.6)  # were they apart it would be 0.6 · 0.6 · 0.6
    assert plan.worst == 0.0


@SLOW
@given(waits())
def test_the_best_plan_is_the_best_of_all_choices_and_its_certificate_proves_it(problem: Problem) -> None:
    plan = solved(problem)
    best = max((value for _, value in choices(problem)), default=None)

    if best is None:
        assert plan.chosen == ()
        return
    assert plan.value * SCALE == best
    assert plan.status == "proven"
    assert plan.checked is not None
    assert plan.checked.is_sound
    assert plan.checked.bound == plan.certified * SCALE
    assert plan.certified >= plan.value


@SLOW
@given(waits(), st.sampled_from([Shock(np.zeros(1), np.ones(1)), STORMY]))
def test_the_distribution_is_that_of_every_outcome(problem: Problem, shock: Shock) -> None:
    plan = solved(problem, shock=shock)

    found = by_outcomes(problem, plans.choice_of(plan.chosen), shock)

    assert plan.jobs.chance == pytest.approx(found, abs=1e-12)


@SLOW
@given(waits(most=3), st.randoms(use_true_random=False))
def test_no_plan_is_above_a_tangent_and_a_plan_touches_its_own(problem: Problem, random: Any) -> None:
    try:
        arranged = arrange(problem)
    except Absurd:
        return
    tail = tailing.Tail(arranged, STORMY)
    every = [np.sort(places_of_choice(arranged, choice)) for choice, _ in choices(problem)]
    worst = [worst_of(of_plan([arranged.columns[at] for at in chosen], shock=STORMY)) for chosen in every]
    some = np.array([random.randint(0, 3) for _ in arranged.columns], np.int64)

    tangents = [tail.tangent(some), *(tail.tangent(tail.whole(chosen)) for chosen in every[:5])]

    for tangent in tangents:
        assert all(tangent[chosen].sum() >= one - 1e-9 for chosen, one in zip(every, worst, strict=True))
    for tangent, chosen, one in zip(tangents[1:], every, worst, strict=False):
        assert tangent[chosen].sum() == pytest.approx(one)


@SLOW
@given(waits(most=3))
def test_the_best_worst_tenth_is_bounded(problem: Problem) -> None:
    plan = solved(problem, aim="cvar", shock=STORMY)
    assume(plan.chosen)

    best = max(
        worst_of(of_plan([plan.arranged.columns[at] for at in places_of_choice(plan.arranged, choice)], shock=STORMY))
        for choice, _ in choices(problem)
    )

    assert plan.worst_bound is not None
    assert plan.worst <= best + 1e-9
    assert best <= plan.worst_bound + 1e-6


@SLOW
@given(waits())
def test_a_plan_is_never_worth_more_than_if_what_is_waited_for_were_sure(problem: Problem) -> None:
    problem = replace(problem, floors=None)
    sure = replace(problem, candidates=tuple(replace(one, is_dependent=False) for one in problem.candidates))
    plan, hopeful = solved(problem), solved(sure)
    assume(plan.chosen)

    assert plan.value <= hopeful.value
    assert worth_of(problem, plans.choice_of(hopeful.chosen)) <= plan.value * SCALE
    assert worth_of(sure, plans.choice_of(plan.chosen)) >= plan.value * SCALE


@SLOW
@given(waits(), st.floats(0.0, 1.0))
def test_a_likelier_line_never_makes_a_plan_worse(problem: Problem, share: float) -> None:
    first = problem.candidates[0]
    likelier = replace(first, packages=tuple(replace(one, chance=_more(one.chance, share)) for one in first.packages))
    problem = replace(problem, floors=None)
    plan, other = solved(problem), solved(replace(problem, candidates=(likelier, *problem.candidates[1:])))
    assume(plan.chosen)

    assert other.value >= plan.value - Fraction(len(plan.chosen), SCALE)  # each is rounded to a millionth


def _more(chance: Any, share: float) -> Any:
    if isinstance(chance, dict):
        return {start: _more(one, share) for start, one in chance.items()}
    return chance + (1.0 - chance) * share


@SLOW
@given(waits())
def test_a_kept_choice_is_found_again(problem: Problem) -> None:
    plan = solved(problem)
    assume(plan.chosen)

    again = restored(
        problem, plans.choice_of(plan.chosen), prices=plan.prices, most=int(plan.value * SCALE), status=plan.status
    )

    assert (again.value, again.chosen, again.prices) == (plan.value, plan.chosen, plan.prices)
    assert worth(problem, plans.choice_of(again.chosen)) == plan.value * SCALE


def test_what_is_waited_for_and_forbidden_leaves_nothing_to_who_depends_on_it() -> None:
    other = Candidate("other", "b", (package("p", 4, 1, 1.0),))
    problem = Problem(
        (replace(LINE, never="court"), UNIT, other), {("x", 1): 9}, target=100, floors=Floors(need={"b": 1})
    )

    plan = solved(problem)

    assert [column.candidate.id for column in plan.chosen] == ["other"]
    assert floors(problem) == {"b": 2 * SCALE}  # half of what the county can take: not of the unit's jobs
    assert verify(problem, [("unit", "p", 1)]).faults[0].startswith("order:unit<line:1")


def test_who_would_begin_too_early_for_what_it_depends_on_waits() -> None:
    late = replace(PROBLEM, candidates=(LINE, replace(UNIT, lag=1)))

    plan = solved(late)

    assert plans.choice_of(plan.chosen) == [("line", "dear", 1), ("unit", "p", 2)]
    early = [("line", "dear", 1), ("unit", "p", 1)]
    assert "order:unit<line:1@0.8: 1 of 0" in verify(late, early).faults


def test_terms_that_cannot_be_kept_name_an_order_once() -> None:
    problem = replace(PROBLEM, money={("x", 1): 3}, candidates=(LINE, replace(UNIT, must="law")))
    plan = solved(problem)

    said = conflicts.say(conflicts.conflict(plan.arranged), plan.arranged.limits)

    assert plan.status == "infeasible"
    assert said.en.split(";", maxsplit=1)[0].count("the order unit<line") == 1


def test_reasons_say_what_was_multiplied_and_what_falls_with_the_line() -> None:
    other = Candidate("other", "b", (package("p", 3, 8, 1.0),))
    problem = Problem((LINE, UNIT, other), {("x", 1): 8}, target=20)
    plan, cheap = solved(problem), solved(problem, aim="cost", least=20)

    unit, line = why_in(plan, "unit"), why_in(plan, "line")

    assert (float(unit.adds), unit.given) == (20.0, (("line", 0.8),))
    assert (float(line.adds), line.given) == (0.0, ())
    assert [float(one.loses) for one in (unit, line)] == [17.0, 17.0]  # the other would bring 3
    assert cost_in(cheap, "unit").given == (("line", 0.8),)
    assert [Hints(plan).of(name).given for name in ("line", "unit")] == [(), (("line", 0.8),)]


def test_who_is_out_is_told_with_which_chance_it_would_be_in() -> None:
    problem = replace(
        PROBLEM, money={("x", 1): 8}, candidates=(*PROBLEM.candidates, Candidate("c", "a", (package("p", 30, 8, 1.0),)))
    )

    why = why_not(solved(problem), "unit")

    assert why.loss == 10
    assert (why.along, why.out) == (("line",), ("c",))
    assert why.given == (("line", 0.8),)


@pytest.mark.parametrize("has_floors", [False, True])
def test_without_the_line_a_county_is_asked_for_nothing_of_who_depends_on_it(has_floors: bool) -> None:
    here = Candidate("here", "b", (package("p", 2, 1, 1.0),))
    problem = Problem(
        (LINE, UNIT, here), {("x", 1): 9}, target=100,
        floors=Floors(need={"b": 1}, kappa=Fraction(1)) if has_floors else None,
    )  # fmt: skip
    plan = solved(problem)

    why = why_in(plan, "line")

    assert plan.value == 22
    assert (float(why.loses), why.is_proven) == (20.0, True)


def test_under_a_scenario_the_line_is_less_likely_for_all_who_wait() -> None:
    plan = solved(PROBLEM)
    half = Scenario("خط", chances=Fraction(1, 2), mark="kind", value="line")

    (found,) = regrets(PROBLEM, plans.choice_of(plan.chosen), [half], Asking(rounds=1))

    assert [float(one) for one in (found.kept, found.best)] == [10.0, 10.0]


def test_more_ways_than_anybody_waits_for_are_refused_in_words() -> None:
    eight = tuple(package(f"p{k}", 0, 1, k / 10) for k in range(1, 9))
    lines = [Candidate(f"l{at}", "a", eight) for at in range(5)]
    unit = replace(UNIT, needs=tuple(one.id for one in lines))

    with pytest.raises(Absurd) as refused:
        plans.solve(Problem((*lines, unit), {("x", 1): 9}), **EXACT)

    assert "'unit' waits for may come in more than 4096 ways" in refused.value.why[1]
    assert "«unit»" in refused.value.why[0]


def test_seven_projects_as_the_office_supports_them_fit() -> None:
    three = package("whole", 0, 1, 0.5, starts=(1,)), package("part", 0, 1, {1: 0.45, 2: 0.3825})
    lines = [Candidate(f"l{at}", "a", three) for at in range(7)]
    unit = replace(UNIT, needs=tuple(one.id for one in lines), packages=(package("p", 1_000, 1, 0.5, starts=(2,)),))
    problem = Problem((*lines, unit), {("x", 1): 7, ("x", 2): 9})

    arranged = arrange(problem)

    assert sum(column.candidate.id == "unit" for column in arranged.columns) == 3**7
    assert float(solved(problem).value) == pytest.approx(1_000 * 0.5**8, abs=1e-6)


def chain(length: int) -> Problem:
    """Return candidates that depend each on the one before, and all succeed alike."""
    every = [Candidate("c0", "a", (package("p", 1, 0, 0.99),))]
    for at in range(1, length):
        needs = (f"c{at - 1}",)
        every.append(Candidate(f"c{at}", "a", (package("p", 1, 0, 0.99),), needs=needs, is_dependent=True))
    return Problem(tuple(every), {("x", 1): 1})


def test_a_chain_of_a_hundred_is_counted_and_a_longer_one_refused_in_words() -> None:
    plan = solved(chain(MOST_BEHIND + 1))

    assert float(plan.value) == pytest.approx(sum(0.99**at for at in range(1, MOST_BEHIND + 2)), abs=1e-4)
    assert plan.jobs.mean == pytest.approx(float(plan.value), abs=1e-4)
    with pytest.raises(Absurd, match="waits for more than 100"):
        plans.solve(chain(MOST_BEHIND + 2), **EXACT)
