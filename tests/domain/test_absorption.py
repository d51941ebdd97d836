"""Absorption: what is left, and a forecast that a hand can check."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hamahang.domain.absorption import T_80, Absorbed, Outlook, Pot, at_risk, outlooks


def outlook(*, paid: int, months: list[int], ahead: Decimal, allocated: int) -> Outlook | None:
    found = outlooks([Pot(allocated, paid, ahead)], months=months)
    return found[0] if found else None


def test_what_is_left_and_the_share_that_is_paid() -> None:
    zanjan = Absorbed(allocated=4_254, committed=12_182, paid=3_712)

    # published as 92 %, which it is not
    assert (zanjan.percent, zanjan.left) == (Decimal("87.3"), 542)
    assert Absorbed(0, 0, 5).percent is None
    assert Absorbed(5, 0, 9).left == 0


def test_a_forecast_by_hand() -> None:
    # months 10, 20, 30, 40: mean 25, spread √(500/3) = 12.910; two months ahead: 50 ± 1.638 · 12.910 · √(2 + 4/4)
    seen = outlook(paid=100, months=[10, 20, 30, 40], ahead=Decimal(2), allocated=1_000)

    assert seen is not None
    assert (seen.expected, seen.low, seen.high, seen.months) == (150, 113, 187, 4)
    assert at_risk(left=900, forecast=seen, paid=100) == 850


def test_the_points_of_t_are_those_of_the_distribution() -> None:
    for degrees, said in enumerate(T_80, start=1):
        assert float(said) == pytest.approx(stats.t.ppf(0.9, degrees), abs=5e-4)


@pytest.mark.parametrize("months", [[], [1], [1, 2, 3]])
def test_a_few_months_are_no_pace(months: list[int]) -> None:
    assert outlook(paid=5, months=months, ahead=Decimal(3), allocated=100) is None
    assert at_risk(left=95, forecast=None, paid=5) == 95


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(0, 10**10), min_size=4, max_size=20),
    st.decimals(min_value=-3, max_value=24, places=1),
    st.integers(0, 10**13),
)
def test_a_forecast_lies_between_what_is_paid_and_what_is_allocated(
    paid: int, months: list[int], ahead: Decimal, allocated: int
) -> None:
    seen = outlook(paid=paid, months=months, ahead=ahead, allocated=allocated)

    assert seen is not None
    assert paid <= seen.low <= seen.expected <= seen.high <= max(allocated, paid)
    left = max(allocated - paid, 0)
    assert 0 <= at_risk(left=left, forecast=seen, paid=paid) <= left


def test_two_pots_of_one_line_share_its_pace_and_the_first_to_lapse_is_filled_first() -> None:
    # 25 a month: by the second month 50 come in, of which the first pot takes its 30; by the fourth 100 in all
    first, second = outlooks([Pot(30, 0, Decimal(2)), Pot(500, 0, Decimal(4))], months=[25, 25, 25, 25]) or []

    assert (first.expected, second.expected) == (30, 70)
    # what the first cannot use in its time is not given to it later
    first, second = outlooks([Pot(80, 0, Decimal(2)), Pot(500, 0, Decimal(4))], months=[25, 25, 25, 25]) or []
    assert (first.expected, second.expected) == (50, 50)


POTS = st.lists(
    st.tuples(
        st.integers(0, 10**12), st.integers(0, 10**12), st.decimals(0, 24, places=1)
    ).map(lambda row: Pot(max(row[:2]), min(row[:2]), row[2])),
    min_size=1, max_size=5,
).map(lambda pots: sorted(pots, key=lambda pot: pot.ahead))  # fmt: skip


@given(POTS, st.lists(st.integers(0, 10**10), min_size=4, max_size=20))
def test_no_money_is_forecast_twice(pots: list[Pot], months: list[int]) -> None:
    seen = outlooks(pots, months=months)

    assert seen is not None
    past = months[-12:]
    pace = Decimal(sum(past)) / len(past)
    for upto in range(1, len(pots) + 1):
        come = sum(row.expected - pot.paid for row, pot in zip(seen[:upto], pots[:upto], strict=True))
        assert come <= (pace * pots[upto - 1].ahead).to_integral_value()
    for row, pot in zip(seen, pots, strict=True):
        assert pot.paid <= row.low <= row.expected <= row.high <= pot.allocated


def test_the_interval_holds_in_about_four_of_five_cases_like_it() -> None:
    random = Random(1390)
    within = 0
    for _ in range(2_000):
        past = [max(0, round(random.gauss(1_000, 200))) for _ in range(9)]
        coming = sum(max(0, round(random.gauss(1_000, 200))) for _ in range(3))
        seen = outlook(paid=0, months=past, ahead=Decimal(3), allocated=10**9)
        assert seen is not None
        within += seen.low <= coming <= seen.high

    assert 0.77 <= within / 2_000 <= 0.83
