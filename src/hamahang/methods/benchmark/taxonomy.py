"""Numerical taxonomy as it is used for Iran's provinces: outliers leave, then the distance to an ideal area is taken.

Source: Hellwig, Procédure pour l'évaluation du niveau de développement, UNESCO 1968; Noorbakhsh, Human development
and regional disparities in Iran, J. International Development 14 (2002) 927–949, for the band and the targets.

1. Z = (X − mean) / sd. d(a, b) is the Euclidean distance of two areas, and each area has a shortest distance.
2. Areas whose shortest distance lies outside mean ± 2 sd of all shortest distances are not homogeneous with the rest.
   They leave, and 1 is repeated until nobody leaves.
3. The ideal has the best z of each indicator. C is an area's distance to it, C₀ = mean C + 2 sd C, and the degree of
   development is F = C / C₀: the smaller, the more developed.

The sd is that of a whole population (n), as in the texts; n − 1 is offered, and changes F. With weights a distance is
√(m Σ w (…)²), which is the plain one when weights are equal.

The texts leave areas that left without a number. Here they get one on the scale of the rest, so that nobody is silently
absent: C counts only where they fall short of the ideal of those that stayed, and they are named in `removed`.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.faults import BandEmpty, UnknownName
from hamahang.methods.benchmark.table import Counts, Floats, Table


@dataclass(frozen=True, slots=True)
class Removed:
    """An area that left, the shortest distance it had, and the band of that round."""

    area: str
    distance: float
    band: tuple[float, float]
    above: bool  # unlike all others; False: too near another one


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """The areas that stayed, with their distances and degrees of development."""

    areas: tuple[str, ...]
    values: Floats  # (areas, indicators) in their units
    scores: Floats  # (areas, indicators) z, more is better
    distances: Floats  # (areas, areas)
    pattern: Floats  # (areas,) C
    degrees: Floats  # (areas,) F
    shortfall: Floats  # (areas of the table, indicators) z of the ideal less z, not below 0
    every: Floats  # (areas of the table,) F of those that stayed and of those that left
    band: tuple[float, float]  # d⁻, d⁺ of the shortest distances
    removed: tuple[Removed, ...]

    def place(self, area: str) -> int:
        """Return the row of an area.

        :raises UnknownName: if it is not there, or has left
        """
        if area not in self.areas:
            raise UnknownName(area, self.areas)
        return self.areas.index(area)

    def peers(self, area: str) -> tuple[str, ...]:
        """Return the areas that are alike and more developed: at a distance within the band, with a smaller F."""
        row = self.place(area)
        near = (self.distances[row] >= self.band[0]) & (self.distances[row] <= self.band[1])
        better = self.degrees < self.degrees[row]
        near[row] = False
        return tuple(self.areas[place] for place in np.flatnonzero(near & better))

    def targets(self, area: str) -> Floats | None:
        """Return the mean of the peers in each indicator, in its unit; None where an area has no better peer."""
        rows = [self.place(peer) for peer in self.peers(area)]
        return self.values[rows].mean(axis=0) if rows else None


def classify(table: Table, *, weights: Floats | None = None, ddof: int = 0, remove: bool = True) -> Taxonomy:
    """Return the numerical taxonomy of a table without holes.

    weights: (indicators,) summing to 1; None is equal
    ddof: 0 divides by n in every sd, 1 by n − 1
    remove: whether areas outside the band leave
    :raises BandEmpty: if fewer than two areas stay
    """
    count = len(table.codes)
    stretch = np.sqrt(count * (np.full(count, 1 / count) if weights is None else weights))
    rows, removed = np.arange(len(table.areas)), list[Removed]()
    while True:
        all_scores = _standardised(table.values, rows, ddof) * table.directions
        scores = all_scores[rows]
        distances = _distances(scores * stretch)
        shortest = np.where(np.eye(len(rows), dtype=bool), np.inf, distances).min(axis=1)
        band = _band(shortest, ddof)
        outside = (shortest < band[0]) | (shortest > band[1])
        if not remove or not outside.any():
            break
        removed += [
            Removed(table.areas[row], float(distance), band, bool(distance > band[1]))
            for row, distance in zip(rows[outside], shortest[outside], strict=True)
        ]
        rows = rows[~outside]
        if len(rows) < 2:
            raise BandEmpty(len(rows))
    shortfall = np.maximum(scores.max(axis=0) - all_scores, 0.0)
    whole = np.sqrt(np.square(shortfall * stretch).sum(axis=1))
    pattern = whole[rows]
    ceiling = pattern.mean() + 2 * pattern.std(ddof=ddof)
    every = whole / (ceiling if ceiling > 0 else 1.0)
    areas = tuple(table.areas[row] for row in rows)
    return Taxonomy(
        areas, table.values[rows], scores, distances, pattern, every[rows], shortfall, every, band, tuple(removed)
    )


def _standardised(values: Floats, rows: Counts, ddof: int) -> Floats:
    """Return all values by the mean and sd of some rows; where these are all equal, by the sd of the whole column."""
    stayed = values[rows]
    spread, whole = stayed.std(axis=0, ddof=ddof), values.std(axis=0, ddof=ddof)
    spread = np.where(spread > 0, spread, np.where(whole > 0, whole, 1.0))
    return np.asarray((values - stayed.mean(axis=0)) / spread)


def _distances(scores: Floats) -> Floats:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(scores, scores), dtype=np.float64)


def _band(shortest: Floats, ddof: int) -> tuple[float, float]:
    """Return mean ± 2 sd; a little room keeps areas that are all equally far from falling out by rounding."""
    middle, spread = float(shortest.mean()), float(shortest.std(ddof=ddof))
    room = 1e-12 * max(1.0, middle)
    return middle - 2 * spread - room, middle + 2 * spread + room
