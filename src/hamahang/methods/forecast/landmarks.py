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
from hamahang.methods.forecast.opinions import Basis, Opinion, chances, opinions
from hamahang.methods.forecast.rivals import Pace, paces, stage_rates

MOST = 24  # landmarks
APART = 0.25  # of a horizon between them, or twice, four times … as much where the history is long
FADES = 0.88  # what a landmark counts against one that is a horizon later, or a part of the history
PARTS = 16  # of a history
RESTS = 25.0  # ended cases, of which a landmark counts half
DUE = 4
WATCHED = (0.25, 1.0)  # of a horizon before a day, in which it is seen how fast things go now


@dataclass(frozen=True, slots=True)
class Standing:
    """What was said of the open cases on a past day, with nothing but what was known then.

    chances: (n, opinions) of success within the horizon; case: (n,) index; stage: (n,) place in `stages`, which were
    told apart on that day; visits: (n,); age: (n,) horizons since the case began; due: (n,) below `DUE`, whether the
    day that its owner states is not given, over, within the horizon or after it; ended: cases that had come to a good
    and to a bad end; pace: by the first and the last opinion in
    parts of a horizon before the day, see `Opinion.lately`; staged: how many would succeed by the share of each stage
    """

    at: float
    chances: Floats
    case: Ints
    stages: Sequence[str]
    stage: Ints
    visits: Ints
    age: Floats
    due: Ints
    ended: tuple[float, float]
    pace: tuple[float, ...]
    staged: Pace


@dataclass(frozen=True, slots=True)
class Landmark:
    """A past day with what came since. came: (n,) 0 or 1; weight: of the landmark; guesses: how many would succeed by
    the naive ways, see `guessed`
    """

    said: Standing
    came: Floats
    weight: float
    guesses: Sequence[Pace]


Memory = dict[float, Standing]  # by day: a replay of many days asks for most of them again and again


def landmarks(books: Histories, known: Known, basis: Basis, *, memory: Memory | None = None) -> list[Landmark]:
    """Return the landmarks before a day whose horizon is over, the latest first.

    memory: what was said on past days, of the same books and basis; what is not there is added
    """
    if not len(known.entered):
        return []
    memory = {} if memory is None else memory
    begun, horizon, found = float(known.entered.min()), basis.horizon, []
    apart = _apart(known.at - begun - horizon, horizon)
    last = int((known.at - horizon - begun) / apart + 1e-9)
    for number in range(last, max(last - MOST, 0), -1):
        day = begun + number * apart
        if day not in memory:
            then = books.merged(day).known(day)
            memory[day] = standing(opinions(then, basis), horizon)
        if len(memory[day].case):
            found.append(_landmark(memory[day], known, begun, horizon, min(1.0, apart / horizon)))
    return found


def _landmark(said: Standing, known: Known, begun: float, horizon: float, weight: float) -> Landmark:
    ended = sum(said.ended)
    # a forecast that rested on little missed by more than one will that rests on much
    rests = (ended + 1.0) / (ended + RESTS)
    return Landmark(
        said,
        came_within(said.case, known, begun=said.at, horizon=horizon),
        weight * FADES ** ((known.at - horizon - said.at) / max(horizon, (known.at - begun) / PARTS)) * rests,
        guessed(said, known, begun=begun, horizon=horizon),
    )


def guessed(said: Standing, known: Known, *, begun: float, horizon: float) -> Sequence[Pace]:
    """Return how many would succeed by the pace of all the time before, of the last year, and by stages' shares.

    known: on the day of what was said, or later
    """
    return (*paces(known.succeeded_on, begun, day=said.at, horizon=horizon), said.staged)


def _apart(span: float, horizon: float) -> float:
    """Return the days between landmarks: doubled as a history grows, so that the days of a shorter one stay among them.

    span: days in which landmarks may lie; at most half of them are looked at
    """
    apart = APART * horizon
    while apart * MOST < span / 2:
        apart *= 2
    return apart


def standing(held: Sequence[Opinion], horizon: float) -> Standing:
    """Return what is said of the open cases on the day of what is known."""
    known, said = held[0].known, chances(held, at_end=True)
    case, books = known.case[known.open], known.of
    stated = books.stated[case]
    with np.errstate(invalid="ignore"):
        due = np.where(np.isnan(stated), 0, 1 + (stated > known.at) + (stated > known.at + horizon))
    last = known.stage[known.is_last]
    return Standing(
        at=known.at,
        chances=said[:, :, 0],
        case=case,
        stages=books.stages,
        stage=known.stage[known.open],
        visits=known.visits[case],
        age=(known.at - known.begun[case]) / horizon,
        due=np.asarray(due, np.int64),
        pace=tuple(one.lately(day=known.at, days=part * horizon) for one in (held[0], held[-1]) for part in WATCHED),
        staged=Pace(float(stage_rates(known).sum()), float(np.isfinite(known.succeeded_on).sum())),
        ended=(float(np.isin(last, list(books.good)).sum()), float(np.isin(last, list(books.bad)).sum())),
    )


def came_within(case: Ints, later: Known, *, begun: float, horizon: float) -> Floats:
    """Return for each case 1 if it succeeded within a horizon from a day, as is known later, and 0 if not: (n,)."""
    on = later.succeeded_on[case]
    with np.errstate(invalid="ignore"):
        return np.asarray((on > begun) & (on <= begun + horizon), np.float64)
