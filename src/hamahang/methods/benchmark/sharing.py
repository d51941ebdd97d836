"""What areas got against what they need: shares, who is worst served, how uneven it is, and how sure that is.

What an area got is set against its need (unemployed persons, idle units, inhabitants), so that the measures of
inequality are taken of got / need with the need as heads: with shares s of money and p of need, Theil's T is
Σ s ln(s/p). Intervals come from resampling (Efron, Annals of Statistics 7, 1979). `areas` draws areas anew: these are a
sample of areas like them. `events` draws each of the counted things anew (Poisson's law, given the sum): there are no
other areas, but a few visits or jobs more or less would have been chance. Sums of money are no events. The interval of
one area's share of the events is the exact one of its binomial law (Clopper & Pearson, Biometrika 26, 1934), which
holds where an area got nothing too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.faults import (
    BelowZero,
    NoNeed,
    NotAboveZero,
    NotANumber,
    NothingToShare,
    TooFewAreas,
)
from hamahang.methods.benchmark.inequality import MEASURES, Measure, Parted, part
from hamahang.methods.benchmark.table import Floats

LOW, HIGH = 0.05, 0.95
PLACES = ("areas", "events")


@dataclass(frozen=True, slots=True)
class Served:
    """One area: what it got, and what it lacks to a share like its share of the need."""

    area: str
    got: float
    need: float
    share_of_got: float
    share_of_need: float
    ratio: float  # of the shares: 1 is its due, 0 is nothing
    low: float  # of the ratio, 90 % interval by events; the ratio itself for areas drawn anew
    high: float
    missing: float  # to its due, in the unit of what was shared out; negative if it got more


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of inequality with its 90 % interval; None where it is infinite."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Balance:
    """All areas, the worst served first, and the measures."""

    areas: tuple[Served, ...]
    left_out: tuple[str, ...]  # neither need nor share
    measures: dict[str, Measured]  # gini, theil_t, theil_l, atkinson
    by_group: Parted | None  # Theil's T

    def worst(self, count: int = 3) -> tuple[str, ...]:
        """Return the worst served areas."""
        return tuple(one.area for one in self.areas[:count])


def balance(
    got: Mapping[str, float],
    need: Mapping[str, float],
    *,
    groups: Mapping[str, str] | None = None,
    resample: str = "events",
    draws: int = 1_000,
    seed: int = 0,
) -> Balance:
    """Set what areas got against their need.

    got: by area; an area of `need` that is not there got nothing
    groups: the estate, sector or province of each area, to part the inequality
    resample: `events` if what was shared out is counted in whole things, or `areas`
    :raises Unfit: if a number is negative or not finite, an area has no need and yet a share, or nothing was shared out
    """
    if resample not in PLACES or draws < 1:
        raise ValueError(f"resample {resample!r}, {draws} draws")
    names, left_out, gained, needed = _checked(got, need)
    rng = np.random.default_rng(seed)
    drawn = _resampled(gained, needed, resample, draws, rng)
    served = _served(names, gained, needed, has_events=resample == "events")
    values = gained / needed
    measures = {
        code: Measured(_measured(rule, values, needed), *_interval(rule, drawn)) for code, rule in MEASURES.items()
    }
    parted = part(values, [groups[name] for name in names], heads=needed) if groups else None
    return Balance(served, left_out, measures, parted)


def interval(
    measure: str, values: Floats, heads: Floats | None = None, *, draws: int = 1_000, seed: int = 0
) -> tuple[float, float]:
    """Return the 90 % interval of a measure when areas are drawn anew.

    measure: one of inequality.MEASURES
    """
    needed = np.ones(len(values)) if heads is None else heads
    MEASURES[measure](values, heads)  # refuses what cannot be measured
    drawn = _resampled(values * needed, needed, "areas", draws, np.random.default_rng(seed))
    low, high = _interval(MEASURES[measure], drawn)
    return (low or 0.0), (high or 0.0)


def _checked(
    got: Mapping[str, float], need: Mapping[str, float]
) -> tuple[tuple[str, ...], tuple[str, ...], Floats, Floats]:
    for numbers in (got, need):
        for name, value in numbers.items():
            if not np.isfinite(value):
                raise NotANumber(name, "value")
            if value < 0:
                raise BelowZero(name, "value", float(value))
    for name, value in got.items():
        if value > 0 and not need.get(name, 0):
            raise NoNeed(name)
    names = tuple(name for name, value in need.items() if value > 0)
    if len(names) < 2:
        raise TooFewAreas(len(names))
    gained = np.array([float(got.get(name, 0)) for name in names])
    if not gained.sum() > 0:
        raise NothingToShare
    left_out = tuple(name for name, value in need.items() if value == 0)
    return names, left_out, gained, np.array([float(need[name]) for name in names])


def _resampled(
    gained: Floats, needed: Floats, resample: str, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return what was got and needed in each draw, (draws, areas) each."""
    if resample == "events":
        drawn = rng.multinomial(max(round(gained.sum()), 1), gained / gained.sum(), size=draws)
        return drawn * (gained.sum() / drawn.sum(axis=1, keepdims=True)), np.broadcast_to(needed, drawn.shape)
    rows = rng.integers(len(gained), size=(draws, len(gained)))
    return gained[rows], needed[rows]


def _served(names: tuple[str, ...], gained: Floats, needed: Floats, *, has_events: bool) -> tuple[Served, ...]:
    share, due = gained / gained.sum(), needed / needed.sum()
    ratio = share / due
    edges = _edges(gained) / due if has_events else np.array([ratio, ratio])
    rows = [
        Served(
            name, float(gained[at]), float(needed[at]), float(share[at]), float(due[at]), float(ratio[at]),
            min(float(edges[0, at]), float(ratio[at])), max(float(edges[1, at]), float(ratio[at])),
            float((due[at] - share[at]) * gained.sum()),
        )
        for at, name in enumerate(names)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (one.ratio, -one.missing)))


def _edges(gained: Floats) -> Floats:
    """Return the exact interval of each area's share of so many events, (2, areas)."""
    from scipy import stats

    whole, counts = max(round(gained.sum()), 1), np.round(gained)
    with np.errstate(invalid="ignore"):
        low = np.where(counts > 0, stats.beta.ppf(LOW, counts, whole - counts + 1), 0.0)
        high = np.where(counts < whole, stats.beta.ppf(HIGH, counts + 1, whole - counts), 1.0)
    return np.array([low, high])


def _measured(rule: Measure, values: Floats, heads: Floats) -> float | None:
    try:
        return rule(values, heads)
    except NotAboveZero:
        return None


def _interval(rule: Measure, drawn: tuple[Floats, Floats]) -> tuple[float | None, float | None]:
    """Return the interval over draws; None where the measure is infinite in so many of them."""
    found = []
    for gained, needed in zip(*drawn, strict=True):
        value = _measured(rule, gained / needed, needed) if gained.sum() > 0 else None
        found.append(np.inf if value is None else value)
    low, high = (float(np.quantile(found, level, method="inverted_cdf")) for level in (LOW, HIGH))
    return (low if low < np.inf else None), (high if high < np.inf else None)
