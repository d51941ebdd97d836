"""Rules of monthly returns: due days over the ends of months and years, months in a row, what a return may not say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.months import Month, months_between
from hamahang.domain.returns import (
    FIRST_TERMS,
    Made,
    NoTerms,
    ReturnIsFaulty,
    Said,
    Terms,
    check,
    confirm_by,
    doubts,
    due_on,
    faults,
    is_warned,
    last_due,
    missing_in_a_row,
    terms_on,
)

LATER = Terms(from_jalali(1395, 7, 1), 15, 10, 3, 2, 40, 80)
MONTHS = st.builds(Month, st.integers(1380, 1410), st.integers(1, 12))
DAY = from_jalali(1391, 1, 20)


def said(**values: object) -> Said:
    return Said(**{"month": Month(1390, 12), "status": "ACTIVE", **values})


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    esfand = Month(1390, 12)

    assert (esfand.first, esfand.last) == (from_jalali(1390, 12, 1), from_jalali(1390, 12, 29))
    assert Month(1391, 12).last == from_jalali(1391, 12, 30)  # a leap year
    assert (esfand.plus(1), esfand.plus(-12), str(esfand)) == (Month(1391, 1), Month(1389, 12), "1390-12")
    assert (Month.of(date(2012, 3, 19)), Month.of(date(2012, 3, 20))) == (esfand, Month(1391, 1))
    assert (esfand.title.fa, esfand.title.en) == ("اسفند ۱۳۹۰", "Esfand 1390")
    assert (Month.read("1390/12"), Month.read("اسفند ۱۳۹۰"), Month.read("اسفند"), Month.read("x")) == (
        esfand, esfand, None, None,
    )  # fmt: skip
    assert esfand.day(31) == esfand.last


@given(MONTHS, st.integers(-200, 200))
def test_counting_months_on_and_back_agrees(month: Month, number: int) -> None:
    other = month.plus(number)

    assert other.since(month) == number
    assert other.plus(-number) == month
    assert Month.of(month.first) == Month.of(month.last) == month
    assert len(months_between(month, other)) == max(number + 1, 0)


@pytest.mark.parametrize(
    ("month", "due", "confirm"),
    [
        ((1390, 3), (1390, 4, 10), (1390, 5, 5)),
        ((1390, 11), (1390, 12, 10), (1391, 1, 5)),
        ((1390, 12), (1391, 1, 10), (1391, 2, 5)),
    ],
)
def test_a_return_is_due_on_the_10th_of_the_next_month_and_confirmed_by_the_5th_after(
    month: tuple[int, int], due: tuple[int, int, int], confirm: tuple[int, int, int]
) -> None:
    assert due_on(Month(*month), FIRST_TERMS) == from_jalali(*due)
    assert confirm_by(Month(*month), FIRST_TERMS) == from_jalali(*confirm)


def test_the_last_due_month_turns_on_the_10th() -> None:
    rules = [FIRST_TERMS]

    assert last_due(from_jalali(1390, 4, 9), rules) == Month(1390, 2)
    assert last_due(from_jalali(1390, 4, 10), rules) == Month(1390, 3)
    assert last_due(from_jalali(1391, 1, 9), rules) == Month(1390, 11)


def test_rules_are_dated_and_those_of_the_month_hold() -> None:
    rules = [LATER, FIRST_TERMS]

    assert terms_on(rules, from_jalali(1395, 6, 31)) is FIRST_TERMS
    assert terms_on(rules, from_jalali(1395, 7, 1)) is LATER
    assert terms_on(rules, from_jalali(1370, 1, 1)) is FIRST_TERMS
    # Shahrivar is still of the old rule, Mehr of the new
    assert last_due(from_jalali(1395, 7, 12), rules) == Month(1395, 6)
    assert last_due(from_jalali(1395, 8, 14), rules) == Month(1395, 6)
    assert last_due(from_jalali(1395, 8, 15), rules) == Month(1395, 7)
    with pytest.raises(NoTerms):
        terms_on([], DAY)


@given(st.dates(date(2011, 6, 1), date(2024, 1, 1)))
def test_the_last_due_month_is_due_and_the_next_is_not(day: date) -> None:
    rules = [FIRST_TERMS]

    month = last_due(day, rules)

    assert due_on(month, FIRST_TERMS) <= day < due_on(month.plus(1), FIRST_TERMS)


def test_six_months_in_a_row_warn_and_one_return_begins_anew() -> None:
    last, began = Month(1390, 8), Month(1390, 1)
    five, six = {Month(1390, 3)}, {Month(1390, 2)}

    assert missing_in_a_row(five, owed_from=began, last=last) == 5
    assert missing_in_a_row(six, owed_from=began, last=last) == 6
    assert (is_warned(5, FIRST_TERMS), is_warned(6, FIRST_TERMS), is_warned(3, LATER)) == (False, True, True)
    # older gaps are over, and nobody owes what lies before the beginning
    assert missing_in_a_row({last}, owed_from=began, last=last) == 0
    assert missing_in_a_row(set(), owed_from=Month(1390, 6), last=last) == 3
    assert missing_in_a_row(set(), owed_from=Month(1390, 9), last=last) == 0


@given(st.sets(st.integers(0, 40)), st.integers(0, 40))
def test_months_in_a_row_are_counted_as_one_would_by_hand(came: set[int], last: int) -> None:
    base = Month(1389, 5)
    by_hand = 0
    while by_hand <= last and last - by_hand not in came:
        by_hand += 1

    assert missing_in_a_row({base.plus(n) for n in came}, owed_from=base, last=base.plus(last)) == by_hand


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"persons": 12, "women": 5, "men": 7, "shifts": 2, "capacity_use": Decimal(70)}, []),
        ({"persons": 12, "women": 5, "men": 6}, ["persons"]),
        ({"persons": 4, "women": 5}, ["women"]),
        ({"persons": -1}, ["persons"]),
        ({"month": Month(1391, 1)}, ["month"]),
        ({"status": "CLOSED"}, ["status"]),
        ({"capacity_use": Decimal("100.1")}, ["capacity_use"]),
        ({"shifts": 5}, ["shifts"]),
        ({"stop_days": 30, "stop_cause": "ENERGY"}, ["stop_days"]),  # Esfand of 1390 has 29 days
        ({"stop_days": 3}, ["stop_cause"]),
        ({"stop_cause": "ENERGY"}, ["stop_days"]),
        ({"stop_days": 3, "stop_cause": "MOON"}, ["stop_cause"]),
        ({"status": "IDLE", "made": (Made("آجر", Decimal(3)),)}, ["made"]),
        ({"made": (Made("آجر", Decimal(3)), Made("آجر", Decimal(4)))}, ["made"]),
        ({"made": (Made("آجر", Decimal(-3)), Made("", Decimal(4)))}, ["made", "made"]),
    ],
)
def test_a_return_that_contradicts_itself_is_told_at_each_field(values: dict[str, object], fields: list[str]) -> None:
    found = faults(said(**values), day=DAY)

    assert [fault.field for fault in found] == fields
    assert all(fault.why.fa and fault.why.en for fault in found)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(ReturnIsFaulty) as refused:
        check(said(status="?", shifts=9), day=DAY)

    assert [fault.field for fault in refused.value.faults] == ["status", "shifts"]
    assert "؛ " in refused.value.why.fa


def test_what_is_unlikely_is_shown_to_the_expert_and_stops_nothing() -> None:
    before = said(persons=20, made=(Made("آجر", Decimal(100)), Made("سفال", Decimal(10))))
    now = said(persons=40, made=(Made("آجر", Decimal(160)), Made("سفال", Decimal(90))))

    found = doubts(now, before=before, capacity={"آجر": Decimal(2_400), "سفال": Decimal(240)})

    assert [doubt.why.en for doubt in found] == [
        "Persons went from 20 to 40",
        "آجر went from 100 to 160",
        "سفال (90) is more than a month of the licensed capacity (20)",
    ]
    assert doubts(said(persons=None), before=None, capacity={})
    assert doubts(said(status="IDLE"), before=None, capacity={}) == []


def test_a_doubt_says_quantities_with_the_sign_of_each_language() -> None:
    now = said(persons=5, made=(Made("آجر", Decimal("968.25")),))

    words = doubts(now, before=None, capacity={"آجر": Decimal("819.6")})[-1].why

    assert "۹۶۸٫۲۵" in words.fa
    assert "۶۸٫۳" in words.fa
    assert "68.3" in words.en
