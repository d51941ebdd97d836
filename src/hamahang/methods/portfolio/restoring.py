"""A plan that was kept, as a plan again: from its terms, its choice and its certificate, without solving."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from hamahang.methods.forecast.totals import CALM
from hamahang.methods.portfolio.arranging import Arranged, arrange, places_of_choice
from hamahang.methods.portfolio.certificate import Multipliers
from hamahang.methods.portfolio.evening import evened
from hamahang.methods.portfolio.plans import Plan, planned
from hamahang.methods.portfolio.problem import Problem
from hamahang.methods.portfolio.solving import Solution
from hamahang.methods.portfolio.verifying import Choice, bound


def restored(
    problem: Problem, choice: Sequence[Choice], *, prices: Mapping[str, Fraction], most: int, status: str
) -> Plan:
    """Return a plan as it was kept, counted anew from the terms.

    prices: multipliers of the limits by code; most: the bound it was kept with, in millionths of a job
    :raises KeyError: if the terms do not know what was chosen; :raises NotSound: if it does not keep them
    """
    arranged = evened(arrange(problem))
    chosen = np.sort(places_of_choice(arranged, choice))
    solution = Solution(
        chosen=chosen,
        worth=arranged.packing.worth(chosen),
        multipliers=_multipliers(arranged, prices),
        certified=bound(problem, prices),
        most=float(most),
        status=status,
        seconds=0.0,
    )
    return planned(arranged, solution, chosen, CALM)


def _multipliers(arranged: Arranged, prices: Mapping[str, Fraction]) -> Multipliers:
    """Return the multipliers of the rows; those of rows that are not there any more are left out."""
    rows = zip(arranged.limits, arranged.factors, strict=True)
    of_rows = [prices.get(limit.code, Fraction(0)) / factor for limit, factor in rows]
    bits = max((one.denominator.bit_length() - 1 for one in of_rows), default=0)
    return Multipliers(np.array([int(one * (1 << bits)) for one in of_rows], np.int64), bits)
