"""Weights: how much each indicator counts. All return (indicators,), not negative, summing to 1.

- equal: 1 / m.
- entropy: 1 − E, E = −Σ p ln p / ln n, p = x / Σx (Hwang & Yoon, Multiple Attribute Decision Making, 1981). Nothing may
  be below zero. An area with p = 0 adds 0, the limit; some programs take E = 0 for such an indicator, or give up.
- critic: sd of the min–max values × Σ (1 − r) with the others (Diakoulaki et al., Computers & Operations Research 22,
  1995). Less-is-better indicators are turned first, as there; a program that does not turn them gives other weights.
- pca: communalities of the components with eigenvalue ≥ 1 of the correlations, stretched to 1 (Nicoletti et al., OECD
  Economics WP 226, 2000; communalities do not depend on a rotation).
- `ahp`: the principal eigenvector of judgements (Saaty, The Analytic Hierarchy Process, 1980), with its consistency
  ratio; above 0.1 the judgements should be made again.
- `benefit_of_the_doubt`: each area is weighed as is best for it (Cherchye et al., Social Indicators Research 82, 2007).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.doubting import Doubted, doubted
from hamahang.methods.benchmark.faults import BelowZero, NotReciprocal, UnknownName, ValueMissing
from hamahang.methods.benchmark.normalising import minmax
from hamahang.methods.benchmark.table import Floats, Table

# mean consistency index of random judgements of 1 to 15 things: Saaty 1980, p. 21
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
CONSISTENT = 0.1
PRINTED = 0.02  # 3 and 0.33 answer each other


def equal(table: Table) -> Floats:
    """Return the same weight for each."""
    return np.full(len(table.codes), 1 / len(table.codes))


def entropy(table: Table) -> Floats:
    """Return weights by how unevenly an indicator is spread over areas.

    :raises BelowZero: if a value is negative
    """
    _refuse_holes(table)
    below = np.argwhere(table.values < 0)
    if len(below):
        row, column = below[0]
        raise BelowZero(table.areas[row], table.codes[column], table.values[row, column])
    shares = table.values / table.values.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    return _to_one(np.maximum(1 + (shares * logs).sum(axis=0) / np.log(len(shares)), 0.0))


def critic(table: Table) -> Floats:
    """Return weights by spread and by how little an indicator goes with the others."""
    _refuse_holes(table)
    scaled = minmax(table.values, table.directions)
    conflict = (1 - _correlations(scaled)).sum(axis=0)
    return _to_one(scaled.std(axis=0) * np.maximum(conflict, 0.0))


def pca(table: Table) -> Floats:
    """Return weights by how much of an indicator the common components explain."""
    _refuse_holes(table)
    eigenvalues, vectors = np.linalg.eigh(_correlations(table.values * table.directions))
    kept = eigenvalues >= 1 - 1e-9  # the largest always is
    return _to_one((np.square(vectors[:, kept]) * eigenvalues[kept]).sum(axis=1))


WEIGHTINGS: dict[str, Callable[[Table], Floats]] = {"equal": equal, "entropy": entropy, "critic": critic, "pca": pca}


def weights_by(scheme: str, table: Table) -> Floats:
    """Return the weights of a scheme.

    :raises UnknownName: if there is no such scheme
    """
    if scheme not in WEIGHTINGS:
        raise UnknownName(scheme, tuple(WEIGHTINGS))
    return WEIGHTINGS[scheme](table)


def _refuse_holes(table: Table) -> None:
    holes = np.argwhere(np.isnan(table.values))
    if len(holes):
        row, column = holes[0]
        raise ValueMissing(table.areas[row], table.codes[column], len(holes))


def _correlations(values: Floats) -> Floats:
    return np.asarray(np.corrcoef(values, rowvar=False), dtype=np.float64).reshape(values.shape[1], values.shape[1])


def _to_one(raw: Floats) -> Floats:
    """Stretch to the sum 1; where a scheme finds nothing to choose by, all are equal."""
    total = raw.sum()
    return raw / total if total > 1e-12 * len(raw) else np.full(len(raw), 1 / len(raw))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Weights out of judgements, and how far these contradict each other."""

    weights: Floats  # (n,)
    index: float  # (λ − n) / (n − 1)
    ratio: float  # the index over that of random judgements; 0 for one or two things

    @property
    def is_consistent(self) -> bool:
        """Return whether the judgements may be used."""
        return self.ratio <= CONSISTENT


def ahp(judgements: Floats) -> Judged:
    """Return the weights of pairwise judgements.

    judgements: (n, n) how many times more row counts than column, 1/9 to 9; n at most 15
    :raises NotReciprocal: if a judgement is not one over its counterpart, within 2 %
    """
    count = len(judgements)
    if judgements.shape != (count, count) or not 1 <= count <= len(RANDOM_INDEX):
        raise ValueError(f"judgements are {judgements.shape}; they are square, of 1 to {len(RANDOM_INDEX)}")
    with np.errstate(all="ignore"):
        answered = np.isfinite(judgements) & (judgements > 0) & (np.abs(judgements * judgements.T - 1) <= PRINTED)
    wrong = np.argwhere(~answered)
    if len(wrong):
        raise NotReciprocal(int(wrong[0][0]) + 1, int(wrong[0][1]) + 1)
    eigenvalues, vectors = np.linalg.eig(judgements)
    first = int(np.argmax(eigenvalues.real))
    vector = np.abs(vectors[:, first].real)
    index = max(float(eigenvalues[first].real) - count, 0.0) / max(count - 1, 1)
    random = RANDOM_INDEX[count - 1]
    return Judged(vector / vector.sum(), index, index / random if random else 0.0)


def benefit_of_the_doubt(table: Table, *, least: float = 0.0, most: float = 1.0) -> Doubted:
    """Return each area's score under the weights that are best for it, see `doubting`.

    The values are min–max moved to 0.01–1, for ratios and shares need numbers above zero.
    least, most: bounds of an indicator's share of the score; least ≤ 1/m ≤ most
    """
    _refuse_holes(table)
    return doubted(0.01 + 0.0099 * minmax(table.values, table.directions), least=least, most=most)
