"""What a package uses of each limit of a plan's terms, counted from the terms alone, in whole numbers and fractions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from hamahang.methods.portfolio.problem import SCALE, Candidate, Package, Period, Problem, starts_of, value_of

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
    """Yield the limits between candidates: order, one of a set, and the floors of counties."""
    for candidate in problem.candidates:
        for need in candidate.needs:
            for period in problem.periods:
                yield f"order:{candidate.id}<{need}:{period}", Fraction(0), Order(candidate, need, period)
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

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction | int:
        """Return it."""
        raise LookupError


@dataclass(frozen=True)
class Spent(Weigh):
    problem: Problem
    line: str
    period: Period

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction | int:
        """Count what is spent up to the period, what was spent earlier only in the share that would be carried over."""
        share = Fraction(self.problem.carried[self.line]) if self.line in self.problem.carried else 0
        if not share:
            return package.cost.get((self.line, self.period - start), 0) if self.period >= start else 0
        used = Fraction(0)
        for period in self.problem.periods:
            if period > self.period:
                break
            used = used * share + package.cost.get((self.line, period - start), 0) * (period >= start)
        return used


def _money(problem: Problem, line: str, until: Period) -> Fraction:
    share, money = Fraction(problem.carried.get(line, 0)), Fraction(0)
    for period in problem.periods:
        if period <= until:
            money = money * share + problem.money.get((line, period), 0)
    return money


class Brought(Weigh):
    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the jobs, turned."""
        return -value_of(package, start)


class Paid(Weigh):
    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the money, turned."""
        return -package.money


@dataclass(frozen=True)
class Minutes(Weigh):
    period: Period

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the minutes of the committee in the period."""
        return package.hours.get(self.period - start, 0) if self.period >= start else 0


@dataclass(frozen=True)
class Capped(Weigh):
    mark: str
    value: str
    only: str

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the money of those the cap speaks of."""
        counts = candidate.marks.get(self.mark) == self.value
        return package.money if counts and (not self.only or package.is_loan == (self.only == "loan")) else 0


@dataclass(frozen=True)
class Large(Weigh):
    share: Fraction

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction:
        """Count the money of large candidates against the share of all."""
        return package.money * ((1 if candidate.is_large else 0) - self.share)


@dataclass(frozen=True)
class Order(Weigh):
    candidate: Candidate
    need: str
    period: Period

    @property
    def about(self) -> frozenset[str]:
        """The two that it is about."""
        return frozenset((self.candidate.id, self.need))

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count 1 for the dependent that has begun, −1 for what it needs and that has begun in time."""
        begun = int(candidate.id == self.candidate.id and start <= self.period)
        return begun - int(candidate.id == self.need and start <= self.period - self.candidate.lag)


@dataclass(frozen=True)
class Either(Weigh):
    names: frozenset[str]

    @property
    def about(self) -> frozenset[str]:
        """The set."""
        return self.names

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count those of the set."""
        return int(candidate.id in self.names)


@dataclass(frozen=True)
class Floor(Weigh):
    county: str

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the county's jobs, turned."""
        return -value_of(package, start) if candidate.county == self.county else 0


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

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction:
        """Count its jobs with the part of its county."""
        return value_of(package, start) * self.parts.get(candidate.county, Fraction(0))


def needs_of(problem: Problem) -> dict[str, int]:
    """Return the need of each county that has some and can take jobs."""
    if problem.floors is None or problem.floors.gini is None:
        return {}
    able = {
        candidate.county
        for candidate in problem.candidates
        if not candidate.never and max(_values(candidate, problem), default=0) > 0
    }
    return {county: need for county, need in problem.floors.need.items() if county in able and need > 0}


def floors(problem: Problem) -> dict[str, int]:
    """Return the floor of each county in millionths of a job, counted anew."""
    if problem.floors is None:
        return {}
    able: dict[str, int] = defaultdict(int)
    for candidate in problem.candidates:
        able[candidate.county] += 0 if candidate.never else max(_values(candidate, problem), default=0)
    able = {county: most for county, most in able.items() if most > 0}
    need = {county: problem.floors.need.get(county, 0) for county in able}
    if not sum(need.values()):
        return {}
    whole, alpha, kappa = sum(need.values()), problem.floors.alpha, problem.floors.kappa
    return {
        county: min(int(alpha * problem.target * SCALE * Fraction(need[county], whole)), int(kappa * able[county]))
        for county in able
    }


def _values(candidate: Candidate, problem: Problem) -> Iterable[int]:
    for package in candidate.packages:
        for start in starts_of(package, problem.periods):
            yield value_of(package, start)
