"""Who was weighed and who was not, and reasons that are searched for before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.planning import adopting, queries, reasoning
from hamahang.planning.models import PlanChoice
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


def candidate(code: str, *, starts: tuple[int, ...] = (1,), never: str = "") -> dict[str, Any]:
    package = {"id": "FULL", "jobs": 5, "cost": {"x": {"0": 3}}, "starts": list(starts)}
    return {"id": code, "county": "1601", "title": f"واحد {code}", "never": never, "packages": [package]}


def test_of_whom_no_package_fits_into_the_half_years_he_was_not_weighed() -> None:
    ones = [candidate("a"), candidate("b", starts=(7,)), candidate("c", never="دادگاه")]
    run = factories.plan_run(problem={"money": {"x": {"1": 9}}, "candidates": ones})

    assert reasoning.weighed(run) == 1
    why = reasoning.untried(run)
    assert set(why) == {"b", "c"}
    assert "fits into the periods" in why["b"].en
    late = factories.plan_choice(run=run, code="b")
    assert not reasoning.reason_of(late).is_weighed


def test_reasons_are_searched_for_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    run = factories.plan_run()
    for _ in range(2):
        factories.plan_choice(run=run)
    done: list[str] = []

    def found(*_: Any) -> reasoning.Reason:
        done.append("searched")
        return reasoning.Reason(Text(fa="چون", en="because"), {})

    @contextmanager
    def writing(**more: Any) -> Iterator[None]:
        done.append("writing")
        with recording(**more):
            yield

    monkeypatch.setattr(adopting, "recording", writing)
    monkeypatch.setattr(queries, "kept_plan", lambda _: None)
    monkeypatch.setattr(reasoning, "shared_by_reasons", lambda _: None)
    monkeypatch.setattr(reasoning, "reason", found)

    assert adopting.explain(run=run, by="tests", at=AT) == 2

    assert done == ["searched", "searched", "writing"]
    assert {one.reason["en"] for one in PlanChoice.objects.filter(run=run)} == {"because"}
