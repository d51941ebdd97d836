"""Rates from published shares and times: what they say alone, and that data take over."""

import numpy as np
import pytest

from hamahang.methods.forecast import Histories, Visit, fit, forecast
from hamahang.methods.forecast.incidence import grid
from hamahang.methods.forecast.passage import after_entering
from hamahang.methods.forecast.published import NotToldOf, Usual, usual_rates

TOLD = (Usual("A", "B", "LOST", 0.6, 50.0), Usual("B", "WON", "LOST", 0.5, 100.0))
STAGES = ("A", "B", "LOST", "WON")


def books(visits: list[tuple[str, str, float]]) -> Histories:
    rows = [Visit(case, stage, day, day) for case, stage, day in visits]
    return Histories(rows, success={"WON"}, failure={"LOST"}, also=STAGES)


def test_half_have_left_by_the_time_that_is_told() -> None:
    cut = grid(100.0, steps=60)

    rates = usual_rates(TOLD, stages=STAGES, ends=("LOST", "WON"), cut=cut)

    _, staying = rates.flows()
    assert staying[0, round(50 / cut.step)] == pytest.approx(0.5)
    assert staying[1, round(100 / cut.step)] == pytest.approx(0.5)


def test_in_the_long_run_the_shares_multiply() -> None:
    known = books([("x", "A", 0.0)]).known(1.0)
    rates = usual_rates(TOLD, stages=STAGES, ends=("LOST", "WON"), cut=grid(3_000.0, steps=600))

    reached = after_entering(rates, known, 600)

    assert reached[0, -1] == pytest.approx(0.6 * 0.5, abs=1e-3)
    assert reached[1, -1] == pytest.approx(0.5, abs=1e-3)


def test_a_stage_of_which_nothing_is_told_is_named() -> None:
    with pytest.raises(NotToldOf) as caught:
        usual_rates(TOLD, stages=(*STAGES, "C"), ends=("LOST", "WON"), cut=grid(100.0))

    assert caught.value.stage == "C"


def test_what_is_seen_takes_over_from_what_is_published() -> None:
    """Twenty cases move it little, two thousand that all come in ten days make it forget."""
    chances = []
    for number in (0, 20, 2_000):
        ended = [
            (f"c{at}", stage, at / number * 400 + day)
            for at in range(number)
            for stage, day in (("B", 0.0), ("WON", 10.0))
        ]
        known = books([*ended, ("open", "B", 499.0)])
        prior = usual_rates(TOLD, stages=known.stages, ends=("LOST", "WON"), cut=grid(60.0, steps=60))
        future = forecast(fit(known, at=500.0, horizon=60.0, prior=prior))
        chances.append(float(future.chances[-1]))

    assert chances[0] < 0.25 < chances[1] < chances[2]
    assert chances[2] > 0.9


def test_stages_that_nobody_entered_stand_in_the_books() -> None:
    known = books([("x", "A", 0.0)])

    assert known.stages == STAGES
    assert np.isfinite(known.last_day)
