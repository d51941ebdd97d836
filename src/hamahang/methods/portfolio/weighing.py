"""What a package uses of each limit of a plan's terms, counted from the terms alone, in whole numbers and fractions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from hamahang.methods.portfolio.problem import SCALE, Candidate, Package, Period, Problem, Way, value_of
from hamahang.methods.portfolio.waiting import Waiting, ready, said


class Taken(NamedTuple):
    """A package of a candidate that begins in a period. given: the way in which what it depends on is chosen"""

    candidate: Candidate
    package: Package
    start: Period
    given: Way = ()

    @property
    def value(self) -> int:
        """Its expected sustained jobs, in millionths."""
        return value_of(self.package, self.start, ready(self.given))


Limited = tuple[str, Fraction, "Weigh"]  # its code, how much there is, and what a package uses of it


def limits(problem: Problem) -> dict[str, tuple[Fraction, "Weigh"]]:
    """Return each limit by its code: how much there is, and what a package uses of it. A floor has its signs turned.

    Of two with one code the lower one is returned: multipliers of it prove a bound, whatever the other holds.
    """
    found: dict[str, tuple[Fraction, Weigh]] = {}
    for code, most, weigh in limited(problem):
        if code not in found or most < found[code][0]:
            found[code] = most, weigh
    return found


def limited(problem: Problem) -> Iterator[Limited]:
    """Yield every limit, each of two with one code too."""
    for line in problem.lines:
        for period in problem.periods:
            yield f"line:{line}:{period}", _money(problem, line, period), Spent(problem, line, period)
    for period, minutes in problem.minutes.items():
        yield f"hours:committee:{period}", Fraction(minutes), Minutes(period)
    for cap in problem.caps:
        code = f"cap:{cap.mark}={cap.value}" + (f"/{cap.only}" if cap.only else "")
        yield code, Fraction(cap.most), Capped(cap.mark, cap.value, cap.only)
    if problem.large_share is not None:
        yield "class:large", Fraction(0), Large(Fraction(problem.large_share))
    yield from _between(problem)


def _between(problem: Problem) -> Iterator[Limited]:
    """Yield the limits between candidates: order, one of a set, and the floors of counties.

    Where one is dependent its order holds for each way by itself; the order of the two is the sum of these.
    """
    waiting = Waiting(problem)
    for candidate in problem.candidates:
        for need in candidate.needs:
            ways = waiting.all_supposed(candidate, need)
            for period in problem.periods:
                code = f"order:{candidate.id}<{need}:{period}"
                yield code, Fraction(0), Order(candidate, need, period)
                for way in ways:
                    yield f"{code}@{said(way)}", Fraction(0), Given(candidate, need, period, waiting, way)
    for names in problem.either:
        yield f"either:{'+'.join(sorted(set(names)))}", Fraction(1), Either(frozenset(names))
    for county, floor in floors(problem).items():
        yield f"floor:{county}", Fraction(-floor), Floor(county)


class Weigh:
    """What a package of a candidate that begins in a period uses of a limit."""

    @property
    def about(self) -> frozenset[str] | None:
        """The candidates that alone it is about; None for all."""
        return None

    def __call__(self, taken: Taken) -> Fraction | int:
        """Return it."""
        raise LookupError


@dataclass(frozen=True)
class Spent(Weigh):
    problem: Problem
    line: str
    period: Period

    def __call__(self, taken: Taken) -> Fraction | int:
        """Count what is spent up to the period, what was spent earlier only in the share that would be carried over."""
        share = Fraction(self.problem.carried[self.line]) if self.line in self.problem.carried else 0
        cost, start = taken.package.cost, taken.start
        if not share:
            return cost.get((self.line, self.period - start), 0) if self.period >= start else 0
        used = Fraction(0)
        for period in self.problem.periods:
            if period > self.period:
                break
            used = used * share + cost.get((self.line, period - start), 0) * (period >= start)
        return used


def _money(problem: Problem, line: str, until: Period) -> Fraction:
    share, money = Fraction(problem.carried.get(line, 0)), Fraction(0)
    for period in problem.periods:
        if period <= until:
            money = money * share + problem.money.get((line, period), 0)
    return money


class Brought(Weigh):
    def __call__(self, taken: Taken) -> int:
        """Count the jobs, turned."""
        return -taken.value


class Paid(Weigh):
    def __call__(self, taken: Taken) -> int:
        """Count the money, turned."""
        return -taken.package.money


@dataclass(frozen=True)
class Minutes(Weigh):
    period: Period

    def __call__(self, taken: Taken) -> int:
        """Count the minutes of the committee in the period."""
        return taken.package.hours.get(self.period - taken.start, 0) if self.period >= taken.start else 0


@dataclass(frozen=True)
class Capped(Weigh):
    mark: str
    value: str
    only: str

    def __call__(self, taken: Taken) -> int:
        """Count the money of those the cap speaks of."""
        package, counts = taken.package, taken.candidate.marks.get(self.mark) == self.value
        return package.money if counts and (not self.only or package.is_loan == (self.only == "loan")) else 0


@dataclass(frozen=True)
class Large(Weigh):
    share: Fraction

    def __call__(self, taken: Taken) -> Fraction:
        """Count the money of large candidates against the share of all."""
        return taken.package.money * ((1 if taken.candidate.is_large else 0) - self.share)


@dataclass(frozen=True)
class Order(Weigh):
    candidate: Candidate
    need: str
    period: Period

    @property
    def about(self) -> frozenset[str]:
        """The two that it is about."""
        return frozenset((self.candidate.id, self.need))

    def __call__(self, taken: Taken) -> int:
        """Count 1 for who waits and has begun, −1 for what it needs and that has begun in time."""
        name, start = taken.candidate.id, taken.start
        begun = int(name == self.candidate.id and start <= self.period)
        return begun - int(name == self.need and start <= self.period - self.candidate.lag)


@dataclass(frozen=True)
class Given(Order):
    """The order of two where the first comes in a way."""

    waiting: Waiting
    way: Way

    def __call__(self, taken: Taken) -> int:
        """Count the same of those that suppose the way, and of what is chosen in it."""
        used = super().__call__(taken)
        if not used:
            return 0
        way = self.waiting.supposed(self.need, taken.given) if used > 0 else self.waiting.state(*taken)
        return used if way == self.way else 0


@dataclass(frozen=True)
class Either(Weigh):
    names: frozenset[str]

    @property
    def about(self) -> frozenset[str]:
        """The set."""
        return self.names

    def __call__(self, taken: Taken) -> int:
        """Count those of the set."""
        return int(taken.candidate.id in self.names)


@dataclass(frozen=True)
class Floor(Weigh):
    county: str

    def __call__(self, taken: Taken) -> int:
        """Count the county's jobs, turned."""
        return -taken.value if taken.candidate.county == self.county else 0


