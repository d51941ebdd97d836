"""When each case, project, facility and claim that is under way is expected to come, with a band, and how likely.

What the kept forecasts of promises missed at a like horizon moves each part of the way as it moves a promise.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hamahang.commitments.histories import forecast_of
from hamahang.commitments.learning import bias_from, misses
from hamahang.commitments.undertakings import undertakings
from hamahang.domain.ledger import AsOf

HORIZON = 1_095  # days that are looked ahead; of what comes later nothing is worth saying
MOST = 20_000  # things under way or ended; with more of them it is not worked out for a page
EARLY, LIKELY, LATE = 0.1, 0.5, 0.9


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hamahang.methods.forecast.history import Floats


@dataclass(frozen=True, slots=True)
class Coming:
    """When something comes, if it does within `HORIZON`: in one of ten cases before `least`, in one after `most`.

    chance: that it does, 0–1
    """

    chance: float
    least: date
    likely: date
    most: date


def coming(asof: AsOf) -> dict[str, Coming]:
    """Return for everything under way, by its key in the books, when it is expected to come."""
    import numpy as np

    from hamahang.methods.forecast.totals import shifted

    found = undertakings(asof)
    if not any(one.is_open for one in found) or len(found) > MOST:
        return {}
    future, taught = forecast_of(found, asof.day, HORIZON), misses(asof)
    shock = future.model.trust.shock
    by_step = sum(
        (
            share * shifted(future.by_step, float(shift))
            for shift, share in zip(shock.shifts, shock.weights, strict=True)
        ),
        np.zeros_like(future.by_step),
    )
    step = HORIZON / by_step.shape[1]
    by_step = moved_by_step(by_step, [bias_from(taught, (at + 1) * step).shift for at in range(by_step.shape[1])])
    cases = future.model.known.of.cases
    expected = {}
    for place, case in enumerate(future.case):
        reached = by_step[place]
        steps = [int(np.searchsorted(reached, level * reached[-1])) + 1 for level in (EARLY, LIKELY, LATE)]
        least, likely, most = (asof.day + timedelta(days=round(at * step)) for at in steps)
        expected[cases[case]] = Coming(float(reached[-1]), least, likely, most)
    return expected


def moved_by_step(by_step: "Floats", shifts: "Sequence[float]") -> "Floats":
    """Return chances with the log-odds of each step moved, never falling from one step to the next: (n, steps)."""
    import numpy as np

    from hamahang.methods.forecast.totals import shifted

    moved = [shifted(by_step[:, at], shift) for at, shift in enumerate(shifts)]
    return np.maximum.accumulate(np.stack(moved, axis=1), axis=1)
