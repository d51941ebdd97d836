"""The worst-served county first, exactly: against every choice of small problems whose packages are lumpy."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.balancing import Served, asked_of
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Floors, Package, Problem
from hamahang.methods.portfolio.verifying import Choice
from tests.methods.portfolio.made import choices, one

EXACT = {"gap": 0.0, "rounds": 4}
EVEN = Floors({"a": 1, "b": 1, "c": 1}, Fraction(0), Fraction(1))


def served_of(problem: Problem, choice: Sequence[Choice]) -> list[int]:
    """Return in how many hundredths the counties are served, the worst first, counted from the definition."""
    arranged = arrange(problem)
    values = {
        (column.candidate.id, column.package.id, column.start): (column.candidate.county, int(value))
        for column, value in zip(arranged.columns, arranged.packing.value, strict=True)
    }
    jobs: dict[str, int] = {}
    for county, value in (values[key] for key in choice):
        jobs[county] = jobs.get(county, 0) + value
    return sorted(min(100, 100 * jobs.get(county, 0) // most) for county, most in asked_of(arranged).items())


def test_two_counties_are_served_rather_than_the_one_that_takes_all_the_money() -> None:
    # each county could rise by itself; together only b and c can
    whole = (one("a", 100, 100), one("b", 60, 50, county="b"), one("c", 30, 50, county="c"))
    problem = Problem(whole, {("x", 1): 100}, target=300, floors=EVEN)

    plan = plans.solve(problem, aim="leximin", **EXACT)

    assert [column.candidate.id for column in plan.chosen] == ["b", "c"]
    assert served_of(problem, plans.choice_of(plan.chosen)) == [0, 100, 100]
    # no county is left with nothing is what no plan can do
    assert (plan.reached, plan.most, plan.status) == (0.0, 0.0, "proven")


def test_who_is_behind_is_as_few_as_can_be_where_one_excludes_two_others() -> None:
    waits = (
        Candidate("c0", "b", (Package("p", 4, {("x", 0): 58}),)),
        Candidate("c1", "c", (Package("p", 36, {("x", 0): 16, ("x", 1): 11}),)),
        Candidate("c2", "a", (Package("p", 34, {("x", 0): 9}, lasting=0.32, starts=(1,)),)),
        Candidate("c3", "b", (Package("p", 31, {}, chance={1: 0.738, 2: 0.762}, lasting=0.31, starts=(1,)),)),
    )
    floors = Floors({"a": 13, "b": 1, "c": 8}, Fraction(0), Fraction(1, 2))
    problem = Problem(
        waits, {("x", 1): 62, ("x", 2): 76}, target=20, floors=floors, either=(("c2", "c1"), ("c1", "c3"))
    )

    plan = plans.solve(problem, aim="leximin", **EXACT)

    best = max(served_of(problem, choice) for choice, _ in choices(problem))
    assert served_of(problem, plans.choice_of(plan.chosen)) == best == [0, 100, 100]


def lumpy(seed: int) -> Problem:
    """Return a problem of up to six candidates in up to four counties, of which the money holds about a half."""
    random = Random(seed)
    counties = "abcd"[: random.randint(2, 4)]
    candidates = [
        Candidate(
            f"c{at}",
            random.choice(counties),
            tuple(
                Package(f"p{k}", random.randint(1, 40), {("x", 0): random.randint(1, 40)})
                for k in range(random.randint(1, 2))
            ),
        )
        for at in range(random.randint(2, 6))
    ]
    return Problem(
        tuple(candidates),
        {("x", 1): random.randint(20, 80)},
        target=random.choice([10, 40, 200]),
        floors=Floors({county: random.randint(1, 9) for county in "abcd"}, Fraction(0), Fraction(1)),
        either=(("c0", "c1"),) if random.random() < 0.3 else (),
    )


def best_of(problem: Problem) -> tuple[list[int], int]:
    """Return the best of all choices by their counties, then by jobs, in one pass over the arrays."""
    arranged = arrange(problem)
    packing, served = arranged.packing, Served(arranged, asked_of(arranged), Asking())
    ways = [[None, *range(packing.starts[at], packing.starts[at + 1])] for at in range(packing.groups)]
    best: tuple[list[int], int] = ([], -1)
    for combined in product(*ways):
        chosen = [at for at in combined if at is not None]
        if not (packing.used(chosen) > packing.limit).any():
            best = max(best, (sorted(served.of(chosen).values()), packing.worth(chosen)))
    return best


@pytest.mark.parametrize("first", range(0, 240, 24))
def test_no_choice_serves_the_counties_better_and_none_that_serves_them_so_has_more_jobs(first) -> None:
    for seed in range(first, first + 24):
        problem = lumpy(seed)
        plan = plans.solve(problem, aim="leximin", **EXACT)
        shares, jobs = best_of(problem)

        assert served_of(problem, plans.choice_of(plan.chosen)) == shares, seed
        assert plan.value * SCALE == jobs, seed
        assert plan.status == "proven"
        assert plan.reached == plan.most == shares[0] / 100


def test_the_worst_served_is_not_sought_without_need_or_target() -> None:
    problem = Problem((one("a", 100, 100),), {("x", 1): 100}, target=300, floors=EVEN)

    for without in (replace(problem, floors=None), replace(problem, target=0)):
        with pytest.raises(Absurd, match=r"“worst-served county first” (state floors|write the target)"):
            plans.solve(without, aim="leximin", **EXACT)
