"""An index from beginning to end: holes filled, outliers treated, normalised, weighted, made one number, ranked.

What was done to each cell stays with the result, so that a page can show it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.benchmark import missing, taxonomy, treating
from hamahang.methods.benchmark.aggregating import AGGREGATIONS, Aggregation
from hamahang.methods.benchmark.faults import NotAboveZero, UnknownName, WeightsOfItsOwn
from hamahang.methods.benchmark.normalising import (
    LEAST,
    MOST,
    NORMALISATIONS,
    Normalisation,
    above_zero,
    scaled,
)
from hamahang.methods.benchmark.table import Bools, Counts, Floats, Table, weights_of

Kind = TypeVar("Kind")
EQUAL = 1e-12  # scores that differ by less, against the largest, stand at the same rank


@dataclass(frozen=True, slots=True)
class Method:
    """A way of ranking that has a name in the field."""

    code: str
    name: Text
    aggregation: str
    normalisation: str
    is_less_better: bool = False


METHODS = {
    item.code: item
    for item in (
        Method("topsis", AGGREGATIONS["topsis"].name, "topsis", "vector"),
        Method("taxonomy", AGGREGATIONS["taxonomy"].name, "taxonomy", "zscore", is_less_better=True),
        Method("morris", Text(fa="موریس", en="Morris"), "arithmetic", "minmax"),
        Method("arithmetic", AGGREGATIONS["arithmetic"].name, "arithmetic", "minmax"),
        Method("geometric", AGGREGATIONS["geometric"].name, "geometric", "minmax"),
        Method("harmonic", AGGREGATIONS["harmonic"].name, "harmonic", "minmax"),
        Method("condorcet", AGGREGATIONS["condorcet"].name, "condorcet", "percentile"),
        Method("bod", AGGREGATIONS["bod"].name, "bod", "minmax"),
    )
}


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Scores and ranks, with all that was done on the way."""

    method: Method
    normalisation: str
    table: Table  # as it was ranked: filled and treated; areas dropped for missing values are not in it
    weights: Floats  # (indicators,)
    normalised: Floats  # (areas, indicators) more is better
    scores: Floats  # (areas,)
    ranks: Counts  # (areas,) 1 is best, equals share the better rank
    filled: missing.Filled
    treated: treating.Treated | None
    terms: Floats | None  # (areas, indicators) t, where the order of areas is that of Σ w t; None if there are none
    held: Bools  # (areas, indicators) beyond the fixed goalposts and held there
    removed: tuple[taxonomy.Removed, ...] = ()  # not homogeneous with the rest, see `taxonomy`

    def score(self, area: str) -> float:
        """Return an area's score."""
        return float(self.scores[self.table.area(area)])

    def rank(self, area: str) -> int:
        """Return an area's rank."""
        return int(self.ranks[self.table.area(area)])

    @property
    def in_order(self) -> tuple[str, ...]:
        """The areas, best first."""
        return tuple(self.table.areas[row] for row in np.argsort(self.ranks, kind="stable"))


def rank(
    table: Table,
    *,
    method: str = "topsis",
    weights: Mapping[str, float] | Floats | None = None,
    normalise: str | None = None,
    fill: str | missing.Filled = "refuse",
    treat: bool = False,
    ddof: int = 0,
    remove: bool = True,
    seed: int = 0,
) -> Ranking:
    """Rank areas by a method.

    weights: by code or (indicators,), see `table.weights_of`; None is equal
    normalise: one of NORMALISATIONS instead of the method's own
    fill: a rule of `missing.RULES`, or a table filled already
    treat: whether outliers are treated first
    ddof, remove: for the taxonomy, see `taxonomy.classify`
    :raises Unfit: if the data do not allow it
    """
    chosen = named(method, METHODS)
    if chosen.code == "bod" and weights is not None:
        raise WeightsOfItsOwn(chosen.name)
    normalisation = named(normalise or chosen.normalisation, NORMALISATIONS)
    filled = missing.fill(table, rule=fill, seed=seed) if isinstance(fill, str) else fill
    treated = treating.treat(filled.table) if treat else None
    ready = treated.table if treated else filled.table
    shares = weights_of(weights, ready)
    normalised, held = normalised_values(ready, normalisation)
    if method == "taxonomy":
        found = taxonomy.classify(ready, weights=shares, ddof=ddof, remove=remove)
        scores, removed = found.every, found.removed
        terms: Floats | None = -np.square(found.shortfall)
    else:
        aggregation = AGGREGATIONS[chosen.aggregation]
        fit = fit_for(aggregation, normalised[None], normalisation.code)
        scores, removed = aggregation.rule(fit, shares[None])[0], ()
        terms = aggregation.terms(fit[0]) if aggregation.terms else None
    ranks = ranked(-scores if chosen.is_less_better else scores)
    return Ranking(
        chosen, normalisation.code, ready, shares, normalised, scores, ranks, filled, treated, terms, held, removed
    )


def named(code: str, known: Mapping[str, Kind]) -> Kind:
    """Return what a code names.

    :raises UnknownName: if it names nothing
    """
    if code not in known:
        raise UnknownName(code, tuple(known))
    return known[code]


def normalised_values(table: Table, normalisation: Normalisation) -> tuple[Floats, Bools]:
    """Return normalised values, more is better, and which were held at fixed goalposts.

    :raises NotAboveZero: if a value is zero or less where the normalisation allows none
    """
    values, directions = table.values, table.directions
    if normalisation.forbids:
        wrong = np.argwhere(normalisation.forbids(values, directions))
        if len(wrong):
            row, column = wrong[0]
            raise NotAboveZero(table.areas[row], table.codes[column], values[row, column], normalisation.code)
    posts = table.goalposts
    with np.errstate(invalid="ignore"):
        beyond = (values < posts[0]) | (values > posts[1])
    held = beyond if normalisation.code == "minmax" else np.zeros(values.shape, dtype=bool)
    return scaled(normalisation, values, directions, posts), held


def fit_for(aggregation: Aggregation, normalised: Floats, normalisation: str) -> Floats:
    """Return normalised values on the scale that an aggregation needs.

    Min–max is moved from 0–100 to 1–100 as it stands, so that fixed goalposts stay fixed; others by their own range.
    """
    if not aggregation.needs_positive:
        return normalised
    if normalisation == "minmax":
        return LEAST + normalised * ((MOST - LEAST) / 100)
    return above_zero(normalised)


def ranked(scores: Floats) -> Counts:
    """Return ranks, 1 for the greatest score; equal scores share the better rank.

    scores: (…, areas)
    """
    order = np.argsort(-scores, axis=-1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=-1)
    steps = ordered[..., :-1] - ordered[..., 1:]
    largest = np.abs(ordered).max(axis=-1, keepdims=True)
    places = np.zeros(scores.shape, dtype=np.int64)
    places[..., 1:] = np.where(steps > EQUAL * largest, np.arange(1, scores.shape[-1]), 0)
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.maximum.accumulate(places, axis=-1) + 1, axis=-1)
    return ranks
