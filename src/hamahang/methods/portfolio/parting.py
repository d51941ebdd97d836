"""Problems that differ little from each other, each solved by the parts that it falls into; what is alike but once.

A limit with a price holds candidates together, for there what one takes another lacks. The others are let go at first,
and with what is left the problem falls apart: lines of money that nobody asks both of are parts of their own. Each is
solved by itself. If all together keep also the limits that were let go, nothing can be better, for fewer limits never
hold less; if not, those that are exceeded hold their candidates together too, and it is done again.

A reason asks the same problem with one candidate changed, and so with one part changed.

Source: A. Geoffrion (1972), Generalized Benders decomposition, J. Optim. Theory Appl. 10, for leaving limits out until
they are exceeded (relaxation); the rest is counting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hamahang.methods.portfolio.certificate import Multipliers, bound, rounded
from hamahang.methods.portfolio.highs import Amount, Amounts, Infeasible, relax, search, search_with_amounts
from hamahang.methods.portfolio.listing import OneLimit, TooMany
from hamahang.methods.portfolio.packing import Bools, Ints, Packing
from hamahang.methods.portfolio.solving import Solution, Told

if TYPE_CHECKING:
    from hamahang.methods.portfolio.asking import Asking

SMALL = 300  # candidates of a part up to which it is looked at what fits into it
FEW = 60  # columns of a part up to which the solver has searched it in no time
MOSTLY = 0.8  # of the candidates in one part, with which the problem does not fall apart
NODES = 500  # of that search at most


class NotEasy(Exception):
    """A part would have to be searched for long."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best choice of a part. chosen: columns, None where there is none; most: none is worth more"""

    chosen: Ints | None
    worth: int
    most: float
    is_none: bool = False  # whether there is none, and not only none that was found

    @property
    def is_proven(self) -> bool:
        """Whether it is known to be the best."""
        return self.is_none or (self.chosen is not None and self.most <= self.worth)


class Parts:
    """What is known of the parts of a problem and of problems that are nearly the same.

    prices: of the limits, where the problem was solved; asking: how parts are searched that are not easy, None for not
    """

    def __init__(self, prices: Multipliers, asking: "Asking | None") -> None:
        self._holds = prices.numbers > 0
        self.prices, self.asking = prices, asking
        self._known: dict[tuple[bytes, ...], Best] = {}

    def held(self, packing: Packing) -> Bools:
        """Return which limits hold candidates together from the start: (limits,). Those that were added do, for that is
        why they were.
        """
        held = np.ones(len(packing.limit), bool)
        held[: len(self._holds)] = self._holds
        # where hardly anybody is apart from the others, nothing is won by letting limits go
        return held if max(map(len, apart(packing, held))) <= MOSTLY * packing.groups else np.ones(len(held), bool)

    def solve(self, packing: Packing) -> Solution:
        """Return the best choice of a problem whose limits are those of the known one, in this order, and more."""
        held = self.held(packing)
        while True:
            found = self.apart(packing, held, apart(packing, held))
            if found is None:
                return _solution(None, 0, -np.inf, self.prices, "infeasible")
            chosen, most = found
            if chosen is None:
                return _solution(None, 0, most, self.prices, "none_found")
            over = packing.used(chosen) > packing.limit
            if not over.any():
                worth = packing.worth(chosen)
                return _solution(chosen, worth, most, self.prices, "proven" if most <= worth else "time_limit")
            if (over & held).any():  # nobody can do anything about a limit
                return _solution(None, 0, -np.inf, self.prices, "infeasible")
            held |= over

    def apart(self, packing: Packing, held: Bools, parts: list[Ints]) -> tuple[Ints | None, float] | None:
        """Return the best choices of parts together, and what none is worth more than; None if one of them has none."""
        chosen, most, is_found = [np.zeros(0, np.int64)], 0.0, True
        for groups in parts:
            part, columns = of_part(packing, held, groups)
            best = self.best(part)
            if best.is_none:
                return None
            most += best.most
            is_found &= best.chosen is not None
            if best.chosen is not None:
                chosen.append(columns[best.chosen])
        return (np.sort(np.concatenate(chosen)) if is_found else None), most

    def best(self, part: Packing) -> Best:
        """Return the best choice of a part."""
        matrix = part.matrix
        arrays = part.value, part.group, part.is_must, part.limit, matrix.data, matrix.indices, matrix.indptr
        key = tuple(one.tobytes() for one in arrays)
        if key not in self._known:
            self._known[key] = self._found(part)
        return self._known[key]

    def _found(self, part: Packing) -> Best:
        if part.groups <= SMALL:
            fits, lasting = _fitting(part)
            if not fits.all() or not lasting.all():
                return self._among(part, fits, lasting)
        if not len(part.limit):
            return _without_limits(part)
        try:
            if len(part.limit) == 1:
                one = OneLimit(part).best()
                return NONE if one is None else Best(one[0], one[1], float(one[1]))
        except TooMany:
            pass
        except Infeasible:
            return NONE
        if part.columns <= FEW:
            found = search(part, seconds=1e9, nodes=NODES)
            if found.is_done:
                return NONE if found.chosen is None else _proven(part, found.chosen)
        if self.asking is None:
            raise NotEasy
        whole = self.asking.solve(part)
        return Best(whole.chosen, whole.worth, whole.most, is_none=whole.status == "infeasible")

    def amounts(self, part: Packing, more: Sequence[Amount], worth: int) -> Amounts | None:
        """Return the least amounts that, added to limits, allow a choice worth so much; None if there are none.

        :raises TimeoutError: if none was found in the time
        """
        if self.asking is None:
            raise NotEasy
        if (rounds := self.asking.rounds) is not None:
            return search_with_amounts(part, more, least=worth, seconds=1e9, nodes=NODES * rounds)
        return search_with_amounts(part, more, least=worth, seconds=self.asking.seconds)

    def _among(self, part: Packing, fits: Bools, lasting: Bools) -> Best:
        """Return the best choice among columns that fit, under the limits that can be exceeded with them."""
        columns = np.flatnonzero(fits)
        if part.is_must[np.setdiff1d(np.arange(part.groups), part.group[columns])].any():
            return NONE
        if not len(columns):
            return _proven(part, columns)
        only, _ = part.only(columns, taken=np.zeros(0, np.int64))
        rows = np.flatnonzero(lasting)
        best = self.best(replace(only, matrix=sparse.csc_matrix(only.matrix[rows]), limit=only.limit[rows]))
        return best if best.chosen is None else replace(best, chosen=columns[best.chosen])


