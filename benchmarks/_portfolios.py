"""The problems of the benchmark of portfolios, and the rivals that choose from them."""

import importlib.util
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.highs import search
from hamahang.methods.portfolio.instances import knapsack, multiple_choice, province, simple
from hamahang.methods.portfolio.packing import Ints, Packing

GRACE = 2.0  # seconds that a rival may be late before it is ended


def full(candidates: int, seed: int) -> Packing:
    """Return a province with every kind of limit."""
    return arrange(province(candidates, seed=seed)).packing


def plain(candidates: int, seed: int) -> Packing:
    """Return a multiple-choice knapsack with floors by county."""
    return simple(candidates, seed=seed)


def dense(columns: int, seed: int) -> Packing:
    """Return a knapsack of thirty dense limits, in the way of OR-Library's hardest."""
    return knapsack(columns, 30, seed=seed)


def classes(number: int, seed: int) -> Packing:
    """Return a multiple-choice knapsack of classes of ten and ten limits, in the way of the public ones."""
    return multiple_choice(number, 10, 10, seed=seed)


FAMILIES: dict[str, Callable[[int, int], Packing]] = {
    "full": full, "simple": plain, "mknap": dense, "mmkp": classes,
}  # fmt: skip


# --- the rivals: each returns the columns it chose, and what it says none is worth more than ---


def by_highs(packing: Packing, seconds: float) -> tuple[Ints | None, float]:
    """Give the whole model to HiGHS as it is."""
    found = search(packing, seconds=seconds)
    return found.chosen, found.bound


def by_greedy(packing: Packing, _: float) -> tuple[Ints | None, float]:
    """Take the best by value for the money, each if it still fits; floors and musts are not seen to."""
    used = np.maximum(np.asarray(packing.matrix.maximum(0).sum(axis=0)).reshape(-1), 1)
    left = packing.limit.copy()
    floors, taken, chosen = left < 0, np.zeros(packing.groups, bool), []
    for column in np.argsort(-packing.value / used, kind="stable"):
        if taken[packing.group[column]]:
            continue
        part = slice(packing.matrix.indptr[column], packing.matrix.indptr[column + 1])
        at, uses = packing.matrix.indices[part], packing.matrix.data[part]
        if ((left[at] - uses >= 0) | floors[at] | (uses <= 0)).all():
            left[at] -= uses
            taken[packing.group[column]] = True
            chosen.append(int(column))
    return np.sort(np.array(chosen, np.int64)), float("inf")


def _choices(packing: Packing) -> list[tuple[int, int, bool]]:
    """Return of each candidate its first column, the end, and whether one must be taken."""
    ends = (packing.starts[:-1].tolist(), packing.starts[1:].tolist(), packing.is_must.tolist())
    return list(zip(*ends, strict=True))


def by_cbc(packing: Packing, seconds: float) -> tuple[Ints | None, float]:
    """Model it with PuLP and let CBC solve; building the model is part of its time."""
    import pulp

    begun = time.perf_counter()
    problem = pulp.LpProblem("portfolio", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x{at}", cat="Binary") for at in range(packing.columns)]
    problem += pulp.LpAffineExpression(zip(x, packing.value.tolist(), strict=True))
    rows = packing.rows
    for at, most in enumerate(packing.limit.tolist()):
        part = slice(rows.indptr[at], rows.indptr[at + 1])
        entries = zip(rows.indices[part].tolist(), rows.data[part].tolist(), strict=True)
        problem += pulp.LpAffineExpression([(x[column], number) for column, number in entries]) <= most
    for first, end, is_must in _choices(packing):
        problem += pulp.lpSum(x[first:end]) == 1 if is_must else pulp.lpSum(x[first:end]) <= 1
    left = max(seconds - (time.perf_counter() - begun), 1.0)
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=left, threads=1))
    chosen = np.array([at for at, one in enumerate(x) if (one.value() or 0.0) > 0.5], np.int64)
    return (chosen if len(chosen) else None), float("inf")  # PuLP tells no bound


