"""Observations by the counties of another day, by hand: one county that became two, and was later told as one."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.divisions import Division, Link, Version
from hamahang.domain.observations import Observed, told

OLD, ONE, TWO, OTHER = 1, 2, 3, 4
SPLIT = from_jalali(1391, 11, 25)
DIVISION = Division(
    versions={v.key: v for v in (Version(OLD, None, SPLIT), Version(ONE, SPLIT), Version(TWO, SPLIT), Version(OTHER))},
    links=(Link(OLD, ONE, SPLIT), Link(OLD, TWO, SPLIT)),
)
IN_1390, IN_1395 = from_jalali(1390, 12, 29), from_jalali(1395, 12, 30)
PEOPLE = {OLD: 75_000, ONE: 50_000, TWO: 25_000, OTHER: 10_000}


def by_county(observed, day, *, is_additive, people=PEOPLE):
    found = told(observed, DIVISION, day, is_additive=is_additive, inhabitants=people)
    return {one.county: (one.value, one.how) for one in found}


def seen(county, value, until):
    return Observed(county, Decimal(value), until)


def test_persons_of_a_county_that_was_split_are_parted_by_inhabitants():
    found = by_county([seen(OLD, 900, IN_1390), seen(OTHER, 7, IN_1390)], IN_1395, is_additive=True)

    assert found == {ONE: (600, "parted"), TWO: (300, "parted"), OTHER: (7, "same")}


def test_without_a_census_of_the_parts_the_whole_stays_undivided():
    (found,) = told(
        [seen(OLD, 900, IN_1390)], DIVISION, IN_1395, is_additive=True, inhabitants={ONE: 50_000}
    )  # fmt: skip

    assert (found.county, found.how, found.among) == (OLD, "undivided", frozenset({ONE, TWO}))
    assert found.value == 900
    assert not found.is_estimate


def test_persons_of_the_parts_are_summed_for_the_county_they_came_of():
    found = by_county([seen(ONE, 610, IN_1395), seen(TWO, 280, IN_1395)], IN_1390, is_additive=True)

    assert found == {OLD: (890, "summed")}


def test_a_rate_is_never_parted_and_never_summed():
    before = by_county([seen(OLD, "12.4", IN_1390)], IN_1395, is_additive=False)
    after = by_county([seen(ONE, 12, IN_1395), seen(TWO, 15, IN_1395)], IN_1390, is_additive=False)

    assert before == {ONE: (Decimal("12.4"), "of_whole"), TWO: (Decimal("12.4"), "of_whole")}
    # (12 × 50 + 15 × 25) / 75
    assert after == {OLD: (13, "averaged")}


def test_a_mean_of_rates_without_inhabitants_is_not_told():
    assert by_county([seen(ONE, 12, IN_1395), seen(TWO, 15, IN_1395)], IN_1390, is_additive=False, people={}) == {}


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_parts_of_a_sum_add_up_to_it(value, one, two):
    found = told([seen(OLD, value, IN_1390)], DIVISION, IN_1395, is_additive=True, inhabitants={ONE: one, TWO: two})

    assert sum(part.value for part in found) == value
