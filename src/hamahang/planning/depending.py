"""By what a candidate's chance is multiplied in a plan: the chances of all that it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass

from hamahang.domain.planning import PACKAGES
from hamahang.domain.text import Text
from hamahang.methods.portfolio.problem import Candidate, Problem, chance_of, starts_of
from hamahang.methods.portfolio.terms import read_terms
from hamahang.planning import queries
from hamahang.planning.models import PlanRun

CHOSEN = Text(fa="{package}، از نیم‌سال {start}", en="{package}, from half-year {start}")
REFUSED = Text(fa="در این برنامه نیست؛ دست بالا", en="not in this plan; at best")
IMPOSSIBLE = Text(fa="در این برنامه نمی‌تواند بیاید", en="cannot come in this plan")


@dataclass(frozen=True, slots=True)
class Awaited:
    """One that a candidate depends on. chance: 0–1, as it is chosen, at best where it is not; how: in words"""

    code: str
    chance: float
    how: Text


def depended_on(run: PlanRun, code: str) -> list[Awaited] | None:
    """Return all that a candidate depends on in a plan, by way of others too, those it waits for itself first.

    None where it waits and its chance was not multiplied, as in earlier plans
    """
    problem = read_terms(run.problem)
    known = {one.id: one for one in problem.candidates}
    chosen = {name: (package, start) for name, package, start in queries.kept(run)}
    if known[code].needs and not known[code].is_dependent:
        return None
    found: dict[str, Awaited] = {}
    left = [known[code]]
    while left:
        one = left.pop(0)
        for need in one.needs if one.is_dependent else ():
            if need not in found:
                found[need] = _awaited(problem, known[need], chosen)
                left.append(known[need])
    return list(found.values())


def _awaited(problem: Problem, one: Candidate, chosen: Mapping[str, tuple[str, int]]) -> Awaited:
    packages = {package.id: package for package in one.packages}
    if one.id in chosen:
        name, start = chosen[one.id]
        how = CHOSEN.format(package=PACKAGES.get(name, Text(fa=name, en=name)), start=start)
        return Awaited(one.id, chance_of(packages[name], start), how)
    starts = [(package, start) for package in one.packages for start in starts_of(package, problem.periods)]
    if one.never or not starts:
        return Awaited(one.id, 0.0, IMPOSSIBLE)
    return Awaited(one.id, max(chance_of(package, start) for package, start in starts), REFUSED)
