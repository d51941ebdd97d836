"""Replaying a history: at each of some days a forecast from what was known then, scored by what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast import rivals
from hamahang.methods.forecast.history import Floats, Histories, Known
from hamahang.methods.forecast.incidence import BELIEF, Rates
from hamahang.methods.forecast.landmarks import Memory, came_within
from hamahang.methods.forecast.model import fit, forecast
from hamahang.methods.forecast.scoring import Band, Scores, calibration, scores
from hamahang.methods.forecast.totals import Total

CUTOFFS = 24
FIRST = 0.3  # no forecast is asked before this part of a history has passed
FEWEST_OPEN = 1


class NothingToReplay(ValueError):
    """No day of a history has open cases and a whole horizon after it."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One forecast and what came. said: distribution of how many succeed; chances: (n,) of the open cases;
    came: (n,) 0 or 1; truth: how many did; rivals: of each its distribution and its chances
    """

    at: float
    said: Total
    chances: Floats
    came: Floats
    truth: int
    rivals: Mapping[str, tuple[Total, Floats]]


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of the model and of each rival over the replays, and how often what was said came."""

    replays: list[Replay]
    model: Scores
    rivals: dict[str, Scores]
    calibration: list[Band]


def cutoffs(books: Histories, horizon: float) -> list[float]:
    """Return days to forecast from: evenly, after the first part of the history, each with a whole horizon after it."""
    first = books.first_day + FIRST * (books.last_day - books.first_day)
    last = books.last_day - horizon
    if last < first:
        return [last] if last > books.first_day else []
    number = max(1, min(CUTOFFS, int((last - first) / max(horizon / 4, 1e-9)) + 1))
    return [float(day) for day in np.linspace(first, last, number)]


def backtest(
    books: Histories,
    *,
    horizon: float,
    at: Sequence[float] = (),
    prior: Rates | None = None,
    belief: float = BELIEF,
) -> Result:
    """Replay a history at days (`cutoffs` where none is given) and score.

    :raises NothingToReplay: if no day has open cases
    """
    later = books.known(np.inf)
    replays: list[Replay] = []
    memory: Memory = {}
    for day in at or cutoffs(books, horizon):
        known = books.known(day)
        if len(known.open) >= FEWEST_OPEN:
            replays.append(_replay(books, known, later, horizon, prior, belief, memory))
    if not replays:
        raise NothingToReplay
    names = replays[0].rivals
    chances, came = (np.concatenate([getattr(one, name) for one in replays]) for name in ("chances", "came"))
    return Result(
        replays,
        scores([(one.said, one.truth) for one in replays], [(one.chances, one.came) for one in replays]),
        {
            name: scores(
                [(one.rivals[name][0], one.truth) for one in replays],
                [(one.rivals[name][1], one.came) for one in replays],
            )
            for name in names
        },
        calibration(chances, came),
    )


def _replay(  # each is one thing that a forecast depends on, named at the call
    books: Histories, known: Known, later: Known, horizon: float, prior: Rates | None, belief: float, memory: Memory
) -> Replay:  # fmt: skip
    came = came_within(known.case[known.open], later, begun=known.at, horizon=horizon)
    found = forecast(fit(books, at=known.at, horizon=horizon, prior=prior, belief=belief, memory=memory))
    count = len(came)
    line, year = rivals.straight_line(known, horizon), rivals.last_year(known, horizon)
    stated, staged = rivals.stated(known, horizon), rivals.stage_rates(known)
    return Replay(
        at=known.at,
        said=found.count,
        chances=found.chances,
        came=came,
        truth=int(came.sum()),
        rivals={
            "straight_line": (line, np.full(count, line.mean / count)),
            "last_year": (year, np.full(count, year.mean / count)),
            "stated": (rivals.as_total(stated), stated),
            "stage_rate": (rivals.as_total(staged), staged),
        },
    )
