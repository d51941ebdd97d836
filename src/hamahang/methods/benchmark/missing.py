"""What to do with values that are not known: a named rule, and every filled cell flagged.

- refuse: nothing is filled; the first missing cell is named.
- drop: areas with a missing value are left out, and named.
- mean, median: of the known values of the indicator, or of the area's own group.
- nearest: mean of the five nearest areas that have the value. Distance is the root mean squared difference of
  z-scores over the indicators both areas have (k-nearest-neighbour imputation; Troyanskaya et al., Bioinformatics 17,
  2001, 520–525).
- draw: one of those five at random, for multiple imputation (hot deck within nearest donors, after a Bayesian
  bootstrap of the donors; Rubin & Schenker, J. American Statistical Association 81, 1986, 366–374).
- carry: the value of an earlier table, given with the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.benchmark.faults import TooFewAreas, UnknownName, ValueMissing
from hamahang.methods.benchmark.table import Bools, Counts, Floats, Table

DONORS = 5
RULES = {
    "refuse": Text(fa="نپذیرفتن", en="refuse"),
    "drop": Text(fa="کنار گذاشتن ناحیه", en="leave the area out"),
    "mean": Text(fa="میانگین شاخص", en="mean of the indicator"),
    "median": Text(fa="میانهٔ شاخص", en="median of the indicator"),
    "nearest": Text(fa="میانگین پنج ناحیهٔ نزدیک", en="mean of the five nearest areas"),
    "draw": Text(fa="یکی از پنج ناحیهٔ نزدیک، به قرعه", en="one of the five nearest areas, at random"),
    "carry": Text(fa="آخرین مقدار پیشین", en="the latest earlier value"),
}
FILLING = ("mean", "median", "nearest", "draw")  # rules that need nothing but the table


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A table without holes, and what was done to it."""

    table: Table
    rule: str
    filled: Bools  # (areas, indicators) of `table`: True where the value was not known
    dropped: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Share of the cells that were filled, 0–1."""
        return float(self.filled.mean())


def fill(
    table: Table,
    *,
    rule: str = "refuse",
    groups: Sequence[str] | None = None,
    earlier: Table | None = None,
    seed: int = 0,
) -> Filled:
    """Return the table with its holes filled by a rule.

    groups: the group of each area, for mean and median within it; a group without a value takes the indicator's
    earlier: the same areas and indicators at an earlier date, for `carry`
    :raises ValueMissing: if the rule is `refuse`, or the earlier table lacks the value too
    :raises UnknownName: if there is no such rule
    """
    if rule not in RULES:
        raise UnknownName(rule, tuple(RULES))
    holes = np.isnan(table.values)
    if not holes.any():
        return Filled(table, rule, holes)
    if rule == "drop":
        return _dropped(table, holes)
    values = table.values.copy()
    if rule == "carry" and earlier is not None:
        values[holes] = _earlier(table, earlier)[holes]
    elif rule in ("mean", "median"):
        values[holes] = _centres(table.values, rule, groups)[holes]
    elif rule == "nearest":
        values[holes] = Donors.of(table).means
    elif rule == "draw":
        values[holes] = Donors.of(table).drawn(np.random.default_rng(seed), 1)[0]
    left = np.argwhere(np.isnan(values))
    if len(left):
        row, column = left[0]
        raise ValueMissing(table.areas[row], table.codes[column], len(left))
    return Filled(table.with_values(values), rule, holes)


def _dropped(table: Table, holes: Bools) -> Filled:
    has_hole = np.asarray(holes.any(axis=1))
    whole = np.flatnonzero(~has_hole)
    if len(whole) < 2:
        raise TooFewAreas(len(whole))
    names = tuple(table.areas[row] for row in np.flatnonzero(has_hole))
    left = table.rows(whole)
    return Filled(left, "drop", np.zeros(left.values.shape, dtype=bool), names)


def _earlier(table: Table, earlier: Table) -> Floats:
    """Return the earlier values in the places of the present table; NaN for areas and indicators it lacks."""
    found = np.full(table.values.shape, np.nan)
    for row, area in enumerate(table.areas):
        for column, code in enumerate(table.codes):
            if area in earlier.areas and code in earlier.codes:
                found[row, column] = earlier.values[earlier.area(area), earlier.column(code)]
    return found


def _centres(values: Floats, rule: str, groups: Sequence[str] | None) -> Floats:
    centre = np.nanmean if rule == "mean" else np.nanmedian
    centres = np.broadcast_to(centre(values, axis=0), values.shape).copy()
    for group in set(groups or ()):
        rows = np.array([name == group for name in groups or ()])
        known = ~np.isnan(values[rows]).all(axis=0)
        centres[np.ix_(rows, known)] = centre(values[rows][:, known], axis=0)
    return centres


@dataclass(frozen=True, slots=True, eq=False)
class Donors:
    """For each missing cell, the values of the nearest areas that have the indicator."""

    values: Floats  # (cells, DONORS) in the order of np.argwhere over the holes; fewer donors are repeated in turn
    counts: Counts  # (cells,) how many different donors there are

    @classmethod
    def of(cls, table: Table) -> "Donors":
        """Find the donors of each hole of a table."""
        values = table.values
        distances = similarity_distances(values)
        found, counts = [], []
        for row, column in np.argwhere(np.isnan(values)):
            known = np.flatnonzero(~np.isnan(values[:, column]))
            order = known[np.argsort(distances[row, known], kind="stable")][:DONORS]
            found.append(values[np.resize(order, DONORS), column])
            counts.append(len(order))
        return cls(np.array(found).reshape(-1, DONORS), np.array(counts, dtype=np.int64))

    @property
    def means(self) -> Floats:
        """The mean of the donors of each hole."""
        return np.array([row[:count].mean() for row, count in zip(self.values, self.counts, strict=True)])

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Return values drawn for the holes, (draws, cells): donors are resampled first, then one is taken."""
        cells = len(self.counts)
        shares = rng.standard_exponential((draws, cells, DONORS))
        shares *= np.arange(DONORS) < self.counts[:, None]
        reached = np.cumsum(shares, axis=2)
        taken = (reached < (rng.random((draws, cells)) * reached[:, :, -1])[:, :, None]).sum(axis=2)
        return np.asarray(self.values[np.arange(cells), np.minimum(taken, self.counts - 1)])


def similarity_distances(values: Floats) -> Floats:
    """Return the root mean squared difference of z-scores between areas over what both have; inf if nothing."""
    known = ~np.isnan(values)
    spread = np.nanstd(values, axis=0)
    scores = np.where(known, (values - np.nanmean(values, axis=0)) / np.where(spread > 0, spread, 1.0), 0.0)
    both = known.astype(np.float64)
    squares = (scores**2) @ both.T + both @ (scores**2).T - 2 * scores @ scores.T
    shared = both @ both.T
    with np.errstate(divide="ignore", invalid="ignore"):
        distances = np.sqrt(np.maximum(squares, 0.0) / shared)
    distances[shared == 0] = np.inf
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances)
