"""The solver HiGHS, fed with arrays."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from hamahang.methods.portfolio.packing import Floats, Ints, Packing

# its own largest coefficient is 1e15, with which it takes no problem at all: a packing may have more
LARGE = 1e17
QUIET = {"output_flag": False, "threads": 1, "random_seed": 0, "large_matrix_value": LARGE}


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The problem without whole numbers. value: of its optimum; x: (n,) 0–1; prices: (limits,) ≥ 0

    is_exact: whether it is the optimum; if not, the value is a bound that the prices prove, and x does not keep limits
    """

    value: float
    x: Floats
    prices: Floats
    is_exact: bool = True


class Infeasible(Exception):
    """No choice keeps all limits, not even one in parts."""


def model(packing: Packing, *, is_whole: bool) -> highspy.HighsLp:
    """Return the problem as HiGHS takes it: the limits, then a row for each candidate of several columns or a must."""
    counts = np.diff(packing.starts)
    rowed = np.flatnonzero((counts > 1) | packing.is_must)
    row_of = np.full(packing.groups, -1, np.int64)
    row_of[rowed] = len(packing.limit) + np.arange(len(rowed))
    own = row_of[packing.group]
    lengths = np.diff(packing.matrix.indptr)
    has = own >= 0
    ends = packing.matrix.indptr[1:]
    index = np.insert(packing.matrix.indices.astype(np.int32), ends[has], own[has].astype(np.int32))
    data = np.insert(packing.matrix.data.astype(np.float64), ends[has], 1.0)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = packing.columns, len(packing.limit) + len(rowed)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = packing.value.astype(np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(packing.columns), np.ones(packing.columns)
    lower = np.full(len(packing.limit), -highspy.kHighsInf)
    lp.row_lower_ = np.concatenate((lower, np.where(packing.is_must[rowed], 1.0, -highspy.kHighsInf)))
    lp.row_upper_ = np.concatenate((packing.limit.astype(np.float64), np.ones(len(rowed))))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths + has))).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = index, data
    if is_whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * packing.columns
    return lp


def solver(**options: bool | float | str) -> Any:
    """Return a quiet solver of one thread.

    It is the class that `highspy.Highs` is made of: that one writes its name to the standard output when it is made.
    """
    made = highspy._core._Highs()
    for name, value in (QUIET | options).items():
        made.setOptionValue(name, value)
    return made


