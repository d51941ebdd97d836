"""Promises of less in texts: down to twenty, at most twenty, forty-two fewer; bound, compared and told so."""

from datetime import date
from typing import Any

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.commitments import Goal
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.statements.binding import Candidate
from hamahang.domain.statements.reading import read_claims
from hamahang.domain.statements.said import Said, said_in
from hamahang.statements import following, promised
from hamahang.statements.promised import KEPT, MISSED, RUNNING, Held

DUE = read_day("1390-12-29")
IDLE = Candidate("units_idle", "stock", ())
DOWN = "تا پایان سال ۹۰ شمار واحدهای راکد استان به ۲۰ واحد کاهش می‌یابد."
AT_MOST = "قول می‌دهم تا پایان سال ۱۳۹۰ حداکثر ۲۰ واحد راکد در استان باقی بماند."
BELOW = "واحدهای راکد باید تا پایان سال به کمتر از ۲۰ واحد برسد."
FEWER = "تا پایان سال ۴۲ واحد راکد کم می‌شود."
ONLY = "تا پایان سال تنها ۲۰ واحد راکد خواهیم داشت."
BACK = "تا پایان سال ۹۰ تعداد ۲۰ واحد راکد به تولید بازمی‌گردد."


def said(text: str) -> Said:
    [found] = said_in(read_claims(text, day=read_day("1390-02-01")))
    return found


def held(target: int = 20, *, is_at_most: bool = True) -> Held:
    return Held(1, "م-1", "کاهش", "units_idle", "all", DUE, {"": target}, before=62, is_at_most=is_at_most)


@pytest.mark.parametrize("text", [DOWN, AT_MOST, FEWER, ONLY])
def test_how_much_is_left_and_by_how_much_it_falls_are_the_same_promise(text: str) -> None:
    found = promised.bond(said(text), IDLE, ALL, [held()], {})

    assert (found.how, found.is_same) == ("clear", True)
    assert not promised.bond(said(text), IDLE, ALL, [held(30)], {}).is_same


def test_twenty_that_come_back_are_not_twenty_that_are_left() -> None:
    assert promised.bond(said(BACK), IDLE, ALL, [held()], {}).how == "none"
    assert promised.bond(said(BACK), IDLE, ALL, [held(is_at_most=False)], {}).how == "clear"


def told(text: str, value: int, *, on: date, code: str = "units_idle") -> Any:
    """Return the end of a promise without a commitment, its figure standing at a value."""
    reached = following.Reached(code, ALL, AsOf(on), value, None)
    promise: Any = following.Promise(1, "گزارش", read_day("1390-02-01"), said(text), None, on, reached, None)
    return promise.end


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        (DOWN, 20, KEPT), (DOWN, 21, MISSED), (AT_MOST, 3, KEPT), (AT_MOST, 62, MISSED), (BELOW, 19, KEPT),
        (BELOW, 20, MISSED), (BACK, 5, None), (FEWER, 5, None),
    ],
)  # fmt: skip
def test_without_a_commitment_the_end_is_told_from_the_figure_in_its_direction(text: str, value: int, end: Any) -> None:
    assert told(text, value, on=date(2012, 4, 1)) is end


def test_before_its_day_what_is_not_down_yet_is_under_way() -> None:
    assert told(DOWN, 40, on=date(2011, 7, 1)) is RUNNING
    assert told(DOWN, 40, on=date(2011, 7, 1), code="idle_units_identified") is None


@pytest.mark.parametrize(
    ("amount", "is_over", "end"), [(5, False, RUNNING), (5, True, KEPT), (11, False, MISSED), (11, True, MISSED)]
)
def test_a_limit_of_events_is_kept_only_at_its_end_and_broken_at_any_time(amount: int, is_over: bool, end: Any) -> None:
    assert promised.end(Goal(10, is_at_most=True), amount, is_over=is_over) is end
