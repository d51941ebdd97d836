"""Small problems of every kind of limit, and all their plans, one by one."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from hypothesis import strategies as st

from hamahang.methods.portfolio.problem import (
    SCALE,
    Candidate,
    Cap,
    Floors,
    Package,
    Problem,
    chance_of,
    starts_of,
    value_of,
)
from hamahang.methods.portfolio.verifying import Choice, verify

YEARS = (1, 2)
COUNTIES = ("a", "b")


@st.composite
def packages(draw: Any, number: int) -> Package:
    costs = {
        (line, offset): draw(st.integers(0, 9))
        for line in draw(st.sampled_from([("x",), ("y",), ("x", "y")]))
        for offset in draw(st.sampled_from([(0,), (0, 1)]))
    }
    chance = draw(st.sampled_from([1.0, 0.5, {1: 0.8, 2: 0.4}]))
    return Package(
        id=f"p{number}",
        jobs=draw(st.integers(0, 12)),
        cost=costs,
        chance=chance,
        lasting=draw(st.sampled_from([1.0, 0.75])),
        hours={0: draw(st.integers(0, 3))},
        is_loan=draw(st.booleans()),
    )


@st.composite
def problems(draw: Any, most: int = 4) -> Problem:
    """Return a problem of up to so many candidates with two packages at most, two years and two lines."""
    count = draw(st.integers(1, most))
    candidates = []
    for at in range(count):
        needs = (f"c{draw(st.integers(0, at - 1))}",) if at and draw(st.integers(0, 3)) == 0 else ()
        candidates.append(
            Candidate(
                id=f"c{at}",
                county=draw(st.sampled_from(COUNTIES)),
                packages=tuple(draw(packages(k)) for k in range(draw(st.integers(1, 2)))),
                is_large=draw(st.booleans()),
                needs=needs,
                lag=draw(st.integers(0, 1)),
                is_dependent=draw(st.booleans()),
                must="law" if draw(st.integers(0, 9)) == 0 else "",
                never="",
                marks={"owner": draw(st.sampled_from(["o1", "o2"]))},
            )
        )
    floors = Floors(need={"a": 3, "b": 1}) if draw(st.booleans()) else None
    return Problem(
        candidates=tuple(candidates),
        money={(line, year): draw(st.integers(0, 14)) for line in ("x", "y") for year in YEARS},
        carried={"x": draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2)]))},
        minutes={year: draw(st.integers(1, 6)) for year in YEARS} if draw(st.booleans()) else {},
        target=draw(st.integers(0, 12)),
        floors=floors,
        large_share=draw(st.sampled_from([None, Fraction(1, 2), Fraction(2, 3)])),
        caps=(Cap("owner", "o1", draw(st.integers(0, 12)), draw(st.sampled_from(["", "loan", "grant"]))),),
        either=(("c0", "c1"),) if count > 1 and draw(st.booleans()) else (),
    )


def choices(problem: Problem) -> Iterator[tuple[list[Choice], int]]:
    """Yield every plan that keeps all terms, with its value in millionths of a job."""
    ways = []
    for candidate in problem.candidates:
        columns: list[Choice | None] = [None]
        if not candidate.never:
            columns += [
                (candidate.id, package.id, start)
                for package in candidate.packages
                for start in starts_of(package, problem.periods)
            ]
        ways.append(columns)
    for combined in product(*ways):
        chosen = [one for one in combined if one is not None]
        if verify(problem, chosen).is_sound:
            yield chosen, worth(problem, chosen)


def worth(problem: Problem, chosen: list[Choice]) -> int:
    """Return the expected jobs of a plan in millionths, each candidate's times the chances of all it depends on."""
    packages = {(c.id, p.id): p for c in problem.candidates for p in c.packages}
    chances = {name: chance_of(packages[name, package], start) for name, package, start in chosen}
    return sum(
        value_of(packages[name, package], start, prod(chances[one] for one in sorted(behind(problem, name))))
        for name, package, start in chosen
    )


def behind(problem: Problem, name: str) -> set[str]:
    """Return all that a candidate's success takes, by way of others too."""
    of = next(one for one in problem.candidates if one.id == name)
    needs = set(of.needs) if of.is_dependent else set()
    return needs.union(*(behind(problem, need) for need in needs))


def one(name: str, jobs: int, cost: int, **more: Any) -> Candidate:
    """Return a candidate of one sure package that costs so many million rials of the line x in the first year."""
    return Candidate(name, more.pop("county", "a"), (Package("p", jobs, {("x", 0): cost}, starts=(1,)),), **more)


JOBS = SCALE
