"""What a plan would be worth if things went otherwise, and how much the best plan for that would have brought more.

A scenario changes the terms: money of a line, chances of some candidates, costs, or everything comes later. Under each
the plan is held to the changed terms. Where it does not keep them, what must go is the least loss: the best part of the
plan that does. The regret is what the best plan for the scenario brings more than what is left of this one, so never
less than nothing; the bound of that best plan says how much it can be at most.

Floors are terms of the scenario too, as far as what is left of the plan keeps them; where it does not, they are let go
for both, since otherwise two different things would be laid beside each other.

Source: L. J. Savage (1951), The theory of statistical decision, J. Am. Stat. Assoc. 46, 55–67.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, isfinite
from typing import TYPE_CHECKING

from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Package, Problem, starts_of
from hamahang.methods.portfolio.verifying import Choice, verify, worth_of

if TYPE_CHECKING:
    from hamahang.methods.portfolio.asking import Asking

ALL = ""  # in the place of a line, or of a mark: all of them


@dataclass(frozen=True, slots=True)
class Scenario:
    """How things may go otherwise. money: line → share that is left of it, ALL for every line; costs: times as high

    chances: times as likely, of the candidates whose `mark` has the `value`; of all where the mark is ALL, and where it
    is "kind" of those whose id begins with the value; late: periods by which everything comes later
    """

    title: str
    money: Mapping[str, Fraction] = field(default_factory=dict)
    costs: Fraction = Fraction(1)
    chances: Fraction = Fraction(1)
    mark: str = ALL
    value: str = ""
    late: int = 0

    def concerns(self, candidate: Candidate) -> bool:
        """Return whether a candidate's chances change."""
        if self.mark == "kind":
            return candidate.id.partition(":")[0] == self.value
        return self.mark == ALL or candidate.marks.get(self.mark) == self.value


@dataclass(frozen=True, slots=True)
class Regret:
    """A plan under a scenario. kept: expected jobs of what is left of it; gone: candidates that would have to go
    best, bound: expected jobs of the best plan for the scenario, and what none exceeds
    has_floors: whether floors and musts are kept; enter: who is in the best plan and not in this one
    """

    scenario: Scenario
    kept: Fraction
    gone: tuple[str, ...]
    best: Fraction
    bound: Fraction
    has_floors: bool
    enter: tuple[str, ...]

    @property
    def regret(self) -> Fraction:
        """Expected jobs that the best plan for the scenario brings more."""
        return self.best - self.kept

    @property
    def is_proven(self) -> bool:
        """Whether no plan for the scenario is better than the best that was found."""
        return self.best == self.bound


def check_scenario(scenario: Scenario) -> None:
    """Refuse a scenario that means nothing.

    :raises Absurd: with the reason
    """
    title = scenario.title.strip()
    shares = (*scenario.money.values(), scenario.costs, scenario.chances)
    if not title:
        raise Absurd("نام حالت را بنویسید.", "Write a name for the scenario.")
    if any(share < 0 for share in shares) or scenario.late < 0:
        raise Absurd(f"حالت «{title}»: سهم منفی است.", f"The scenario {title!r} has a negative share.")


def under(problem: Problem, scenario: Scenario) -> Problem:
    """Return the problem as it would be; money is rounded down, costs up.

    :raises Absurd: if the scenario means nothing, or speaks of a line that is not there
    """
    check_scenario(scenario)
    stranger = next((line for line in scenario.money if line != ALL and line not in problem.lines), None)
    if stranger is not None:
        raise Absurd(
            f"حالت «{scenario.title}» از ردیف «{stranger}» می‌گوید که پولی ندارد.",
            f"The scenario {scenario.title!r} speaks of the line {stranger!r}, which has no money.",
        )
    every = scenario.money.get(ALL, Fraction(1))
    money = {
        (line, period): int(amount * scenario.money.get(line, every))
        for (line, period), amount in problem.money.items()
    }
    candidates = tuple(
        replace(one, packages=tuple(_changed(package, scenario, one) for package in one.packages))
        for one in problem.candidates
    )
    return replace(problem, money=money, candidates=candidates)


