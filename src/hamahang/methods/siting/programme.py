"""A programme with whole numbers as arrays, solved exactly by HiGHS."""

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.highs import solver
from hamahang.methods.siting.interchange import Bools, Floats

TIGHT = 1e-9  # how far HiGHS may leave a limit: coefficients are whole numbers


class NothingFits(Exception):
    """No choice keeps all limits."""


@dataclass(frozen=True)
class Programme:
    """Maximise gain · x, low ≤ matrix x ≤ high, 0 ≤ x ≤ most. gain: whole numbers; is_whole: which x must be"""

    gain: Floats
    most: Floats
    is_whole: Bools
    matrix: sparse.csr_matrix
    low: Floats
    high: Floats

    def with_row(self, row: Floats, *, low: float = -np.inf, high: float = np.inf) -> "Programme":
        """Return the programme with one more limit."""
        matrix = sparse.vstack((self.matrix, sparse.csr_matrix(row[None, :])), format="csr")
        return replace(self, matrix=matrix, low=np.append(self.low, low), high=np.append(self.high, high))


@dataclass(frozen=True, slots=True)
class Solved:
    """What was found. x: rounded where it is whole; value, bound: of the gain, whole; is_done: nothing is better"""

    x: Floats
    value: int
    bound: int
    is_done: bool


def solve(programme: Programme, *, seconds: float = 60.0) -> Solved:
    """Solve a programme whose best value is a whole number.

    :raises NothingFits: if no choice keeps all limits; :raises TimeoutError: if none was found in time
    """
    made = solver(
        time_limit=max(seconds, 0.01), mip_rel_gap=0.0, mip_abs_gap=0.999,
        mip_feasibility_tolerance=TIGHT, primal_feasibility_tolerance=TIGHT,
    )  # fmt: skip
    made.passModel(_model(programme))
    made.run()
    status, info = made.getModelStatus(), made.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise NothingFits
    x = np.array(made.getSolution().col_value)
    if not len(x) or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise TimeoutError
    x = np.where(programme.is_whole, np.round(x), x)
    value = round(float(programme.gain @ x))
    is_done = status == highspy.HighsModelStatus.kOptimal
    bound = value if is_done else max(value, int(np.floor(info.mip_dual_bound + 1e-6)))
    return Solved(x, value, bound, is_done)


def _model(programme: Programme) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = programme.matrix.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = programme.gain
    lp.col_lower_, lp.col_upper_ = np.zeros(len(programme.gain)), programme.most
    lp.row_lower_ = np.where(np.isinf(programme.low), -highspy.kHighsInf, programme.low)
    lp.row_upper_ = np.where(np.isinf(programme.high), highspy.kHighsInf, programme.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = programme.matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = programme.matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = programme.matrix.data.astype(np.float64)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(whole)] for whole in programme.is_whole]
    return lp
