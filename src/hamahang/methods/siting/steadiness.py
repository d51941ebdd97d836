"""How far an order of sites depends on the weights.

Let each weight be wrong by up to a share t of itself, each by its own. With δ_k what one site is ahead of another in
respect k, one stays ahead as long as Σ w_k δ_k > t Σ w_k |δ_k|: so the smallest t that may turn them round is
    t* = Σ w_k δ_k / Σ w_k |δ_k|,
at most 1, reached only where one is nowhere behind. For products δ is of logarithms. That weights are then counted to a
sum of one changes no sign. No drawing is needed: the worst weights are at the ends.

Source: E. Triantaphyllou, A. Sánchez (1997), A sensitivity analysis approach for some deterministic multi-criteria
decision-making methods, Decis. Sci. 28, 151–194.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hamahang.methods.siting.judging import How, Judged


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a site, and between which it stays whatever the weights within the share."""

    site: str
    place: int
    best: int
    worst: int


def turning(one: Judged, other: Judged, *, how: How = "sum") -> float:
    """Return the smallest share all weights must be wrong by before another site may overtake this one.

    0: it is not ahead; infinite: no weights turn them
    """
    if how == "weakest":
        return math.inf if min(_heights(one)) > min(_heights(other)) else 0.0
    if how == "product" and not (min(_heights(one)) and min(_heights(other))):
        # a product with a 0 in it is 0 whatever the weights
        return math.inf if min(_heights(one)) else 0.0
    beside = zip(one.graded, _heights(one), _heights(other), strict=False)
    ahead = [(graded.grade.weight, _lead(a, b, how)) for graded, a, b in beside if a != b]
    lead = math.fsum(weight * difference for weight, difference in ahead)
    if lead <= 0:
        return 0.0
    return math.inf if all(difference > 0 for _, difference in ahead) else lead / _all(ahead)


def ranks(judged: Sequence[Judged], *, share: float, how: How = "sum") -> tuple[Rank, ...]:
    """Return of each site that is in its place and the interval of places while weights are wrong by up to a share."""
    graded = [one for one in judged if one.state == "in"]
    found = []
    for place, one in enumerate(graded, start=1):
        above = sum(turning(other, one, how=how) > share for other in graded if other is not one)
        below = sum(turning(one, other, how=how) > share for other in graded if other is not one)
        found.append(Rank(one.site.id, place, 1 + above, len(graded) - below))
    return tuple(found)


def _heights(judged: Judged) -> list[float]:
    return [one.height or 0.0 for one in judged.graded] or [1.0]


def _lead(one: float, other: float, how: How) -> float:
    return math.log(one / other) if how == "product" else one - other


def _all(ahead: list[tuple[float, float]]) -> float:
    return math.fsum(weight * abs(difference) for weight, difference in ahead)
