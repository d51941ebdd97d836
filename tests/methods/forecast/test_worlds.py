"""Made-up provinces whose future is known: forecasts are as right as they say, and better than the naive ways."""

from functools import cache

import numpy as np
import pytest

from hamahang.methods.forecast import Histories, NothingToReplay, Result, Visit, backtest
from hamahang.methods.forecast.scoring import calibration
from hamahang.methods.forecast.worlds import REGIMES, world, worlds

WORLDS = 56
HORIZON = 365.0


@cache
def replayed(cases: int) -> list[Result]:
    """Return four yearly forecasts in each of 56 worlds of four regimes."""
    found = []
    for _, books in worlds(WORLDS, cases=cases):
        days = [books.last_day - HORIZON * year for year in (4, 3, 2, 1)]
        found.append(backtest(books, horizon=HORIZON, at=days))
    return found


def mean(results: list[Result], name: str) -> float:
    return float(np.mean([getattr(result.model, name) for result in results]))


@pytest.mark.parametrize("cases", [30, 300])
def test_intervals_hold_as_often_as_they_say(cases):
    results = replayed(cases)

    assert mean(results, "coverage80") == pytest.approx(0.80, abs=0.04)
    assert mean(results, "coverage95") == pytest.approx(0.95, abs=0.04)


def test_few_cases_make_wide_intervals():
    # of the number that is expected
    few, many = (
        np.mean([result.model.width80 for result in results])
        / np.mean([one.said.mean for result in results for one in result.replays])
        for results in (replayed(30), replayed(300))
    )

    assert few > 1.5 * many


@pytest.mark.parametrize("rival", ["straight_line", "last_year", "stated", "stage_rate"])
def test_the_mean_score_beats_each_rival_by_a_fifth(rival):
    results = replayed(300)
    theirs = float(np.mean([result.rivals[rival].crps for result in results]))

    assert mean(results, "crps") <= 0.8 * theirs


def test_what_is_given_a_chance_comes_as_often():
    replays = [one for result in replayed(300) for one in result.replays]
    bands = calibration(np.concatenate([one.chances for one in replays]), np.concatenate([one.came for one in replays]))

    assert len(bands) == 10
    for band in bands:
        # beside the seven points: three standard errors, were cases independent
        slack = 3 * (band.said * (1 - band.said) / band.number) ** 0.5
        assert abs(band.said - band.came) <= 0.07 + slack


def test_the_same_world_gives_the_same_scores():
    books = world(REGIMES[0], seed=1, cases=60)
    days = [books.last_day - HORIZON]

    assert backtest(books, horizon=HORIZON, at=days).model == backtest(books, horizon=HORIZON, at=days).model


def test_a_history_without_an_open_case_has_nothing_to_replay():
    books = Histories([Visit("a", "DONE", 0.0, 0.0), Visit("b", "DONE", 100.0, 100.0)], success={"DONE"}, failure=())

    with pytest.raises(NothingToReplay):
        backtest(books, horizon=10.0)
