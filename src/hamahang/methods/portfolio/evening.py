"""A bound on how unevenly jobs are spread over the counties for their need: the Gini of jobs per unemployed person.

With jobs g_c and need u_c, U the need of all, Gini ≤ G is Σ_{c<d} |u_c g_d − u_d g_c| ≤ G · U · Σ g_c. The left side is
the largest of one linear sum for each order of the counties, reached by the order of their jobs for the need:

    Σ_c g_c · (need of those before c − need of those after c) ≤ G · U · Σ_c g_c.

So orders are added as limits one by one: those that the relaxation exceeds, then those that a choice exceeds, until it
exceeds none. Each is a limit like any other, with its price, and whoever checks a plan counts the Gini itself.

Source: W. Ogryczak, A. Tamir (2003), Minimizing the sum of the k largest functions in linear time, Inf. Process. Lett.
85, 117–122; for the measure, `methods/benchmark/inequality.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cmp_to_key

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, Limit, potentials
from hamahang.methods.portfolio.highs import Infeasible
from hamahang.methods.portfolio.packing import LARGEST, Floats, Ints, Packing
from hamahang.methods.portfolio.problem import Absurd
from hamahang.methods.portfolio.relaxing import relaxation
from hamahang.methods.portfolio.solving import Solution

ORDERS = 60  # at most from the relaxation
BEYOND = "<"  # between the counties of an order in its code


def needs_of(arranged: Arranged) -> dict[str, int]:
    """Return the need of each county that has some and can take jobs at all."""
    floors = arranged.problem.floors
    if floors is None or floors.gini is None:
        return {}
    able = potentials(list(arranged.columns), [int(value) for value in arranged.packing.value])
    return {county: floors.need[county] for county in sorted(able) if able[county] and floors.need.get(county)}


def parts_of(order: Sequence[str], need: Mapping[str, int], gini: Fraction) -> dict[str, int]:
    """Return by what each county's jobs count in the limit of an order, in whole numbers."""
    whole, before = sum(need.values()), 0
    found = {}
    for county in order:
        after = whole - before - need[county]
        found[county] = gini.denominator * (before - after) - gini.numerator * whole
        before += need[county]
    return found


def order_of(need: Mapping[str, int], jobs: Mapping[str, float]) -> tuple[str, ...]:
    """Return the counties by their jobs for the need, the worst-served first; alike ones by name."""

    def compared(one: str, other: str) -> int:
        return _sign(jobs[one] * need[other] - jobs[other] * need[one]) or (one > other) - (one < other)

    return tuple(sorted(need, key=cmp_to_key(compared)))


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def exceeded(arranged: Arranged, x: Ints | Floats) -> tuple[str, ...] | None:
    """Return the order whose limit a choice exceeds, None if it exceeds none. x: (n,) how far each column is taken"""
    need, floors = needs_of(arranged), arranged.problem.floors
    if not need or floors is None or floors.gini is None:
        return None
    order = order_of(need, _jobs(arranged, need, x))
    row = row_of(arranged, order)
    over = row @ x
    return order if over > (0 if x.dtype == np.int64 else 1e-7 * float(np.abs(row) @ x)) else None


def _jobs(arranged: Arranged, need: Mapping[str, int], x: Ints | Floats) -> dict[str, float]:
    jobs: dict[str, float] = dict.fromkeys(need, 0)
    for at in np.flatnonzero(x):
        county = arranged.columns[at].candidate.county
        if county in jobs:
            jobs[county] += (arranged.packing.value[at] * x[at]).item()
    return jobs


def row_of(arranged: Arranged, order: Sequence[str]) -> Ints:
    """Return the limit of an order: (n,), whose sum over a choice is at most 0."""
    floors = arranged.problem.floors
    if floors is None or floors.gini is None:
        raise LookupError
    parts = parts_of(order, needs_of(arranged), floors.gini)
    of_column = [parts.get(column.candidate.county, 0) for column in arranged.columns]
    return np.array(of_column, np.int64) * arranged.packing.value


def with_order(arranged: Arranged, order: Sequence[str]) -> Arranged:
    """Return the same problem with the limit of one more order."""
    return replace(
        arranged,
        packing=arranged.packing.with_rows([row_of(arranged, order)], [0]),
        limits=(*arranged.limits, Limit("gini", BEYOND.join(order))),
        factors=(*arranged.factors, 1),
    )


def evenly(arranged: Arranged, solve: Callable[[Packing], Solution], change: Callable[[Packing], Packing]) -> Solution:
    """Solve a changed problem under all orders that its choices exceed. change: adds to the problem, columns stay"""
    while True:
        found = solve(change(arranged.packing))
        taken = np.zeros(arranged.packing.columns, np.int64)
        taken[[] if found.chosen is None else found.chosen] = 1
        order = exceeded(arranged, taken)
        if order is None:
            return found
        arranged = with_order(arranged, order)


def evened(arranged: Arranged) -> Arranged:
    """Return the problem with the orders that its relaxation exceeds.

    :raises Absurd: if the numbers are too large to be exact
    """
    need, floors = needs_of(arranged), arranged.problem.floors
    if not need or floors is None or floors.gini is None:
        return arranged
    largest = 2 * floors.gini.denominator * sum(need.values()) * int(arranged.packing.value.max(initial=0))
    if largest > LARGEST:
        raise Absurd(
            "نیاز شهرستان‌ها برای کران جینی عددهای بسیار بزرگی است: آن را به صد یا هزار نفر بدهید.",
            "The needs of the counties are too large for a bound on the Gini: give them in hundreds or thousands.",
        )
    for _ in range(ORDERS):
        try:
            x = relaxation(arranged.packing).x
        except Infeasible:
            return arranged
        order = exceeded(arranged, x)
        if order is None or Limit("gini", BEYOND.join(order)) in arranged.limits:
            return arranged
        arranged = with_order(arranged, order)
    return arranged