def by_scip(packing: Packing, seconds: float) -> tuple[Ints | None, float]:
    """Give it to SCIP."""
    from pyscipopt import Model, quicksum

    made = Model()
    made.hideOutput()
    x = [made.addVar(vtype="B", obj=float(value)) for value in packing.value]
    made.setMaximize()
    rows = packing.rows
    for at, most in enumerate(packing.limit.tolist()):
        part = slice(rows.indptr[at], rows.indptr[at + 1])
        entries = zip(rows.indices[part].tolist(), rows.data[part].tolist(), strict=True)
        made.addCons(quicksum(number * x[column] for column, number in entries) <= most)
    for first, end, is_must in _choices(packing):
        made.addCons(quicksum(x[first:end]) == 1 if is_must else quicksum(x[first:end]) <= 1)
    made.setParam("limits/time", seconds)
    made.optimize()
    if not made.getNSols():
        return None, made.getDualbound()
    return np.array([at for at, one in enumerate(x) if made.getVal(one) > 0.5], np.int64), made.getDualbound()


def by_cp_sat(packing: Packing, seconds: float) -> tuple[Ints | None, float]:
    """Give it to CP-SAT of OR-tools."""
    from ortools.sat.python import cp_model

    made = cp_model.CpModel()
    x = [made.new_bool_var(f"x{at}") for at in range(packing.columns)]
    rows = packing.rows
    for at, most in enumerate(packing.limit.tolist()):
        part = slice(rows.indptr[at], rows.indptr[at + 1])
        made.add(cp_model.LinearExpr.weighted_sum([x[c] for c in rows.indices[part]], rows.data[part].tolist()) <= most)
    for first, end, is_must in _choices(packing):
        (made.add_exactly_one if is_must else made.add_at_most_one)(x[first:end])
    made.maximize(cp_model.LinearExpr.weighted_sum(x, packing.value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(made)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, float("inf")  # what it says of a bound before it has begun is 0
    return np.array([at for at, one in enumerate(x) if solver.value(one)], np.int64), solver.best_objective_bound


# name, what must be installed, the rival, candidates up to which it is asked
RIVALS: tuple[tuple[str, str, Callable[..., Any], int], ...] = (
    ("HiGHS plain", "highspy", by_highs, 100_000),
    ("greedy", "numpy", by_greedy, 100_000),
    ("PuLP/CBC", "pulp", by_cbc, 10_000),
    ("SCIP", "pyscipopt", by_scip, 10_000),
    ("CP-SAT", "ortools", by_cp_sat, 10_000),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody found. gap: to the best bound that is known; memory: peak, in MiB; why: where nothing was found"""

    chosen: Ints | None
    bound: float
    seconds: float
    memory: float
    why: str = ""


def is_there(module: str) -> bool:
    """Return whether a rival is installed."""
    return importlib.util.find_spec(module) is not None


def asked(rival: Callable[..., Any], packing: Packing, seconds: float) -> Told:
    """Let a rival choose in a process of its own, which is ended if it does not stop in time."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_answer, args=(rival, packing, seconds, there))
    begun = time.perf_counter()
    process.start()
    there.close()
    try:
        # its imports and its reading of the problem are not counted
        if here.poll(120.0) and here.recv() == "begins" and here.poll(seconds + GRACE + 0.2 * seconds):
            found: Told = here.recv()
            return found
        return Told(None, float("inf"), time.perf_counter() - begun, 0.0, "was ended")
    except EOFError:
        return Told(None, float("inf"), time.perf_counter() - begun, 0.0, "failed")
    finally:
        process.kill()
        process.join()


def _answer(rival: Callable[..., Any], packing: Packing, seconds: float, into: Connection) -> None:
    into.send("begins")
    begun = time.perf_counter()
    chosen, bound = rival(packing, seconds)
    spent = time.perf_counter() - begun
    into.send(Told(chosen, bound, spent, peak()))


def peak() -> float:
    """Return the peak memory of this process and of those it started, in MiB."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in whose) / 1024
