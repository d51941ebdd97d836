"""Working days by the calendar of the office, beside a count day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.workingdays import Closures, Pause, due_on, months_between, months_later, working_days

# Nowruz of 1390: Monday 1 to Thursday 4 Farvardin; 12 and 13 Farvardin are holidays too
NOWRUZ = Closures(days=frozenset(from_jalali(1390, 1, day) for day in (1, 2, 3, 4, 12, 13)))
days = some.dates(date(2011, 1, 1), date(2012, 12, 31))


def test_five_working_days_over_new_year_by_hand() -> None:
    # Sunday 29 Esfand 1389; 1–4 closed, Friday 5, then 6 7 8 9 10
    assert due_on(from_jalali(1389, 12, 29), 5, closures=NOWRUZ) == from_jalali(1390, 1, 10)
    # 11 Thursday, 12 Friday and holiday, 13 holiday, 14 Sunday
    assert due_on(from_jalali(1390, 1, 10), 2, closures=NOWRUZ) == from_jalali(1390, 1, 14)


def test_days_of_the_calendar_count_all() -> None:
    assert due_on(from_jalali(1390, 1, 1), 10) == from_jalali(1390, 1, 11)


def test_a_pause_puts_the_day_off_and_a_lasting_one_takes_it_away() -> None:
    pause = Pause(from_jalali(1390, 2, 3), from_jalali(1390, 2, 6))

    assert due_on(from_jalali(1390, 2, 1), 3, pauses=(pause,)) == from_jalali(1390, 2, 7)
    assert due_on(from_jalali(1390, 2, 1), 3, pauses=(Pause(from_jalali(1390, 2, 3)),)) is None
    assert due_on(from_jalali(1390, 2, 1), 1, pauses=(Pause(from_jalali(1390, 2, 3)),)) == from_jalali(1390, 2, 2)


def test_less_than_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 days"):
        due_on(date(2011, 1, 1), -1)


@given(days, some.integers(0, 60))
def test_the_last_day_is_that_many_working_days_away(begun: date, number: int) -> None:
    last = due_on(begun, number, closures=NOWRUZ)

    assert last is not None
    assert working_days(begun, last, NOWRUZ) == number
    assert number == 0 or NOWRUZ.is_working(last)


@given(days, days)
def test_working_days_agree_with_counting_and_turn_with_their_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    all_days = [first + timedelta(days=ahead + 1) for ahead in range((last - first).days)]

    assert working_days(first, last, NOWRUZ) == len([day for day in all_days if NOWRUZ.is_working(day)])
    assert working_days(last, first, NOWRUZ) == -working_days(first, last, NOWRUZ)


def test_months_keep_to_the_end_of_a_shorter_month() -> None:
    assert months_later(from_jalali(1390, 6, 31), 6) == from_jalali(1390, 12, 29)
    assert months_later(from_jalali(1390, 11, 5), 3) == from_jalali(1391, 2, 5)


@given(days, some.integers(0, 40))
def test_months_later_and_between_agree(first: date, months: int) -> None:
    later = months_later(first, months)

    assert months_between(first, later) == months
    assert months == 0 or months_between(first, later - timedelta(days=1)) == months - 1
