"""The gap between areas: its parts, which add up to it exactly, and what is missing in each indicator's own unit.

Parts. Where the order of scores is that of T = Σ w t, the part of an indicator in S_to − S_from is w (t_to − t_from) K
with one K for all, (S_to − S_from) / (T_to − T_from): for the geometric mean that is the logarithmic mean of the scores
(LMDI: Ang, Energy Policy 33, 2005). TOPSIS parts symmetrically, with A to the best and W from the worst:

    c' − c = ½ [(W' − W)(A + A') + (W + W')(A − A')] / [(A' + W') (A + W)]

and each difference of distances is the sum of the differences of their squares, over their sum.
Targets: the best value anywhere (leader); the mean of similar but more developed areas (peers: Noorbakhsh, J.
International Development 14, 2002); the mean of all areas, weighted if weights are given (nation).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.benchmark import taxonomy
from hamahang.methods.benchmark.faults import NoExactDecomposition, UnknownName
from hamahang.methods.benchmark.ranking import Ranking
from hamahang.methods.benchmark.table import Floats, Table

TARGETS = {
    "leader": Text(fa="بهترین مقدار", en="the best value"),
    "peers": Text(fa="ناحیه‌های همانند و بهتر", en="similar but better areas"),
    "nation": Text(fa="میانگین همه", en="the mean of all"),
}
NEAR = 1e-7  # totals that differ by less, as a share, take the slope: a quotient of so small numbers is noise


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator makes of the gap in scores; negative where the area itself is ahead."""

    indicator: str
    amount: float
    share: float  # of the gap; 0 if there is no gap


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an area lacks to a target in one indicator."""

    indicator: str
    unit: str
    value: float
    target: float
    missing: float  # in the unit, positive if the area is behind, whichever direction is better
    years: float | None = None  # at the area's own past pace; 0 if not behind, None if it does not come nearer


def decompose(ranking: Ranking, area: str, to: str) -> tuple[Part, ...]:
    """Return the parts of the gap in scores from an area to another, the largest first; they add up to the gap.

    For methods in which less is better the gap is turned, so that it is positive if `to` is better.
    :raises NoExactDecomposition: if the method has no such parts
    """
    table = ranking.table
    row, other = table.area(area), table.area(to)
    if ranking.method.aggregation == "topsis":
        parts = _parts_of_topsis(ranking, row, other)
    elif ranking.terms is not None:
        parts = _parts_of_terms(ranking, row, other)
    else:
        raise NoExactDecomposition(ranking.method.code)
    whole = float(parts.sum())
    order = np.argsort(-parts, kind="stable")
    return tuple(
        Part(table.codes[column], float(parts[column]), float(parts[column] / whole) if whole else 0.0)
        for column in order
    )


def _parts_of_terms(ranking: Ranking, row: int, other: int) -> Floats:
    terms = ranking.terms if ranking.terms is not None else ranking.normalised
    weighted = ranking.weights * (terms[other] - terms[row])
    total, total_to = (float(ranking.weights @ terms[at]) for at in (row, other))
    score, score_to = float(ranking.scores[row]), float(ranking.scores[other])
    sign = -1 if ranking.method.is_less_better else 1
    if abs(total_to - total) > NEAR * abs(total):
        return np.asarray(weighted * (sign * (score_to - score) / (total_to - total)))
    return np.asarray(weighted * _slope(ranking.method.aggregation, (score + score_to) / 2, total))


def _slope(aggregation: str, score: float, total: float) -> float:
    """Return dS/dT of two areas that stand level."""
    if aggregation == "geometric":
        return score
    if aggregation == "harmonic":
        return score * score
    if aggregation == "taxonomy":
        return score / (-2 * total) if total else 0.0
    return 1.0


def _parts_of_topsis(ranking: Ranking, row: int, other: int) -> Floats:
    values, squared = ranking.normalised, np.square(ranking.weights)
    best = squared * np.square(values.max(axis=0) - values[[row, other]])
    worst = squared * np.square(values[[row, other]] - values.min(axis=0))
    a_from, a_to = np.sqrt(best.sum(axis=1))
    w_from, w_to = np.sqrt(worst.sum(axis=1))
    whole = (a_from + w_from) * (a_to + w_to)
    from_worst = (worst[1] - worst[0]) / (w_from + w_to) if w_from + w_to else np.zeros(len(squared))
    to_best = (best[0] - best[1]) / (a_from + a_to) if a_from + a_to else np.zeros(len(squared))
    parts = (from_worst * (a_from + a_to) + to_best * (w_from + w_to)) / 2
    return np.asarray(parts / whole if whole else parts)


def the_few(parts: Sequence[Part], *, share: float = 0.8) -> tuple[Part, ...]:
    """Return the fewest parts that would close so large a share of the gap; none if the area is not behind."""
    whole = sum(part.amount for part in parts)
    found: list[Part] = []
    for part in sorted(parts, key=lambda one: -one.amount):
        if whole <= 0 or sum(one.amount for one in found) >= share * whole:
            break
        found.append(part)
    return tuple(found)


def shortfalls(
    table: Table,
    area: str,
    *,
    to: str = "leader",
    weights: Floats | None = None,
    changes: Mapping[str, float] | None = None,
) -> tuple[Shortfall, ...] | None:
    """Return what an area lacks in each indicator; None if it has no similar and better area.

    table: without holes
    to: one of TARGETS
    weights: (areas,) such as population, for the mean of all
    changes: the area's own past change a year in each indicator's unit, to say how many years the gap would take
    """
    if to not in TARGETS:
        raise UnknownName(to, tuple(TARGETS))
    target = target_of(table, area, to=to, weights=weights)
    if target is None:
        return None
    row, found = table.values[table.area(area)], []
    for column, indicator in enumerate(table.indicators):
        behind = float(target[column] - row[column]) * indicator.direction
        years = _years(behind, (changes or {}).get(indicator.code), indicator.direction)
        found.append(
            Shortfall(indicator.code, indicator.unit, float(row[column]), float(target[column]), behind, years)
        )
    return tuple(found)


def target_of(table: Table, area: str, *, to: str, weights: Floats | None = None) -> Floats | None:
    """Return the target in each indicator, (indicators,); None if an area has no similar and better area."""
    if to == "peers":
        found = taxonomy.classify(table)
        return found.targets(table.areas[table.area(area)]) if area in found.areas else None
    if to == "nation":
        return np.asarray(np.average(table.values, axis=0, weights=weights))
    return np.asarray(np.where(table.directions > 0, table.values.max(axis=0), table.values.min(axis=0)))


def _years(behind: float, change: float | None, direction: int) -> float | None:
    if behind <= 0:
        return 0.0
    nearer = (change or 0.0) * direction
    return behind / nearer if nearer > 0 else None
