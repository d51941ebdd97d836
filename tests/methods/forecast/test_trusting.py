"""How far a forecast is trusted: as it is without a past, less after it was wrong, moved after it was wrong one way."""

import numpy as np
import pytest

from hamahang.methods.forecast import fit, forecast
from hamahang.methods.forecast.landmarks import Landmark
from hamahang.methods.forecast.trusting import Trust, learn_trust
from tests.methods.forecast.made import books

BOOKS = books([("a", "OPEN", 0.0), ("b", "DONE", 0.0), ("c", "LOST", 0.0)])


def mark(said: float, came: int, of: int = 40, weight: float = 1.0) -> Landmark:
    truth = np.zeros(of)
    truth[:came] = 1.0
    zeros = np.zeros(of, np.int64)
    return Landmark(np.full((of, 2), said), truth, zeros, zeros, zeros + 1, np.ones(of), weight)


def spread(trust: Trust) -> float:
    shock = trust.shock
    mean = shock.shifts @ shock.weights
    return float(np.sqrt(shock.weights @ (shock.shifts - mean) ** 2))


def test_without_a_past_the_chances_stay_and_the_doubt_is_wide():
    trust = learn_trust(BOOKS, [], ended=(3, 3), opinions=2)

    features = np.zeros((2, len(trust.shifts) - 1))
    said = np.array([[0.3, 0.9], [0.6, 0.1]])
    assert trust.chances(said, features) == pytest.approx([0.3, 0.6])
    assert spread(trust) > spread(learn_trust(BOOKS, [], ended=(300, 300), opinions=2))


def test_forecasts_that_were_too_high_are_lowered():
    trust = learn_trust(BOOKS, [mark(0.5, 12), mark(0.5, 11), mark(0.5, 13)], ended=(80, 80), opinions=2)

    moved = trust.shock.shifts @ trust.shock.weights
    assert moved < -0.3


def test_forecasts_that_missed_both_ways_are_believed_less_than_those_that_hit():
    missed = learn_trust(BOOKS, [mark(0.5, 8), mark(0.5, 33), mark(0.5, 9), mark(0.5, 32)], ended=(80, 80), opinions=2)
    hit = learn_trust(BOOKS, [mark(0.5, 20), mark(0.5, 21), mark(0.5, 19), mark(0.5, 20)], ended=(80, 80), opinions=2)

    assert spread(missed) > 1.8 * spread(hit)


def test_a_covariate_that_tells_cases_apart_moves_them():
    from hamahang.methods.forecast import Histories, Visit

    visits, kinds = [], {}
    for k in range(240):
        case, is_good = f"c{k:03d}", k % 2 == 0
        kinds[case] = "good" if is_good else "poor"
        visits.append(Visit(case, "OPEN", k * 5.0, k * 5.0))
        wait = 30.0 + k % 20
        visits.append(Visit(case, "DONE" if is_good or k % 7 == 0 else "LOST", k * 5.0 + wait, k * 5.0 + wait))
    told = Histories(visits, success={"DONE"}, failure={"LOST"}, groups={"kind": kinds})

    future = forecast(fit(told, at=1000.0, horizon=60.0))
    by_kind = {
        kind: np.mean(
            [p for case, p in zip(future.case, future.chances, strict=True) if kinds[told.cases[case]] == kind]
        )
        for kind in ("good", "poor")
    }

    assert by_kind["good"] > by_kind["poor"] + 0.25
