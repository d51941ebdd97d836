"""How far a rank can be trusted: intervals over all reasonable choices, what drives them, who swaps with whom.

Sources: Saisana, Saltelli & Tarantola, J. Royal Statistical Society A 168 (2005) 307–323 for ranks under drawn choices;
Jansen, Computer Physics Communications 117 (1999) and Saltelli et al., Computer Physics Communications 181 (2010) for
the estimators of Sobol's indices.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.domain.text import Text
from hamahang.methods.benchmark import drawing
from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.drawing import Choices, World
from hamahang.methods.benchmark.normalising import NORMALISATIONS, scaled
from hamahang.methods.benchmark.ranking import Ranking, fit_for, ranked
from hamahang.methods.benchmark.table import Counts, Floats

LOW, HIGH = 0.05, 0.95
MOST_OF_BOD = 60  # areas; each left out is so many programmes to solve
FACTORS = {
    "normalisation": Text(fa="روش بی‌مقیاس کردن", en="normalisation"),
    "aggregation": Text(fa="روش ترکیب", en="aggregation"),
    "weights": Text(fa="وزن‌ها", en="weights"),
    "holes": Text(fa="مقدارهای نیامده", en="missing values"),
    "noise": Text(fa="خطای داده", en="error of the data"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """The rank of each area in each drawn index, beside the rank that the chosen method gives."""

    ranking: Ranking
    choices: Choices
    ranks: npt.NDArray[np.int16]  # (draws, areas)
    low: Counts  # (areas,) 5 % of the draws are better than this, or the chosen rank if that is better
    median: Counts
    high: Counts  # (areas,) 5 % are worse than this, or the chosen rank if that is worse

    def interval(self, area: str) -> tuple[int, int]:
        """Return the 90 % interval of an area's rank; it always holds the rank of the chosen method."""
        row = self.ranking.table.area(area)
        return int(self.low[row]), int(self.high[row])

    def share_of_last(self, area: str, count: int) -> float:
        """Return the share of draws in which an area is among the last `count`."""
        row = self.ranking.table.area(area)
        return float((self.ranks[:, row] > self.ranks.shape[1] - count).mean())

    def share_of_first(self, area: str, count: int) -> float:
        """Return the share of draws in which an area is among the first `count`."""
        return float((self.ranks[:, self.ranking.table.area(area)] <= count).mean())

    def share_above(self, area: str, other: str) -> float:
        """Return the share of draws in which one area stands above another: 1 holds under every drawn choice."""
        table = self.ranking.table
        return float((self.ranks[:, table.area(area)] < self.ranks[:, table.area(other)]).mean())


def intervals(ranking: Ranking, *, choices: Choices | None = None, draws: int = 2_000, seed: int = 0) -> Intervals:
    """Draw choices and return the ranks they give.

    :raises Unfit: if a chosen normalisation cannot take the values
    """
    if draws < 1:
        raise ValueError(f"{draws} draws")
    choices = choices or Choices()
    ranks = drawing.drawn_ranks(World.of(ranking, choices), draws, seed)
    low, median, high = np.quantile(ranks, (LOW, 0.5, HIGH), axis=0, method="inverted_cdf").astype(np.int64)
    return Intervals(ranking, choices, ranks, np.minimum(low, ranking.ranks), median, np.maximum(high, ranking.ranks))


@dataclass(frozen=True, slots=True, eq=False)
class Drivers:
    """Which choice moves the ranks: Sobol's indices, by factor of FACTORS.

    first: share of the variance of an area's rank that the factor alone explains; total: together with the others.
    Estimated, so that small negative numbers happen; all 0 where a rank never moves.
    """

    factors: tuple[str, ...]
    first: Floats  # (factors, areas)
    total: Floats  # (factors, areas)
    variance: Floats  # (areas,) of the rank

    @property
    def overall(self) -> dict[str, tuple[float, float]]:
        """First and total index of each factor over all areas, weighted by the variance of their ranks."""
        whole = self.variance.sum()
        if not whole:
            return dict.fromkeys(self.factors, (0.0, 0.0))
        first, total = self.first @ self.variance / whole, self.total @ self.variance / whole
        return {name: (float(first[at]), float(total[at])) for at, name in enumerate(self.factors)}


