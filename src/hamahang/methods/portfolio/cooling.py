"""One chain that is cooled: columns are drawn, and taken for their candidate's, some twenty million times a second.

A column that is drawn takes the place of the one that its candidate has, if that gains, or costs no more than chance
allows at the heat of the moment. What exceeds a limit is priced. All that decides whether a limit is kept is counted in
whole numbers. Which columns are drawn more often than others, is for the caller to say.

The problem is given as six arrays: where each column's uses begin, whose limits they are, how much, the value of each
column, its candidate, and the limits. Nothing chosen of a candidate is a column that uses nothing.

Source: N. Metropolis and others (1953), Equation of state calculations by fast computing machines, J. Chem. Phys. 21,
1087–1092; G. Marsaglia (2003), Xorshift RNGs, J. Stat. Softw. 8 (14).
"""

import numpy as np

from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.packing import Floats, Ints, Numbers

Arrays = tuple[Ints, Ints, Ints, Ints, Ints, Ints]


@inner
def drawn(random: Numbers) -> np.uint64:
    """Return the next 64 bits by chance."""
    bits: np.uint64 = random[0]
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    random[0] = bits
    return bits


@inner
def moved(problem: Arrays, dear: Floats, used: Ints, column: int, sign: int) -> float:
    """Add what a column uses, or take it away, and return what exceeding limits costs more by that."""
    first, row, use, _, _, limit = problem
    rise = 0.0
    for at in range(first[column], first[column + 1]):
        over, change = used[row[at]] - limit[row[at]], sign * use[at]
        used[row[at]] += change
        rise += dear[row[at]] * (max(over + change, 0) - max(over, 0))
    return rise


@inner
def keeps(used: Ints, limit: Ints) -> bool:
    """Return whether all limits are kept."""
    for at in range(len(limit)):  # noqa: SIM110 - what is compiled has no generators
        if used[at] > limit[at]:
            return False
    return True


@inner
def note(now: Ints, best: Ints) -> None:
    for group in range(len(now)):
        best[group] = now[group]


@kernel
def cooled(
    problem: Arrays, prices: Floats, heats: Floats, times: int, often: Ints, now: Ints, used: Ints, best: Ints,
    random: Numbers,
) -> np.int64:  # fmt: skip
    """Cool a chain, and return what the best choice on its way is worth that kept all limits, -2^62 if none did.

    heats: of each stretch; prices: (stretches, limits), what exceeding costs; times: columns drawn in a stretch
    often: columns, each as often as it is likely; now, used: where it begins, changed in place; best: is filled
    """
    _, _, _, value, group, limit = problem
    worth, most, draws = np.int64(0), np.int64(-(1 << 62)), np.uint64(len(often))
    for column in now:
        worth += value[column]
    if keeps(used, limit):
        most = worth
        note(now, best)
    for stretch in range(len(heats)):
        dear = prices[stretch]
        for _ in range(times):
            column = often[((drawn(random) >> np.uint64(32)) * draws) >> np.uint64(32)]
            other = now[group[column]]
            if column == other:
                continue
            gain = value[column] - value[other]
            part = (np.float64(drawn(random) >> np.uint64(11)) + 1.0) / 9007199254740992.0
            rise = moved(problem, dear, used, other, -1) + moved(problem, dear, used, column, 1)
            if rise > gain - heats[stretch] * np.log(part):
                moved(problem, dear, used, column, -1)
                moved(problem, dear, used, other, 1)
                continue
            now[group[column]] = column
            worth += gain
            if worth > most and keeps(used, limit):
                most = worth
                note(now, best)
    return most
