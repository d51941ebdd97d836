"""Reasons where there is no time to solve again: what is said is enough and can be looked at, though less might be.

Without a chosen candidate the plan stays as it is otherwise. A refused one is put into the plan, and those who bring
least for the room they make are taken out until all limits are kept; or the money that it lacks then is counted. None
of that is proven to be the least, and it says so.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from hamahang.methods.portfolio.bettering import jobs_for
from hamahang.methods.portfolio.certificate import losses
from hamahang.methods.portfolio.explaining import WhyIn, WhyNot, places_of
from hamahang.methods.portfolio.packing import Ints
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE

TRIED = 2  # columns of a candidate, those that are worth most at the prices of the limits


class Hints:
    """What is known of a plan, for a reason of each of its candidates."""

    def __init__(self, plan: Plan) -> None:
        self._arranged = plan.arranged
        self._packing = plan.arranged.packing
        self._chosen = places_of(plan.arranged, plan.chosen)
        self._at = {column.candidate.id: at for at, column in zip(self._chosen.tolist(), plan.chosen, strict=True)}
        self._group = {one.id: at for at, one in enumerate(plan.arranged.groups)}
        self._uses = self._packing.matrix[:, self._chosen].toarray()
        self._worth = losses(self._packing, plan.solution.multipliers)[0]
        self._over = self._uses.sum(axis=1) - self._packing.limit

    def of(self, candidate: str) -> WhyIn | WhyNot:
        """Return why a candidate is in or out."""
        return self._in(candidate, self._at[candidate]) if candidate in self._at else self._not(candidate)

    def _in(self, candidate: str, at: int) -> WhyIn:
        """Return what the plan loses without a chosen candidate, if nobody takes its place."""
        adds = Fraction(int(self._packing.value[at]), SCALE)
        column = self._arranged.columns[at]
        return WhyIn(candidate, column.package.id, adds, adds, (), (), is_proven=False, given=column.given)

    def _not(self, candidate: str) -> WhyNot:
        """Return changes that are enough for a refused one; none where none was seen at once."""
        group, value = self._group[candidate], self._packing.value
        columns = range(int(self._packing.starts[group]), int(self._packing.starts[group + 1]))
        likely = sorted(columns, key=lambda at: (-int(self._worth[at]), at))[:TRIED]
        rooms = [(at, out) for at in likely if (out := self._made_room(at)) is not None]
        why = WhyNot(candidate, "", None, None, self._lacking(columns), (), is_proven=False)
        if not rooms:
            return why
        at, out = max(rooms, key=lambda one: int(value[one[0]]) - int(value[one[1]].sum()))
        lost, column = int(value[out].sum()) - int(value[at]), self._arranged.columns[at]
        return replace(
            why,
            package=column.package.id,
            given=column.given,
            loss=Fraction(lost, SCALE),
            jobs=jobs_for(column, lost) if self._arranged.problem.floors is None else None,
            out=tuple(sorted(self._arranged.columns[one].candidate.id for one in out)),
        )

    def _made_room(self, at: int) -> Ints | None:
        """Return whom to take out so that all limits are kept with a column; None if that does not do."""
        packing, uses = self._packing, self._uses
        over = self._over + self._column(at)
        stays = packing.is_must[packing.group[self._chosen]]
        out: list[int] = []
        while (over > 0).any():
            rows = np.flatnonzero(over > 0)
            # by how much each would make up for what is exceeded, for what it brings
            makes = np.clip(uses[rows] / over[rows, None], None, 1.0).sum(axis=0)
            makes /= np.maximum(packing.value[self._chosen], 1)
            makes[stays] = makes[out] = -np.inf
            one = int(makes.argmax())
            if not makes[one] > 0.0:
                return None
            out.append(one)
            over = over - uses[:, one]
        return self._chosen[out]

    def _column(self, at: int) -> Ints:
        matrix, found = self._packing.matrix, np.zeros(len(self._packing.limit), np.int64)
        entries = slice(matrix.indptr[at], matrix.indptr[at + 1])
        found[matrix.indices[entries]] = matrix.data[entries]
        return found

    def _lacking(self, columns: Sequence[int]) -> dict[str, int] | None:
        """Return the least money by line that the plan lacks for one of the columns, all else as it is."""
        found = [lacks for at in columns if (lacks := self._lacks(self._over + self._column(at))) is not None]
        return min(found, key=lambda one: sum(one.values()), default=None)

    def _lacks(self, over: Ints) -> dict[str, int] | None:
        lacks: dict[str, int] = {}
        for row in np.flatnonzero(over > 0).tolist():
            limit = self._arranged.limits[row]
            if limit.kind != "line":
                return None
            more, before = -(-int(over[row]) // self._arranged.factors[row]), lacks.get(limit.about, 0)
            # what is carried over whole is there in later periods too
            is_carried = self._arranged.problem.carried.get(limit.about) == 1
            lacks[limit.about] = max(before, more) if is_carried else before + more
        return lacks