def _changed(package: Package, scenario: Scenario, candidate: Candidate) -> Package:
    cost = {key: ceil(amount * scenario.costs) for key, amount in package.cost.items()}
    share = scenario.chances if scenario.concerns(candidate) else Fraction(1)
    chance = _later(package.chance, scenario.late)
    if isinstance(chance, Mapping):
        likely: float | Mapping[int, float] = {start: min(1.0, one * float(share)) for start, one in chance.items()}
    else:
        likely = min(1.0, chance * float(share))
    return replace(package, cost=cost, chance=likely)


def _later(chance: float | Mapping[int, float], late: int) -> float | Mapping[int, float]:
    """Return chances where everything comes some periods later: of each start that of a later one. Beyond the last they
    fall on as from the last but one to the last; one chance for all starts stays.
    """
    if not late or not isinstance(chance, Mapping) or len(chance) < 2:
        return chance
    starts = sorted(chance)
    last, before = chance[starts[-1]], chance[starts[-2]]
    falls = last / before if before else 1.0
    return {start: chance.get(start + late, last * falls ** max(start + late - starts[-1], 0)) for start in starts}


def regrets(
    problem: Problem, chosen: Sequence[Choice], scenarios: Sequence[Scenario], asking: "Asking"
) -> list[Regret]:
    """Return what a plan would be worth under each scenario, and what the best plan for it.

    :raises Absurd: if a scenario means nothing
    """
    return [_regret(under(problem, scenario), scenario, chosen, asking) for scenario in scenarios]


def _regret(problem: Problem, scenario: Scenario, chosen: Sequence[Choice], asking: "Asking") -> Regret:
    left = list(chosen)
    has_floors = verify(problem, left).is_sound
    asked = problem
    if not has_floors:
        asked = _loose(problem)
        left = _rest(asked, chosen, asking)
        has_floors = verify(problem, left).is_sound
        asked = problem if has_floors else asked
    kept = _worth(problem, left)
    found, most = _best(asked, asking)
    best = max(_worth(problem, found), kept)
    # what is left of the plan is one of those that may be chosen
    found = found if best > kept else left
    ours = {name for name, _, _ in left}
    return Regret(
        scenario=scenario,
        kept=kept,
        gone=tuple(sorted({name for name, _, _ in chosen} - ours)),
        best=best,
        bound=max(best, most),
        has_floors=has_floors,
        enter=tuple(sorted({name for name, _, _ in found} - {name for name, _, _ in chosen})),
    )


def _loose(problem: Problem) -> Problem:
    """Return a problem without floors and musts: whoever cannot be paid any more cannot be a must."""
    floors = problem.floors and replace(problem.floors, alpha=Fraction(0), gini=None)
    return replace(problem, floors=floors, candidates=tuple(replace(one, must="") for one in problem.candidates))


def _rest(problem: Problem, chosen: Sequence[Choice], asking: "Asking") -> list[Choice]:
    """Return the best part of a plan that keeps the limits of a problem, each package as it was chosen."""
    taken = {name: (package, start) for name, package, start in chosen}
    only = []
    for one in problem.candidates:
        if one.id in taken:
            package, start = taken[one.id]
            packages = tuple(replace(p, starts=(start,)) for p in one.packages if p.id == package)
            only.append(replace(one, packages=packages))
        else:
            only.append(replace(one, packages=(), never="-"))
    return _best(replace(problem, candidates=tuple(only)), asking)[0]


def _best(problem: Problem, asking: "Asking") -> tuple[list[Choice], Fraction]:
    """Return the best plan of a problem that was found, and what none is worth more than; nothing where none is."""
    from hamahang.methods.portfolio.arranging import arrange
    from hamahang.methods.portfolio.evening import evened, evenly

    if not any(starts_of(p, problem.periods) for one in problem.candidates if not one.never for p in one.packages):
        return [], Fraction(0)
    arranged = evened(arrange(problem))
    found = evenly(arranged, asking.solve, lambda packing: packing)
    if found.chosen is None and found.status == "infeasible":
        return [], Fraction(0)
    if found.chosen is None:  # nothing was found in time, which proves of the best only what its bound says
        return [], Fraction(int(found.most if isfinite(found.most) else found.certified), SCALE)
    columns = [arranged.columns[at] for at in found.chosen]
    return [(one.candidate.id, one.package.id, one.start) for one in columns], Fraction(int(found.most), SCALE)


def _worth(problem: Problem, chosen: Sequence[Choice]) -> Fraction:
    return Fraction(worth_of(problem, chosen), SCALE)
