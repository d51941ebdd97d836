"""A plan that is made in a process of its own: how far it is, what came of it, stopped, and broken off."""

import json
import os
import time
from _thread import interrupt_main
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hamahang.cli.main import main
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import PlanRefused, PlanTerms
from hamahang.domain.text import Text
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.plans import solve
from hamahang.methods.portfolio.problem import Problem
from hamahang.planning import running, trying
from hamahang.planning.solving import Sought, Watch, solved
from tests.factories import AT, DAY
from tests.methods.portfolio.made import one

TERMS = PlanTerms(money={"x": (9, 0)})
ASOF = AsOf(DAY, entry=7)
CODE = "0f0f"


def asked(store: Path, **more: Any) -> None:
    trying.ask(code=CODE, title="دور دوم", terms=TERMS, asof=ASOF, store=store, now=time.time(), by="dabir", **more)


def state(store: Path) -> Any:
    return trying.found(code=CODE, store=store, now=time.time())


def carried_out(store: Path, monkeypatch: pytest.MonkeyPatch, made: Any) -> Any:
    monkeypatch.setattr(running, "run_plan", made)
    return trying.carry_out(code=CODE, store=store, clock=time.time, at=AT)


def worked() -> None:
    """Work for so long that somebody can say to stop."""
    for _ in range(1_000):
        time.sleep(0.01)


class Made:
    """A plan that was kept."""

    number = "P-1390-9"


def test_what_was_asked_is_made_from_what_was_known_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(tmp_path)
    told: dict[str, Any] = {}

    def made(**more: Any) -> Made:
        told.update(more)
        more["watch"].told(12_000_000, 15_000_000, 0.25)
        time.sleep(3 * trying.BEAT)
        told["meanwhile"] = state(tmp_path)
        more["watch"].searched()
        return Made()

    assert carried_out(tmp_path, monkeypatch, made).number == "P-1390-9"

    assert (told["title"], told["terms"], told["asof"], told["by"]) == ("دور دوم", TERMS, ASOF, "dabir")
    meanwhile = told["meanwhile"]
    assert (meanwhile.best, meanwhile.bound, meanwhile.gap, meanwhile.is_alive) == (12.0, 15.0, 0.25, True)
    assert trying.under_way(store=tmp_path, now=time.time()) == []
    assert (state(tmp_path).state, state(tmp_path).number) == ("DONE", "P-1390-9")
    trying.forget(code=CODE, store=tmp_path)
    assert state(tmp_path) is None


def test_what_is_refused_is_told_with_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(tmp_path)
    why = Text(fa="پول نیست", en="no money")

    def refused(**_: Any) -> Made:
        raise PlanRefused(why)

    assert carried_out(tmp_path, monkeypatch, refused) is None

    assert (state(tmp_path).state, state(tmp_path).why) == ("REFUSED", why)


def test_who_is_told_to_stop_is_interrupted_once_and_only_while_searching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path)
    trying.stop(code=CODE, store=tmp_path)
    assert state(tmp_path).is_stopping
    seen = []

    def stopped(**more: Any) -> Made:
        try:
            worked()
        except KeyboardInterrupt:
            seen.append(more["watch"].stopped())
        more["watch"].searched()
        interrupt_main()  # what comes after the search is not lost
        time.sleep(0.01)
        return Made()

    assert carried_out(tmp_path, monkeypatch, stopped) is not None

    assert seen == [True]
    assert (state(tmp_path).state, state(tmp_path).is_stopping) == ("DONE", False)


def test_stopped_before_any_plan_was_found_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(tmp_path)
    trying.stop(code=CODE, store=tmp_path)

    def early(**_: Any) -> Made:
        worked()
        return Made()

    assert carried_out(tmp_path, monkeypatch, early) is None

    assert state(tmp_path).why == trying.STOPPED_TOO_SOON


def test_a_process_that_died_or_is_silent_was_broken_off(tmp_path: Path) -> None:
    asked(tmp_path)
    file = tmp_path / f"{trying.PREFIX}{CODE}.json"
    assert state(tmp_path).state == "SEARCHING"

    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(said | {"pid": 2**22 + 1}), encoding="utf-8")
    assert state(tmp_path).state == "BROKEN"
    file.write_text(json.dumps(said | {"pid": os.getpid()}), encoding="utf-8")
    assert state(tmp_path).state == "SEARCHING"
    os.utime(file, (time.time() - 2 * trying.SILENT,) * 2)

    assert state(tmp_path).state == "BROKEN"
    assert [one.state for one in trying.under_way(store=tmp_path, now=time.time())] == ["BROKEN"]


def test_what_nobody_asks_for_any_more_is_swept_away(tmp_path: Path) -> None:
    asked(tmp_path)
    old = tmp_path / f"{trying.PREFIX}{CODE}.json"
    os.utime(old, (time.time() - 2 * trying.KEPT,) * 2)

    trying.ask(code="aa", title="تازه", terms=TERMS, asof=ASOF, store=tmp_path, now=time.time(), by="dabir")

    assert not old.exists()


def test_a_plan_without_a_name_is_not_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PlanRefused, match="Write a name"):
        trying.ask(code="a", title=" ", terms=TERMS, asof=ASOF, store=tmp_path, now=0.0, by="dabir")


def test_another_aim_is_long_and_so_are_many_candidates() -> None:
    few, many = (
        Problem(tuple(one(f"c{at}", 1, 1) for at in range(number)), {("x", 1): 1}) for number in (2, trying.MANY + 1)
    )

    assert trying.is_long(replace(TERMS, aim="cvar"), few)
    assert not trying.is_long(TERMS, few)
    assert trying.is_long(TERMS, many)


def test_after_a_stop_what_still_has_to_be_solved_takes_the_least_of_work() -> None:
    problem = Problem((one("a", 10, 6), one("b", 9, 5)), {("x", 1): 11})
    heard = []

    plan = solved(problem, Sought(), watch=Watch(lambda *told: heard.append(told), lambda: True))

    assert plan.value == 19
    assert heard
    assert Asking(rounds=50, stopped=lambda: True).solve(plan.arranged.packing).worth == plan.solution.worth
    assert solve(problem, aim="per_rial", least=1, rounds=5, stopped=lambda: True).per_rial is not None


def test_nobody_can_go_on_with_what_nobody_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "resume", "nobody-asked"]) == 1

    assert "was asked for" in capsys.readouterr().err
