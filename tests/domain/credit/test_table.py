"""The table of instalments: worked by hand, checked another way in fractions, and true for any terms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali, jalali, month_length
from hamahang.domain.credit.table import Due, due_days, half_up, redraw, share_of_year, table_of_payment
from hamahang.domain.credit.terms import CreditRefused, Terms, check_terms
from hamahang.domain.flows.workingdays import months_later

PAID = from_jalali(1390, 1, 31)


def terms(**values: Any) -> Terms:
    given_ = {"principal": 1_200_000, "rate": Decimal("0.12"), "instalments": 12} | values
    return Terms(**given_)


def table(amount: int, said: Terms, paid_on: date = PAID, anchor: date = PAID) -> tuple[Due, ...]:
    return table_of_payment(amount=amount, paid_on=paid_on, anchor=anchor, terms=said)


def test_equal_principal_by_hand() -> None:
    rows = table(1_200_000, terms(method="EQUAL_PRINCIPAL"))

    # 100,000 a month; one percent of what is left: 12,000, 11,000, …, 1,000
    assert [row.principal for row in rows] == [100_000] * 12
    assert [row.profit for row in rows] == [1_000 * left for left in range(12, 0, -1)]


def test_equal_instalments_by_hand() -> None:
    rows = table(1_000_000, terms(instalments=3))

    # level = 1,000,000 × 0.01 ÷ (1 − 1.01⁻³) = 340,022.11…; profits 10,000, then 1 % of 669,978 and of 336,656
    assert [(row.principal, row.profit) for row in rows] == [(330_022, 10_000), (333_322, 6_700), (336_656, 3_367)]
    assert sum(row.principal for row in rows) == 1_000_000


def test_a_whole_that_cannot_be_divided_is_settled_by_the_last() -> None:
    rows = table(1_000, terms(method="EQUAL_PRINCIPAL", rate=Decimal(0), instalments=3))

    assert [row.principal for row in rows] == [333, 333, 334]


def test_without_a_rate_there_is_no_profit() -> None:
    rows = table(1_000, terms(rate=Decimal(0), instalments=7, grace=6))

    assert [row.profit for row in rows] == [0] * 7
    assert sum(row.principal for row in rows) == 1_000


def test_a_grant_has_no_table() -> None:
    assert table(1_000, terms(contract="GRANT", purpose="GRANT", rate=Decimal(0))) == ()


def test_profit_of_the_grace_is_added_to_the_principal() -> None:
    rows = table(1_000_000, terms(grace=6, instalments=4, spacing=3))

    # six months of 12 percent: 60,000
    assert rows[0] == Due(months_later(PAID, 6), 0, 60_000, 0, 60_000)
    assert rows[0].payable == 0
    assert sum(row.principal for row in rows) == 1_060_000
    assert rows[1].due_on == months_later(PAID, 9)


def test_profit_of_the_grace_is_paid_while_it_runs() -> None:
    rows = table(1_000_000, terms(grace=7, grace_profit="PAID", instalments=2, spacing=3))

    # after 3 and 6 months 30,000 each, for the seventh month 10,000
    assert [(row.due_on, row.payable) for row in rows[:3]] == [
        (months_later(PAID, 3), 30_000),
        (months_later(PAID, 6), 30_000),
        (months_later(PAID, 7), 10_000),
    ]
    assert sum(row.principal for row in rows) == 1_000_000


def test_a_later_payment_bears_profit_from_its_own_day_and_falls_due_on_the_same_days() -> None:
    said = terms(grace=6, instalments=4)
    second = from_jalali(1390, 3, 10)
    rows = table(500_000, said, paid_on=second)

    # to the end of the grace on 31 Mehr, which has thirty days: four months and twenty days
    end = months_later(PAID, 6)
    assert jalali(end) == (1390, 7, 30)
    assert rows[0].profit == half_up(500_000 * Fraction(12, 100) * (Fraction(4, 12) + Fraction(20, 365)))
    assert [row.due_on for row in rows[1:]] == [row.due_on for row in table(1_000_000, said)[1:]]


def test_a_payment_after_the_last_day_is_due_one_period_later() -> None:
    late = from_jalali(1393, 1, 1)

    (row,) = table(500, terms(), paid_on=late)

    assert (row.due_on, row.principal) == (months_later(late, 1), 500)


def test_the_part_of_the_rate_that_is_subsidised_is_the_programmes() -> None:
    rows = table(1_200_000, terms(method="EQUAL_PRINCIPAL", subsidised=Decimal("0.04")))

    assert [(row.profit, row.subsidy, row.own_profit) for row in rows[:2]] == [
        (12_000, 4_000, 8_000),
        (11_000, 3_667, 7_333),
    ]


def test_days_keep_the_day_of_the_month_and_take_the_last_of_a_shorter_one() -> None:
    days = [jalali(day) for day in due_days(PAID, terms(instalments=13))]

    assert days[:6] == [(1390, month, 31) for month in range(2, 7)] + [(1390, 7, 30)]
    assert days[10] == (1390, 12, 29)
    assert days[11:] == [(1391, 1, 31), (1391, 2, 31)]


def test_a_part_of_a_year_is_whole_months_and_then_days() -> None:
    first = from_jalali(1390, 1, 15)

    assert share_of_year(first, from_jalali(1390, 7, 15)) == Fraction(1, 2)
    assert share_of_year(first, from_jalali(1390, 2, 20)) == Fraction(1, 12) + Fraction(5, 365)
    assert share_of_year(first, first) == 0


WRONG = [
    {"principal": 0}, {"rate": Decimal("1")}, {"rate": Decimal("-0.1")}, {"subsidised": Decimal("0.13")},
    {"grace": -1}, {"grace": 121}, {"instalments": 0}, {"instalments": 481}, {"spacing": 0}, {"spacing": 25},
    {"method": "OTHER"}, {"contract": "GRANT"}, {"contract": "QARD"}, {"purpose": "GRANT"}, {"order": ""},
    {"grace_profit": "NEVER"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_terms_that_cannot_be_are_refused_with_the_repair(wrong: dict[str, Any]) -> None:
    with pytest.raises(CreditRefused) as refused:
        check_terms(terms(**wrong))

    assert refused.value.why.fa
    assert refused.value.why.en


# --- another way, and for any terms ---

RATES = st.decimals(min_value=0, max_value="0.60", places=4)
AMOUNTS = st.integers(min_value=1, max_value=10**14)
DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 1, 1))
ANY = st.builds(
    Terms,
    principal=st.just(1),
    rate=RATES,
    grace=st.integers(0, 36),
    instalments=st.integers(1, 60),
    spacing=st.integers(1, 12),
    method=st.sampled_from(["ANNUITY", "EQUAL_PRINCIPAL"]),
    grace_profit=st.sampled_from(["PAID", "CAPITALISED"]),
)


@given(AMOUNTS, ANY, DAYS, st.integers(0, 900))
def test_a_table_adds_up_to_the_rial_and_its_days_go_forward(
    amount: int, said: Terms, anchor: date, later: int
) -> None:
    paid_on = date.fromordinal(anchor.toordinal() + later)
    rows = table(amount, said, paid_on=paid_on, anchor=anchor)

    assert sum(row.principal for row in rows) == amount + sum(row.capitalised for row in rows)
    assert all(0 <= row.capitalised + row.subsidy <= row.profit and 0 <= row.principal <= row.payable for row in rows)
    days = [row.due_on for row in rows]
    assert days == sorted(days)
    assert days[0] > paid_on


@given(AMOUNTS, ANY, DAYS, st.decimals(min_value=0, max_value=1, places=2))
def test_what_is_subsidised_changes_who_pays_and_nothing_else(
    amount: int, said: Terms, anchor: date, part: Decimal
) -> None:
    assume(said.grace_profit == "PAID" or said.grace == 0)
    alone = table(amount, said, anchor, anchor)
    helped = table(amount, replace(said, subsidised=(said.rate * part).quantize(Decimal("0.000001"))), anchor, anchor)

    assert [(row.due_on, row.principal, row.profit) for row in helped] == [
        (row.due_on, row.principal, row.profit) for row in alone
    ]
    assert all(0 <= row.subsidy <= row.profit for row in helped)


@given(st.integers(10**9, 10**13), st.decimals(min_value="0.01", max_value="0.4", places=4), st.integers(2, 60))
def test_with_equal_principal_profit_only_declines(amount: int, rate: Decimal, number: int) -> None:
    rows = table(amount, terms(rate=rate, instalments=number, method="EQUAL_PRINCIPAL"))

    assert all(later.profit < row.profit for row, later in pairwise(rows))


@given(st.integers(10**6, 10**13), st.decimals(min_value="0.01", max_value="0.4", places=4), st.integers(2, 60))
def test_equal_instalments_are_equal_and_worth_what_was_paid(amount: int, rate: Decimal, number: int) -> None:
    rows = table(amount, terms(rate=rate, instalments=number))
    whole = [row.principal + row.profit for row in rows]

    assert len(set(whole[:-1])) == 1
    # each rounding leaves half a rial at most, and profit on it until the end
    assert abs(whole[-1] - whole[0]) <= 2 * number
    monthly = 1 + Fraction(rate) / 12
    worth = sum(Fraction(one) / monthly**k for k, one in enumerate(whole, start=1))
    assert -number <= worth - amount <= number


@given(st.integers(1, 10**12), RATES, st.lists(st.integers(1, 400), min_size=1, max_size=24), DAYS)
def test_a_table_over_any_days_pays_back_what_profit_by_the_calendar_makes_of_it(
    balance: int, rate: Decimal, gaps: list[int], on: date
) -> None:
    days, day = [], on
    for gap in gaps:
        day = date.fromordinal(day.toordinal() + gap)
        days.append(day)

    rows = redraw(balance=balance, on=on, days=days, rate=rate, subsidised=Decimal(0), method="ANNUITY")

    left, before = balance, on
    for row in rows:
        assert row.profit == half_up(left * Fraction(rate) * share_of_year(before, row.due_on))
        left, before = left - row.principal, row.due_on
    assert left == 0


@given(DAYS, st.integers(1, 24), st.integers(1, 36))
def test_due_days_stand_in_months_of_their_own(anchor: date, spacing: int, number: int) -> None:
    days = due_days(anchor, terms(spacing=spacing, instalments=number))
    months = [year * 12 + month for year, month, _ in map(jalali, days)]

    assert months == list(range(months[0], months[0] + spacing * number, spacing))
    _, _, wanted = jalali(anchor)
    assert all(d == min(wanted, month_length(y, m)) for y, m, d in map(jalali, days))
