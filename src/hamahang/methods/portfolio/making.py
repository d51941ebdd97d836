"""Have all kernels made: a tree, a chain and a brood of two candidates are enough for it."""

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio import compiled
from hamahang.methods.portfolio.annealing import Annealing
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.breeding import Breeding
from hamahang.methods.portfolio.cooling import cooled
from hamahang.methods.portfolio.crossing import bred
from hamahang.methods.portfolio.dividing import grow
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.packing import Packing


def make() -> None:
    """Make what is not made yet, and load it."""
    matrix = sparse.csc_matrix(np.array([[3, 2]], np.int64))
    packing = Packing(
        np.array([6, 5], np.int64), np.arange(2), np.zeros(2, bool), matrix, np.array([4], np.int64)
    )  # fmt: skip
    relaxed = relax(packing)
    Annealing(packing, relaxed).run(until=np.inf, better=lambda chosen: True, chains=1)
    Breeding(packing, relaxed).run(until=np.inf, better=lambda chosen: True, broods=1)
    Tree(packing).grow(better=lambda chosen: None)


def is_made() -> bool:
    """Return whether all is made."""
    return all(compiled.is_made(one) for one in (grow, cooled, bred))
