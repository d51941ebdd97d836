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
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Histories, Ints
from hamahang.methods.forecast.landmarks import Landmark
from hamahang.methods.forecast.totals import Shock, shifted

ROWS = 40_000  # cases at landmarks that the shifts are learnt from; of more, every second, third …
ROUNDS = 25
# how far each kind of shift is expected to reach, in log-odds: the standard deviation of its prior
REACH = {"bias": 1.0, "slope": 0.25, "age": 0.35, "visits": 0.35, "stage": 0.3, "group": 0.5}
SHIFTS = np.linspace(-3.0, 3.0, 61)
SPREADS = np.array([0.02, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.05, 1.4])
EXPECTED_SPREAD = 0.4  # mean of the exponential prior of the shock's standard deviation
LASTING = 0.3  # of the bias, beside what the number of ended cases leaves open
SLIGHT = 2e-4  # weights of shifts below this are left out


@dataclass(frozen=True, slots=True)
class Trust:
    """What was learnt. opinions: (k,) weights, sum to 1; shifts: of the features, in their order; shock: of all."""

    opinions: Floats
    shifts: Floats
    shock: Shock

    def chances(self, said: Floats, features: Floats) -> Floats:
        """Return the chances after the opinions are weighed and shifted. said: (n, k, …); features: (n, f)"""
        mixed = np.einsum("nk...,k->n...", said, self.opinions)
        moved = features @ self.shifts[: features.shape[1]]
        odds = np.exp(moved).reshape(-1, *([1] * (mixed.ndim - 1)))
        slope = 1.0 + self.shifts[-1]
        with np.errstate(divide="ignore"):
            steeper = odds * np.exp(slope * (np.log(mixed) - np.log1p(-np.minimum(mixed, 1 - 1e-12))))
        return np.asarray(steeper / (1.0 + steeper))


def features_of(books: Histories, *, case: Ints, stage: Ints, visits: Ints, age: Floats) -> Floats:
    """Return what is known of cases beside their rates: (n, f)."""
    columns = [np.log1p(age), np.log1p(visits.astype(np.float64))]
    columns += [np.asarray(stage == at, np.float64) for at in range(len(books.stages))]
    for name, codes in books.groups.items():
        columns += [np.asarray(codes[case] == at, np.float64) for at in range(len(books.levels[name]))]
    return np.stack(columns, axis=1)


def _precisions(books: Histories) -> Floats:
    """Return of each feature, and of the slope and the bias, how strongly it is held at zero: 1 / variance."""
    reach = [REACH["age"], REACH["visits"]] + [REACH["stage"]] * len(books.stages)
    reach += [REACH["group"]] * sum(len(levels) for levels in books.levels.values())
    return np.asarray(1.0 / np.array([*reach, REACH["slope"], REACH["bias"]]) ** 2)


def learn_trust(books: Histories, marks: Sequence[Landmark], *, ended: tuple[float, float], opinions: int) -> Trust:
    """Return how far to trust the forecast.

    ended: cases that were seen to succeed and to fail; opinions: how many there are
    """
    count = len(_precisions(books)) - 1
    unsure = LASTING**2 + 1.0 / (ended[0] + 2.0) + 1.0 / (ended[1] + 2.0)
    if not marks:
        return Trust(np.eye(opinions)[0], np.zeros(count), _predictive([], unsure))
    heard = _heard(marks, opinions)
    shifts = _shifts(books, marks, heard)
    trust = Trust(heard, shifts, _predictive([], unsure))
    missed = [(trust.chances(mark.chances, _features(books, mark)), mark.came, mark.weight) for mark in marks]
    return Trust(heard, shifts, _predictive(missed, unsure))


def _features(books: Histories, mark: Landmark) -> Floats:
    return features_of(books, case=mark.case, stage=mark.stage, visits=mark.visits, age=mark.age)


def _heard(marks: Sequence[Landmark], opinions: int) -> Floats:
    """Return the weight of each opinion: by the log score of its chances, the first one before any."""
    won = np.zeros(opinions)
    won[1:] = -1.0
    for mark in marks:
        safe = np.clip(mark.chances, 1e-4, 1 - 1e-4)
        score = mark.came[:, None] * np.log(safe) + (1 - mark.came[:, None]) * np.log1p(-safe)
        # cases of one time share its luck: together they say less than their number
        won += mark.weight * score.sum(0) / np.sqrt(max(1.0, len(mark.came) / 30.0))
    weights = np.exp(won - won.max())
    return np.asarray(weights / weights.sum())


def _shifts(books: Histories, marks: Sequence[Landmark], heard: Floats) -> Floats:
    """Return the shifts of the features and the slope, the bias learnt beside them and left to the shock."""
    held = _precisions(books)
    every = max(1, sum(len(mark.came) for mark in marks) // ROWS)
    rows, offsets, came, weights = [], [], [], []
    for mark in marks:
        said = np.clip(mark.chances[::every] @ heard, 1e-4, 1 - 1e-4)
        odds = np.log(said) - np.log1p(-said)
        known = _features(books, mark)[::every]
        rows.append(np.column_stack((known, odds, np.ones(len(odds)))))
        offsets.append(odds)
        came.append(mark.came[::every])
        weights.append(np.full(len(odds), mark.weight))
    found = _ridge(np.concatenate(rows), np.concatenate(offsets), np.concatenate(came), np.concatenate(weights), held)
    return found[:-1]


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


def _predictive(missed: Sequence[tuple[Floats, Floats, float]], unsure: float) -> Shock:
    """Return the distribution of the shift that the next forecast will need.

    missed: chances, what came, and the weight of each past time; unsure: variance of the bias before any
    Bias α ~ N(0, unsure), shocks ~ N(α, σ²) with σ exponential: integrated over a grid of both.
    """
    likely = np.array([weight * _likelihood(chances, float(came.sum())) for chances, came, weight in missed])
    distance = (SHIFTS[None, :, None] - SHIFTS[None, None, :]) ** 2
    spread = np.exp(-distance / (2.0 * SPREADS[:, None, None] ** 2))
    spread /= spread.sum(2, keepdims=True)  # [σ, α, shift]
    belief = -(SHIFTS**2) / (2.0 * unsure) - SPREADS[:, None] / EXPECTED_SPREAD
    belief = belief + np.log(np.gradient(SPREADS))[:, None]
    for logs in likely:
        belief += np.log(np.maximum(spread @ np.exp(logs - logs.max()), 1e-300))
    posterior = np.exp(belief - belief.max())
    weights = np.einsum("sa,sad->d", posterior, spread)
    weights /= weights.sum()
    kept = weights > SLIGHT
    return Shock(SHIFTS[kept], weights[kept] / weights[kept].sum())


def _likelihood(chances: Floats, came: float) -> Floats:
    """Return the log-likelihood of a number of successes at each shift: (61,), the sum as a rounded normal."""
    from scipy.special import log_ndtr

    moved = np.stack([shifted(chances, float(shift)) for shift in SHIFTS])
    mean, deviation = moved.sum(1), np.sqrt((moved * (1 - moved)).sum(1) + 1e-3)
    upper, lower = log_ndtr((came + 0.5 - mean) / deviation), log_ndtr((came - 0.5 - mean) / deviation)
    if came <= 0:
        return np.asarray(upper)
    mirrored = log_ndtr(-(came - 0.5 - mean) / deviation)
    other = log_ndtr(-(came + 0.5 - mean) / deviation)
    # of the two tails the one that does not cancel
    first, second = np.where(mean < came, mirrored, upper), np.where(mean < came, other, lower)
    return np.asarray(first + np.log1p(-np.exp(np.minimum(second - first, -1e-12))))
