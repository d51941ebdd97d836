"""What would have been forecast earlier, and what came of it: from this a forecast learns how far to trust itself.

At each of some past days, the landmarks, the rates are learnt from what was known then, each open case is given its
chance, and what has come since is set beside it. No landmark sees anything of its own future.

Source: H. C. van Houwelingen (2007), Dynamic prediction by landmarking in event history analysis, Scand. J. Statist.
34, 70–85.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Histories, Ints, Known
from hamahang.methods.forecast.incidence import BELIEF, Grid, Rates, learn
from hamahang.methods.forecast.passage import of_open_cases

MOST = 10  # landmarks
FADES = 0.88  # what each landmark counts against the one after it
RECENTLY = 0.3  # the part of a history that the second opinion looks at


@dataclass(frozen=True, slots=True)
class Landmark:
    """Open cases at a past day. chances: (n, opinions) of success within the horizon, by each opinion; came: (n,) 0
    or 1; case: (n,) index; stage, visits: (n,); age: (n,) horizons since the case began; weight: of the landmark
    """

    chances: Floats
    came: Floats
    case: Ints
    stage: Ints
    visits: Ints
    age: Floats
    weight: float


def opinions(
    known: Known, cut: Grid, horizon: float, prior: Rates | None = None, belief: float = BELIEF
) -> list[Rates]:
    """Return the rates from all that is known, and from the last part of it alone: things may have changed."""
    whole = learn(known, cut, prior=prior, belief=belief)
    begun = float(np.nanmin(known.entered)) if len(known.entered) else known.at
    since = known.at - max(2.0 * horizon, RECENTLY * (known.at - begun))
    if since <= begun + horizon / 2:
        return [whole, whole]
    return [whole, learn(known, cut, since=since, prior=whole, belief=4.0 * max(belief, 0.5))]


def chances(known: Known, rates: Sequence[Rates], steps: int, *, at_end: bool = False) -> Floats:
    """Return the chance of each open case by each opinion: (open, opinions, steps); at_end: (open, opinions, 1)."""
    first = of_open_cases(rates[0], known, steps, at_end=at_end)
    others = [first if one is rates[0] else of_open_cases(one, known, steps, at_end=at_end) for one in rates[1:]]
    return np.stack([first, *others], axis=1)


def landmarks(
    books: Histories, at: float, cut: Grid, horizon: float, *, prior: Rates | None = None, belief: float = BELIEF
) -> list[Landmark]:
    """Return the landmarks before a day whose horizon is over, the latest first."""
    now = books.known(at)
    if not len(now.entered):
        return []
    begun = float(now.entered.min())
    apart = max(horizon / 2, (at - begun - horizon) / MOST / 2)
    found = []
    for number in range(MOST):
        day = at - horizon - number * apart
        if day <= begun + horizon / 4:
            break
        weight = min(1.0, apart / horizon) * FADES ** (number * apart / horizon)
        mark = _landmark(books, now, day, cut, horizon, weight, prior=prior, belief=belief)
        if len(mark.case):
            found.append(mark)
    return found


def _landmark(  # each is one thing that the landmark is made of, named at the call
    books: Histories, now: Known, day: float, cut: Grid, horizon: float, weight: float, *, prior: Rates | None,
    belief: float,
) -> Landmark:  # fmt: skip
    known = books.known(day)
    steps = round(horizon / cut.step)
    said = chances(known, opinions(known, cut, horizon, prior, belief), steps, at_end=True)[:, :, 0]
    return Landmark(
        chances=said,
        came=came_within(known, now, horizon),
        case=known.case[known.open],
        stage=known.stage[known.open],
        visits=known.visits[known.case[known.open]],
        age=(day - known.begun[known.case[known.open]]) / horizon,
        weight=weight,
    )


def came_within(known: Known, later: Known, horizon: float) -> Floats:
    """Return for each open case 1 if it succeeded within a horizon, as is known later, and 0 if not: (open,)."""
    on = later.succeeded_on[known.case[known.open]]
    with np.errstate(invalid="ignore"):
        return np.asarray((on > known.at) & (on <= known.at + horizon), np.float64)
