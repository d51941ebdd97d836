"""Times of the year: a winter is seen and used, a year stays a year, and one bad winter is no season."""

import numpy as np
import pytest

from hamahang.methods.forecast import Histories, Visit, fit, forecast
from hamahang.methods.forecast.incidence import grid, learn
from hamahang.methods.forecast.seasons import PARTS, YEAR, Seasons, seasons

WINTER = 60.0


def built(*, years: int = 6, stills: range = range(100)) -> Histories:
    """Return works that take 40 days or so and stand still in the first sixty days of some years."""
    random = np.random.default_rng(1390)
    visits = []
    for number, day in enumerate(np.sort(random.uniform(0, years * YEAR, 120 * years))):
        left, at = 40.0 * random.weibull(1.5), float(day)
        visits.append(Visit(f"c{number}", "OPEN", at, at))
        for _ in range(3):
            year, into = divmod(at, YEAR)
            if into < WINTER and int(year) in stills:
                at = year * YEAR + WINTER
                into = WINTER
            step = min(left, YEAR - into)
            left, at = left - step, at + step
        visits.append(Visit(f"c{number}", "DONE", at, at))
    return Histories(visits, success={"DONE"}, failure=())


def course(books: Histories, at: float) -> Seasons:
    known = books.known(at)
    found = seasons(known, learn(known, grid(60.0)))
    assert found
    return found


def test_a_winter_is_seen():
    pace = course(built(), 5.5 * YEAR).pace

    assert pace[:3].max() < 0.4
    assert pace[5:].min() > 0.75
    assert pace.mean() == pytest.approx(1.0)


def test_one_bad_winter_of_five_is_no_season():
    pace = course(built(stills=range(2, 3)), 5.5 * YEAR).pace

    assert pace[:3].min() > 0.6


def test_of_less_than_two_years_nothing_is_said():
    books = built(years=2)
    known = books.known(1.9 * YEAR)

    assert seasons(known, learn(known, grid(60.0))) is None


def test_a_year_by_the_clock_is_a_year_and_no_time_runs_back():
    year = Seasons(np.random.default_rng(3).dirichlet(np.ones(PARTS)) * PARTS)
    days = np.linspace(-900.0, 2_000.0, 3_001)
    shown = year.clock(days)

    assert (np.diff(shown) >= 0).all()
    assert year.clock(days + YEAR) - shown == pytest.approx(YEAR)
    assert year.clock(np.arange(4) * YEAR) == pytest.approx(np.arange(4) * YEAR)


def test_before_a_winter_less_is_foreseen_than_in_spring():
    books = built()

    before, after = (forecast(fit(books, at=5.0 * YEAR + into, horizon=30.0)) for into in (0.0, 150.0))

    by_seasons = [one.model.now.chances[:, -1].mean() for one in (before, after)]
    assert by_seasons[0] < 0.25 < 0.55 < by_seasons[1]
    assert before.by_step[:, -1].mean() < after.by_step[:, -1].mean() - 0.1
