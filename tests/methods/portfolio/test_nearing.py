"""Reasons of small problems with every kind of limit, beside all their plans: each change is enough, none is less."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import ceil

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.explaining import WhyNot, parts_of, places_of, why_in, why_not
from hamahang.methods.portfolio.hinting import Hints
from hamahang.methods.portfolio.instances import multiple_choice, province
from hamahang.methods.portfolio.listing import OneLimit
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.parting import Parts
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Cap, Package, Problem, starts_of
from hamahang.methods.portfolio.solving import solve
from hamahang.methods.portfolio.verifying import Choice, verify
from hamahang.planning.naming import Names
from hamahang.planning.telling import say_in, say_not
from tests.methods.portfolio.made import choices, one, problems

MUCH = 10**5  # million rials: more than all packages cost
GINIS = (None, None, Fraction(1, 4), Fraction(2, 5))
FEW = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def drawn(problem: Problem, gini: Fraction | None) -> tuple[Problem, plans.Plan]:
    """Return a problem that was drawn and its best plan; one without a plan is not what is tested."""
    if problem.floors is not None:
        problem = replace(problem, floors=replace(problem.floors, gini=gini))
    try:
        plan = plans.solve(problem, gap=0.0, rounds=2)
    except Absurd:
        assume(False)
    assume(plan.status == "proven")
    return problem, plan


def with_it(problem: Problem, name: str) -> Iterator[tuple[list[Choice], int]]:
    """Yield every plan that keeps all terms and that a candidate is in, with its value."""
    return ((chosen, value) for chosen, value in choices(problem) if name in names(chosen))


def names(chosen: list[Choice]) -> set[str]:
    return {name for name, _, _ in chosen}


def changed(problem: Problem, name: str, **more: object) -> Problem:
    of = {name: more}
    return replace(problem, candidates=tuple(replace(c, **of.get(c.id, {})) for c in problem.candidates))


def candidate(problem: Problem, name: str) -> Candidate:
    return next(c for c in problem.candidates if c.id == name)


def lacking(problem: Problem, chosen: list[Choice], line: str) -> int:
    """Return the least money that a line lacks for a plan, given when it is missing: later is never too late."""
    packages = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    left, lacks = Fraction(0), 0
    for period in problem.periods:
        spent = sum(packages[c, p].cost.get((line, period - start), 0) for c, p, start in chosen)
        left = left * Fraction(problem.carried.get(line, 0)) + problem.money.get((line, period), 0) - spent
        more = max(0, ceil(-left))
        left, lacks = left + more, lacks + more
    return lacks


def least_money(problem: Problem, name: str, worth: int) -> int | None:
    waits, left = {name}, [name]
    while left:
        left += [need for need in candidate(problem, left.pop()).needs if need not in waits]
        waits |= set(left)
    used = (p for n in waits for p in candidate(problem, n).packages if starts_of(p, problem.periods))
    lines = {line for package in used for (line, _), amount in package.cost.items() if amount}
    rich = replace(problem, money={key: amount + MUCH * (key[0] in lines) for key, amount in problem.money.items()})
    found = (sum(lacking(problem, ch, line) for line in lines) for ch, v in with_it(rich, name) if v >= worth)
    return min(found, default=None)


def cheaper(package: Package, starts: tuple[int, ...]) -> Iterator[tuple[int, Package]]:
    """Yield a package with ever less cost, beginning as it could; by how much less."""
    keys = [key for key, amount in package.cost.items() if amount]
    for cut in sorted(product(*(range(package.cost[key] + 1) for key in keys)), key=sum):
        less = {key: package.cost[key] - off for key, off in zip(keys, cut, strict=True)}
        yield sum(cut), replace(package, cost={**package.cost, **less}, starts=starts)


def least_cost(problem: Problem, name: str, worth: int) -> int | None:
    rich = {key: amount + MUCH for key, amount in problem.money.items()}
    pool = [ch for ch, v in with_it(replace(problem, money=rich, caps=(), large_share=None), name) if v >= worth]
    found = []
    for package in candidate(problem, name).packages:
        mine = [ch for ch in pool if any((c, p) == (name, package.id) for c, p, _ in ch)]
        for less, other in cheaper(package, starts_of(package, problem.periods)) if mine else ():
            packages = [other if p.id == package.id else p for p in candidate(problem, name).packages]
            tried = changed(problem, name, packages=tuple(packages))
            if any(verify(tried, chosen).is_sound for chosen in mine):
                found.append(less)
                break
    return min(found, default=None)


def is_enough(problem: Problem, name: str, worth: int, jobs: int) -> bool:
    packages = tuple(replace(p, jobs=p.jobs + jobs) for p in candidate(problem, name).packages)
    return any(value >= worth for _, value in with_it(changed(problem, name, packages=packages), name))


def total(money: dict[str, int] | None) -> int | None:
    return None if money is None else sum(money.values())


def check_out(problem: Problem, plan: plans.Plan, why: WhyNot) -> None:
    name, worth, ours = why.candidate, int(plan.value * SCALE), {column.candidate.id for column in plan.chosen}
    all_ = list(with_it(problem, name))
    best = max((value for _, value in all_), default=None)

    assert why.is_proven
    assert why.loss == (None if best is None else Fraction(worth - best, SCALE))
    assert best is None or any(v == best and ours - names(chosen) == set(why.out) for chosen, v in all_)
    assert total(why.money) == least_money(problem, name, worth)
    assert total(why.cost) == least_cost(problem, name, worth)
    if why.jobs is None:
        assert not is_enough(problem, name, worth, 1_000)
    else:
        assert is_enough(problem, name, worth, why.jobs)
        assert not why.jobs or not is_enough(problem, name, worth, why.jobs - 1)


@FEW
@given(problems(most=3), st.sampled_from(GINIS))
def test_each_reason_is_what_all_plans_say_and_each_change_is_the_least_that_is_enough(problem, gini) -> None:
    problem, plan = drawn(problem, gini)
    parts = parts_of(plan, rounds=2)
    ours = {column.candidate.id for column in plan.chosen}
    for group in plan.arranged.groups:
        if group.id not in ours:
            check_out(problem, plan, why_not(plan, group.id, parts=parts))
        elif gini is None:
            why, other = why_in(plan, group.id, parts=parts), changed(problem, group.id, must="", never="tried")
            best = max((value for _, value in choices(other)), default=0)
            assert why.is_proven
            assert why.loses == plan.value - Fraction(best, SCALE)
            assert not why.instead or any(
                v == best and names(chosen) - ours == set(why.instead) for chosen, v in choices(other)
            )


def test_a_candidate_under_a_cap_of_its_owner_needs_less_cost_and_money_would_not_help() -> None:
    # a and b are of one owner, who may have 8 together: b is in with 2 less cost, whatever the money
    both = (one("a", 10, 6, marks={"owner": "o"}), one("b", 9, 4, marks={"owner": "o"}))
    plan = plans.solve(Problem(both, {("x", 1): 20}, caps=(Cap("owner", "o", 8),)), gap=0.0, rounds=2)

    why = why_not(plan, "b", rounds=2)

    assert (why.money, why.cost, why.jobs, why.loss) == (None, {"x": 2}, 1, Fraction(1))
    assert not why.is_cost
    assert "2 million rials less cost on the line x" in say_not(why, Names({}, {}, {"b": "b"})).en


def test_the_jobs_that_are_needed_may_be_those_of_another_package_than_would_lose_least() -> None:
    # of b: p has 40 jobs that hardly ever come, q has 3 that surely do; to 10 p lacks 60 jobs, and q lacks 7
    of_b = Package("p", 40, {("x", 0): 6}, chance=0.1), Package("q", 3, {("x", 0): 6})
    plan = plans.solve(Problem((one("a", 10, 6), Candidate("b", "a", of_b)), {("x", 1): 6}), gap=0.0, rounds=2)

    why = why_not(plan, "b", rounds=2)

    assert (why.package, why.loss, why.jobs) == ("p", Fraction(6), 7)


def test_a_list_of_one_limit_says_what_the_solver_says() -> None:
    for seed in range(6):
        drawn_ = multiple_choice(9, 5, 1, seed=seed)
        packing = replace(drawn_, is_must=np.arange(drawn_.groups) % 2 == 0)
        best = OneLimit(packing).best()

        assert best is not None
        assert packing.faults(best[0]) == []
        assert packing.worth(best[0]) == best[1] == solve(packing, rounds=2).worth


def test_a_problem_solved_by_its_parts_is_as_good_as_solved_whole() -> None:
    plan = plans.solve(province(20, seed=1), gap=0.0, rounds=4)
    packing = plan.arranged.packing
    parts = Parts(plan.solution.multipliers, Asking(rounds=4))

    whole, again = solve(packing, rounds=4), parts.solve(packing)

    assert (again.worth, again.status) == (whole.worth, "proven")
    assert packing.faults(again.chosen) == []


def test_a_limit_that_nobody_can_do_anything_about_is_no_plan() -> None:
    nothing = Packing(
        np.array([5], np.int64), np.zeros(1, np.int64), np.zeros(1, bool),
        sparse.csc_matrix((2, 1), dtype=np.int64), np.array([3, -1], np.int64),
    )  # fmt: skip
    parts = Parts(plans.solve(Problem((one("a", 1, 1),), {("x", 1): 1})).solution.multipliers, Asking(rounds=1))

    assert parts.solve(nothing).status == "infeasible"


def test_what_is_said_without_solving_again_is_enough() -> None:
    problem = replace(province(40, seed=2), floors=None)
    plan = plans.solve(problem, gap=0.05, rounds=2)
    hints, ours = Hints(plan), {column.candidate.id for column in plan.chosen}
    names = Names({}, {}, {group.id: group.id for group in plan.arranged.groups})

    for why in (hints.of(group.id) for group in plan.arranged.groups):
        said = say_not(why, names) if isinstance(why, WhyNot) else say_in(why, names)
        assert "as far as was found in the time given" in said.en
        if isinstance(why, WhyNot) and why.loss is not None:
            packing = plan.arranged.packing
            columns = [column for column in plan.chosen if column.candidate.id not in why.out]
            added = [
                at for at, column in enumerate(plan.arranged.columns)
                if (column.candidate.id, column.package.id) == (why.candidate, why.package)
            ]  # fmt: skip
            tried = [np.append(places_of(plan.arranged, columns), at) for at in added]
            kept = [packing.worth(one_) for one_ in tried if not packing.faults(one_)]
            assert plan.value - why.loss in [Fraction(worth, SCALE) for worth in kept]
            assert set(why.out) <= ours
