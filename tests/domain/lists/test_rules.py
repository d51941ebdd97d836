"""Rules between the cells of a row: a wrong sum stops it, days in an odd order are said, silence says nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.lists.checking import check_row
from hamahang.domain.lists.intake import ERROR, WARNING, Cell, Column, Kind, Problem, Table
from hamahang.domain.lists.rules import adds_up, at_most, not_before
from hamahang.domain.text import Text
from hamahang.intake.sources import sources

COLUMNS = (
    Column("men", ("مرد",), Kind.WHOLE),
    Column("women", ("زن",), Kind.WHOLE),
    Column("all", ("شاغلان",), Kind.WHOLE),
    Column("free", ("قابل واگذاری",), Kind.NUMBER),
    Column("area", ("مساحت",), Kind.NUMBER),
    Column("asked", ("تاریخ درخواست",), Kind.DAY),
    Column("paid", ("تاریخ پرداخت",), Kind.DAY),
)
RULES = (adds_up(("men", "women"), "all"), at_most("free", "area"), not_before("paid", "asked"))
TABLE = Table("t", Text(fa="جدول", en="table"), COLUMNS, rules=RULES)
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.RIALS, Kind.PERCENT)
LETTERS = {column.name: letter for column, letter in zip(COLUMNS, "ABCDEFG", strict=True)}


def problems(**texts: str) -> list[Problem]:
    cells = {name: Cell(text) for name, text in texts.items()}
    return check_row(TABLE, cells, units={}, letters=LETTERS, row=7)[1]


def test_a_sum_that_is_wrong_stops_the_row_at_its_cell_and_says_both_numbers() -> None:
    (found,) = problems(men="12", women="3", all="16")

    assert (found.code, found.severity, found.field, found.cell, found.value) == ("wrong_sum", ERROR, "all", "C7", "16")
    assert found.message.fa == "«مرد» و «زن» روی هم ۱۵ می‌شود، ولی «شاغلان» ۱۶ است؛ یکی را درست کنید."
    assert "“men” and “women” add up to 15" in found.message.en


def test_a_part_that_is_more_than_the_whole_stops_the_row() -> None:
    assert [(found.code, found.cell) for found in problems(free="30.5", area="30")] == [("more_than_all", "D7")]
    assert problems(free="30", area="30") == []


def test_days_in_an_odd_order_are_said_and_do_not_stop_the_row() -> None:
    (found,) = problems(asked="1390/03/10", paid="1390/03/09")

    assert (found.code, found.severity, found.cell) == ("before_its_time", WARNING, "G7")
    assert "۱۳۹۰/۰۳/۱۰" in found.message.fa


@pytest.mark.parametrize("texts", [{"men": "12", "all": "16"}, {"free": "9"}, {"paid": "1390/03/09"}, {}])
def test_a_rule_whose_cells_are_not_all_there_says_nothing(texts: dict[str, str]) -> None:
    assert problems(**texts) == []


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_right_sum_is_never_doubted(men: int, women: int) -> None:
    assert problems(men=str(men), women=str(women), all=str(men + women)) == []


def test_each_rule_of_a_source_speaks_of_its_own_columns() -> None:
    """A rule that named a field no table has would never be broken."""
    early, late = date(2011, 1, 1), date(2011, 6, 1)
    for source in sources().values():
        for table in source.tables:
            kinds = {column.name: column.kind for column in table.columns}
            day = {name for name, kind in kinds.items() if kind is Kind.DAY}
            number = {
                name for name, kind in kinds.items() if kind in (Kind.WHOLE, Kind.NUMBER, Kind.RIALS, Kind.PERCENT)
            }
            for rule in table.rules:
                tries: list[dict[str, Any]] = [dict.fromkeys(day, late) | {one: early} for one in day]
                tries += [dict.fromkeys(number, 5) | {one: 6, "status": "IDLE"} for one in number]
                broken = [breach for said in tries if (breach := rule(said)) is not None]
                assert broken, (source.code, rule)
                assert all({breach.field, *breach.others} <= kinds.keys() for breach in broken)
