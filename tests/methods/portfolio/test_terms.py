"""Terms as JSON: written and read again they are the same problem."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from hamahang.methods.portfolio.problem import LONGEST, Absurd
from hamahang.methods.portfolio.terms import read_terms, write_terms
from tests.methods.portfolio.made import problems


@settings(deadline=None, max_examples=60)
@given(problems())
def test_terms_that_are_written_and_read_again_are_the_same_problem(problem):
    said = json.loads(json.dumps(write_terms(problem), ensure_ascii=False))

    assert read_terms(said) == problem


def terms(**more: Any) -> dict[str, Any]:
    package = {"id": "p", "jobs": 3, "cost": {"x": {"0": 5}}} | more.pop("package", {})
    return {
        "money": {"x": {"1": 9}},
        "candidates": [{"id": "a", "packages": [package]} | more.pop("candidate", {})],
    } | more


def test_a_share_of_nothing_is_a_share() -> None:
    assert read_terms(terms(large_share=0)).large_share == 0
    assert read_terms(terms(large_share=None, floors=None)).large_share is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (terms(large_share=[]), "large_share: must be a share"),
        (terms(large_share=""), "large_share: must be a share"),
        (terms(large_share=False), "large_share: must be a share"),
        (terms(floors=[]), "floors: must be a JSON object"),
        (terms(floors=0), "floors: must be a JSON object"),
        (terms(package={"chance": {}}), "candidates/0/packages/0/chance: is said of no period"),
        (terms(candidate={"must": "  "}), "candidates/0/must: must be the reason"),
        (terms(candidate={"must": 0}), "candidates/0/must: must be the reason"),
        (terms(candidate={"title": None}), "candidates/0/title: must be a name"),
        (terms(candidate={"marks": {"owner": None}}), "candidates/0/marks/owner: must be a name"),
        (terms(target=10**400), "target: is too large: 10^"),
        (terms(package={"jobs": 10**400}), "candidates/0/packages/0/jobs: is too large: 10^"),
        (terms(package={"jobs": 1e308}), "candidates/0/packages/0/jobs: is too large: 10^"),
        (terms(package={"lasting": 10**400}), "candidates/0/packages/0/lasting: is too large"),
        (terms(carried={"x": "1e-400"}), "carried/x: must be a share"),
        (terms(carried={"x": "1e-99999999"}), "carried/x: must be a share"),
        (terms(carried={"x": "1/0"}), "carried/x: must be a share"),
        (terms(carried={"x": "9" * 10_000}), "carried/x: must be a share"),
        (terms(money={"x": {"1" * 5_000: 1}}), "money/x: a period must be a number"),
        (terms(money={"x": {"[" * 10**6: 1}}), "money/x: a period must be a number"),
        (terms(**{"[" * 10**6: 1}), "is not known"),
        (terms(target="a b " * 10**5), "target: must be a whole number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_is_not_repeated_at_length(said, words) -> None:
    with pytest.raises(Absurd) as refused:
        read_terms(said)

    assert words in refused.value.why[1]
    assert max(map(len, refused.value.why)) <= LONGEST + 1
