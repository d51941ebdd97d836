"""Absorption: what is left, and a forecast that a hand can check."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hamahang.domain.absorption import T_80, Absorbed, at_risk, outlook


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
