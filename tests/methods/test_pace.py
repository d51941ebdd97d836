"""The pace of inspections: worked by hand, against an independent library, and by many made-up projects."""

import random

import pytest
from scipy import optimize, stats

from hamahang.methods import pace
from hamahang.methods.pace import Pace, days_until_whole


def test_a_steady_project_is_whole_when_its_pace_says() -> None:
    # ten percent in a hundred days, seventy to go
    assert days_until_whole([(0, 10), (100, 20), (200, 30)]) == Pace(699, 700, 700, 3.0, 3)


def test_the_ends_are_where_the_bounds_of_the_prediction_reach_a_hundred() -> None:
    seen = [(0, 10.0), (100, 25.0), (200, 30.0), (300, 50.0)]
    found = days_until_whole(seen)

    rate, span = 40 / 300, 300
    spread = sum((gain - rate * 100) ** 2 / 100 for gain in (15, 5, 20)) / 2
    t = stats.t.ppf(0.9, 2)

    def bound(side: float) -> float:
        return float(
            optimize.brentq(lambda d: rate * d + side * t * (spread * (d + d * d / span)) ** 0.5 - 50, 1, 100_000)
        )

    assert found is not None
    assert found.most is not None
    assert found.least == int(bound(1))
    assert found.most - 1 < bound(-1) <= found.most
    assert found.likely == 375


def test_the_table_is_that_of_students_t() -> None:
    assert [round(float(stats.t.ppf(0.9, n)), 4) for n in range(1, len(pace._T90) + 1)] == list(pace._T90)
    assert round(float(stats.norm.ppf(0.9)), 4) == pace._NORMAL90


@pytest.mark.parametrize(
    "seen", [[], [(0, 10)], [(0, 10), (90, 40)], [(0, 40), (90, 40), (180, 40)], [(0, 40), (90, 50), (180, 30)]]
)
def test_nothing_is_said_of_few_inspections_or_of_a_project_that_does_not_grow(seen: list[tuple[int, float]]) -> None:
    assert days_until_whole(seen) is None


def test_a_pace_that_cannot_be_told_from_nothing_has_no_end() -> None:
    found = days_until_whole([(0, 10), (100, 35), (200, 30)])

    assert found is not None
    assert found.most is None
    assert found.least < found.likely


def test_a_project_that_is_whole_needs_no_days() -> None:
    assert days_until_whole([(0, 60), (100, 80), (200, 100)]) == Pace(0, 0, 0, 6.0, 3)


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        days_until_whole([(10, 10), (10, 20), (30, 30)])


def test_four_of_five_made_up_projects_end_within_their_interval() -> None:
    dice = random.Random(1390)
    inside = tried = 0
    for _ in range(1_500):
        seen, percent = [(0, 0.0)], 0.0
        for number in range(1, 9):
            percent += dice.gauss(0.08 * 60, 0.5 * 60**0.5)
            seen.append((number * 60, percent))
        found = days_until_whole(seen)
        if found is None or percent >= 95:
            continue
        days = 0
        while percent < 100:
            percent += dice.gauss(0.08, 0.5)
            days += 1
        tried += 1
        inside += found.least <= days and (found.most is None or days <= found.most)

    assert tried > 1_400
    assert 0.76 < inside / tried < 0.86
