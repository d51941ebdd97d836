"""One copy of a knapsack at a heat: a column leaves, and which takes its place is drawn from all that are outside.

What each of those would be worth, less what limits that are exceeded then cost, is counted at once, four limits at a
time over all columns, in numbers of 32 bits: that takes a fifth of the time of asking one after the other. The place
falls to one by chance, so much the more likely as it is worth more, the old one among them (a heat bath). So the number
of columns chosen stays; what has been chosen is told when no limit is exceeded.

Uses are whole numbers below 2²⁴, which 32 bits hold exactly: who asks rounds larger ones so that what keeps the limits
here keeps the true ones.

Source: M. Creutz (1980), Monte Carlo study of quantized SU(2) gauge theory, Phys. Rev. D 21, 2308–2315 (heat bath).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.cooling import drawn
from hamahang.methods.portfolio.packing import Floats, Ints, Numbers, Signs

Singles = npt.NDArray[np.float32]

AT_ONCE = 4  # limits
NOTHING = np.float32(0.0)
FAR = 14.0  # heats below the best, from where on nothing is drawn
SIXTY_FOURTH = np.float32(1 / 64)  # e^x is taken for (1 + x/64)^64


class Core(NamedTuple):
    """value: (n,); uses: (n, limits); dear: (limits,), what exceeding each costs; limits: a multiple of AT_ONCE"""

    value: Ints
    uses: Singles
    dear: Singles


class Copy(NamedTuple):
    """A choice under way. inside: (chosen,) columns; outside: (n − chosen,) the others

    over: (limits,) by how much each is exceeded, below 0 what is left of it; values: (room,), uses: (limits, room) of
    those outside, what is beyond them of no value; sums, shares: (room,) where they are worked at
    worth, cost: (1,) of what is chosen, and of what exceeds
    """

    inside: Ints
    outside: Ints
    over: Singles
    values: Singles
    uses: Singles
    sums: Singles
    shares: Singles
    worth: Ints
    cost: Floats


@inner
def replaced(core: Core, copy: Copy, column: np.int64) -> np.float32:
    """Count what each column outside would be worth in the place of one, less what exceeds; return the most."""
    sums, uses, values, over, dear = copy.sums, copy.uses, copy.values, copy.over, core.dear
    leaving = core.uses[column]
    for at in range(len(sums)):
        sums[at] = values[at]
    for row in range(0, len(over), AT_ONCE):
        one, two = over[row] - leaving[row], over[row + 1] - leaving[row + 1]
        three, four = over[row + 2] - leaving[row + 2], over[row + 3] - leaving[row + 3]
        dear_one, dear_two, dear_three, dear_four = dear[row], dear[row + 1], dear[row + 2], dear[row + 3]
        for at in range(len(sums)):
            sums[at] -= (
                dear_one * max(one + uses[row, at], NOTHING)
                + dear_two * max(two + uses[row + 1, at], NOTHING)
                + dear_three * max(three + uses[row + 2, at], NOTHING)
                + dear_four * max(four + uses[row + 3, at], NOTHING)
            )
    most = np.float32(sums[0])
    for at in range(len(sums)):
        most = max(most, sums[at])
    return most


@inner
def likely(sums: np.float32, most: np.float32, heat: np.float32) -> np.float32:
    """Return e^((sums − most) / heat), nearly, and 0 for what is far below."""
    share = max(np.float32(1.0) + (sums - most) * heat, NOTHING)
    for _ in range(6):
        share *= share
    return share


@inner
def taker(copy: Copy, staying: np.float32, most: np.float32, heat: float, part: np.float32) -> np.int64:
    """Return the place outside whose column is drawn, -1 where the old one stays. part: 0–1 by chance"""
    sums, shares, by = copy.sums, copy.shares, np.float32(SIXTY_FOURTH / heat)
    every = np.float32(0.0)
    for at in range(len(sums)):
        share = likely(sums[at], most, by)
        shares[at] = share
        every += share
    stays = likely(staying, most, by)
    left = part * (every + stays) - stays
    if left < NOTHING:
        return np.int64(-1)
    for at in range(len(copy.outside)):
        left -= shares[at]
        if left < NOTHING:
            return np.int64(at)
    return np.int64(-1)


@inner
def exchange(core: Core, copy: Copy, place: np.int64, other: np.int64) -> None:
    """Let the column at a place inside and that at another outside take each other's place."""
    leaving, coming = copy.inside[place], copy.outside[other]
    cost = 0.0
    for row in range(len(copy.over)):
        copy.over[row] += core.uses[coming, row] - core.uses[leaving, row]
        copy.uses[row, other] = core.uses[leaving, row]
        cost += core.dear[row] * max(copy.over[row], NOTHING)
    copy.values[other] = core.value[leaving]
    copy.worth[0] += core.value[coming] - core.value[leaving]
    copy.cost[0] = cost
    copy.inside[place], copy.outside[other] = coming, leaving


@kernel
def heated(core: Core, copy: Copy, heat: float, draws: int, most: Ints, best: Signs, random: Numbers) -> np.int64:
    """Draw so many places, and return how many changed.

    most: (1,) what the best choice so far is worth that keeps all limits, best: (n,) the choice; both are changed
    """
    changed = np.int64(0)
    for _ in range(draws):
        bits = drawn(random)
        place = np.int64(((bits & np.uint64(0xFFFFFFFF)) * np.uint64(len(copy.inside))) >> np.uint64(32))
        column = copy.inside[place]
        staying = np.float32(core.value[column] - copy.cost[0])
        highest = replaced(core, copy, column)
        if highest < staying - FAR * heat:
            continue
        part = np.float32(np.float64(bits >> np.uint64(32)) / 4294967296.0)
        other = taker(copy, staying, max(highest, staying), heat, part)
        if other < 0:
            continue
        changed += 1
        exchange(core, copy, place, other)
        if copy.cost[0] == 0.0 and copy.worth[0] > most[0]:
            most[0] = copy.worth[0]
            for at in range(len(best)):
                best[at] = 0
            for at in copy.inside:
                best[at] = 1
    return changed
