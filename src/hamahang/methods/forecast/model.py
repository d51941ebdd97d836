"""A forecast of cases: how likely each succeeds by when, and how many in all."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hamahang.methods.forecast.history import Floats, Histories, Ints, Known
from hamahang.methods.forecast.incidence import BELIEF, Rates
from hamahang.methods.forecast.landmarks import Memory, Standing, guessed, landmarks, standing
from hamahang.methods.forecast.opinions import Basis, Opinion, chances, opinions
from hamahang.methods.forecast.totals import Total, total
from hamahang.methods.forecast.trusting import Trust, features, learn_trust

STEPS = 60


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt by a day, for a horizon in days."""

    known: Known
    horizon: float
    opinions: list[Opinion]
    now: Standing
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


def fit(  # each is one thing that a model depends on, named at the call
    books: Histories, *, at: float, horizon: float, prior: Rates | None = None, belief: float = BELIEF,
    memory: Memory | None = None,
) -> Model:  # fmt: skip
    """Learn from what was known on a day.

    horizon: days; prior, belief: see `incidence.learn`; memory: see `landmarks.landmarks`
    """
    basis = Basis(horizon, STEPS, prior, belief)
    known = books.merged(at).known(at)
    held = opinions(known, basis)
    now = standing(held, horizon)
    marks = landmarks(books, known, basis, memory=memory)
    guesses = guessed(now, known, begun=float(known.entered.min(initial=at)), horizon=horizon)
    return Model(known, horizon, held, now, learn_trust(known.of, marks, now, guesses=guesses, horizon=horizon))


def forecast(model: Model) -> Forecast:
    """Return the future of the open cases."""
    known = model.known
    by_step = model.trust.chances(chances(model.opinions), features(known.of, model.now))
    return Forecast(model, known.case[known.open], by_step)
