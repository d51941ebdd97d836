"""A plan looked at again from the terms, without the solver and without the arrays it was made with.

Money, minutes, floors, order and everything else are counted anew in whole numbers; the bound is counted from the
multipliers, one by one, as fractions. Whoever doubts a plan can run this, or write it again from the problem in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hamahang.methods.portfolio.problem import SCALE, Candidate, Package, Period, Problem, starts_of, value_of

Choice = tuple[str, str, Period]  # candidate, package, start


@dataclass(frozen=True, slots=True)
class Verified:
    """What was counted. value: millionths of a job; bound: none is worth more, None without multipliers

    faults: what is wrong, in words; empty if the plan keeps all terms and is worth no more than the bound
    """

    value: int
    bound: Fraction | None
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(
    problem: Problem,
    chosen: Sequence[Choice],
    *,
    prices: Mapping[str, Fraction] | None = None,
    value: int | None = None,
) -> Verified:
    """Count a plan anew.

    prices: code of a limit → its multiplier, ≥ 0; value: what the plan says it is worth, in millionths of a job
    """
    named = {candidate.id: candidate for candidate in problem.candidates}
    faults = list(_unknown(named, problem, chosen))
    if faults:
        return Verified(0, None, tuple(faults))
    taken = [(named[name], _package(named[name], package), start) for name, package, start in chosen]
    worth = sum(value_of(package, start) for _, package, start in taken)
    faults += list(_choice(problem, taken))
    faults += [f"{code}: {used} of {most}" for code, used, most in usage(problem, taken) if used > most]
    faults += list(_uneven(problem, taken))
    if value is not None and value != worth:
        faults.append(f"said to be worth {value}, worth {worth}")
    most = None if prices is None else bound(problem, prices)
    if most is not None and worth > most:
        faults.append(f"worth {worth}, more than the bound {float(most):.0f}: the multipliers are not of these terms")
    return Verified(worth, most, tuple(faults))


Taken = tuple[Candidate, Package, Period]


def _unknown(named: Mapping[str, Candidate], problem: Problem, chosen: Sequence[Choice]) -> Iterator[str]:
    for name, package, start in chosen:
        if name not in named:
            yield f"{name}: no such candidate"
        elif package not in {one.id for one in named[name].packages}:
            yield f"{name}/{package}: no such package"
        elif start not in starts_of(_package(named[name], package), problem.periods):
            yield f"{name}/{package}: cannot begin in {start}"


def _package(candidate: Candidate, package: str) -> Package:
    return next(one for one in candidate.packages if one.id == package)


def _choice(problem: Problem, taken: Sequence[Taken]) -> Iterator[str]:
    counts = Counter(candidate.id for candidate, _, _ in taken)
    yield from (f"{name}: chosen {number} times" for name, number in counts.items() if number > 1)
    for candidate in problem.candidates:
        if candidate.must and not counts[candidate.id]:
            yield f"{candidate.id}: a must, and not chosen"
        if candidate.never and counts[candidate.id]:
            yield f"{candidate.id}: forbidden, and chosen"


def limits(problem: Problem) -> dict[str, tuple[Fraction, "Weigh"]]:
    """Return each limit by its code: how much there is, and what a package uses of it. A floor has its signs turned."""
    found: dict[str, tuple[Fraction, Weigh]] = {}
    for line in problem.lines:
        for period in problem.periods:
            found[f"line:{line}:{period}"] = _money(problem, line, period), _Spent(problem, line, period)
    for period, minutes in problem.minutes.items():
        found[f"hours:committee:{period}"] = Fraction(minutes), _Minutes(period)
    for cap in problem.caps:
        code = f"cap:{cap.mark}={cap.value}" + (f"/{cap.only}" if cap.only else "")
        found[code] = Fraction(cap.most), _Capped(cap.mark, cap.value, cap.only)
    if problem.large_share is not None:
        found["class:large"] = Fraction(0), _Large(Fraction(problem.large_share))
    return found | _between(problem)


def _between(problem: Problem) -> dict[str, tuple[Fraction, "Weigh"]]:
    """Return the limits between candidates: order, one of a set, and the floors of counties."""
    found: dict[str, tuple[Fraction, Weigh]] = {}
    for candidate in problem.candidates:
        for need in candidate.needs:
            for period in problem.periods:
                found[f"order:{candidate.id}<{need}:{period}"] = Fraction(0), _Order(candidate, need, period)
    for number, names in enumerate(problem.either):
        found[f"either:{'+'.join(sorted(names)) or number}"] = Fraction(1), _Either(frozenset(names))
    for county, floor in floors(problem).items():
        found[f"floor:{county}"] = Fraction(-floor), _Floor(county)
    return found


def usage(problem: Problem, taken: Sequence[Taken]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield of each limit its code, how much of it a plan uses, and how much there is."""
    named = {candidate.id: (candidate, package, start) for candidate, package, start in taken}
    for code, (most, weigh) in limits(problem).items():
        counted = taken if weigh.about is None else [named[name] for name in weigh.about if name in named]
        yield code, Fraction(sum(weigh(*one) for one in counted)), most


