"""Made-up problems of any size: for benchmarks and tests."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.problem import Candidate, Floors, Package, Problem

LINES = ("fund", "bank", "grant", "own")
YEARS = (1, 2, 3)
COUNTIES = 12


def province(candidates: int, *, seed: int, counties: int = COUNTIES) -> Problem:
    """Return a province of so many candidates: up to four packages × three starts × four lines over three years.

    One in twenty needs another first; floors of half the need's share of a target of 30 % of the potential; large
    candidates take at most 60 % of the money; money and hours are enough for about a third of what is asked.
    """
    random = np.random.default_rng([seed, candidates])
    made = [_candidate(at, random, candidates, counties) for at in range(candidates)]
    asked = {(line, year): 0 for line in LINES for year in YEARS}
    minutes, potential = dict.fromkeys(YEARS, 0), 0.0
    for candidate in made:
        best = max(candidate.packages, key=lambda package: package.jobs)
        potential += best.jobs * 0.5
        start = 1 + int(candidate.id[1:]) % len(YEARS)
        for (line, offset), amount in best.cost.items():
            asked[line, min(start + offset, YEARS[-1])] += amount
        minutes[start] += best.hours[0]
    return Problem(
        candidates=tuple(made),
        money={key: int(amount * 0.33) for key, amount in asked.items()},
        minutes={year: int(total * 0.5) for year, total in minutes.items()},
        target=int(0.3 * potential),
        floors=Floors(need={f"county{c:02d}": int(random.integers(800, 9_000)) for c in range(counties)}),
        large_share=Fraction(3, 5),
    )


def _candidate(at: int, random: np.random.Generator, candidates: int, counties: int) -> Candidate:
    size = float(random.lognormal(2.9, 0.9))
    chance = float(random.uniform(0.35, 0.9))
    weights = random.dirichlet((1.2, 1.0, 0.5, 0.8))
    packages = []
    for number in range(int(random.integers(1, 5))):
        part = (1.0, 0.7, 0.45, 1.25)[number]
        jobs = max(1, round(size * part ** float(random.uniform(0.6, 1.0))))
        money = size * part * float(random.lognormal(4.6, 0.35))
        packages.append(
            Package(
                id=f"p{number}",
                jobs=jobs,
                cost=_cost(money, weights, random),
                chance={year: round(chance * (1.0 - 0.12 * (year - 1)), 4) for year in YEARS},
                lasting=round(float(random.uniform(0.6, 0.95)), 4),
                hours={0: int(random.integers(30, 240))},
                is_loan=bool(random.random() < 0.7),
            )
        )
    needs = (f"c{int(random.integers(candidates)):06d}",) if random.random() < 0.05 else ()
    name = f"c{at:06d}"
    return Candidate(
        id=name,
        county=f"county{int(random.integers(counties)):02d}",
        packages=tuple(packages),
        is_large=size > 45.0,
        needs=tuple(need for need in needs if need != name and need < name),
    )


def _cost(money: float, weights: np.ndarray, random: np.random.Generator) -> dict[tuple[str, int], int]:
    """Return the money by line, over one year or two."""
    first = float(random.uniform(0.55, 1.0))
    cost: dict[tuple[str, int], int] = {}
    for line, weight in zip(LINES, weights, strict=True):
        if weight < 0.08:
            continue
        cost[line, 0] = max(1, int(money * weight * first))
        if first < 0.85:
            cost[line, 1] = max(1, int(money * weight * (1.0 - first)))
    return cost or {("own", 0): max(1, int(money))}


def simple(candidates: int, *, seed: int, counties: int = COUNTIES) -> Packing:
    """Return a multiple-choice knapsack of so many candidates of four packages: four lines and a floor a county."""
    random = np.random.default_rng([seed, candidates, 4])
    columns = 4 * candidates
    group = np.repeat(np.arange(candidates), 4)
    size = np.repeat(random.lognormal(3.0, 0.8, candidates), 4)
    scale = np.tile((0.4, 0.7, 1.0, 1.4), candidates)
    value = np.round(size * scale**0.8 * random.uniform(0.7, 1.3, columns) * 1_000).astype(np.int64)
    cost = np.round(size * scale * random.uniform(20, 200, (4, columns))).astype(np.int64)
    county = np.repeat(random.integers(0, counties, candidates), 4)
    budget = (cost.sum(1) / 4 * 0.3).astype(np.int64)
    best = np.maximum.reduceat(value, np.arange(0, columns, 4))
    floor = np.bincount(county[::4], weights=best, minlength=counties) * 0.22
    rows = [sparse.csr_matrix(cost)]
    rows.append(sparse.csr_matrix((-value, (county, np.arange(columns))), shape=(counties, columns)))
    return Packing(
        value,
        group.astype(np.int64),
        np.zeros(candidates, bool),
        sparse.csc_matrix(sparse.vstack(rows), dtype=np.int64),
        np.concatenate((budget, -floor.astype(np.int64))),
    )


def seeds(number: int) -> Sequence[int]:
    """Return seeds for a benchmark."""
    return range(number)


def knapsack(columns: int, limits: int, *, seed: int, tight: float = 0.25) -> Packing:
    """Return a multidimensional knapsack in the way of OR-Library: weights to 1,000, room for a share of them all, and
    values that follow the weights.

    Source: P. C. Chu, J. E. Beasley (1998), A genetic algorithm for the multidimensional knapsack problem.
    """
    random = np.random.default_rng([seed, columns, limits, int(100 * tight)])
    weights = random.integers(0, 1_001, (limits, columns))
    return Packing(
        (weights.sum(axis=0) / limits + 500 * random.random(columns)).astype(np.int64),
        np.arange(columns, dtype=np.int64),
        np.zeros(columns, bool),
        sparse.csc_matrix(weights.astype(np.int64)),
        (tight * weights.sum(axis=1)).astype(np.int64),
    )


def multiple_choice(classes: int, lines: int, limits: int, *, seed: int) -> Packing:
    """Return a multiple-choice knapsack in the way of the public ones: weights 0 to 9, values that follow them."""
    random = np.random.default_rng([seed, classes, lines, limits])
    weights = random.integers(0, 10, (classes * lines, limits))
    return Packing(
        np.round(4.5 * weights.sum(axis=1) + random.uniform(0, 60, classes * lines)).astype(np.int64),
        np.repeat(np.arange(classes), lines).astype(np.int64),
        np.ones(classes, bool),
        sparse.csc_matrix(weights.T.astype(np.int64)),
        np.full(limits, 5 * classes, np.int64),
    )