class Ordered(Weigh):
    """What a package counts for the Gini where the counties are served in an order, "gini:worst<next<best"."""

    def __init__(self, problem: Problem, code: str) -> None:
        need, gini = needs_of(problem), problem.floors.gini if problem.floors is not None else None
        order = code.removeprefix("gini:").split("<")
        if gini is None or sorted(order) != sorted(need):
            raise ValueError(code)
        whole, before = sum(need.values()), 0
        self.parts: dict[str, Fraction] = {}
        for county in order:
            after = whole - before - need[county]
            self.parts[county] = (before - after - gini * whole) * gini.denominator
            before += need[county]

    def __call__(self, taken: Taken) -> Fraction:
        """Count its jobs with the part of its county."""
        return taken.value * self.parts.get(taken.candidate.county, Fraction(0))


def needs_of(problem: Problem) -> dict[str, int]:
    """Return the need of each county that has some and can take jobs."""
    if problem.floors is None or problem.floors.gini is None:
        return {}
    waiting = Waiting(problem)
    able = {
        candidate.county
        for candidate in problem.candidates
        if not candidate.never and max(_values(candidate, waiting), default=0) > 0
    }
    return {county: need for county, need in problem.floors.need.items() if county in able and need > 0}


def floors(problem: Problem) -> dict[str, int]:
    """Return the floor of each county in millionths of a job, counted anew."""
    if problem.floors is None:
        return {}
    able: dict[str, int] = defaultdict(int)
    waiting = Waiting(problem)
    for candidate in problem.candidates:
        able[candidate.county] += 0 if candidate.never else max(_values(candidate, waiting), default=0)
    able = {county: most for county, most in able.items() if most > 0}
    need = {county: problem.floors.need.get(county, 0) for county in able}
    if not sum(need.values()):
        return {}
    whole, alpha, kappa = sum(need.values()), problem.floors.alpha, problem.floors.kappa
    return {
        county: min(int(alpha * problem.target * SCALE * Fraction(need[county], whole)), int(kappa * able[county]))
        for county in able
    }


def _values(candidate: Candidate, waiting: Waiting) -> Iterable[int]:
    for option in waiting.options(candidate):
        yield Taken(candidate, *option).value
