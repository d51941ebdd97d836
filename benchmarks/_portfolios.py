"""Generated provinces for the benchmark of portfolios, and the rivals that choose from them."""

import importlib.util
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.highs import search
from hamahang.methods.portfolio.packing import Ints, Packing

LINES, YEARS = 4, 3
SCALE = 1_000_000
GRACE = 2.0  # seconds that a rival may be late before it is ended


# --- the two families ---


@dataclass
class _Rows:
    """Rows of a matrix as they are written."""

    limit: list[int] = field(default_factory=list)
    parts: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)

    def add(self, columns: Ints, numbers: Ints, most: int) -> None:
        """Write a row by the numbers of some columns."""
        self.parts.append((np.full(len(columns), len(self.limit)), columns, numbers))
        self.limit.append(most)

    def whole(self, numbers: Ints, share: float) -> None:
        """Write a row of all columns whose limit is a share of what they ask together."""
        self.add(np.flatnonzero(numbers), numbers[numbers != 0], int(numbers.sum() * share))

    def packing(self, value: Ints, group: Ints) -> Packing:
        """Return the problem."""
        at, column, number = (np.concatenate(part).astype(np.int64) for part in zip(*self.parts, strict=True))
        matrix = sparse.csc_matrix((number, (at, column)), shape=(len(self.limit), len(value)), dtype=np.int64)
        return Packing(value, group, np.zeros(group[-1] + 1, bool), matrix, np.array(self.limit, np.int64))


def full(candidates: int, seed: int) -> Packing:
    """Return a province with every kind of limit: up to four packages in three starting years, four lines that lapse
    each year, hours of the committee, the share of large ones, order for every twentieth, floors by county.
    """
    random = np.random.default_rng(seed)
    packages = random.integers(1, 5, candidates)
    owner = np.repeat(np.arange(candidates), packages)
    size = random.lognormal(3.0, 0.9, candidates)[owner]
    jobs = np.maximum(1, size * random.uniform(0.5, 1.5, len(owner)))
    money = np.maximum(50, jobs * random.lognormal(6.4, 0.5, len(owner))).astype(np.int64)
    parts = (money[:, None] * random.dirichlet(np.full(LINES, 0.4), len(owner))).astype(np.int64)
    chance, early = random.beta(4, 3, candidates)[owner], random.uniform(0.4, 1.0, len(owner))
    of, start = np.repeat(np.arange(len(owner)), YEARS), np.tile(np.arange(YEARS), len(owner))
    group = owner[of].astype(np.int64)
    value = np.round(jobs * chance * SCALE).astype(np.int64)[of] * (100 - 6 * start) // 100
    rows = _Rows()
    for line in range(LINES):
        now = (parts[:, line] * early).astype(np.int64)
        later = parts[:, line] - now
        for year in range(YEARS):
            rows.whole(np.where(start == year, now[of], 0) + np.where(start == year - 1, later[of], 0), 0.1)
    for year in range(YEARS):
        rows.whole(np.where(start == year, random.integers(20, 240, len(of)), 0), 0.14)
    is_large = random.random(candidates) < 0.15
    rows.whole(np.where(is_large[group], money[of], -money[of]), 0.0)
    _order(rows, random, group, start, candidates)
    _floors(rows, random, group, value, candidates)
    return rows.packing(value, group)


def _order(rows: _Rows, random: np.random.Generator, group: Ints, start: Ints, candidates: int) -> None:
    """Let every twentieth candidate need another that stands before it."""
    first = np.searchsorted(group, np.arange(candidates + 1))
    for dependent in random.permutation(np.arange(1, candidates))[: candidates // 20]:
        need = int(random.integers(0, dependent))
        mine, its = (np.arange(first[one], first[one + 1]) for one in (dependent, need))
        for year in range(YEARS):
            begun, done = mine[start[mine] <= year], its[start[its] <= year]
            numbers = np.concatenate((np.ones(len(begun)), -np.ones(len(done)))).astype(np.int64)
            rows.add(np.concatenate((begun, done)), numbers, 0)


def _floors(rows: _Rows, random: np.random.Generator, group: Ints, value: Ints, candidates: int) -> None:
    """Give each county a floor against 30 % of what the province can, capped by a quarter of its own potential."""
    counties = 12 if candidates < 5_000 else 60
    county = random.integers(0, counties, candidates)
    best = np.maximum.reduceat(value, np.searchsorted(group, np.arange(candidates)))
    able = np.bincount(county, weights=best.astype(np.float64), minlength=counties)
    need = random.dirichlet(np.full(counties, 2.0))
    for at in range(counties):
        columns = np.flatnonzero(county[group] == at)
        asked = min(0.5 * need[at] * 0.08 * able.sum(), 0.12 * able[at])
        rows.add(columns, -value[columns], -int(asked))


def simple(candidates: int, seed: int) -> Packing:
    """Return a multiple-choice knapsack: four packages, four lines, a floor and a ceiling of money by county."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(candidates), 4).astype(np.int64)
    size = random.lognormal(0.0, 0.6, candidates)[group] * np.tile([0.5, 0.8, 1.0, 1.3], candidates)
    costs = (100 * size[:, None] * random.uniform(0.2, 1.8, (len(group), LINES))).astype(np.int64) + 1
    value = np.maximum(1, 400 * size**0.8 * random.lognormal(0.0, 0.25, len(group))).astype(np.int64)
    county, rows, money = random.integers(0, 12, candidates)[group], _Rows(), costs.sum(1)
    for line in range(LINES):
        rows.whole(costs[:, line], 0.12)
    for at in range(12):
        of = np.where(county == at, money, 0)
        rows.whole(of, 0.16)
        rows.whole(-of, 0.06)
    return rows.packing(value, group)


FAMILIES: dict[str, Callable[[int, int], Packing]] = {"full": full, "simple": simple}


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
    for first, end in zip(packing.starts[:-1].tolist(), packing.starts[1:].tolist(), strict=True):
        problem += pulp.lpSum(x[first:end]) <= 1
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
    for first, end in zip(packing.starts[:-1].tolist(), packing.starts[1:].tolist(), strict=True):
        made.addCons(quicksum(x[first:end]) <= 1)
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
    for first, end in zip(packing.starts[:-1].tolist(), packing.starts[1:].tolist(), strict=True):
        made.add_at_most_one(x[first:end])
    made.maximize(cp_model.LinearExpr.weighted_sum(x, packing.value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    status = solver.solve(made)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, solver.best_objective_bound
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