def drivers(ranking: Ranking, *, choices: Choices | None = None, base: int = 1_024, seed: int = 0) -> Drivers:
    """Return Sobol's indices of the rank of each area.

    base: size of the sample; factors + 2 times as many indices are worked out
    """
    world = World.of(ranking, choices or Choices())
    factors = tuple(part for part in drawing.PARTS if part not in _fixed_parts(world))
    sizes = drawing.blocks(world, base)
    first, second, mixed = [], [], []
    for size, own in zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True):
        rng = np.random.default_rng(own)
        one, other = drawing.draw(world, size, rng), drawing.draw(world, size, rng)
        first.append(ranked(drawing.scores(world, one)))
        second.append(ranked(drawing.scores(world, other)))
        mixed.append([ranked(drawing.scores(world, one.with_part(part, other))) for part in factors])
    a, b = (np.concatenate(part).astype(np.float64) for part in (first, second))
    ab = np.concatenate(mixed, axis=1).astype(np.float64) if factors else np.zeros((0, *a.shape))
    variance = np.concatenate((a, b)).var(axis=0)
    scale = np.where(variance > 0, variance, 1.0)
    alone = (b * (ab - a)).mean(axis=1) / scale
    return Drivers(factors, alone, np.square(a - ab).mean(axis=1) / 2 / scale, variance)


def _fixed_parts(world: World) -> set[str]:
    choices = world.choices
    fixed = {
        "normalisation": len(choices.normalisations) == 1,
        "aggregation": len(choices.aggregations) == 1,
        "weights": not choices.spread,
        "holes": not world.holes.any(),
        "noise": not choices.error,
    }
    return {part for part, is_fixed in fixed.items() if is_fixed}


def without_each(ranking: Ranking) -> dict[str, Counts]:
    """Return the ranks (areas,) when one indicator is left out and the weights of the others are stretched to 1.

    An indicator that has all the weight, or is alone, cannot be left out and is not there.
    """
    table, found = ranking.table, dict[str, Counts]()
    for column, code in enumerate(table.codes):
        kept = np.arange(len(table.codes)) != column
        rest = ranking.weights[kept].sum()
        if rest > 0:
            found[code] = ranked(_scores(ranking, table.values[:, kept], ranking.weights[kept] / rest, kept))
    return found


def reversals(ranking: Ranking) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the pairs of other areas whose order turns when an area is dropped, by the dropped area.

    Each pair stands as it was: first the one that was above and falls below. Areas whose absence turns nothing are not
    there. Methods that look only at fixed goalposts have none. Benefit of the doubt takes too long about more than
    MOST_OF_BOD areas, and nothing is looked at: see `may_turn`.
    """
    table, found = ranking.table, dict[str, tuple[tuple[str, str], ...]]()
    if len(table.areas) < 3 or not may_turn(ranking):
        return found
    every = np.ones(len(table.codes), dtype=bool)
    whole = ranked(_scores(ranking, table.values, ranking.weights, every))
    for row, area in enumerate(table.areas):
        kept = np.flatnonzero(np.arange(len(table.areas)) != row)
        after = ranked(_scores(ranking, table.values[kept], ranking.weights, every))
        before = whole[kept]
        turned = np.argwhere((before[:, None] < before) & (after[:, None] > after))
        if len(turned):
            found[area] = tuple((table.areas[kept[one]], table.areas[kept[other]]) for one, other in turned)
    return found


def may_turn(ranking: Ranking) -> bool:
    """Return whether `reversals` looks at a ranking."""
    return ranking.method.aggregation != "bod" or len(ranking.table.areas) <= MOST_OF_BOD


def _scores(ranking: Ranking, values: Floats, weights: Floats, kept: npt.NDArray[np.bool_]) -> Floats:
    """Return scores of other values under the same method; the taxonomy without its removal of outliers."""
    way, table, rule = NORMALISATIONS[ranking.normalisation], ranking.table, AGGREGATIONS[ranking.method.aggregation]
    normalised = scaled(way, values[None], table.directions[kept], table.goalposts[:, kept])
    return np.asarray(rule.rule(fit_for(rule, normalised, way.code), weights[None])[0])
