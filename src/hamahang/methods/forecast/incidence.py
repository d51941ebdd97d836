"""How often a stage is left for each other by age: the estimator without a model, and one held in by a prior.

The Aalen–Johansen estimator of competing exits is exact on the data and noisy where they are few; `Rates` are its
discrete form with each rate drawn towards the stage's own mean and that towards the mean of all stages.

Sources: O. O. Aalen, S. Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains based on
censored observations, Scand. J. Statist. 5, 141–150; P. K. Andersen, Ø. Borgan, R. D. Gill, N. Keiding (1993),
Statistical Models Based on Counting Processes, IV.4; gamma priors of rates: Gelman et al., Bayesian Data Analysis, 2.6.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Ints, Known

BELIEF = 2.0  # exits that a prior rate counts for: 2 says "within a factor of three or so"
WIDEN = 1.3  # each band of ages is this much wider than the one before
BANDS = 48


def aalen_johansen(durations: Floats, causes: Ints, *, entries: Floats | None = None) -> tuple[Floats, Floats]:
    """Return the times of exits and the cumulative incidence of each cause at them.

    durations: (n,) age at exit or censoring; causes: (n,) 0 censored, 1 … k; entries: (n,) age from which a case was
    watched (left truncation), 0 where left out
    Returns times (m,) ascending and incidences (m, k). Exits at one time come before censorings at it.
    """
    entries = np.zeros(len(durations)) if entries is None else entries
    times = np.unique(durations[causes > 0])
    kinds = int(causes.max(initial=0))
    left = np.searchsorted(np.sort(durations), times, side="left")
    come = np.searchsorted(np.sort(entries), times, side="left") if entries.any() else len(durations)
    at_risk = come - left
    place = np.searchsorted(times, durations)
    exits = np.zeros((len(times), kinds))
    done = causes > 0
    np.add.at(exits, (place[done], causes[done] - 1), 1.0)
    staying = np.cumprod(1.0 - exits.sum(1) / at_risk)
    before: Floats = np.concatenate(([1.0], staying[:-1]))
    return times, np.asarray(np.cumsum(before[:, None] * exits / at_risk[:, None], axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Grid:
    """Time in steps. step: days; band: (steps,) the band of ages that each step of an age lies in; the last is open."""

    step: float
    band: Ints

    @property
    def steps(self) -> int:
        """How many steps of age are told apart."""
        return len(self.band)


def grid(horizon: float, *, steps: int = 60) -> Grid:
    """Return time cut so that a horizon in days has so many steps, ages in bands that grow wider with age."""
    edges = [0]
    width = 1.0
    while len(edges) < BANDS:
        edges.append(edges[-1] + max(1, int(width)))
        width *= WIDEN
    limit = min(edges[-1], 20 * steps)
    band = np.searchsorted(np.array(edges), np.arange(limit), side="right") - 1
    return Grid(horizon / steps, np.asarray(band, np.int64))


@dataclass(frozen=True, slots=True)
class Rates:
    """What was learnt of stages: the chance of being left at each step of age, and where for.

    leaving: (stages, bands) per step, 0–1; towards: (stages, stages, bands) sums to 1 over the second
    exits: (stages,) exits seen, weighed; grid: of time
    """

    grid: Grid
    leaving: Floats
    towards: Floats
    exits: Floats

    def exits_expected(self, stage: Ints, begin: Floats, end: Floats) -> Floats:
        """Return how many exits are expected of visits between two ages in days: (n,)."""
        leaving = self.leaving[:, self.grid.band]
        so_far = np.zeros((len(leaving), leaving.shape[1] + 1))
        np.cumsum(leaving, axis=1, out=so_far[:, 1:])
        return self._passed(so_far, stage, end / self.grid.step) - self._passed(so_far, stage, begin / self.grid.step)

    def _passed(self, so_far: Floats, stage: Ints, age: Floats) -> Floats:
        # beyond the grid its last step goes on
        whole = np.minimum(age.astype(np.int64), self.grid.steps - 1)
        low = so_far[stage, whole]
        return np.asarray(low + (age - whole) * (so_far[stage, whole + 1] - low))

    def flows(self, steps: int | None = None) -> tuple[Floats, Floats]:
        """Return the chance to leave for each stage at each step of age, and to be there still before it.

        steps: of age, all of the grid where left out
        flows: (stages, stages, steps); staying: (stages, steps + 1)
        """
        band = self.grid.band[:steps]
        leaving = self.leaving[:, band]
        staying: Floats = np.ones((len(leaving), leaving.shape[1] + 1))
        np.cumprod(1.0 - leaving, axis=1, out=staying[:, 1:])
        return self.towards[:, :, band] * (staying[:, :-1] * leaving)[:, None, :], staying


def learn(
    known: Known, cut: Grid, *, since: float | None = None, prior: Rates | None = None, belief: float = BELIEF
) -> Rates:
    """Return the rates that the known visits show.

    since: only what happened after this day counts (visits that began before are looked at from there on)
    prior: rates to be drawn to, of the same stages and grid: a whole country's, or published ones; without it each
    stage is drawn to its own mean over all ages and that to the mean of all stages
    belief: how many exits the prior counts for; 0 is the Aalen–Johansen estimator on the grid, where there are data
    """
    exits, risk = _counts(known, cut, since)
    of_stage, risk_of_stage = exits.sum(2), risk.sum(1)
    if prior is None:
        leaving, towards = _own_means(known, of_stage, risk_of_stage, belief)
        leaving = np.repeat(leaving[:, None], risk.shape[1], axis=1)
        towards = np.repeat(towards[:, :, None], risk.shape[1], axis=2)
    else:
        leaving, towards = prior.leaving, prior.towards
    seen = exits.sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_age = np.where(risk + belief > 0, (seen + belief) / (risk + belief / np.maximum(leaving, 1e-12)), 0.0)
        split = (exits + belief * towards) / np.maximum(seen + belief, 1e-300)[:, None, :]
    return Rates(cut, np.clip(np.nan_to_num(by_age), 0.0, 1.0), split, of_stage.sum(1))


def _own_means(known: Known, exits: Floats, risk: Floats, belief: float) -> tuple[Floats, Floats]:
    """Return for each stage its mean rate of being left, (stages,), and where for, (stages, stages)."""
    # half an exit before any is seen: what has not happened yet is not impossible
    overall = (exits.sum() + 0.5) / (risk.sum() + 1.0)
    seen = exits.sum(1)
    # of stages that nobody has left yet it is only known how cases end in general
    ends = np.zeros(exits.shape[1])
    good, bad = list(known.of.good), list(known.of.bad)
    ended = exits.sum(0)
    share = (ended[good].sum() + 1.0) / (ended[good].sum() + ended[bad].sum() + 2.0)
    ends[good] = share / max(len(good), 1)
    ends[bad] = (1 - share) / max(len(bad), 1)
    if not bad:
        ends[good] = 1.0 / max(len(good), 1)
    weight = max(belief, 1e-6)
    leaving = (seen + weight) / (risk + weight / max(overall, 1e-12))
    towards = (exits + weight * 0.5 * ends) / (seen + weight * 0.5)[:, None]
    return np.minimum(leaving, 1.0), towards


def _counts(known: Known, cut: Grid, since: float | None) -> tuple[Floats, Floats]:
    """Return exits (stages, stages, bands) and steps at risk (stages, bands)."""
    stages, bands = len(known.of.stages), int(cut.band[-1]) + 1
    stands = known.to < 0
    looked = ~known.ends
    begin = np.zeros(len(known.case))
    if since is not None:
        begin = np.maximum(since - known.entered, 0.0)
        looked &= np.where(stands, known.at, known.left) >= since
    stage, to, stands, begin = known.stage[looked], known.to[looked], stands[looked], begin[looked]
    age = np.where(stands, known.at, known.left[looked]) - known.entered[looked]
    last = np.minimum((age / cut.step + 1e-9).astype(np.int64), cut.steps - 1)
    first = np.minimum(np.ceil(begin / cut.step - 1e-9).astype(np.int64), last)
    # a stage that is left in a step was at risk in it; one that still stands was not yet for all of it
    until = np.where(stands, last, last + 1)
    change = np.bincount(stage * (cut.steps + 1) + first, minlength=stages * (cut.steps + 1)).astype(np.float64)
    change -= np.bincount(stage * (cut.steps + 1) + until, minlength=stages * (cut.steps + 1))
    at_risk = np.cumsum(change.reshape(stages, -1), axis=1)[:, :-1]
    # what is older than the grid stands in its last step all the same, for as long as it stands
    beyond = np.maximum(age / cut.step - np.maximum(begin / cut.step, cut.steps), 0.0)
    at_risk[:, -1] += np.bincount(stage, beyond, stages)
    left = ~stands
    place = (stage[left] * stages + to[left]) * bands + cut.band[last[left]]
    exits = np.bincount(place, minlength=stages * stages * bands).astype(np.float64).reshape(stages, stages, bands)
    starts = np.searchsorted(cut.band, np.arange(bands))
    return exits, np.add.reduceat(at_risk, starts, axis=1)
