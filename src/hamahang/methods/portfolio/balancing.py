"""Balance among counties: how well each is served, and choices that serve all so well.

Served is a county's expected jobs as a share of what its need asks of the target and it can take, in hundredths.
"""

from collections.abc import Sequence

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, potentials
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.highs import Infeasible, search
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import SCALE
from hamahang.methods.portfolio.relaxing import relaxation

ANY = 1e6  # gap at which any choice is good enough
PART, NODES = (
    0.08,
    50,
)  # of the time, and nodes for each round, for each question whether counties can be served so well


class Served:
    """How well counties are served by choices of a problem, and choices that serve them so well."""

    def __init__(self, arranged: Arranged, asked: dict[str, int], terms: Asking) -> None:
        self.arranged, self.packing, self.asked, self.terms = arranged, arranged.packing, asked, terms
        of_county = np.array([column.candidate.county for column in arranged.columns])
        self.rows = [np.where(of_county == county, -self.packing.value, 0) for county in asked]

    def of(self, chosen: Ints) -> dict[str, int]:
        """Return the hundredths in which each county is served, at most all."""
        return {
            county: min(100, int(-row[chosen].sum()) * 100 // most)
            for row, (county, most) in zip(self.rows, self.asked.items(), strict=True)
        }

    def _with(self, floors: dict[str, int]) -> Packing:
        limits = [-most * floors[county] // 100 for county, most in self.asked.items()]
        return self.packing.with_rows(self.rows, limits)

    def choice(self, floors: dict[str, int]) -> Ints | None:
        """Return any choice that serves each county so well; None if none was found."""
        rounds, seconds = self.terms.rounds, self.terms.seconds * PART
        nodes = 0 if rounds is None else NODES * rounds
        return search(self._with(floors), seconds=1e9 if nodes else seconds, nodes=nodes, gap=ANY, effort=0.3).chosen

    def at_least(self, share: int) -> Packing:
        """Return the problem with every county served so well at least."""
        return self._with(dict.fromkeys(self.asked, share))

    def most(self, held: dict[str, int], free: Sequence[str]) -> int:
        """Return how well the free counties can be served at most, if parts could be taken."""
        low, high = 0, 100
        while low < high:
            middle = (low + high + 1) // 2
            try:
                relaxation(self._with(held | dict.fromkeys(free, middle)))
                low = middle
            except Infeasible:
                high = middle - 1
        return low


def asked_of(arranged: Arranged) -> dict[str, int]:
    """Return for each county what its need asks of the target, at most what it can take: millionths of a job."""
    problem = arranged.problem
    if problem.floors is None:
        return {}
    able = potentials(list(arranged.columns), [int(value) for value in arranged.packing.value])
    need = {county: problem.floors.need.get(county, 0) for county, most in able.items() if most > 0}
    whole = sum(need.values())
    most = {c: min(problem.target * SCALE * n // whole, able[c]) for c, n in sorted(need.items()) if n and whole}
    return {county: number for county, number in most.items() if number > 0}
