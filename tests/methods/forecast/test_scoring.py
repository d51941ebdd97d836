"""Scores: by their definitions, and that a right forecast is right in as many cases as it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.methods.forecast import normal_shock, total
from hamahang.methods.forecast.scoring import brier, calibration, covered, crps, transform
from hamahang.methods.forecast.totals import Total


@settings(deadline=None)
@given(weights=st.lists(st.floats(0.01, 1.0), min_size=1, max_size=9), came=st.integers(0, 14))
def test_the_score_is_the_mean_distance_less_half_the_spread(weights, came):
    chance = np.array(weights) / sum(weights)
    numbers = np.arange(len(chance))
    distance = float(chance @ np.abs(numbers - came))
    spread = float(chance @ np.abs(numbers[:, None] - numbers[None, :]) @ chance)

    assert crps(Total(chance), came) == pytest.approx(distance - spread / 2, abs=1e-9)


def test_a_certain_forecast_is_scored_by_its_distance():
    assert crps(Total(np.array([0.0, 0.0, 1.0])), 2) == 0.0
    assert crps(Total(np.array([0.0, 0.0, 1.0])), 5) == 3.0
    assert crps(Total(np.array([0.0, 0.0, 1.0])), 0) == 2.0


def test_a_right_forecast_is_covered_exactly_as_often_as_it_says():
    forecast = total(np.full(6, 0.3))

    for level in (0.5, 0.8, 0.95):
        mean = sum(chance * covered(forecast, came, level) for came, chance in enumerate(forecast.chance))
        assert mean == pytest.approx(level, abs=1e-9)


def test_transforms_of_right_forecasts_are_uniform_and_of_too_narrow_ones_not():
    from scipy import stats

    random = np.random.default_rng(11)
    true: list[float] = []
    narrow: list[float] = []
    for _ in range(400):
        chances = random.uniform(0.1, 0.9, 60)
        shaken, calm = total(chances, shock=normal_shock(0.7)), total(chances)
        came = int(random.choice(len(shaken.chance), p=shaken.chance))
        for forecast, found in ((shaken, true), (calm, narrow)):
            low, high = transform(forecast, came)
            found.append(low + random.random() * (high - low))

    assert stats.kstest(true, "uniform").pvalue > 0.01
    assert stats.kstest(narrow, "uniform").pvalue < 1e-6


def test_what_was_thought_impossible_is_outside_every_interval():
    assert covered(Total(np.array([0.5, 0.5])), 7, 0.95) == 0.0
    assert transform(Total(np.array([0.5, 0.5])), 7) == (1.0, 1.0)


def test_chances_are_counted_in_bands_by_hand():
    bands = calibration(np.array([0.05, 0.07, 0.95, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))

    assert [(band.number, band.came) for band in bands] == [(2, 0.5), (2, 1.0)]
    assert [band.said for band in bands] == pytest.approx([0.06, 0.975])
    assert brier(np.array([0.5, 1.0]), np.array([1.0, 1.0])) == 0.125
    assert np.isnan(brier(np.zeros(0), np.zeros(0)))