NONE = Best(None, 0, -np.inf, is_none=True)


def _fitting(part: Packing) -> tuple[Bools, Bools]:
    """Return which columns fit into every limit by themselves, and which limits can be exceeded."""
    dense, starts = part.matrix.toarray(), part.starts[:-1]
    least, most = np.minimum.reduceat(dense, starts, axis=1), np.maximum.reduceat(dense, starts, axis=1)
    least, most = np.where(part.is_must, least, np.minimum(least, 0)), np.where(part.is_must, most, np.maximum(most, 0))
    # all others as low as they can be
    with_each = dense + (least.sum(axis=1)[:, None] - least)[:, part.group]
    fits = (with_each <= part.limit[:, None]).all(axis=0)
    return fits, most.sum(axis=1) > part.limit if fits.all() else np.ones(len(part.limit), bool)


def _proven(part: Packing, chosen: Ints) -> Best:
    worth = part.worth(chosen)
    return Best(chosen, worth, float(worth))


def _without_limits(part: Packing) -> Best:
    """Return the best column of each candidate, where it brings something or must be."""
    best = np.maximum.reduceat(part.value, part.starts[:-1])
    starts = part.starts.tolist()
    first = [int(part.value[start:end].argmax()) + start for start, end in pairwise(starts)]
    return _proven(part, np.array(first, np.int64)[(best > 0) | part.is_must])


def solved_apart(packing: Packing, told: Told) -> Solution | None:
    """Return the best choice of a problem that falls into parts that are easy; None if it does not."""
    if packing.groups > SMALL:
        return None
    try:
        prices = rounded(packing, relax(packing).prices)
        parts = Parts(prices, None)
        found = parts.solve(packing) if len(apart(packing, parts.held(packing))) > 1 else None
    except (Infeasible, NotEasy):
        return None
    if found is None or found.chosen is None or found.status != "proven":
        return None
    told(found.worth, found.most, 0.0)
    return replace(found, certified=bound(packing, prices))


def _solution(chosen: Ints | None, worth: int, most: float, prices: Multipliers, status: str) -> Solution:
    return Solution(chosen, worth, prices, Fraction(0), most, status, 0.0)


def apart(packing: Packing, held: Bools) -> list[Ints]:
    """Return the candidates of each part that a problem falls into. held: limits that hold candidates together"""
    entries = packing.rows[np.flatnonzero(held)].tocoo()
    size = packing.groups + int(held.sum())
    links = np.ones(entries.nnz, np.int8), (packing.group[entries.col], packing.groups + entries.row)
    _, label = connected_components(sparse.coo_matrix(links, shape=(size, size)), directed=False)
    order = np.argsort(label[: packing.groups], kind="stable")
    _, starts = np.unique(label[order], return_index=True)
    return [np.sort(part) for part in np.split(order, starts[1:])]


def of_part(packing: Packing, held: Bools, groups: Ints) -> tuple[Packing, Ints]:
    """Return the problem of a part under the limits that hold it together, and the columns it is made of."""
    columns = np.flatnonzero(np.isin(packing.group, groups))
    matrix = packing.matrix[:, columns]
    rows = np.flatnonzero(held & (np.bincount(matrix.indices, minlength=len(held)) > 0))
    return Packing(
        packing.value[columns],
        np.searchsorted(groups, packing.group[columns]).astype(np.int64),
        packing.is_must[groups],
        sparse.csc_matrix(matrix[rows]),
        packing.limit[rows],
    ), columns
