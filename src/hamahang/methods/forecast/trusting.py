"""How far a forecast is trusted: learnt from its own past forecasts, and held to "as it is" where those are few.

Three things are learnt at the landmarks: which opinion to hear (all of the past, or the last part of it); what the
rates do not see (how long a case is under way in all, its stages so far, its covariates), as small shifts of the
log-odds; and how far the whole missed, once and again: a lasting bias and a shock of each time. Of the last two the
whole distribution is kept, so that few past forecasts make wide intervals.

Sources: D. R. Cox (1958), Two further applications of a model for binary regression, Biometrika 45, 562–565
(recalibration); S. le Cessie, J. C. van Houwelingen (1992), Ridge estimators in logistic regression, Applied Statistics
41, 191–201.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hamahang.methods.forecast.history import Floats, Histories
from hamahang.methods.forecast.landmarks import DUE, Landmark, Standing
from hamahang.methods.forecast.missing import Past, next_shift
from hamahang.methods.forecast.rivals import Pace
from hamahang.methods.forecast.totals import CALM, Shock

ROWS = 40_000  # cases at landmarks that the shifts are learnt from; of more, every second, third …
ROUNDS = 25
# how far each kind of shift is expected to reach, in log-odds: the standard deviation of its prior
REACH = {"bias": 1.0, "slope": 0.25, "age": 0.35, "visits": 0.35, "stage": 0.3, "due": 0.7, "group": 0.5}
USED = (0.0, 0.5, 1.0)  # parts of the shifts that are tried

Taught = tuple[Floats, Floats, Floats, Floats]
LASTING = 0.2  # of the bias, beside what the number of ended cases leaves open


@dataclass(frozen=True, slots=True)
class Trust:
    """What was learnt. opinions: (k,) weights, sum to 1; shifts: of the features, in their order, and of the log-odds
    themselves; centre: what is usual of them, which is shifted by nothing; shock: of all
    """

    opinions: Floats
    shifts: Floats
    centre: Floats
    shock: Shock

    def chances(self, said: Floats, features: Floats) -> Floats:
        """Return the chances after the opinions are weighed and shifted. said: (n, k, …); features: (n, f)"""
        mixed = np.einsum("nk...,k->n...", said, self.opinions)
        moved = (features - self.centre[:-1]) @ self.shifts[:-1] - self.centre[-1] * self.shifts[-1]
        odds = np.exp(moved).reshape(-1, *([1] * (mixed.ndim - 1)))
        slope = 1.0 + self.shifts[-1]
        with np.errstate(divide="ignore"):
            steeper = odds * np.exp(slope * (np.log(mixed) - np.log1p(-np.minimum(mixed, 1 - 1e-12))))
        return np.asarray(steeper / (1.0 + steeper))


def features(books: Histories, said: Standing) -> Floats:
    """Return what is known of open cases beside their rates: (n, f)."""
    at = {stage: place for place, stage in enumerate(books.stages)}
    # a stage that is rare by now was perhaps told apart then
    stage = np.array([at.get(stage, len(at) - 1) for stage in said.stages], np.int64)[said.stage]
    columns = [np.log1p(said.age), np.log1p(said.visits.astype(np.float64))]
    columns += [np.asarray(stage == place, np.float64) for place in range(len(books.stages))]
    columns += [np.asarray(said.due == place, np.float64) for place in range(DUE)]
    for name, codes in books.groups.items():
        columns += [np.asarray(codes[said.case] == place, np.float64) for place in range(len(books.levels[name]))]
    return np.stack(columns, axis=1)


def _precisions(books: Histories) -> Floats:
    """Return of each feature, and of the slope and the bias, how strongly it is held at zero: 1 / variance."""
    reach = [REACH["age"], REACH["visits"]] + [REACH["stage"]] * len(books.stages)
    reach += [REACH["due"]] * DUE
    reach += [REACH["group"]] * sum(len(levels) for levels in books.levels.values())
    return np.asarray(1.0 / np.array([*reach, REACH["slope"], REACH["bias"]]) ** 2)


def learn_trust(
    books: Histories, marks: Sequence[Landmark], now: Standing, *, guesses: Sequence[Pace], horizon: float
) -> Trust:
    """Return how far to trust what is said now.

    guesses: how many other ways say now, as `Landmark.guesses` did then
    """
    count, opinions = len(_precisions(books)) - 1, now.chances.shape[1]
    heard, shifts, centre = np.eye(opinions)[0], np.zeros(count), np.zeros(count)
    if marks:
        heard = _heard(marks, opinions)
        shifts, centre = _shifts(books, marks, heard, horizon)
    trust = Trust(heard, shifts, centre, CALM)
    # by the opinions that were heard then: those of today know what came
    then_heard = heard_then(marks, opinions, horizon)
    missed = [_past(replace(trust, opinions=then), books, mark) for then, mark in zip(then_heard, marks, strict=True)]
    good, bad = now.ended
    unsure = LASTING**2 + 0.5 / (good + 2.0) + 0.5 / (bad + 2.0)
    ours = _past(trust, books, Landmark(now, np.zeros(0), 0.0, guesses))
    return replace(trust, shock=next_shift(missed, ours, horizon=horizon, unsure=unsure))


def _past(trust: Trust, books: Histories, mark: Landmark) -> Past:
    said = mark.said
    chances = trust.chances(said.chances, features(books, said))
    return Past(said.at, chances, float(mark.came.sum()), mark.weight, mark.guesses, said.pace)


def _heard(marks: Sequence[Landmark], opinions: int) -> Floats:
    """Return the weight of each opinion: by the log score of its chances, the first one before any."""
    return _weighed(_won(marks, opinions).sum(0))


def heard_then(marks: Sequence[Landmark], opinions: int, horizon: float) -> list[Floats]:
    """Return the weights as they were on the day of each landmark, by those that were over."""
    won, days = _won(marks, opinions), np.array([mark.said.at for mark in marks])
    return [_weighed(won[days + horizon <= day + 1e-9].sum(0)) for day in days]


def _won(marks: Sequence[Landmark], opinions: int) -> Floats:
    """Return the log score of each opinion at each landmark: (marks, opinions)."""
    won = np.zeros((len(marks), opinions))
    for place, mark in enumerate(marks):
        safe = np.clip(mark.said.chances, 1e-4, 1 - 1e-4)
        score = mark.came[:, None] * np.log(safe) + (1 - mark.came[:, None]) * np.log1p(-safe)
        # cases of one time share its luck: together they say less than their number
        won[place] = mark.weight * score.sum(0) / np.sqrt(max(1.0, len(mark.came) / 30.0))
    return won


def _weighed(won: Floats) -> Floats:
    behind = won - np.minimum(np.arange(len(won)), 1)
    weights = np.exp(behind - behind.max())
    return np.asarray(weights / weights.sum())


def _shifts(books: Histories, marks: Sequence[Landmark], heard: Floats, horizon: float) -> tuple[Floats, Floats]:
    """Return the shifts of the features and the slope, and their centre; the bias is learnt beside them.

    It is left to the shock: what is usual must not be moved by what only tells cases apart. The shifts are used as far
    as those that older landmarks teach would have made the newer ones better.
    """
    held = _precisions(books)
    every = max(1, sum(len(mark.came) for mark in marks) // ROWS)
    taught = [_taught(books, mark, heard, every) for mark in marks]
    newer = marks[: max(1, len(marks) // 2)]
    older = [one for one, mark in zip(taught, marks, strict=True) if mark.said.at + horizon <= newer[-1].said.at]
    used = _used(older, taught[: len(newer)], held) if older else USED[len(USED) // 2]
    shifts, centre = _learnt(taught, held)
    return shifts * used, centre


def _taught(books: Histories, mark: Landmark, heard: Floats, every: int) -> Taught:
    """Return the rows of a landmark: features, log-odds and one; the log-odds said; what came; weights."""
    said = np.clip(mark.said.chances[::every] @ heard, 1e-4, 1 - 1e-4)
    odds = np.log(said) - np.log1p(-said)
    rows = np.column_stack((features(books, mark.said)[::every], odds, np.ones(len(odds))))
    return rows, odds, mark.came[::every], np.full(len(odds), mark.weight)


def _learnt(taught: Sequence[Taught], held: Floats) -> tuple[Floats, Floats]:
    rows, offsets, came, weights = (np.concatenate(part) for part in zip(*taught, strict=True))
    centre = np.average(rows[:, :-1], axis=0, weights=weights)
    rows[:, :-1] -= centre
    return _ridge(rows, offsets, came, weights, held)[:-1], centre


def _used(older: Sequence[Taught], newer: Sequence[Taught], held: Floats) -> float:
    """Return which part of the shifts is used: by the log score of those that are taught by older landmarks."""
    shifts, centre = _learnt(older, held)
    won = np.zeros(len(USED))
    for rows, offsets, came, weights in newer:
        moved = (rows[:, :-1] - centre) @ shifts
        for place, part in enumerate(USED):
            # told apart is what is asked here; how many come in all is the shock's
            odds = _level(offsets + part * moved, came)
            won[place] += weights @ (came * odds - np.logaddexp(0.0, odds))
    share = np.exp(won - won.max())
    return float(share @ np.array(USED) / share.sum())


def _level(odds: Floats, came: Floats) -> Floats:
    """Return log-odds moved so that as many are expected as came."""
    moved = 0.0
    target = min(max(float(came.sum()), 0.5), max(len(came) - 0.5, 0.5))
    for _ in range(12):
        said = 1.0 / (1.0 + np.exp(-np.clip(odds + moved, -30, 30)))
        moved += float(np.clip((target - said.sum()) / max((said * (1 - said)).sum(), 1e-3), -1.0, 1.0))
    return np.asarray(odds + moved)


def _ridge(rows: Floats, offsets: Floats, came: Floats, weights: Floats, held: Floats) -> Floats:
    """Return the coefficients of a logistic regression with an offset, each held at zero: Newton's method."""
    found = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        said = 1.0 / (1.0 + np.exp(-np.clip(offsets + rows @ found, -30, 30)))
        slope = rows.T @ (weights * (came - said)) - held * found
        bent = (rows * (weights * said * (1 - said))[:, None]).T @ rows + np.diag(held)
        step = np.linalg.solve(bent, slope)
        found = found + step
        if np.abs(step).max() < 1e-7:
            break
    return np.asarray(found)