def relax(packing: Packing, *, seconds: float = 1e9, by: str = "choose") -> Relaxed:
    """Solve the problem without whole numbers. by: "simplex", "ipm" or "choose"

    :raises Infeasible: if there is no solution
    :raises TimeoutError: if it took longer than the seconds
    """
    made = solver(time_limit=seconds, solver=by)
    made.passModel(model(packing, is_whole=False))
    made.run()
    status = made.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise Infeasible
    if status != highspy.HighsModelStatus.kOptimal:
        raise TimeoutError(made.modelStatusToString(status))
    solution = made.getSolution()
    prices = np.maximum(np.array(solution.row_dual)[: len(packing.limit)], 0.0)
    return Relaxed(made.getObjectiveValue(), np.clip(np.array(solution.col_value), 0.0, 1.0), prices)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search for whole numbers found. chosen: columns, None where there is none; bound: none is worth more;
    is_done: whether the search came to its end
    """

    chosen: Ints | None
    bound: float
    is_done: bool


def search(
    packing: Packing, *, seconds: float, start: Ints | None = None, above: float | None = None, nodes: int = 0,
    gap: float = 0.0, within: float = 0.999, effort: float = 0.05, is_first_enough: bool = False,
    told: Callable[[Ints, float], None] | None = None,
) -> Searched:  # fmt: skip
    """Search for the best choice.

    start: columns of a choice that is known; above: only what is worth more than this is looked for
    nodes: at most so many, 0 for any; gap, within: relative and absolute, at which it is enough
    effort: part of the time for heuristics; is_first_enough: whether any choice will do
    told: is called with each better choice, and the bound when it was found
    """
    made = solver(time_limit=max(seconds, 0.01), mip_rel_gap=gap, mip_abs_gap=within, mip_heuristic_effort=effort)
    if nodes:
        made.setOptionValue("mip_max_nodes", nodes)
    if is_first_enough:
        made.setOptionValue("mip_max_improving_sols", 1)
    if above is not None:
        # of a maximisation the bound of what is looked for is below
        made.setOptionValue("objective_bound", float(above))
    made.passModel(model(packing, is_whole=True))
    interrupted = [] if told is None else _tell(made, told)
    if start is not None:
        first = highspy.HighsSolution()
        values = np.zeros(packing.columns)
        values[start] = 1.0
        first.col_value = values.tolist()
        with contextlib.suppress(Exception):
            made.setSolution(first)
    made.run()
    if interrupted:
        raise KeyboardInterrupt
    status, info = made.getModelStatus(), made.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Searched(None, -np.inf, is_done=True)
    values = np.array(made.getSolution().col_value)
    chosen = np.flatnonzero(values > 0.5) if len(values) else None
    if chosen is not None and packing.faults(chosen):
        chosen = None
    done = status == highspy.HighsModelStatus.kOptimal
    return Searched(chosen, float(info.mip_dual_bound), is_done=done)


def _tell(made: Any, told: Callable[[Ints, float], None]) -> list[bool]:
    """Have a solver tell of each better choice; return where it is noted that the keyboard interrupted it meanwhile.

    What is raised inside the solver is lost there.
    """
    interrupted: list[bool] = []
    kind = highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution

    def better(what: Any, _message: str, out: Any, into: Any, _data: Any) -> None:
        if what == kind:
            try:
                told(np.flatnonzero(np.array(out.mip_solution) > 0.5), float(out.mip_dual_bound))
            except KeyboardInterrupt:
                interrupted.append(True)
                into.user_interrupt = True

    made.setCallback(better, None)
    made.startCallback(kind)
    return interrupted


@dataclass(frozen=True, slots=True)
class Amounts:
    """Whole amounts that allow a choice. chosen: its columns; is_least: whether less of them all together does not"""

    amounts: tuple[int, ...]
    chosen: Ints
    is_least: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that may be added. rows: the limits it is added to, with how much one of it adds, or takes off below 0
    only: a column without which there is none of it; most: of it
    """

    rows: Mapping[int, int]
    only: int | None = None
    most: int | None = None


def search_with_amounts(
    packing: Packing, more: Sequence[Amount], *, least: int, seconds: float, nodes: int = 0
) -> Amounts | None:
    """Return the least whole amounts that, added to limits, allow a choice worth so much; None if there are none.

    nodes: of the search at most, 0 for any
    :raises TimeoutError: if none was found in the time
    """
    made = solver(time_limit=seconds, mip_rel_gap=0.0, mip_abs_gap=0.999)
    if nodes:
        made.setOptionValue("mip_max_nodes", nodes)
    lp = model(packing, is_whole=True)
    lp.col_cost_ = np.zeros(packing.columns)
    made.passModel(lp)
    for one in more:
        parts = np.array([-float(part) for part in one.rows.values()])
        most = highspy.kHighsInf if one.most is None else float(one.most)
        made.addCol(-1.0, 0.0, most, len(one.rows), np.array([*one.rows], np.int32), parts)
        at = made.getNumCol() - 1
        made.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        if one.only is not None and one.most is not None:
            both = np.array([one.only, at], np.int32)
            made.addRow(-highspy.kHighsInf, 0.0, 2, both, np.array([-float(one.most), 1.0]))
    columns = np.flatnonzero(packing.value).astype(np.int32)
    made.addRow(float(least), highspy.kHighsInf, len(columns), columns, packing.value[columns].astype(np.float64))
    made.run()
    if made.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    values = np.array(made.getSolution().col_value)
    is_least = made.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not len(values):
        raise TimeoutError
    amounts = np.round(values[packing.columns :]).astype(np.int64)
    chosen = np.flatnonzero(values[: packing.columns] > 0.5)
    # the solver keeps limits within a tolerance, here they are counted again
    if packing.worth(chosen) < least or (packing.used(chosen) > packing.limit + added(more, amounts, packing)).any():
        raise TimeoutError
    return Amounts(tuple(amounts.tolist()), chosen, is_least)


def added(more: Sequence[Amount], amounts: Sequence[int] | Ints, packing: Packing) -> Ints:
    """Return what amounts add to each limit: (limits,)."""
    found = np.zeros(len(packing.limit), np.int64)
    for one, amount in zip(more, amounts, strict=True):
        for row, part in one.rows.items():
            found[row] += part * amount
    return found
