"""How steady a plan is: what more money brings is never less than what there was, and names who brings it."""

from types import SimpleNamespace
from typing import Any

import pytest

from hamahang.methods.portfolio.plans import solve
from hamahang.methods.portfolio.problem import Problem
from hamahang.planning import steadiness
from tests.methods.portfolio.made import one


def test_a_worse_plan_found_with_more_money_brings_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = solve(Problem((one("a", 10, 6), one("b", 9, 5)), {("x", 1): 6}), gap=0.0, rounds=2)
    worse = SimpleNamespace(value=plan.value - 1, chosen=[SimpleNamespace(candidate=SimpleNamespace(id="b"))])

    def near(*_: Any, **__: Any) -> Any:
        return worse

    monkeypatch.setattr(steadiness, "solved", near)

    rows = steadiness._growth(plan)

    assert [(row["jobs"], row["enter"]) for row in rows] == [(10.0, [])] * 3
