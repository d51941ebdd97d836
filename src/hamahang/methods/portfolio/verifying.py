"""A plan looked at again from the terms, without the solver and without the arrays it was made with.

Money, minutes, floors, order and everything else are counted anew in whole numbers; the bound is counted from the
multipliers, one by one, as fractions. Whoever doubts a plan can run this, or write it again from the problem in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hamahang.methods.portfolio.problem import SCALE, Candidate, Package, Period, Problem, chance_of, starts_of
from hamahang.methods.portfolio.waiting import Waiting
from hamahang.methods.portfolio.weighing import Brought, Ordered, Paid, Taken, Weigh, limited, limits, needs_of

Choice = tuple[str, str, Period]  # candidate, package, start
JOBS, MONEY = "least:jobs", "least:money"  # the floors where jobs per rial are sought


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
    taken = _taken(problem, chosen)
    worth = sum(one.value for one in taken)
    faults += list(_choice(problem, taken))
    faults += [f"{code}: {used} of {most}" for code, used, most in usage(problem, taken) if used > most]
    faults += list(_uneven(problem, taken))
    if value is not None and value != worth:
        faults.append(f"said to be worth {value}, worth {worth}")
    most = None if prices is None else bound(problem, prices)
    if most is not None and worth > most:
        faults.append(f"worth {worth}, more than the bound {float(most):.0f}: the multipliers are not of these terms")
    return Verified(worth, most, tuple(faults))


Priced = tuple[Fraction, Weigh]


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


def _taken(problem: Problem, chosen: Sequence[Choice]) -> list[Taken]:
    """Return what a plan takes, each with the chances at which the plan has what it depends on."""
    named = {candidate.id: candidate for candidate in problem.candidates}
    taken = [Taken(named[name], _package(named[name], package), start) for name, package, start in chosen]
    chances = {one.candidate.id: float(chance_of(one.package, one.start)) for one in taken}
    waiting = Waiting(problem)
    return [one._replace(given=waiting.chosen(one.candidate.id, chances)) for one in taken]


def worth_of(problem: Problem, chosen: Sequence[Choice]) -> int:
    """Return the expected sustained jobs of a plan, in millionths of a job."""
    return sum(one.value for one in _taken(problem, chosen))


def _choice(problem: Problem, taken: Sequence[Taken]) -> Iterator[str]:
    counts = Counter(one.candidate.id for one in taken)
    yield from (f"{name}: chosen {number} times" for name, number in counts.items() if number > 1)
    for candidate in problem.candidates:
        if candidate.must and not counts[candidate.id]:
            yield f"{candidate.id}: a must, and not chosen"
        if candidate.never and counts[candidate.id]:
            yield f"{candidate.id}: forbidden, and chosen"


def usage(problem: Problem, taken: Sequence[Taken]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield of each limit its code, how much of it a plan uses, and how much there is."""
    named = {one.candidate.id: one for one in taken}
    for code, most, weigh in limited(problem):
        counted = taken if weigh.about is None else [named[name] for name in weigh.about if name in named]
        yield code, Fraction(sum(weigh(one) for one in counted)), most


def verify_per_rial(
    problem: Problem,
    chosen: Sequence[Choice],
    *,
    value: Fraction,
    price: Fraction,
    prices: Mapping[str, Fraction],
    least: int = 0,
    spend: int = 0,
) -> tuple[Fraction | None, tuple[str, ...]]:
    """Count anew how many jobs a million rials bring in a plan, and what the multipliers prove: the bound, the faults.

    value: jobs per million rials as the plan says; price: of money, in jobs for a million rials; least, spend: expected
    jobs and million rials that every plan meant brings and spends
    """
    taken = _taken(problem, chosen)
    jobs = Fraction(sum(one.value for one in taken), SCALE)
    money = sum(one.package.money for one in taken)
    faults = [f"{JOBS}: {jobs} of {least}"] if jobs < least else []
    faults += [f"{MONEY}: {money} of {spend}"] if money < spend else []
    faults += [f"said to bring {value} for a million rials, brings {jobs} for {money}"] if jobs != value * money else []
    most = bound(problem, prices, Floored(price, least, spend)) / SCALE
    found = [price] if most <= 0 else [price + most / spend] if spend else []
    found += [price * least / (least - most)] if least > most > 0 else []
    proven = min(found, default=None)
    if proven is not None and value > proven:
        faults.append(f"{value} for a million rials, more than the bound {float(proven)}")
    return proven, tuple(faults)


@dataclass(frozen=True, slots=True)
class Floored:
    """What is meant where jobs per rial are sought. price: of a million rials, in jobs; least: jobs, spend: money"""

    price: Fraction
    least: int
    spend: int

    def limits(self) -> dict[str, tuple[Fraction, Weigh]]:
        """Return the floors as limits, their signs turned."""
        return {JOBS: (Fraction(-self.least * SCALE), Brought()), MONEY: (Fraction(-self.spend), Paid())}


def bound(problem: Problem, prices: Mapping[str, Fraction], floored: Floored | None = None) -> Fraction:
    """Return what no plan is worth more than, for multipliers of the limits: millionths of a job.

    floored: where jobs per rial are sought, the price of money, which is taken off, and the floors that are kept
    :raises ValueError: if a multiplier is negative or of no limit
    """
    known = limits(problem)
    known |= {code: (Fraction(0), Ordered(problem, code)) for code in prices if code.startswith("gini:")}
    known |= floored.limits() if floored else {}
    of_money = floored.price * SCALE if floored else Fraction(0)
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
    waiting = Waiting(problem)
    for candidate in problem.candidates:
        if candidate.never:
            continue
        priced = of_all + of_some[candidate.id]
        best = [
            one.value
            - of_money * one.package.money
            - sum((price * used for price, weigh in priced if (used := weigh(one))), Fraction(0))
            for one in (Taken(candidate, *option) for option in waiting.options(candidate))
        ]
        if best:
            total += max(best) if candidate.must else max(Fraction(0), *best)
    return total


def _uneven(problem: Problem, taken: Sequence[Taken]) -> Iterator[str]:
    """Yield the fault where jobs are spread less evenly than is allowed, all pairs of counties counted."""
    need, jobs = needs_of(problem), Counter[str]()
    gini = problem.floors.gini if problem.floors is not None else None
    for one in taken:
        jobs[one.candidate.county] += one.value
    apart = sum(abs(need[this] * jobs[that] - need[that] * jobs[this]) for this in need for that in need if this < that)
    most = None if gini is None else gini * sum(need.values()) * sum(jobs[county] for county in need)
    if most is not None and apart > most:
        yield f"gini: {apart} of {most}"
