"""Months as lists write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from hamahang.domain.calendar import MONTHS_EN, MONTHS_FA, from_jalali, read_month
from hamahang.domain.text import to_persian_digits

MONTH = some.integers(1, 12)


@given(some.integers(1300, 1449), MONTH)
def test_a_month_with_its_year_is_read_in_every_writing(year: int, month: int) -> None:
    named, english = MONTHS_FA[month - 1], MONTHS_EN[month - 1]

    for text in (
        f"{year}/{month:02d}", f"{year}/{month}", f"{year}-{month}", f"{month}/{year}", f"{year}{month:02d}",
        f"{named} {year}", f"{named}‌ماه {year}", f"{named} ماه سال {year}", f"{year} {named}", f"{english} {year}",
        f"{year}/{month:02d}/01",
    ):  # fmt: skip
        assert read_month(text) == read_month(to_persian_digits(text)) == (year, month), text
    assert read_month(from_jalali(year, month, 3).isoformat(), is_day=True) == (year, month)


@given(some.integers(1350, 1449), MONTH)
def test_beside_a_months_name_two_digits_are_a_year_of_which_there_were_lists(year: int, month: int) -> None:
    assert read_month(f"{MONTHS_FA[month - 1]} {year % 100:02d}") == (year, month)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90/3", (1390, 3)), ("۳/۹۰", (1390, 3)), ("خرداد", (None, 3)), ("3", (None, 3)), ("12", (None, 12)),
        ("02/03", None), ("13", None), ("0", None), ("1390/13", None), ("1390/00", None), ("بهار ۹۰", None),
        ("90", None), ("خرداد و تیر ۹۰", None), ("90 خرداد 91", None), ("", None), ("۱۳۹۰", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_what_may_be_two_months_or_none_is_not_read(text: str, said: tuple[int | None, int] | None) -> None:
    assert read_month(text) == said


@example("²")
@given(some.text(max_size=30))
def test_no_text_is_read_as_a_month_that_is_none(text: str) -> None:
    found = read_month(text)

    assert found is None or 1 <= found[1] <= 12
