"""Thousands of indices at once: each drawn among choices that reasonable people could have made otherwise.

Source: Saisana, Saltelli & Tarantola, Uncertainty and sensitivity analysis techniques as tools for the quality
assessment of composite indicators, J. Royal Statistical Society A 168 (2005) 307–323.

What is drawn: the normalisation and the aggregation, each with the same chance; weights from a Dirichlet distribution
around the given ones; values for the holes, by multiple imputation or by one of the rules; and an error of each value.
Draws that chose the same normalisation and aggregation are worked out together, in blocks of bounded size, each with a
seed of its own, so that neither memory nor the number of threads changes a result.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hamahang.methods.benchmark import missing
from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.normalising import NORMALISATIONS, scaled
from hamahang.methods.benchmark.ranking import Ranking, fit_for, named, normalised_values, ranked
from hamahang.methods.benchmark.table import Bools, Counts, Floats

BLOCK = 1_000_000  # values (draws × areas × indicators) worked out together
LEFT = 0.1  # where nothing is negative, an error leaves at least so much of a value


@dataclass(frozen=True, slots=True)
class Choices:
    """What could have been chosen otherwise.

    spread: how freely weights move: 1 takes any weights when the given ones are equal, 0 keeps them as given; the sd of
    a weight w is about √(spread · w (1 − w) / (m + spread)) of m indicators
    error: standard error of a value, as a share of the sd of its indicator between areas
    """

    normalisations: tuple[str, ...] = ("zscore", "minmax", "percentile", "vector")
    aggregations: tuple[str, ...] = ("arithmetic", "geometric", "topsis", "taxonomy", "condorcet")
    fills: tuple[str, ...] = ("draw", "nearest", "median")
    spread: float = 1.0
    error: float = 0.05

    def __post_init__(self) -> None:
        if not (0 <= self.spread < np.inf and 0 <= self.error < np.inf):
            raise ValueError(f"spread {self.spread} and error {self.error} are not negative")
        for codes, known in ((self.normalisations, NORMALISATIONS), (self.aggregations, AGGREGATIONS)):
            for code in codes:
                named(code, known)
        for code in self.fills:
            named(code, {name: name for name in missing.FILLING})
        if not (self.normalisations and self.aggregations and self.fills):
            raise ValueError("at least one way of each must stay")


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A ranking's table made ready to be drawn from."""

    choices: Choices
    values: Floats  # (areas, indicators) without holes
    weights: Floats  # (indicators,)
    directions: Floats
    goalposts: Floats  # (2, indicators)
    holes: Bools  # (areas, indicators)
    fixed: Floats  # (fills, cells) what each rule puts into the holes; NaN where it draws
    donors: missing.Donors | None
    error: Floats  # (indicators,) standard error, in the indicator's unit
    may_turn: Bools  # (indicators,) has negative values, so that an error may turn a sign

    @classmethod
    def of(cls, ranking: Ranking, choices: Choices) -> "World":
        """Make the world of a ranking.

        :raises Unfit: if a chosen normalisation cannot take the values
        """
        table, holes = ranking.table, ranking.filled.filled
        for code in choices.normalisations:
            normalised_values(table, NORMALISATIONS[code])
        fixed, donors = np.zeros((len(choices.fills), 0)), None
        if holes.any():
            open_table = table.with_values(np.where(holes, np.nan, table.values))
            donors = missing.Donors.of(open_table)
            fixed = np.array([_put(open_table, rule, holes) for rule in choices.fills])
        error = choices.error * table.values.std(axis=0)
        may_turn = np.asarray((table.values < 0).any(axis=0))
        return cls(
            choices,
            table.values,
            ranking.weights,
            table.directions,
            table.goalposts,
            holes,
            fixed,
            donors,
            error,
            may_turn,
        )


