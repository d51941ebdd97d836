"""Plans: the best choice by expected jobs, by the chance to keep the promise, by the worst-served county, by cost.

    plan = solve(problem)                         expected sustained jobs
    plan = solve(problem, aim="probability")      chance that the jobs reach the target
    plan = solve(problem, aim="promise")          the number that is reached with 90 %
    plan = solve(problem, aim="leximin")          the worst-served county first, then the next, then jobs
    plan = solve(problem, aim="cost", least=500)  least money for so many expected jobs

Of "probability" and "promise" the printed chance is exact for the plan; that no plan has a better one is not proven:
plans on the edge of mean and variance are tried (each is a choice problem of its own), and single swaps from them.

Source: for the edge, M. J. Best (2010), Portfolio Optimization, ch. 2: max over s of mean − λ(s)·variance; for leximin,
W. Ogryczak (1997), On the lexicographic minimax approach to location problems, Eur. J. Oper. Res. 100, 566–585.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy import sparse

from hamahang.methods.forecast.totals import CALM, Shock, Total
from hamahang.methods.portfolio.arranging import Arranged, Column, arrange
from hamahang.methods.portfolio.chances import of_plan, spread_of
from hamahang.methods.portfolio.highs import Infeasible
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import SCALE, Absurd, Problem
from hamahang.methods.portfolio.solving import Solution, Told, not_told, relaxation
from hamahang.methods.portfolio.solving import solve as solve_packing
from hamahang.methods.portfolio.verifying import Verified, verify

AIMS = ("expected", "probability", "promise", "leximin", "cost")
EDGE = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, -0.1, -0.25)  # prices of variance that are tried, in parts of mean/variance
CONFIDENT = 0.9
ANY = float("inf")


class NotSound(Exception):
    """A plan did not pass its own check; it is not given out. `faults` says why."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Plan:
    """A plan and what is known of it.

    chosen: columns, empty where there is no plan; value: expected sustained jobs; bound: none is worth more
    certified: the bound that the multipliers prove; jobs: the exact distribution
    status: "proven", "within_gap", "time_limit", "infeasible" or "none_found"
    """

    arranged: Arranged
    solution: Solution
    chosen: tuple[Column, ...]
    value: Fraction
    bound: float
    certified: Fraction
    jobs: Total
    status: str
    checked: Verified | None

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of it."""
        return max(0.0, self.bound / float(self.value) - 1.0) if self.value else 0.0

    @property
    def prices(self) -> dict[str, Fraction]:
        """The multiplier of each limit by its code: expected jobs, in millionths, for one more of it."""
        numbers, bits = self.solution.multipliers.numbers, self.solution.multipliers.bits
        rows = zip(self.arranged.limits, self.arranged.factors, numbers, strict=True)
        return {limit.code: Fraction(int(number) * factor, 1 << bits) for limit, factor, number in rows if number}


def solve(  # each is one of the terms of the search, named at the call
    problem: Problem, *, aim: str = "expected", gap: float = 0.005, seconds: float = 20.0, seed: int = 0,
    rounds: int | None = None, least: int = 0, shock: Shock = CALM, told: Told = not_told,
) -> Plan:  # fmt: skip
    """Return a plan.

    rounds: work instead of time, for the same plan each time; least: expected jobs that are asked, for "cost"
    :raises Absurd: if no plan can be made of the terms
    :raises NotSound: if the plan does not pass the check
    """
    if aim not in AIMS:
        raise Absurd(f"هدف «{aim}» شناخته نیست.", f"There is no aim {aim!r}; one of {', '.join(AIMS)}.")
    arranged = arrange(problem)
    terms = _Terms(gap=gap, seconds=seconds, seed=seed, rounds=rounds, told=told)
    first = terms.solve(arranged.packing)
    if first.chosen is None:
        return planned(arranged, first, first.chosen, shock)
    if aim in ("probability", "promise"):
        chosen = _by_chance(arranged, first.chosen, terms, shock, aim)
    elif aim == "leximin":
        chosen = _leximin(arranged, first.chosen, terms)
    elif aim == "cost":
        chosen = _cheapest(arranged, first.chosen, first.most, terms, least)
    else:
        chosen = first.chosen
    return planned(arranged, first, chosen, shock)


@dataclass(frozen=True, slots=True)
class _Terms:
    gap: float
    seconds: float
    seed: int
    rounds: int | None
    told: Told

    def solve(self, packing: Packing, *, part: float = 1.0, gap: float | None = None) -> Solution:
        """Solve a problem in a part of the time. gap: ANY where it is only asked whether there is a choice"""
        rounds = None if self.rounds is None else max(1, round(self.rounds * part))
        return solve_packing(
            packing,
            gap=self.gap if gap is None else gap,
            seconds=self.seconds * part,
            seed=self.seed,
            rounds=rounds,
            told=self.told,
        )


def planned(arranged: Arranged, solution: Solution, chosen: Ints | None, shock: Shock) -> Plan:
    """Return a choice as a plan, after it was counted anew from the terms.

    :raises NotSound: if it does not pass
    """
    columns = () if chosen is None else tuple(arranged.columns[at] for at in np.sort(chosen))
    worth = 0 if chosen is None else arranged.packing.worth(chosen)
    plan = Plan(
        arranged=arranged,
        solution=solution,
        chosen=columns,
        value=Fraction(worth, SCALE),
        bound=float("nan") if chosen is None else solution.most / SCALE,
        certified=solution.certified / SCALE,
        jobs=of_plan(columns, shock=shock),
        status=solution.status,
        checked=None,
    )
    if chosen is None:
        return plan
    checked = verify(arranged.problem, choice_of(columns), prices=plan.prices, value=worth)
    if not checked.is_sound:
        raise NotSound(checked.faults)
    return replace(plan, checked=checked)


def choice_of(columns: Sequence[Column]) -> list[tuple[str, str, int]]:
    """Return columns as the check takes them: candidate, package, start."""
    return [(column.candidate.id, column.package.id, column.start) for column in columns]


def _by_chance(arranged: Arranged, best: Ints, terms: _Terms, shock: Shock, aim: str) -> Ints:
    """Return the choice of the best chance among those on the edge of mean and variance, and swaps from it."""
    packing, target = arranged.packing, arranged.problem.target
    variance = np.array([spread_of(column) for column in arranged.columns])
    uncertain = float(variance[best].sum())
    if uncertain <= 0.0:
        return best
    ratio = packing.worth(best) / uncertain
    score = _score(arranged, best, shock, aim, target)
    for part in EDGE[1:]:
        bent = replace_value(packing, np.round(packing.value - part * ratio * variance).astype(np.int64))
        found = terms.solve(bent, part=1.0 / len(EDGE))
        if found.chosen is not None and (now := _score(arranged, found.chosen, shock, aim, target)) > score:
            best, score = found.chosen, now
    return _swapped(arranged, best, score, shock, aim, target)


def _score(arranged: Arranged, chosen: Ints, shock: Shock, aim: str, target: int) -> tuple[float, int]:
    """Return what is to be as large as can be; of two alike the one with more expected jobs."""
    jobs = of_plan([arranged.columns[at] for at in chosen], shock=shock)
    what = jobs.at_least(target) if aim == "probability" else float(jobs.quantile(1.0 - CONFIDENT))
    return what, arranged.packing.worth(chosen)


def _swapped(  # what is swapped and by what it is judged, as in `_score`
    arranged: Arranged, chosen: Ints, score: tuple[float, int], shock: Shock, aim: str, target: int
) -> Ints:
    """Return the choice after single changes that make it better: another package, one out, one for another."""
    packing = arranged.packing
    for _ in range(3):
        better = False
        for other in _neighbours(packing, chosen):
            now = _score(arranged, other, shock, aim, target)
            if now > score:
                chosen, score, better = other, now, True
                break
        if not better:
            break
    return chosen


def _neighbours(packing: Packing, chosen: Ints, *, most: int = 400) -> list[Ints]:
    """Return choices one step away that keep all limits, those with most expected jobs first."""
    taken = set(packing.group[chosen].tolist())
    found = []
    for at in range(packing.columns):
        rest = chosen[packing.group[chosen] != packing.group[at]]
        if at in chosen:
            continue
        other = np.sort(np.append(rest, at))
        if packing.group[at] in taken or not packing.faults(other):
            found.append(other)
    kept = [other for other in found if not packing.faults(other)]
    return sorted(kept, key=lambda other: -packing.worth(other))[:most]


def replace_value(packing: Packing, value: Ints) -> Packing:
    """Return the same problem with other values."""
    return Packing(value, packing.group, packing.is_must, packing.matrix, packing.limit)


def with_rows(packing: Packing, rows: Sequence[Ints], limits: Sequence[int]) -> Packing:
    """Return the same problem with more limits. rows: (n,) each"""
    more = sparse.csr_matrix(np.stack(rows).astype(np.int64))
    matrix = sparse.csc_matrix(sparse.vstack([packing.rows, more]), dtype=np.int64)
    limit = np.concatenate((packing.limit, np.array(limits, np.int64)))
    return Packing(packing.value, packing.group, packing.is_must, matrix, limit)


def _leximin(arranged: Arranged, chosen: Ints, terms: _Terms) -> Ints:
    """Return the choice whose worst-served county is served best, then the next worst, then by jobs.

    Served: the county's expected jobs as a share of what its need asks and it can take. The share is raised in
    hundredths; a county that cannot be raised further is held where it is.
    """
    asked = _asked(arranged)
    if not asked:
        return chosen
    served = _Served(arranged, asked, terms)
    held: dict[str, int] = {}
    best = chosen
    while len(held) < len(asked):
        free = [county for county in asked if county not in held]
        low = min(served.of(best)[county] for county in free)
        high = served.most(held, free)
        while low < high:
            middle = (low + high + 1) // 2
            found = served.choice(held | dict.fromkeys(free, middle))
            if found is None:
                high = middle - 1
            else:
                best = found
                low = max(middle, min(served.of(best)[county] for county in free))
        rising = _rising(served, best, held | dict.fromkeys(free, low), free)
        held |= dict.fromkeys([county for county in free if county not in rising] or free, low)
    found = served.choice(held, part=0.5, gap=None)
    return best if found is None else found


class _Served:
    """How well counties are served by choices of a problem, and choices that serve them so well."""

    def __init__(self, arranged: Arranged, asked: dict[str, int], terms: _Terms) -> None:
        self.packing, self.asked, self.terms = arranged.packing, asked, terms
        of_county = np.array([column.candidate.county for column in arranged.columns])
        self.rows = [np.where(of_county == county, -self.packing.value, 0) for county in asked]

    def of(self, chosen: Ints) -> dict[str, int]:
        """Return the hundredths in which each county is served, at most all."""
        return {
            county: min(100, int(-row[chosen].sum()) * 100 // most)
            for row, (county, most) in zip(self.rows, self.asked.items(), strict=True)
        }

    def _with(self, floors: dict[str, int]) -> Packing:
        limits = [-(most * floors[county] // 100) for county, most in self.asked.items()]
        return with_rows(self.packing, self.rows, limits)

    def choice(self, floors: dict[str, int], *, part: float = 0.08, gap: float | None = ANY) -> Ints | None:
        """Return a choice that serves each county so well; None if none was found."""
        return self.terms.solve(self._with(floors), part=part, gap=gap).chosen

    def most(self, held: dict[str, int], free: Sequence[str]) -> int:
        """Return how well the free counties can be served at most, if parts could be taken."""
        low, high = 0, 100
        while low < high:
            middle = (low + high + 1) // 2
            try:
                relaxation(self._with(held | dict.fromkeys(free, middle)))
                low = middle
            except Infeasible:
                high = middle - 1
        return low


def _rising(served: _Served, best: Ints, floors: dict[str, int], free: Sequence[str]) -> set[str]:
    """Return the counties that could be served a hundredth better with all others as they are."""
    known = {county for county, share in served.of(best).items() if share > floors[county]}
    for county in free:
        if county in known or floors[county] >= 100:
            continue
        found = served.choice(floors | {county: floors[county] + 1}, part=0.05)
        if found is not None:
            known |= {other for other, share in served.of(found).items() if share > floors[other]}
    return known


def _asked(arranged: Arranged) -> dict[str, int]:
    """Return for each county what its need asks of the target, at most what it can take: millionths of a job."""
    from hamahang.methods.portfolio.arranging import potentials

    problem = arranged.problem
    if problem.floors is None:
        return {}
    able = potentials(list(arranged.columns), [int(value) for value in arranged.packing.value])
    need = {county: problem.floors.need.get(county, 0) for county, most in able.items() if most > 0}
    whole = sum(need.values())
    return {c: min(problem.target * SCALE * n // whole, able[c]) for c, n in sorted(need.items()) if n and whole}


def _cheapest(arranged: Arranged, chosen: Ints, most: float, terms: _Terms, least: int) -> Ints:
    """Return the choice of least money with so many expected jobs.

    :raises Absurd: if no plan brings so many
    """
    packing = arranged.packing
    if most < least * SCALE:
        raise Absurd(
            f"هیچ سبدی {least} شغل مورد انتظار نمی‌آورد؛ بیشینه {most / SCALE:.0f} است.",
            f"No plan brings {least} expected jobs; at most {most / SCALE:.0f}.",
        )
    money = np.array([-column.package.money for column in arranged.columns], np.int64)
    tried = with_rows(replace_value(packing, money), [-packing.value], [-least * SCALE])
    found = terms.solve(tried)
    return chosen if found.chosen is None else found.chosen
