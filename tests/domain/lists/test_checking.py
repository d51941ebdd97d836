"""The cells of a row: what can be one value only is read, what may be another is asked, nothing is guessed."""

from datetime import date

import pytest

from hamahang.domain.calendar import from_jalali
from hamahang.domain.lists.intake import Cell
from tests.domain.lists.test_listing import GOOD_ID, HEAD, body, read, refused
from tests.domain.sheets import Value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1390/12/30", "impossible_day"),
        ("1389/13/01", "impossible_day"),
        ("90/4/5", "two_digit_year"),
        ("5/4/1390", "day_first"),
        ("2011-06-26", "gregorian"),
        ("تیر ۱۳۹۰", "month_only"),
        ("0000/00/00", "impossible_day"),
        ("1490/01/01", "future"),
        ("بهار", "not_a_day"),
    ],
)
def test_a_day_that_may_be_another_is_asked(value: str, code: str) -> None:
    row: list[Value] = [GOOD_ID, "واحد", "ایلام", 1, 1, value]

    assert refused(read([HEAD, row])) == {2: {code}}


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1391/12/30", (1391, 12, 30)),
        ("1390-4-5", (1390, 4, 5)),
        ("۱۳۹۰/۰۴/۰۵", (1390, 4, 5)),
        ("13900405", (1390, 4, 5)),
        ("25/4/1390", (1390, 4, 25)),
        (date(2011, 6, 26), (1390, 4, 5)),
        (Cell("1390-04-05", "day"), (1390, 4, 5)),
    ],
)
def test_a_day_that_can_be_one_only_is_read(value: Value, day: tuple[int, int, int]) -> None:
    assert read([HEAD, [GOOD_ID, "واحد", "ایلام", 1, 1, value]]).rows[0].values["on"] == from_jalali(*day)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-5000, "negative"),
        ("(5000)", "negative"),
        ("5000-", "negative"),
        (Cell("1e+30", "number", "inexact"), "too_large"),
        (Cell("9007199254740993", "number", "inexact"), "inexact"),
        (Cell("nan", "number", "inexact"), "not_a_number"),
        ("۱٫۵ میلیارد", "words"),
        ("2200 میلیارد ریال", "words"),
        ("۵٬۰۰۰٬۰۰۰ تومان", "other_unit"),
        (1.5, "fraction"),
        ("1e6", "exponent"),
        ("٪۲۰", "not_a_number"),
        ("NaN", "not_a_number"),
        (Cell("TRUE", "truth"), "not_a_number"),
        (Cell("#REF!", "error"), "error_cell"),
        (Cell("", "formula"), "formula_without_value"),
        ("12\ufffd", "bad_bytes"),
        (Cell("12", "text", "control"), "control_character"),
    ],
)
def test_an_amount_that_may_be_another_is_asked(value: Value, code: str) -> None:
    assert refused(read([HEAD, [GOOD_ID, "واحد", "ایلام", 1, value, None]])) == {2: {code}}


@pytest.mark.parametrize(
    ("value", "rials"),
    [
        ("1/620/000/000", 1_620_000_000),
        ("۱٬۶۲۰", 1620),
        ("  ۱۲۳ ", 123),
        (10**15, 10**15),
        ("12 ریال", 12),
        ("5,000", 5000),
    ],
)
def test_amounts_in_the_ways_of_offices_are_read(value: Value, rials: int) -> None:
    assert read([HEAD, [GOOD_ID, "واحد", "ایلام", 1, value, None]]).rows[0].values["amount"] == rials


def test_a_dash_is_empty_where_a_value_may_be_left_out_and_asked_where_not() -> None:
    listing = read([HEAD, ["ندارد", "واحد", "ایلام", "-", "—", "-"], [GOOD_ID, "واحد", "-", 1, 1, None]])

    assert set(listing.rows[0].values) == {"name", "county"}
    assert {problem.code for problem in listing.rows[0].problems} == {"placeholder"}
    assert refused(listing) == {3: {"required"}}


def test_a_note_in_brackets_on_its_own_line_is_set_aside_and_other_lines_are_not() -> None:
    listing = read(
        [
            HEAD,
            [GOOD_ID, "آجر\n(تعطیل موقت)", "ایلام", "12 نفر", 1, None],
            [GOOD_ID, "آجر\nخط دوم", "مهران", 1, 1, None],
        ]
    )

    assert [row.values["name"] for row in listing.rows] == ["آجر", "آجر خط دوم"]
    assert [problem.code for problem in listing.rows[0].problems] == ["bracket_note"]
    assert listing.rows[0].values["jobs"] == 12


def test_the_same_row_again_and_another_row_of_its_key_are_told_apart() -> None:
    rows = body(2)
    other = [*rows[1][:3], 99, *rows[1][4:]]

    assert refused(read([HEAD, *rows, rows[0], other])) == {4: {"duplicate"}, 5: {"duplicate_differs"}}
