"""Times of the year in which things go faster or slower: the rush before a year's end, the winter on a building site.

A part of the year has a pace, the same for all stages, drawn to that of the whole year where few years were seen or
where they differ. Time is then measured by a clock that runs at this pace: stages are left as the clock goes, and all
that is known of rates that depend on the age holds again. A year has the length of a year by it.

Source: D. R. Cox, D. Oakes (1984), Analysis of Survival Data, 5.2 (accelerated time); partial pooling as in Gelman et
al., Bayesian Data Analysis, 5.4.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.history import Floats, Ints, Known
from hamahang.methods.forecast.incidence import Rates

YEAR = 365.2425
PARTS = 24
LENGTH = YEAR / PARTS
YEARS = 2.0  # below these nothing is known of a year's course
BETWEEN = 0.25  # variance of the logarithm of the pace between parts of a year, before anything is seen
WITHIN = 0.15  # the same of one part between years: a bad winter is no season
FEW = 1.0  # exits, beside which a part's are weighed
PIECES = 400_000  # of visits that are looked at; of more, every second, third … visit


@dataclass(frozen=True, slots=True)
class Seasons:
    """The pace of each part of the year: (PARTS,), its mean 1."""

    pace: Floats

    def clock(self, day: Floats) -> Floats:
        """Return days as the clock of this pace shows them."""
        so_far = np.concatenate(([0.0], np.cumsum(self.pace))) * LENGTH
        years = np.floor(day / YEAR)
        return np.asarray(years * YEAR + np.interp(day - years * YEAR, np.arange(PARTS + 1) * LENGTH, so_far))


def seasons(known: Known, rates: Rates) -> Seasons | None:
    """Return the pace of the parts of the year, None where too few years are known.

    rates: of the same visits, whatever the time of the year
    """
    if not len(known.entered) or known.at - float(known.entered.min()) < YEARS * YEAR:
        return None
    seen, expected = _cells(known, rates)
    # what a whole year had of its own is no season
    level = (seen.sum(1) + FEW) / (expected.sum(1) + FEW)
    expected = expected * level[:, None]
    told = np.log((seen + FEW) / (expected + FEW))
    weight = expected / (1.0 + WITHIN * expected)
    lean = (weight * told).sum(0) / (weight.sum(0) + 1.0 / BETWEEN)
    pace = np.exp(lean)
    return Seasons(np.asarray(pace / pace.mean()))


def _cells(known: Known, rates: Rates) -> tuple[Floats, Floats]:
    """Return how many stages were left in each part of each year, and how many were expected: (years, PARTS)."""
    stands = known.to < 0
    end = np.where(stands, known.at, known.left)
    looked = np.flatnonzero(~known.ends)
    pieces = int(((end[looked] - known.entered[looked]) / LENGTH + 1.0).sum())
    looked = looked[:: max(1, pieces // PIECES)]
    first, last = _cell(known.entered[looked]), _cell(end[looked])
    origin = int(first.min()) // PARTS * PARTS
    size = (int(last.max()) // PARTS + 1) * PARTS - origin
    number = last - first + 1
    visit = np.repeat(looked, number)
    cell = np.arange(len(visit)) - np.repeat(np.cumsum(number) - number, number) + np.repeat(first, number)
    begin = np.maximum(cell * LENGTH, known.entered[visit]) - known.entered[visit]
    until = np.minimum((cell + 1) * LENGTH, end[visit]) - known.entered[visit]
    expected = rates.exits_expected(known.stage[visit], begin, np.maximum(until, begin))
    left = ~stands[looked]
    return (
        np.bincount(last[left] - origin, minlength=size).astype(np.float64).reshape(-1, PARTS),
        np.asarray(np.bincount(cell - origin, expected, size).reshape(-1, PARTS), np.float64),
    )


def _cell(day: Floats) -> Ints:
    return np.asarray(np.floor(day / LENGTH), np.int64)
