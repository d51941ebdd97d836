"""Have all kernels made: a brood, a chain, a copy and a tree of two candidates are enough for it.

Those that are soon made come first, for who waits for one of them has it before the trees, which take most of a minute.
"""

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio import compiled
from hamahang.methods.portfolio.annealing import Annealing
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.breeding import Breeding
from hamahang.methods.portfolio.cooling import cooled
from hamahang.methods.portfolio.crossing import bred
from hamahang.methods.portfolio.dividing import grow
from hamahang.methods.portfolio.heating import heated
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.tempering import Tempering


def make() -> None:
    """Make what is not made yet, and load it."""
    matrix = sparse.csc_matrix(np.array([[3, 2]], np.int64))
    packing = Packing(
        np.array([6, 5], np.int64), np.arange(2), np.zeros(2, bool), matrix, np.array([4], np.int64)
    )  # fmt: skip
    relaxed = relax(packing)
    Breeding(packing, relaxed).run(until=np.inf, better=lambda chosen: True, broods=1)
    Annealing(packing, relaxed).run(until=np.inf, better=lambda chosen: True, chains=1)
    Tempering(Search(packing, relaxed)).run(until=np.inf, stretches=1)
    Tree(packing).grow(better=lambda chosen: None)


def begin() -> None:
    """Have it made in a process of its own, if it is not."""
    if not is_made():
        compiled.make_beside(grow)


def is_made() -> bool:
    """Return whether all is made."""
    return all(compiled.is_made(one) for one in (bred, cooled, heated, grow))
