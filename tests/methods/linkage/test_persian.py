"""Names as Persian offices write them: how alike two writings of one name are, and of two names."""

import numpy as np
import pytest

from hamahang.methods.linkage import Linking, Records, Register
from tests.methods.linkage.made import units

ALIKE, SAME, OTHER_NUMBER = 5, 6, 4


def level(field: str, first: str, second: str) -> int:
    """Return the level of two values of a field within a register of ordinary units."""
    left = Records.of([*units(80), {"id": "a", field: first}])
    linking = Linking(Register(left), Records.of([{"id": "b", field: second}]))
    compared = linking.comparer.compare(np.asarray([80]), np.asarray([0]))
    codes = [item.code for item in compared.evidence]
    return int(compared.levels[0, codes.index(field)]) if field in codes else 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("شرکت تولیدی آجر ماشینی زاگرس", "آجر ماشيني زاگرس"),  # letters, boilerplate
        ("آجر ماشینی زاگرس", "زاگرس آجر ماشینی (سهامی خاص)"),  # order
        ("سنگ‌بری مانشت", "سنگبری مانشت"),  # joiner
        ("سنگ‌بری مانشت", "سنگ بری مانشت"),
        ("آجر زاگرس شماره ۲", "آجر زاگرس شماره دو"),  # number in words
        ("تعاونی آرد سپهر", "شركت تعاوني آرد سپهر"),
        ("کارخانجات گچ ساختمانی میمه", "كارخانه گچ ساختماني ميمه"),
    ],
)
def test_ways_of_writing_one_name_are_alike(first, second):
    assert level("name", first, second) >= ALIKE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("آجر ماشینی کبیرکوه", "آجر ماشینی کبیکوه"),  # a letter left out
        ("آجر ماشینی کبیرکوه", "آجر ماشینی کیبرکوه"),  # two letters swapped
        ("شرکت تولیدی سازه فلزی شقایق", "شرکت تولیدیسازه فلزی شقایق"),  # a space left out
    ],
)
def test_typing_errors_leave_names_alike(first, second):
    assert level("name", first, second) >= ALIKE


@pytest.mark.parametrize(
    ("first", "second"),
    [("شرکت تولیدی آجر ماشینی زاگرس", "شرکت تولیدی گچ ساختمانی سپهر"), ("تعاونی آرد آفتاب", "تعاونی خوراک دام گلان")],
)
def test_boilerplate_does_not_make_names_alike(first, second):
    assert level("name", first, second) <= 2


def test_another_number_is_another_works():
    assert level("name", "آجر ماشینی زاگرس شماره ۱", "آجر ماشینی زاگرس شماره ۲") == OTHER_NUMBER


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("licence", "۲۰۰/۱۲۳۴", "200-1234"),
        ("phone", "۰۸۴-۳۳۲۲۱۱۰۰", "+98 84 33221100"),
        ("phone", "08433221100, 09181234567", "09181234567"),
        ("place", "شهرستان دره‌شهر", "دره شهر"),
        ("place", "شیروان وچرداول", "شيروان و چرداول"),
        ("owner", "آقای علی كريمی", "علی کریمی"),
    ],
)
def test_ways_of_writing_one_value_are_the_same(field, first, second):
    assert level(field, first, second) == {"licence": 5, "phone": 5, "place": 3, "owner": 6}[field]


def test_a_telephone_without_its_area_is_a_part_of_it():
    assert level("phone", "08433221100", "33221100") == 3


def test_one_wrong_digit_is_a_slip_but_two_right_ids_are_two_firms():
    assert level("national_id", "10101234567", "10101234568") == 4
    assert level("national_id", "10380284790", "14005893875") <= 2


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1361/02/07", "۱۳۶۱-۲-۷", 4),
        ("1961-07-02", "1961-02-07", 3),
        ("19610702", "19610703", 3),
        ("1961-07-02", "1988-11-30", 1),
    ],
)
def test_days_in_any_form(first, second, expected):
    assert level("birth_date", first, second) == expected


def test_nothing_is_said_by_words_for_nothing():
    for nothing in ("", "-", "ندارد", "N/A"):
        assert level("phone", "08433221100", nothing) == 0
        assert level("owner", "علی کریمی", nothing) == 0
