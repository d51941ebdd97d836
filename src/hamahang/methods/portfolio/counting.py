"""Parts of the tree whose relaxation is a choice that may not be made, or is worth too little, in machine code.

A simplex keeps limits within some billionths of them. Where nothing is left to divide and the choice exceeds a limit by
less than that, or the bound is above the best choice by no more than floats lose, all is counted in whole numbers: a
part of which each choice exceeds a limit, or is worth no more than the best, is done; another is divided.
"""

import numpy as np

from hamahang.methods.portfolio.bounding import Exact, Tree
from hamahang.methods.portfolio.compiled import inner
from hamahang.methods.portfolio.settling import Basis


@inner
def _use(exact: Exact, r: int, j: int) -> int:
    """Return what a column uses of a limit; of the one after the last, less its value."""
    return -exact.value[j] if r == len(exact.limit) else exact.columns[r, j]


@inner
def _least_used(tree: Tree, at: Basis, r: int, group: int) -> int:
    """Return the least that an allowed column of a candidate uses; where there is none, what is tried uses."""
    model, exact, least, is_any = tree.model, tree.exact, 0, False
    for j in range(model.starts[group], model.starts[group + 1]):
        if at.allowed[j] and (not is_any or _use(exact, r, j) < least):
            least, is_any = _use(exact, r, j), True
    return least if is_any else _use(exact, r, exact.tried[group])


@inner
def is_none_better(tree: Tree, at: Basis) -> bool:
    """Return whether all choices of a part exceed some one limit, or none can be worth more than the best."""
    exact, limits = tree.exact, len(tree.exact.limit)
    for r in range(limits + 1):
        least = 0
        for group in range(len(exact.tried)):
            least += _least_used(tree, at, r, group)
        if (least >= -exact.worth[0]) if r == limits else (least > exact.limit[r]):
            return True
    return False


@inner
def exceeded(exact: Exact) -> int:
    """Return the first limit that what is tried exceeds; where it exceeds none, it is worth too little."""
    for r in range(len(exact.limit)):
        used = 0
        for j in exact.tried:
            used += exact.columns[r, j]
        if used > exact.limit[r]:
            return r
    return len(exact.limit)


@inner
def whole_division(tree: Tree, at: Basis) -> int:
    """Divide the candidate that could use least in place of what is tried: from what uses as much. -1 for none."""
    model, exact, choice = tree.model, tree.exact, tree.choice
    r, most, found = exceeded(exact), 0, -1
    for group in range(len(exact.tried)):
        less = _use(exact, r, exact.tried[group]) - _least_used(tree, at, r, group)
        if less > most:
            most, found = less, group
    if found < 0:
        return -1
    columns, first = np.uint64(0), model.starts[found]
    for j in range(first, model.starts[found + 1]):
        if at.allowed[j] and _use(exact, r, j) >= _use(exact, r, exact.tried[found]):
            columns |= np.uint64(1) << np.uint64(j - first)
    choice.group[0], choice.columns[0], choice.taken[0] = found, columns, 1.0
    return 0
