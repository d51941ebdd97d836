"""The relaxation of a problem, in the way that is fastest at its size."""

from time import perf_counter

import numpy as np

from hamahang.methods.portfolio.highs import Relaxed, relax
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.sifting import near, priced, sift

SIFTED = 20_000  # columns from which the relaxation is sifted
RELAXING = 0.5  # of the time at most for the relaxation of a problem that is not large


def relaxation(packing: Packing, *, until: float = np.inf) -> Relaxed:
    """Solve the problem without whole numbers, in the way that is fastest at its size, as far as time allows.

    :raises Infeasible: if nothing keeps all limits
    """
    if packing.columns > SIFTED:
        return sift(packing, until=until)
    return soon(packing, until=until)


def soon(packing: Packing, *, until: float) -> Relaxed:
    """Return the relaxation of a problem that is not large, of a large one prices that are near to its own.

    :raises Infeasible: if nothing keeps all limits
    """
    if packing.columns <= SIFTED:
        left = until - perf_counter()
        try:
            return relax(packing, seconds=max(RELAXING * left, 0.05) if np.isfinite(left) else 1e9)
        except TimeoutError:
            pass
    return near(packing, priced(packing, until=until))
