"""Shares against need, inequality by hand, and intervals."""

import numpy as np
import pytest

from hamahang.methods.benchmark import atkinson, balance, faults, gini, part, theil_l, theil_t
from hamahang.methods.benchmark.sharing import interval

GOT = {"Ilam": 60, "Dehloran": 30, "Badreh": 0, "Mehran": 10}
NEED = {"Ilam": 40, "Dehloran": 30, "Badreh": 20, "Mehran": 10}


def test_shares_against_need_by_hand():
    found = balance(GOT, NEED)

    worst = found.areas[0]
    assert found.worst(1) == ("Badreh",)
    assert (worst.ratio, worst.missing) == (0, 20)
    assert {one.area: one.ratio for one in found.areas} == pytest.approx(
        {"Badreh": 0, "Dehloran": 1, "Mehran": 1, "Ilam": 1.5}
    )
    assert sum(one.missing for one in found.areas) == pytest.approx(0)
    assert found.measures["theil_t"].value == pytest.approx(0.6 * np.log(1.5))
    assert found.measures["theil_l"].value is None  # somebody has nothing


def test_equal_service_has_no_inequality_but_an_interval():
    found = balance({"A": 10, "B": 20}, {"A": 1, "B": 2})

    assert found.measures["gini"].value == pytest.approx(0, abs=1e-12)
    assert (found.measures["gini"].high or 0) > 0


def test_small_counts_are_less_sure_than_large_ones():
    few, many = (balance({"A": 3 * size, "B": 7 * size}, {"A": 5, "B": 5}) for size in (1, 100))

    widths = [found.areas[0].high - found.areas[0].low for found in (few, many)]
    assert widths[1] < widths[0] / 5
    assert few.areas[0].low <= few.areas[0].ratio <= few.areas[0].high


def test_intervals_shrink_with_more_areas():
    rng = np.random.default_rng(2)
    widths = []
    for count in (20, 80, 320):
        low, high = interval("gini", rng.lognormal(0, 0.6, count))
        widths.append(high - low)

    assert widths == sorted(widths, reverse=True)


def test_inequality_between_provinces_and_within_them():
    found = balance(GOT, NEED, groups={"Ilam": "north", "Badreh": "north", "Dehloran": "south", "Mehran": "south"})

    assert found.by_group.between == pytest.approx(0)  # 60 of 60 and 40 of 40
    assert found.by_group.within == pytest.approx(found.measures["theil_t"].value)
    assert found.by_group.share_between == pytest.approx(0)


def test_areas_may_be_drawn_anew_instead_of_events():
    found = balance(GOT, NEED, resample="areas", draws=200)

    assert found.areas[0].low == found.areas[0].high == 0
    gini = found.measures["gini"]
    assert (gini.low or 1) <= (gini.value or 0) <= (gini.high or 0)


def test_an_area_without_need_and_without_share_is_left_out_by_name():
    assert balance(GOT | {"Eyvan": 0}, NEED | {"Eyvan": 0}).left_out == ("Eyvan",)


@pytest.mark.parametrize(
    ("got", "need", "fault"),
    [
        ({"A": 1, "B": 1}, {"A": 1, "B": 0}, faults.NoNeed),
        ({"A": 1, "C": 1}, {"A": 1, "B": 1}, faults.NoNeed),
        ({"A": 0, "B": 0}, {"A": 1, "B": 1}, faults.NothingToShare),
        ({"A": -1, "B": 2}, {"A": 1, "B": 1}, faults.BelowZero),
        ({"A": float("nan"), "B": 2}, {"A": 1, "B": 1}, faults.NotANumber),
        ({"A": 1}, {"A": 1}, faults.TooFewAreas),
    ],
)
def test_what_cannot_be_balanced_is_refused(got, need, fault):
    with pytest.raises(fault):
        balance(got, need)


def test_inequality_by_hand():
    values = np.array([1.0, 3.0])

    assert gini(values) == pytest.approx(0.25)
    assert theil_t(values) == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))
    assert theil_l(values) == pytest.approx(0.5 * np.log(2) + 0.5 * np.log(2 / 3))
    assert atkinson(values, epsilon=1) == pytest.approx(1 - np.sqrt(3) / 2)
    assert atkinson(values, epsilon=2) == pytest.approx(1 - 1.5 / 2)
    assert atkinson(values, epsilon=0) == pytest.approx(0)


def test_gini_with_heads_is_that_of_the_heads_one_by_one():
    assert gini(np.array([1.0, 4.0]), np.array([3.0, 2.0])) == pytest.approx(gini(np.array([1.0, 1, 1, 4, 4])))


def test_somebody_with_nothing():
    values = np.array([0.0, 1.0, 1.0])

    assert atkinson(values, epsilon=1) == 1
    assert theil_t(values) == pytest.approx(np.log(1.5))
    with pytest.raises(faults.NotAboveZero):
        theil_l(values)
    assert part(values, ["a", "b", "b"]).between == pytest.approx(np.log(1.5))


@pytest.mark.parametrize("values", [[-1.0, 2.0], [float("inf"), 1.0], [float("nan"), 1.0], [0.0, 0.0]])
def test_numbers_that_cannot_be_shares_are_refused(values):
    with pytest.raises(faults.Unfit):
        gini(np.array(values))


def test_nothing_of_a_few_events_is_not_surely_nothing():
    found = balance({"A": 0, "B": 20}, {"A": 1, "B": 1})

    # no event in 20: up to 1 − 0.05^(1/20) of them, against a half
    assert found.areas[0].low == 0
    assert found.areas[0].high == pytest.approx((1 - 0.05 ** (1 / 20)) / 0.5)