def _put(table: Any, rule: str, holes: Bools) -> Floats:
    if rule == "draw":
        return np.full(int(holes.sum()), np.nan)
    return missing.fill(table, rule=rule).table.values[holes]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A draw of everything, for n indices."""

    normalisation: Counts  # (n,) place in the choices
    aggregation: Counts  # (n,)
    weights: Floats  # (n, indicators)
    holes: Floats  # (n, cells)
    noise: npt.NDArray[np.float32] | None  # (n, areas, indicators) standard normal; None is no error

    def __len__(self) -> int:
        """Return how many indices."""
        return len(self.normalisation)

    def with_part(self, part: str, other: "Drawn") -> "Drawn":
        """Return the draw with one part taken from another."""
        return replace(self, **{part: getattr(other, part)})

    def taken(self, rows: Counts) -> "Drawn":
        """Return some of the indices."""
        noise = None if self.noise is None else self.noise[rows]
        return Drawn(self.normalisation[rows], self.aggregation[rows], self.weights[rows], self.holes[rows], noise)


PARTS = ("normalisation", "aggregation", "weights", "holes", "noise")


def draw(world: World, count: int, rng: np.random.Generator) -> Drawn:
    """Draw everything that can be chosen, `count` times."""
    choices = world.choices
    noise = None
    if choices.error:
        noise = rng.standard_normal((count, *world.values.shape), dtype=np.float32)
    return Drawn(
        rng.integers(len(choices.normalisations), size=count),
        rng.integers(len(choices.aggregations), size=count),
        _weights(world, count, rng),
        _holes(world, count, rng),
        noise,
    )


def _weights(world: World, count: int, rng: np.random.Generator) -> Floats:
    """Dirichlet with parameters w m / spread, whose mean is w; a weight of 0 stays 0."""
    base, spread = world.weights, world.choices.spread
    if not spread:
        return np.tile(base, (count, 1))
    raw = rng.standard_gamma(base * len(base) / spread, (count, len(base)))
    total = raw.sum(axis=1, keepdims=True)
    return np.where(total > 0, raw / np.where(total > 0, total, 1.0), base)


def _holes(world: World, count: int, rng: np.random.Generator) -> Floats:
    if world.donors is None:
        return np.zeros((count, 0))
    put = world.fixed[rng.integers(len(world.fixed), size=count)]
    return np.where(np.isnan(put), world.donors.drawn(rng, count), put)


def scores(world: World, drawn: Drawn) -> Floats:
    """Return the score of each area in each drawn index, (n, areas), more is better."""
    found = np.empty((len(drawn), len(world.values)))
    pair = drawn.normalisation * len(world.choices.aggregations) + drawn.aggregation
    for both in np.unique(pair):
        rows = np.flatnonzero(pair == both)
        normalisation, aggregation = divmod(int(both), len(world.choices.aggregations))
        found[rows] = _same(world, drawn.taken(rows), normalisation, aggregation)
    return found


def _same(world: World, drawn: Drawn, normalisation: int, aggregation: int) -> Floats:
    """Return scores of draws that chose the same normalisation and aggregation."""
    way = NORMALISATIONS[world.choices.normalisations[normalisation]]
    rule = AGGREGATIONS[world.choices.aggregations[aggregation]]
    values = drawn_values(world, drawn)
    normalised = scaled(way, values, world.directions, world.goalposts)
    return rule.rule(fit_for(rule, normalised, way.code), drawn.weights)


def drawn_values(world: World, drawn: Drawn) -> Floats:
    """Return values with drawn holes and errors: (n, areas, indicators), or (1, …) where all are the same."""
    if is_shared(world):
        return world.values[None]
    values = np.broadcast_to(world.values, (len(drawn), *world.values.shape))
    if world.holes.any():
        values = values.copy()
        values[:, world.holes] = drawn.holes
    if drawn.noise is None:
        return values
    changed = drawn.noise * world.error
    changed += values
    floor = np.where(world.may_turn, -np.inf, LEFT * (values if world.holes.any() else world.values))
    return np.asarray(np.maximum(changed, floor, out=changed))


def blocks(world: World, draws: int, *, most: int = BLOCK) -> list[int]:
    """Return the sizes of the blocks in which so many indices are drawn."""
    size = max(1, min(draws, most // (len(world.values) if is_shared(world) else world.values.size)))
    return [size] * (draws // size) + ([draws % size] if draws % size else [])


def is_shared(world: World) -> bool:
    """Return whether all draws have the same values, so that they are a few large matrix products."""
    return not world.choices.error and not world.holes.any()


def drawn_ranks(world: World, draws: int, seed: int) -> npt.NDArray[np.int16]:
    """Return the rank of each area in so many drawn indices, (draws, areas)."""
    sizes = blocks(world, draws)
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))

    def one(size: int, own: np.random.SeedSequence) -> npt.NDArray[np.int16]:
        return ranked(scores(world, draw(world, size, np.random.default_rng(own)))).astype(np.int16)

    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:  # arrays are worked out outside Python's lock
        return np.concatenate(list(pool.map(one, sizes, seeds)))
