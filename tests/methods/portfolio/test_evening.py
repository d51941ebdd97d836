"""The bound on the Gini of the counties, and the mean of the worst tenth: against every choice of small problems."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.benchmark import gini
from hamahang.methods.forecast.totals import Shock, Total
from hamahang.methods.portfolio import plans, tailing
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.chances import of_plan, worst_of
from hamahang.methods.portfolio.evening import order_of, parts_of
from hamahang.methods.portfolio.explaining import why_in, why_not
from hamahang.methods.portfolio.problem import SCALE, Absurd, Floors, Problem
from hamahang.methods.portfolio.tailing import Tailed
from hamahang.methods.portfolio.terms import read_terms, write_terms
from hamahang.methods.portfolio.verifying import verify
from tests.methods.portfolio.made import choices, one, problems

EXACT = {"gap": 0.0, "rounds": 4}
SLOW = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
STORMY = Shock(np.array([-1.0, 0.0, 1.0]), np.array([0.25, 0.5, 0.25]))


def problem_of(gini_most: Fraction | None, *more: object) -> Problem:
    """Return two counties of the same need: three candidates of one, one small and dear of the other."""
    return Problem(
        candidates=(one("a1", 10, 5), one("a2", 10, 5), one("a3", 10, 5), one("b1", 4, 5, county="b")),
        money={("x", 1): 15},
        target=10,
        floors=Floors({"a": 100, "b": 100}, Fraction(0), gini=gini_most),
    )


def test_a_bound_on_the_gini_takes_from_the_county_that_has_much() -> None:
    free, even = (plans.solve(problem_of(most), **EXACT) for most in (None, Fraction(1, 4)))
    assert free.value == 30
    # 10 and 4 jobs: |10 − 4| / (2 · 14) = 3/14; with 20 and 4 it would be a third
    assert even.value == 14
    assert even.status == "proven"


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=2, max_size=6),
    st.fractions(0, 1, max_denominator=20),
)
def test_the_order_by_jobs_for_need_exceeds_its_limit_exactly_where_the_gini_is_larger(rows, most) -> None:
    need, jobs = ({f"c{at}": row[k] for at, row in enumerate(rows)} for k in (0, 1))
    assume(sum(jobs.values()))
    parts = parts_of(order_of(need, jobs), need, most)
    over = sum(parts[county] * jobs[county] for county in need)
    heads = np.array(list(need.values()), float)
    measured = gini(np.array(list(jobs.values())) / heads, heads)
    assert measured == pytest.approx(
        float(most + Fraction(over, most.denominator * sum(need.values()) * sum(jobs.values())))
    )
    # no other order asks for more
    other = parts_of(sorted(need), need, most)
    assert sum(other[county] * jobs[county] for county in need) <= over


@SLOW
@given(problems(), st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)]))
def test_the_best_plan_under_a_bound_on_the_gini_is_the_best_of_all_choices(problem, most) -> None:
    problem = replace(problem, floors=Floors({"a": 3, "b": 2}, Fraction(0), gini=most))
    try:
        plan = plans.solve(problem, **EXACT)
    except Absurd:
        return
    best = max((value for _, value in choices(problem)), default=None)
    if best is None:
        assert plan.chosen == ()
    else:
        assert plan.value * SCALE == best
        assert plan.certified >= plan.value
        assert plan.checked is not None
        assert plan.checked.is_sound


def test_a_reason_is_found_under_the_bound_on_the_gini() -> None:
    plan = plans.solve(problem_of(Fraction(1, 4)), **EXACT)
    # without its only one the second county can take nothing and does not count, as if he were forbidden
    problem = plan.arranged.problem
    others = tuple(replace(one, never="x") if one.id == "b1" else one for one in problem.candidates)
    forbidden = replace(problem, candidates=others)
    assert why_in(plan, "b1", rounds=4).loses == plan.value - plans.solve(forbidden, **EXACT).value
    assert why_in(plan, plan.chosen[0].candidate.id, rounds=4).loses == 0
    refused = next(name for name in ("a1", "a2", "a3") if name != plan.chosen[0].candidate.id)
    assert why_not(plan, refused, rounds=4).loss == 0


def test_a_plan_that_is_less_even_than_allowed_is_not_sound() -> None:
    told = verify(problem_of(Fraction(1, 4)), [("a1", "p", 1), ("a2", "p", 1), ("b1", "p", 1)])
    assert not told.is_sound
    assert told.faults[0].startswith("gini: ")


def test_the_bound_on_the_gini_is_written_and_read_again() -> None:
    problem = problem_of(Fraction(1, 4))
    assert read_terms(write_terms(problem)) == problem
    with pytest.raises(Absurd):
        arrange(problem_of(Fraction(5, 4)))


def test_the_worst_tenth_of_a_distribution_is_counted_by_hand() -> None:
    # of the worst tenth a half brings nothing, the other half 10
    assert worst_of(Total(np.array([0.05, *[0.0] * 9, 0.95]))) == pytest.approx(5.0)
    assert worst_of(Total(np.array([1.0]))) == 0.0


@SLOW
@given(problems(), st.booleans())
def test_the_plan_of_the_best_worst_tenth_is_the_best_of_all_choices(problem, stormy) -> None:
    more = {"shock": STORMY} if stormy else {}
    try:
        plan = plans.solve(problem, aim="cvar", **EXACT, **more)
    except Absurd:
        return
    arranged = arrange(problem)
    column = {(one.candidate.id, one.package.id, one.start): one for one in arranged.columns}
    worsts = [worst_of(of_plan([column[name] for name in chosen], **more)) for chosen, _ in choices(problem)]
    assume(worsts)
    assert plan.worst == pytest.approx(max(worsts), abs=1e-5)
    assert plan.worst_bound is not None
    assert plan.worst_bound >= max(worsts) - 1e-5


@SLOW
@given(problems(), st.data())
def test_no_choice_lies_above_the_tangent_of_any_parts(problem, data) -> None:
    """Of parts of packages too, and of parts of several packages of one candidate."""
    try:
        arranged = arrange(problem)
    except Absurd:
        return
    tail = tailing.Tail(arranged, STORMY)
    parts = data.draw(st.lists(st.floats(0.0, 1.0), min_size=len(tail.jobs), max_size=len(tail.jobs)))

    tangent = tail.tangent(np.rint(tail.jobs * np.array(parts)).astype(np.int64))

    place = {(one.candidate.id, one.package.id, one.start): at for at, one in enumerate(arranged.columns)}
    for names, _ in choices(problem):
        chosen = np.array(sorted(place[name] for name in names), np.int64)
        assert tangent[chosen].sum() >= tail.worst(chosen) - 1e-6


def test_more_steady_jobs_are_preferred_to_more_jobs_that_may_not_come() -> None:
    sure, bold = one("sure", 10, 5), one("bold", 40, 5)
    bold = replace(bold, packages=(replace(bold.packages[0], chance=0.5),))
    problem = Problem(candidates=(sure, bold), money={("x", 1): 5})
    assert [column.candidate.id for column in plans.solve(problem, **EXACT).chosen] == ["bold"]
    steady = plans.solve(problem, aim="cvar", **EXACT)
    assert [column.candidate.id for column in steady.chosen] == ["sure"]
    assert (steady.worst, steady.worst_bound) == pytest.approx((10.0, 10.0))


def test_a_search_for_the_best_worst_tenth_that_is_stopped_solves_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(candidates=(one("sure", 10, 5), one("bold", 40, 5)), money={("x", 1): 5})
    arranged, first = arrange(problem), np.array([0])
    monkeypatch.setattr(Asking, "solve", lambda *_, **__: pytest.fail("it was stopped"))

    for terms in (Asking(stopped=lambda: True), Asking(seconds=0.0)):
        found = tailing.best_worst(arranged, first, terms, STORMY)
        assert found.chosen.tolist() == [0]
        assert found.worst <= found.bound < np.inf


def test_one_that_is_interrupted_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(candidates=(one("sure", 10, 5), one("bold", 40, 5)), money={("x", 1): 5})
    arranged = arrange(problem)

    def interrupted(*_: object, **__: object) -> Tailed:
        raise KeyboardInterrupt

    monkeypatch.setattr(tailing, "_relaxed", interrupted)
    found = tailing.best_worst(arranged, np.array([0]), Asking(rounds=1), STORMY)

    assert (found.worst, found.bound) == (tailing.Tail(arranged, STORMY).worst(found.chosen), np.inf)
