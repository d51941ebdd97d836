"""Improving by turns: both ways are tried, and then that which gained more."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from hamahang.methods.portfolio import turns
from hamahang.methods.portfolio.turns import by_turns


def told(monkeypatch: pytest.MonkeyPatch, *, parts: list[int], cores: list[int], has_cores: bool = True) -> str:
    """Return which way was gone each time, where each gains so much, one after the other; until one is at its end."""
    search, ways, clock = SimpleNamespace(worth=0, chosen=np.zeros(1)), [], SimpleNamespace(now=0.0)
    monkeypatch.setattr(turns, "perf_counter", lambda: clock.now)

    def gain(name: str, gains: list[int]) -> None:
        ways.append(name)
        clock.now += 1.0
        search.worth += gains.pop(0)

    monkeypatch.setattr(turns, "improve", lambda *_, **__: gain("p", parts))
    coring: Any = SimpleNamespace(run=lambda *, until: gain("c", cores)) if has_cores else None
    some: Any = search
    by_turns(some, lambda: coring, until=100.0, enough=lambda: not parts or not cores)
    return "".join(ways)


def test_both_are_tried_and_then_the_better(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, parts=[3, 9], cores=[5, 5, 2, 1]) == "pcccp"


def test_who_gains_nothing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, parts=[1, 0, 0, 0], cores=[0, 0, 0, 0]) == "pcpcpcp"


def test_without_cores_all_is_done_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, parts=[1, 0, 0], cores=[9], has_cores=False) == "ppp"
