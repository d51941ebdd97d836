"""How many in all: every outcome of few cases, chance itself for many, and what must never happen."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.methods.forecast import CALM, Shock, influence, normal_shock, total
from hamahang.methods.forecast.drawing import draw
from hamahang.methods.forecast.totals import NORMAL_FROM, STEP, count, shifted

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=7)


def enumerated(chances: list[float], weights: list[int]) -> np.ndarray:
    found = np.zeros(sum(weights) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        chance = np.prod([p if one else 1 - p for p, one in zip(chances, outcome, strict=True)])
        found[sum(w for w, one in zip(weights, outcome, strict=True) if one)] += chance
    return found


@settings(deadline=None)
@given(chances=CHANCES, data=st.data())
def test_the_distribution_agrees_with_every_outcome(chances, data):
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(chances), max_size=len(chances)))

    ours = total(np.array(chances), np.array(weights))

    assert ours.chance == pytest.approx(enumerated(chances, weights), abs=1e-9)
    assert ours.mean == pytest.approx(float(np.dot(chances, weights)), abs=1e-9)


def test_many_cases_agree_with_the_moments_and_sum_to_one():
    random = np.random.default_rng(7)
    chances, weights = random.uniform(0, 1, 700), random.integers(1, 30, 700)

    ours = total(chances, weights)
    numbers = np.arange(len(ours.chance))
    variance = float(ours.chance @ (numbers - ours.mean) ** 2)

    assert ours.chance.sum() == pytest.approx(1.0, abs=1e-12)
    assert ours.mean == pytest.approx(float(chances @ weights))
    assert variance == pytest.approx(float((chances * (1 - chances)) @ weights**2), rel=1e-6)


def test_a_shock_makes_cases_fail_together():
    chances = np.full(50, 0.5)
    calm, shaken = total(chances), total(chances, shock=normal_shock(0.8))

    assert shaken.mean == pytest.approx(calm.mean)
    assert shaken.quantile(0.9) - shaken.quantile(0.1) > 2 * (calm.quantile(0.9) - calm.quantile(0.1))


def test_the_shock_is_integrated_as_drawing_it_would():
    random = np.random.default_rng(3)
    chances, weights = random.uniform(0, 1, 40), random.integers(1, 9, 40)
    shocks = random.normal(0, 0.7, 20_000)
    drawn = [int(weights @ (random.random(40) < shifted(chances, float(z)))) for z in shocks]

    ours = total(chances, weights, shock=normal_shock(0.7))

    for number in (60, 80, 100):
        assert ours.at_least(number) == pytest.approx(np.mean(np.array(drawn) >= number), abs=0.012)


@settings(deadline=None)
@given(chances=st.lists(st.floats(0.02, 0.98), min_size=2, max_size=7), data=st.data())
def test_influence_is_the_chance_with_a_case_less_the_chance_without_it(chances, data):
    weights = data.draw(st.lists(st.integers(1, 5), min_size=len(chances), max_size=len(chances)))
    target = data.draw(st.integers(1, sum(weights)))

    ours = influence(np.array(chances), np.array(weights), shock=CALM, target=target, of=range(len(chances)))

    for at, found in enumerate(ours):
        sure = [total(np.array([*chances[:at], sure, *chances[at + 1 :]]), np.array(weights)) for sure in (1.0, 0.0)]
        assert found == pytest.approx(sure[0].at_least(target) - sure[1].at_least(target), abs=1e-7)


@settings(deadline=None)
@given(chances=CHANCES, more=st.integers(0, 5))
def test_what_is_reached_already_never_lowers_the_chance_of_the_target(chances, more):
    future = total(np.array(chances))

    assert future.at_least(4 - more) >= future.at_least(4) - 1e-12


def test_no_case_brings_nothing_for_sure():
    nothing = total(np.zeros(0))

    assert nothing.chance.tolist() == [1.0]
    assert nothing.at_least(0) == 1.0
    assert nothing.at_least(1) == 0.0
    assert nothing.quantile(0.9) == 0


def test_drawn_futures_agree_with_the_exact_distribution_within_their_error():
    random = np.random.default_rng(1)
    by_month = np.sort(random.uniform(0, 0.7, (300, 12)), axis=1)
    weights, shock = random.integers(1, 40, 300), normal_shock(0.4)
    exact = total(by_month[:, -1], weights, shock=shock)

    drawn = draw(by_month, weights, draws=8_000, shock=shock, seed=5)

    for level in (0.1, 0.5, 0.9):
        number = exact.quantile(level)
        share, error = drawn.at_least(number)
        assert abs(share - exact.at_least(number)) < 4 * error
    middle = total(by_month[:, 5], weights, shock=shock)
    assert drawn.totals[:, 5].mean() == pytest.approx(middle.mean, rel=0.02)
    assert (np.diff(drawn.totals, axis=1) >= 0).all()


def test_the_same_seed_draws_the_same_futures():
    by_month, weights = np.linspace(0.1, 0.9, 60).reshape(20, 3), np.arange(20)

    one, other = (draw(by_month, weights, draws=50, seed=9).totals for _ in range(2))

    assert one.tolist() == other.tolist()
    assert draw(by_month, weights, draws=50, seed=8).totals.tolist() != one.tolist()


def learnt_shock(low: int, high: int) -> Shock:
    """Return a shock as it is learnt, on even steps, with a hill of weights."""
    shifts = np.arange(low, high + 1) * STEP
    weights = np.exp(-((shifts - shifts.mean()) ** 2) / 0.08)
    return Shock(shifts, weights / weights.sum())


def spread_finely(shock: Shock, parts: int) -> Shock:
    """Return the same shock with each value spread over the way to its neighbours."""
    beside = np.arange(-parts + 1, parts) / parts
    shifts = (shock.shifts[:, None] + beside * STEP).ravel()
    return Shock(shifts, (shock.weights[:, None] * (1 - np.abs(beside)) / parts).ravel())


def test_shocks_between_the_learnt_ones_leave_no_comb():
    chances = np.random.default_rng(5).uniform(0.2, 0.8, 2_500)
    shock = learnt_shock(-4, 4)

    ours = total(chances, shock=shock)

    each = [total(shifted(chances, z)).chance for z in spread_finely(shock, 3).shifts]
    assert ours.chance == pytest.approx(spread_finely(shock, 3).weights @ np.stack(each), abs=1e-9)
    inside = ours.chance[ours.quantile(0.2) : ours.quantile(0.8)]
    assert np.abs(np.diff(inside)).max() < 0.01 * inside.max()


def test_of_very_many_cases_the_normal_curve_is_the_exact_one_to_two_thousandths():
    chances = np.random.default_rng(6).beta(0.5, 4.0, 15_000)
    assert (chances * (1 - chances)).sum() > NORMAL_FROM**2
    shock = learnt_shock(-1, 1)

    ours, exact = total(chances, shock=CALM), count(chances)

    assert np.abs(np.cumsum(ours.chance) - np.cumsum(exact)).max() < 2e-3
    assert total(chances, shock=shock).chance.sum() == pytest.approx(1.0)
