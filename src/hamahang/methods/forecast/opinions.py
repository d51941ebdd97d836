"""What may be held of the open cases: the rates of all that is known, of the last part of it, or by the seasons.

None is right everywhere; which to hear is learnt from how each did before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Known
from hamahang.methods.forecast.incidence import Grid, Rates, grid, learn
from hamahang.methods.forecast.passage import of_open_cases
from hamahang.methods.forecast.seasons import seasons

RECENTLY = 0.3  # the part of a history that the second opinion looks at
FEW = 3.0  # exits, of which no pace is told


@dataclass(frozen=True, slots=True)
class Opinion:
    """Rates, with what is known in the time they are of. ends: (steps,) the step of that time, with its fraction, in
    which each step of the horizon ends; clock: what shows that time, None where days do
    """

    rates: Rates
    known: Known
    ends: Floats
    clock: Callable[[Floats], Floats] | None = None

    def lately(self, *, day: float, days: float) -> float:
        """Return how fast stages were left in the last days: the logarithm of the exits seen to those expected."""
        known, since = self.known, day - days
        if self.clock:
            since = float(self.clock(np.array([since]))[0])
        stands = known.to < 0
        end = np.where(stands, known.at, known.left)
        watched = np.flatnonzero(~known.ends & (end > since))
        begun = np.maximum(since - known.entered[watched], 0.0)
        expected = self.rates.exits_expected(known.stage[watched], begun, end[watched] - known.entered[watched])
        seen = float((~stands[watched]).sum())
        return float(np.log((seen + FEW) / (expected.sum() + FEW)))


@dataclass(frozen=True, slots=True)
class Basis:
    """What opinions rest on. steps: of the horizon in days; prior, belief: see `incidence.learn`"""

    horizon: float
    steps: int
    prior: Rates | None
    belief: float

    @property
    def cut(self) -> Grid:
        """Time in steps, of days."""
        return self.prior.grid if self.prior else grid(self.horizon, steps=self.steps)


def opinions(known: Known, basis: Basis) -> list[Opinion]:
    """Return the opinions; where too little is known for one, the first stands in its place."""
    horizon, cut = basis.horizon, basis.cut
    ends = np.arange(1, round(horizon / cut.step) + 1, dtype=np.float64)
    whole = Opinion(learn(known, cut, prior=basis.prior, belief=basis.belief), known, ends)
    begun = float(known.entered.min(initial=known.at))
    since = known.at - max(2.0 * horizon, RECENTLY * (known.at - begun))
    found = [whole, whole, whole]
    if since > begun + horizon / 2:
        late = learn(known, cut, since=since, prior=whole.rates, belief=4.0 * max(basis.belief, 0.5))
        found[1] = Opinion(late, known, ends)
    found[2] = _by_seasons(whole, basis) or whole
    return found


def _by_seasons(whole: Opinion, basis: Basis) -> Opinion | None:
    known, days = whole.known, basis.horizon / len(whole.ends)
    year = seasons(known, whole.rates)
    if year is None:
        return None
    paced = known.paced(year.clock)
    spent = year.clock(known.at + whole.ends * days) - paced.at
    cut = basis.prior.grid if basis.prior else grid(float(spent[-1]), steps=len(whole.ends))
    rates = learn(paced, cut, prior=basis.prior, belief=basis.belief)
    return Opinion(rates, paced, spent / cut.step, year.clock)


def chances(held: Sequence[Opinion], *, at_end: bool = False) -> Floats:
    """Return the chance of each open case by each opinion: (open, opinions, steps); at_end: (open, opinions, 1)."""
    found: list[Floats] = []
    for place, one in enumerate(held):
        same = next((earlier for earlier in range(place) if held[earlier] is one), None)
        found.append(_chances(one, at_end=at_end) if same is None else found[same])
    return np.stack(found, axis=1)


def _chances(one: Opinion, *, at_end: bool) -> Floats:
    last = max(1, int(np.ceil(one.ends[-1] - 1e-9)))
    if at_end and abs(one.ends[-1] - last) < 1e-9:
        return of_open_cases(one.rates, one.known, last, at_end=True)
    reached = of_open_cases(one.rates, one.known, last)
    reached = np.concatenate((np.zeros((len(reached), 1)), reached), axis=1)
    ends = one.ends[-1:] if at_end else one.ends
    low = np.minimum(ends.astype(np.int64), last - 1)
    part = ends - low
    return np.asarray(reached[:, low] * (1.0 - part) + reached[:, low + 1] * part)
