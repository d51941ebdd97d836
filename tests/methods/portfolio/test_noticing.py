"""Limits that hold nobody: refused, or told where a standing list may say more than those who are candidates."""

from dataclasses import replace

import pytest

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.noticing import noticed
from hamahang.methods.portfolio.problem import Absurd, Cap, Floors, Problem
from tests.methods.portfolio.made import one

PROBLEM = Problem((one("a", 10, 6, marks={"owner": "o"}), one("b", 9, 5)), {("x", 1): 8, ("x", 2): 1})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"either": ((),)}, "has nobody in it"),
        ({"caps": (Cap("ownr", "o", 5),)}, "The cap by 'ownr' holds nobody"),
        ({"minutes": {1: 60, 3: 60}}, "for period 3, in which no package"),
        ({"minutes": {0: 60}}, "for period 0, in which no package"),
        ({"floors": Floors({"c": 4})}, "the floors hold nobody"),
    ],
)
def test_a_limit_that_can_only_be_mistaken_is_refused(change, words) -> None:
    with pytest.raises(Absurd) as refused:
        plans.solve(replace(PROBLEM, **change))

    assert words in refused.value.why[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"caps": (Cap("owner", "other", 5),)}, "The cap of owner=other holds nobody"),
        ({"floors": Floors({"a": 4, "c": 4})}, "The need of the county “c” is given"),
        (
            {"candidates": (replace(one("a", 1, 1), packages=(replace(one("a", 1, 1).packages[0], starts=(1, 7)),)),)},
            "“a/p” could begin in period 7",
        ),
    ],
)
def test_what_may_be_ahead_of_the_candidates_is_told_and_the_plan_is_made(change, words) -> None:
    problem = replace(PROBLEM, **change)

    assert plans.solve(problem, rounds=2).status == "proven"
    (told,) = noticed(problem)
    assert words in told.en
    assert told.fa


def test_of_terms_that_hold_somebody_nothing_is_told() -> None:
    assert noticed(replace(PROBLEM, caps=(Cap("owner", "o", 5),), minutes={1: 60, 2: 60})) == ()
