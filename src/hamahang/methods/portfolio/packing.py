"""The bare problem in whole numbers: one column at most of each candidate, limits over all of them.

    maximise   Σ_j value_j · x_j
    subject to Σ_j matrix_rj · x_j ≤ limit_r          for each limit r
               Σ_{j of i} x_j ≤ 1  (= 1 where i is a must)   for each candidate i
               x_j ∈ {0, 1}

Everything is an int64: money in its unit, values scaled to whole numbers by whoever makes the problem. A floor is a
limit with its signs turned. The multiple-choice multidimensional knapsack (all candidates musts, nothing negative) and
the multidimensional knapsack (one column a candidate) are special cases.

Source: H. Kellerer, U. Pferschy, D. Pisinger (2004), Knapsack Problems, Springer, ch. 9 and 11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint64]
Signs = npt.NDArray[np.int8]

LARGEST = 1 << 53  # beyond it a whole number is not exact as a float of the solver


class NumbersTooLarge(ValueError):
    """A value or coefficient is beyond 2^53; give money in thousands or millions."""


@dataclass(frozen=True)
class Packing:
    """A problem.

    value: (n,); group: (n,) index of each column's candidate, not falling, every candidate has a column
    is_must: (groups,); matrix: (limits, n) in compressed columns, int64; limit: (limits,)
    """

    value: Ints
    group: Ints
    is_must: Bools
    matrix: sparse.csc_matrix
    limit: Ints

    def __post_init__(self) -> None:
        largest = max(
            (int(np.abs(part).max()) for part in (self.value, self.matrix.data, self.limit) if len(part)), default=0
        )
        if largest > LARGEST:
            raise NumbersTooLarge(largest)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.value)

    @property
    def groups(self) -> int:
        """How many candidates there are."""
        return len(self.is_must)

    @cached_property
    def starts(self) -> Ints:
        """The first column of each candidate, and the end: (groups + 1,)."""
        return np.searchsorted(self.group, np.arange(self.groups + 1)).astype(np.int64)

    @cached_property
    def rows(self) -> sparse.csr_matrix:
        """The matrix in compressed rows."""
        return self.matrix.tocsr()

    def used(self, chosen: Ints) -> Ints:
        """Return what columns use of each limit: (limits,)."""
        return np.asarray(self.matrix[:, chosen].sum(axis=1)).reshape(-1).astype(np.int64)

    def worth(self, chosen: Ints) -> int:
        """Return the value of columns."""
        return int(self.value[chosen].sum())

    def faults(self, chosen: Ints) -> list[str]:
        """Return what is wrong with a choice, in whole numbers; nothing, if it may be made."""
        counts = np.bincount(self.group[chosen], minlength=self.groups)
        found = [f"candidate {at} is chosen {counts[at]} times" for at in np.flatnonzero(counts > 1)]
        found += [f"candidate {at} must be chosen" for at in np.flatnonzero(self.is_must & (counts == 0))]
        over = self.used(chosen) - self.limit
        return found + [f"limit {at} is exceeded by {over[at]}" for at in np.flatnonzero(over > 0)]

    def part(self, groups: Ints, taken: Ints) -> "tuple[Packing, Ints]":
        """Return the problem of some candidates, all others fixed, and the columns it is made of.

        groups: candidates that stay free; taken: columns that are fixed at 1, none of them of a free candidate
        """
        columns = np.concatenate([np.arange(self.starts[at], self.starts[at + 1]) for at in groups])
        return self._of(groups, columns, self.limit - self.used(taken)), columns

    def only(self, columns: Ints, *, taken: Ints) -> "tuple[Packing, Ints]":
        """Return the problem of some columns, in rising order, beside columns that are fixed at 1."""
        groups = np.unique(self.group[columns])
        return self._of(groups, columns, self.limit - self.used(taken)), columns

    def worth_other(self, value: Ints) -> "Packing":
        """Return the same problem with other values."""
        return Packing(value, self.group, self.is_must, self.matrix, self.limit)

    def with_rows(self, rows: Sequence[Ints], limits: Sequence[int]) -> "Packing":
        """Return the same problem with more limits. rows: (n,) each"""
        more = sparse.csr_matrix(np.stack(rows).astype(np.int64))
        matrix = sparse.csc_matrix(sparse.vstack([self.rows, more]), dtype=np.int64)
        limit = np.concatenate((self.limit, np.array(limits, np.int64)))
        return Packing(self.value, self.group, self.is_must, matrix, limit)

    def _of(self, groups: Ints, columns: Ints, limit: Ints) -> "Packing":
        return Packing(
            self.value[columns],
            np.searchsorted(groups, self.group[columns]).astype(np.int64),
            self.is_must[groups],
            self.matrix[:, columns],
            limit,
        )