def bound(problem: Problem, prices: Mapping[str, Fraction]) -> Fraction:
    """Return what no plan is worth more than, for multipliers of the limits: millionths of a job.

    :raises ValueError: if a multiplier is negative or of no limit
    """
    known = limits(problem)
    known |= {code: (Fraction(0), _Ordered(problem, code)) for code in prices if code.startswith("gini:")}
    for code, price in prices.items():
        if price < 0 or code not in known:
            raise ValueError(f"{code}: {price}")
    total, of_all, of_some = Fraction(0), list[Priced](), defaultdict[str, list[Priced]](list)
    for code, price in prices.items():
        most, weigh = known[code]
        total += price * most
        for name in weigh.about or ():
            of_some[name].append((price, weigh))
        if weigh.about is None and price:
            of_all.append((price, weigh))
    for candidate in problem.candidates:
        if candidate.never:
            continue
        priced = of_all + of_some[candidate.id]
        best = [
            value_of(package, start)
            - sum((price * used for price, weigh in priced if (used := weigh(candidate, package, start))), Fraction(0))
            for package in candidate.packages
            for start in starts_of(package, problem.periods)
        ]
        if best:
            total += max(best) if candidate.must else max(Fraction(0), *best)
    return total


# --- what a package uses of a limit ---


class Weigh:
    """What a package of a candidate that begins in a period uses of a limit."""

    @property
    def about(self) -> frozenset[str] | None:
        """The candidates that alone it is about; None for all."""
        return None

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction | int:
        """Return it."""
        raise LookupError


Priced = tuple[Fraction, Weigh]


@dataclass(frozen=True)
class _Spent(Weigh):
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


@dataclass(frozen=True)
class _Minutes(Weigh):
    period: Period

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the minutes of the committee in the period."""
        return package.hours.get(self.period - start, 0) if self.period >= start else 0


@dataclass(frozen=True)
class _Capped(Weigh):
    mark: str
    value: str
    only: str

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the money of those the cap speaks of."""
        counts = candidate.marks.get(self.mark) == self.value
        return package.money if counts and (not self.only or package.is_loan == (self.only == "loan")) else 0


@dataclass(frozen=True)
class _Large(Weigh):
    share: Fraction

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> Fraction:
        """Count the money of large candidates against the share of all."""
        return package.money * ((1 if candidate.is_large else 0) - self.share)


@dataclass(frozen=True)
class _Order(Weigh):
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
class _Either(Weigh):
    names: frozenset[str]

    @property
    def about(self) -> frozenset[str]:
        """The set."""
        return self.names

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count those of the set."""
        return int(candidate.id in self.names)


@dataclass(frozen=True)
class _Floor(Weigh):
    county: str

    def __call__(self, candidate: Candidate, package: Package, start: Period) -> int:
        """Count the county's jobs, turned."""
        return -value_of(package, start) if candidate.county == self.county else 0


class _Ordered(Weigh):
    """What a package counts for the Gini where the counties are served in an order, "gini:worst<next<best"."""

    def __init__(self, problem: Problem, code: str) -> None:
        need, gini = _needs(problem), problem.floors.gini if problem.floors is not None else None
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


def _uneven(problem: Problem, taken: Sequence[Taken]) -> Iterator[str]:
    """Yield the fault where jobs are spread less evenly than is allowed, all pairs of counties counted."""
    need, jobs = _needs(problem), Counter[str]()
    gini = problem.floors.gini if problem.floors is not None else None
    for candidate, package, start in taken:
        jobs[candidate.county] += value_of(package, start)
    apart = sum(abs(need[one] * jobs[other] - need[other] * jobs[one]) for one in need for other in need if one < other)
    most = None if gini is None else gini * sum(need.values()) * sum(jobs[county] for county in need)
    if most is not None and apart > most:
        yield f"gini: {apart} of {most}"


def _needs(problem: Problem) -> dict[str, int]:
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
