"""Children of choices of a knapsack: crossed, changed a little and mended, some three hundred thousand a second.

A child has of each column what one of two parents has, two columns are changed by chance, and what is worth least for
what it uses is let go until all limits are kept; then what is worth most is taken while it fits. It takes the place of
the least worthy of the population, if it is worth more and not there yet. All is counted in whole numbers.

Sources: as for `breeding`; A. Zobrist (1970) on marks by which choices are told apart, ICCA J. 13 (1990), 69–73.
"""

from typing import NamedTuple

import numpy as np

from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.cooling import drawn
from hamahang.methods.portfolio.packing import Ints, Numbers, Signs

CHANGED = 2  # columns that are changed by chance in each


class Knapsack(NamedTuple):
    """value: (n,); weights: (n, limits); room: (limits,), of each limit; order: (n,) columns, the most worthy for what
    they use first; marks: (n,) by chance, by which choices are told apart
    """

    value: Ints
    weights: Ints
    room: Ints
    order: Ints
    marks: Numbers


class Population(NamedTuple):
    """choices: (most, n) ones and zeros; worth, mark: (most,) of each; number: (1,) how many there are"""

    choices: Signs
    worth: Ints
    mark: Numbers
    number: Ints


@inner
def below(random: Numbers, number: np.int64) -> np.int64:
    """Return a whole number below another by chance."""
    return np.int64(((drawn(random) >> np.uint64(32)) * np.uint64(number)) >> np.uint64(32))


@inner
def worthier(population: Population, random: Numbers) -> np.int64:
    """Return the worthier of two by chance."""
    one, other = below(random, population.number[0]), below(random, population.number[0])
    return other if population.worth[other] > population.worth[one] else one


@inner
def cross(population: Population, one: np.int64, other: np.int64, child: Signs, random: Numbers) -> None:
    """Have a child of two choices, a little changed."""
    bits = np.uint64(0)
    for at in range(len(child)):
        if at % 64 == 0:
            bits = drawn(random)
        child[at] = population.choices[one if bits & np.uint64(1) else other, at]
        bits >>= np.uint64(1)
    for _ in range(CHANGED):
        changed = below(random, np.int64(len(child)))
        child[changed] = 1 - child[changed]


@inner
def is_within(left: Ints, use: Ints) -> bool:
    """Return whether there is room for what a column uses."""
    for row in range(len(left)):  # noqa: SIM110 - what is compiled has no generators
        if left[row] < use[row]:
            return False
    return True


@inner
def is_over(left: Ints) -> bool:
    """Return whether a limit is exceeded."""
    for row in range(len(left)):  # noqa: SIM110
        if left[row] < 0:
            return True
    return False


@inner
def give(left: Ints, use: Ints, sign: int) -> None:
    """Add what a column uses to what is left, or take it."""
    for row in range(len(left)):
        left[row] += sign * use[row]


@inner
def mend(knapsack: Knapsack, child: Signs, left: Ints) -> None:
    """Let the least worthy go until all limits are kept, then take the most worthy while they fit."""
    weights, order = knapsack.weights, knapsack.order
    for row in range(len(left)):
        left[row] = knapsack.room[row]
    for at in range(len(child)):
        if child[at]:
            give(left, weights[at], -1)
    place = len(order)
    while is_over(left):  # it ends: with nothing chosen all is left
        place -= 1
        if child[order[place]]:
            child[order[place]] = 0
            give(left, weights[order[place]], 1)
    for at in order:
        if not child[at] and is_within(left, weights[at]):
            child[at] = 1
            give(left, weights[at], -1)


@inner
def place_of(population: Population, worth: np.int64, mark: np.uint64) -> np.int64:
    """Return the place that a choice is to take, -1 if it is there already or the least worthy is worth as much."""
    number, least = population.number[0], np.int64(0)
    for at in range(number):
        if population.mark[at] == mark:
            return np.int64(-1)
        if population.worth[at] < population.worth[least]:
            least = np.int64(at)
    if number < len(population.worth):
        population.number[0] = number + 1
        return np.int64(number)
    return least if worth > population.worth[least] else np.int64(-1)


@kernel
def bred(
    knapsack: Knapsack, population: Population, child: Signs, left: Ints, random: Numbers, children: int
) -> np.int64:  # fmt: skip
    """Have children of a population that is not empty, and return what the best of it is worth then.

    child: (n,), left: (limits,): where they are worked at
    """
    for _ in range(children):
        cross(population, worthier(population, random), worthier(population, random), child, random)
        mend(knapsack, child, left)
        worth, mark = np.int64(0), np.uint64(0)
        for at in range(len(child)):
            if child[at]:
                worth += knapsack.value[at]
                mark ^= knapsack.marks[at]
        place = place_of(population, worth, mark)
        if place >= 0:
            population.worth[place], population.mark[place] = worth, mark
            for at in range(len(child)):
                population.choices[place, at] = child[at]
    most = np.int64(population.worth[0])
    for at in range(population.number[0]):
        most = max(most, population.worth[at])
    return most
