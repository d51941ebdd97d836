"""How far a forecast is trusted: as it is without a past, less after it was wrong, moved after it was wrong one way."""

from dataclasses import replace

import numpy as np
import pytest

from hamahang.methods.forecast import Histories, fit, forecast
from hamahang.methods.forecast.landmarks import Landmark, Standing, guessed
from hamahang.methods.forecast.landmarks import standing as standing_of
from hamahang.methods.forecast.missing import Past, next_shift
from hamahang.methods.forecast.opinions import Basis, opinions
from hamahang.methods.forecast.rivals import Pace
from hamahang.methods.forecast.trusting import Trust, heard_then, learn_trust
from tests.methods.forecast.made import books

BOOKS = books([("a", "OPEN", 0.0), ("b", "DONE", 0.0), ("c", "LOST", 0.0)])
YEAR = 365.0


def standing(said: float, *, at: float, of: int = 40, ended: float = 80.0) -> Standing:
    zeros = np.zeros(of, np.int64)
    return Standing(
        at,
        np.full((of, 2), said),
        zeros,
        BOOKS.stages,
        zeros,
        zeros + 1,
        np.ones(of),
        zeros,
        (ended, ended),
        (0.0, 0.0),
        Pace(said * of, ended),
    )


def mark(said: float, came: int, *, at: float = 0.0) -> Landmark:
    truth = np.zeros(40)
    truth[:came] = 1.0
    return Landmark(standing(said, at=at), truth, 1.0, (Pace(said * 40, 80.0), Pace(said * 40, 80.0)))


def trusted(*marks: Landmark, now: Standing) -> Trust:
    return learn_trust(BOOKS, marks, now, guesses=(Pace(20.0, 80.0), Pace(20.0, 80.0)), horizon=YEAR)


def spread(trust: Trust) -> float:
    shock = trust.shock
    mean = shock.shifts @ shock.weights
    return float(np.sqrt(shock.weights @ (shock.shifts - mean) ** 2))


def test_without_a_past_the_chances_stay_and_the_doubt_is_wide():
    trust = trusted(now=standing(0.5, at=0.0, ended=3.0))

    features = np.zeros((2, len(trust.shifts) - 1))
    said = np.array([[0.3, 0.9], [0.6, 0.1]])
    assert trust.chances(said, features) == pytest.approx([0.3, 0.6])
    assert spread(trust) > spread(trusted(now=standing(0.5, at=0.0, ended=300.0)))


def missed(*came: int) -> Trust:
    """Return the trust after forecasts of half of forty, a year apart, the last one first."""
    marks = [mark(0.5, number, at=-YEAR * (place + 1)) for place, number in enumerate(came)]
    return trusted(*marks, now=standing(0.5, at=0.0))


def test_forecasts_that_were_too_high_are_lowered():
    trust = missed(12, 11, 13)

    moved = trust.shock.shifts @ trust.shock.weights
    assert moved < -0.3


def test_forecasts_that_missed_both_ways_are_believed_less_than_those_that_hit():
    assert spread(missed(8, 33, 9, 32)) > 1.8 * spread(missed(20, 21, 19, 20))


def test_misses_that_last_are_followed_more_than_those_that_are_over():
    lasting, over = missed(30, 30, 29, 20, 20, 20), missed(20, 20, 20, 29, 30, 30)

    assert lasting.shock.shifts @ lasting.shock.weights > over.shock.shifts @ over.shock.weights + 0.2


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


def test_a_pace_of_none_so_far_does_not_say_that_none_will_come():
    now, none = standing(0.5, at=0.0, ended=3.0), Pace(0.0, 0.0)
    marks = [Landmark(standing(0.1, at=-YEAR * k, of=4, ended=1.0), np.zeros(4), 0.1, (none, none)) for k in (1, 2)]

    shock = learn_trust(BOOKS, marks, now, guesses=(none, none), horizon=YEAR).shock

    assert shock.weights[shock.shifts < -2.0].sum() < 0.02


def past(came: int, *, at: float, weight: float) -> Past:
    return Past(at, np.full(400, 0.5), float(came), weight, [Pace(200.0, 80.0)], (0.0,))


def test_four_forecasts_of_the_same_time_teach_as_much_as_one():
    """Looked at more often, one year is one year: also where it tells how wide misses lie."""
    alone = [past(260, at=-2 * YEAR, weight=1.0), past(150, at=-YEAR, weight=1.0)]
    often = [past(int(one.came), at=one.at, weight=0.25) for one in alone for _ in range(4)]

    first, second = (
        next_shift(missed, past(0, at=0.0, weight=0.0), horizon=YEAR, unsure=0.05) for missed in (alone, often)
    )

    assert second.shifts == pytest.approx(first.shifts)
    assert second.weights == pytest.approx(first.weights, abs=1e-9)


def test_what_is_missed_at_the_same_time_of_each_year_is_foreseen():
    """Four forecasts a year, of ninety days; in each year the last of them is far too low."""
    missed = [
        past(300 if quarter == 3 else 200, at=-YEAR * year + 91.0 * quarter, weight=1.0)
        for year in range(1, 6)
        for quarter in range(4)
    ]

    def next_mean(at: float) -> float:
        shock = next_shift(missed, past(0, at=at, weight=0.0), horizon=90.0, unsure=0.05)
        return float(shock.shifts @ shock.weights)

    assert next_mean(91.0 * 3) > 0.7
    assert abs(next_mean(91.0)) < 0.2


def test_an_opinion_is_heard_on_a_past_day_by_what_was_over_then():
    good, poor = np.full((40, 1), 0.9), np.full((40, 1), 0.1)
    said = np.concatenate((poor, good), axis=1)
    marks = [
        Landmark(replace(standing(0.5, at=-YEAR * k), chances=said), np.ones(40), 1.0, (Pace(1.0, 1.0),))
        for k in (1, 2, 3)
    ]

    last, before, first = heard_then(marks, 2, YEAR)

    assert first == pytest.approx([np.e / (1 + np.e), 1 / (1 + np.e)])  # nothing was over: as before any
    assert before[1] > 0.99
    assert last[1] >= before[1]


def test_the_shares_of_stages_are_a_way_to_say_how_many():
    told = books(
        [("a", "OPEN", 0.0), ("a", "DONE", 5.0), ("b", "OPEN", 1.0), ("b", "LOST", 5.0), ("c", "OPEN", 2.0)],
    )
    known = told.known(10.0)
    said = standing_of(opinions(known, Basis(30.0, 60, None, 2.0)), 30.0)

    whole, year, staged = guessed(said, known, begun=0.0, horizon=30.0)

    assert (whole.number, year.number) == (3.0, 3.0)  # one in ten days
    assert staged == Pace((1 + 0.5) / (3 + 1.0), 1.0)


def test_of_nothing_at_all_nothing_is_forecast():
    nothing = fit(Histories([], success={"DONE"}, failure=(), also={"OPEN", "DONE"}), at=1.0, horizon=30.0)

    assert forecast(nothing).count.chance.tolist() == [1.0]
