"""A forecast of cases: how likely each succeeds by when, and how many in all."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hamahang.methods.forecast.history import Floats, Histories, Ints, Known
from hamahang.methods.forecast.incidence import BELIEF, Grid, Rates, grid
from hamahang.methods.forecast.landmarks import chances, landmarks, opinions
from hamahang.methods.forecast.totals import Total, total
from hamahang.methods.forecast.trusting import Trust, features_of, learn_trust

STEPS = 60


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt by a day, for a horizon in days."""

    known: Known
    horizon: float
    cut: Grid
    rates: list[Rates]
    trust: Trust


@dataclass(frozen=True)
class Forecast:
    """Open cases and their future. case: (n,) index in the books; by_step: (n, steps) chance to have succeeded by the
    end of each step of the horizon, before the common shock
    """

    model: Model
    case: Ints
    by_step: Floats

    @cached_property
    def sum(self) -> Total:
        """The distribution of the weights of those that succeed within the horizon."""
        weights = self.model.known.of.weights[self.case]
        return total(self.by_step[:, -1], weights, shock=self.model.trust.shock)

    @cached_property
    def count(self) -> Total:
        """The distribution of how many succeed within the horizon."""
        return total(self.by_step[:, -1], shock=self.model.trust.shock)

    @property
    def chances(self) -> Floats:
        """The chance of each open case to succeed within the horizon, as expected over the common shock: (n,)."""
        shock, last = self.model.trust.shock, self.by_step[:, -1:]
        factors = np.exp(shock.shifts)
        return np.asarray((last * factors / (1.0 - last + last * factors)) @ shock.weights)


def fit(books: Histories, *, at: float, horizon: float, prior: Rates | None = None, belief: float = BELIEF) -> Model:
    """Learn from what was known on a day.

    horizon: days; prior, belief: see `incidence.learn`
    """
    books = books.merged(at)
    cut = prior.grid if prior else grid(horizon, steps=STEPS)
    known = books.known(at)
    rates = opinions(known, cut, horizon, prior, belief)
    marks = landmarks(books, at, cut, horizon, prior=prior, belief=belief)
    ended = known.stage[known.is_last]
    went = float(np.isin(ended, list(books.good)).sum()), float(np.isin(ended, list(books.bad)).sum())
    return Model(known, horizon, cut, rates, learn_trust(books, marks, ended=went, opinions=len(rates)))


def forecast(model: Model) -> Forecast:
    """Return the future of the open cases."""
    known, books = model.known, model.known.of
    case = known.case[known.open]
    said = chances(known, model.rates, round(model.horizon / model.cut.step))
    features = features_of(
        books,
        case=case,
        stage=known.stage[known.open],
        visits=known.visits[case],
        age=(known.at - known.begun[case]) / model.horizon,
    )
    by_step = model.trust.chances(said, features)
    return Forecast(model, case, by_step)
