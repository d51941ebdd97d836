"""From the problem in words to the bare one in arrays, with a name for each limit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.noticing import check_names
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import (
    SCALE,
    Candidate,
    Cap,
    Package,
    Period,
    Problem,
    Way,
    chance_of,
    check,
    value_of,
)
from hamahang.methods.portfolio.verifying import Choice
from hamahang.methods.portfolio.waiting import Waiting, is_dependent, ready, said


@dataclass(frozen=True, slots=True)
class Column:
    """A package of a candidate that begins in a period. given: the way in which what it depends on is chosen"""

    candidate: Candidate
    package: Package
    start: Period
    given: Way = ()

    @property
    def ready(self) -> float:
        """The chance that all that it depends on succeeds."""
        return ready(self.given)

    @property
    def chance(self) -> float:
        """Its chance to succeed, with that of all that it depends on."""
        return chance_of(self.package, self.start) * self.ready

    @property
    def value(self) -> int:
        """Its expected sustained jobs, in millionths."""
        return value_of(self.package, self.start, self.ready)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a row of the arrays is. kind: "line", "hours", "cap", "class", "order", "either" or "floor"

    about: what it is the limit of; period: where it has one; is_floor: its signs are turned
    given: of an order that holds for each way in which what comes first may be chosen, the chances of the way
    """

    kind: str
    about: str
    period: Period | None = None
    is_floor: bool = False
    given: str = ""

    @property
    def code(self) -> str:
        """Its name in one word."""
        return (
            f"{self.kind}:{self.about}"
            + ("" if self.period is None else f":{self.period}")
            + (f"@{self.given}" if self.given else "")
        )


@dataclass(frozen=True)
class Arranged:
    """A problem in arrays. columns, limits: what each column and each row is; groups: the candidates with a column

    factors: what the numbers of each row are multiplied by, so that they are whole
    """

    problem: Problem
    packing: Packing
    columns: tuple[Column, ...]
    limits: tuple[Limit, ...]
    factors: tuple[int, ...]
    groups: tuple[Candidate, ...]


def places_of_choice(arranged: Arranged, choice: Sequence[Choice]) -> Ints:
    """Return the columns of a choice, each in the way in which the choice has what it depends on, in its order.

    :raises KeyError: if there is no such column
    """
    known = {one.id: one for one in arranged.groups}
    packages = {(name, one.id): one for name, candidate in known.items() for one in candidate.packages}
    chances = {name: float(chance_of(packages[name, package], start)) for name, package, start in choice}
    waiting = Waiting(arranged.problem)
    places = {(one.candidate.id, one.package.id, one.start, one.given): at for at, one in enumerate(arranged.columns)}
    return np.array([places[*one, waiting.chosen(one[0], chances)] for one in choice], np.int64)


class _Rows:
    """Rows as they are written, entry by entry."""

    def __init__(self) -> None:
        self.limits: list[Limit] = []
        self.most: list[int] = []
        self.factors: list[int] = []
        self.entries: list[tuple[int, int, int]] = []

    def add(self, limit: Limit, entries: dict[int, int], most: int, factor: int = 1) -> None:
        """Write a row; one that nothing stands in is left out unless it cannot be kept.

        factor: what its numbers are multiplied by against those of the limit in words
        """
        if not any(entries.values()) and most >= 0:
            return
        self.factors.append(factor)
        self.entries += [(len(self.most), column, number) for column, number in entries.items() if number]
        self.limits.append(limit)
        self.most.append(most)


def arrange(problem: Problem) -> Arranged:
    """Return the arrays of a problem: columns in the order of the candidates' ids, packages and starts.

    :raises Absurd: if no plan can be made of the terms
    """
    check(problem)
    check_names(problem)
    waiting = Waiting(problem)
    candidates = sorted(problem.candidates, key=lambda one: one.id)
    columns = [
        Column(candidate, *option)
        for candidate in candidates
        if not candidate.never
        for option in waiting.options(candidate)
    ]
    ids = {column.candidate.id for column in columns}
    groups = tuple(candidate for candidate in candidates if candidate.id in ids or candidate.must)
    columns, groups = _musts_have_columns(columns, groups)
    rows = _Rows()
    values = [column.value for column in columns]
    _lines(rows, problem, columns)
    _hours(rows, problem, columns)
    _caps(rows, problem, columns)
    _class(rows, problem, columns)
    _order(rows, problem, columns, waiting)
    _either(rows, problem, columns)
    _floors(rows, problem, columns, values)
    place = {candidate.id: at for at, candidate in enumerate(groups)}
    return Arranged(
        problem,
        Packing(
            np.array(values, np.int64),
            np.array([place[column.candidate.id] for column in columns], np.int64),
            np.array([bool(candidate.must) for candidate in groups], bool),
            _matrix(rows, len(columns)),
            np.array(rows.most, np.int64),
        ),
        tuple(columns),
        tuple(rows.limits),
        tuple(rows.factors),
        groups,
    )


def _musts_have_columns(
    columns: list[Column], groups: tuple[Candidate, ...]
) -> tuple[list[Column], tuple[Candidate, ...]]:
    """Return the columns and candidates; a must that has no column left is a limit that cannot be kept.

    :raises Absurd: if there is one, or no column at all
    """
    from hamahang.methods.portfolio.problem import Absurd

    known = {column.candidate.id for column in columns}
    for candidate in groups:
        if candidate.must and candidate.id not in known:
            raise Absurd(
                f"«{candidate.id}» الزامی است ولی هیچ بستهٔ آن در دوره‌های پول جا نمی‌شود.",
                f"{candidate.id!r} is a must, and none of its packages fits into the periods that have money.",
            )
    if not columns:
        raise Absurd(
            "هیچ بسته‌ای نمی‌ماند: همه ممنوع‌اند یا در دوره‌های پول جا نمی‌شوند.",
            "No package is left: all are forbidden, or do not fit into the periods that have money.",
        )
    return columns, groups


def _matrix(rows: _Rows, columns: int) -> sparse.csc_matrix:
    if not rows.entries:
        return sparse.csc_matrix((len(rows.most), columns), dtype=np.int64)
    at, column, number = (np.array(part, np.int64) for part in zip(*rows.entries, strict=True))
    return sparse.csc_matrix((number, (at, column)), shape=(len(rows.most), columns), dtype=np.int64)


def _lines(rows: _Rows, problem: Problem, columns: list[Column]) -> None:
    """Write the limits of money: of each period where it lapses, of all up to each period where some is carried."""
    spent: dict[tuple[str, Period], dict[int, int]] = defaultdict(dict)
    for at, column in enumerate(columns):
        for (line, offset), amount in column.package.cost.items():
            of = spent[line, column.start + offset]
            of[at] = of.get(at, 0) + amount
    for line in problem.lines:
        share = Fraction(problem.carried.get(line, 0))
        # all numbers of the n-th period are kept multiplied by denominator^n, so that they are whole
        up, down = share.numerator, share.denominator
        entries: dict[int, int] = {}
        money, factor = 0, 1
        for period in problem.periods:
            # what is left of all before, in the share that is carried, is added to the money of the period
            factor *= down
            entries = {at: amount * up for at, amount in entries.items()} if up else {}
            money = money * up + problem.money.get((line, period), 0) * factor
            for at, amount in spent[line, period].items():
                entries[at] = entries.get(at, 0) + amount * factor
            rows.add(Limit("line", line, period), entries, money, factor)


def _hours(rows: _Rows, problem: Problem, columns: list[Column]) -> None:
    for period, minutes in sorted(problem.minutes.items()):
        entries = {
            at: spent
            for at, column in enumerate(columns)
            if (spent := column.package.hours.get(period - column.start, 0)) and period >= column.start
        }
        rows.add(Limit("hours", "committee", period), entries, minutes)


def _caps(rows: _Rows, problem: Problem, columns: list[Column]) -> None:
    """Write the caps; of two of the same money the lower one holds both."""
    lowest: dict[tuple[str, str, str], Cap] = {}
    for cap in problem.caps:
        key = cap.mark, cap.value, cap.only
        lowest[key] = min(lowest.get(key, cap), cap, key=lambda one: one.most)
    for cap in lowest.values():
        entries = {
            at: column.package.money
            for at, column in enumerate(columns)
            if column.candidate.marks.get(cap.mark) == cap.value
            and (not cap.only or column.package.is_loan == (cap.only == "loan"))
        }
        rows.add(Limit("cap", f"{cap.mark}={cap.value}" + (f"/{cap.only}" if cap.only else "")), entries, cap.most)


def _class(rows: _Rows, problem: Problem, columns: list[Column]) -> None:
    if problem.large_share is None:
        return
    share = Fraction(problem.large_share)
    up, down = share.denominator - share.numerator, share.numerator
    entries = {
        at: column.package.money * (up if column.candidate.is_large else -down) for at, column in enumerate(columns)
    }
    rows.add(Limit("class", "large"), entries, 0, share.denominator)


def _order(rows: _Rows, problem: Problem, columns: list[Column], waiting: Waiting) -> None:
    of: dict[str, list[int]] = defaultdict(list)
    for at, column in enumerate(columns):
        of[column.candidate.id].append(at)
    states: dict[str, dict[Way, list[int]]] = {}
    for candidate in sorted(problem.candidates, key=lambda one: one.id):
        for need in dict.fromkeys(candidate.needs):
            limit = Limit("order", f"{candidate.id}<{need}")
            if not is_dependent(candidate):
                _after(rows, problem, columns, limit, candidate.lag, of[candidate.id], of[need])
                continue
            if need not in states:
                states[need] = _by_way((at, waiting.state(*_parts(columns[at]))) for at in of[need])
            mine = _by_way((at, waiting.supposed(need, columns[at].given)) for at in of[candidate.id])
            for way, waits in sorted(mine.items()):
                of_way = replace(limit, given=said(way))
                _after(rows, problem, columns, of_way, candidate.lag, waits, states[need].get(way, []))


def _after(  # who waits for whom, and by how much
    rows: _Rows, problem: Problem, columns: list[Column], limit: Limit, lag: int, waits: list[int], first: list[int]
) -> None:
    """Write that some columns begin only after others; of a way only where a later period does not say more."""
    periods = problem.periods
    for period in periods:
        begun = [at for at in first if columns[at].start <= period - lag]
        if limit.given and period != periods[-1]:
            later = [at for at in first if columns[at].start <= period + 1 - lag]
            if later == begun:
                continue
        entries = {at: 1 for at in waits if columns[at].start <= period}
        for at in begun:
            entries[at] = entries.get(at, 0) - 1
        if any(number > 0 for number in entries.values()):
            rows.add(replace(limit, period=period), entries, 0)


def _parts(column: Column) -> tuple[Candidate, Package, Period, Way]:
    return column.candidate, column.package, column.start, column.given


def _by_way(places: Iterable[tuple[int, Way]]) -> dict[Way, list[int]]:
    found: dict[Way, list[int]] = defaultdict(list)
    for at, way in places:
        found[way].append(at)
    return found


def _either(rows: _Rows, problem: Problem, columns: list[Column]) -> None:
    for names in dict.fromkeys(tuple(sorted(set(names))) for names in problem.either):
        entries = {at: 1 for at, column in enumerate(columns) if column.candidate.id in names}
        rows.add(Limit("either", "+".join(names)), entries, 1)


def _floors(rows: _Rows, problem: Problem, columns: list[Column], values: list[int]) -> None:
    for county, floor in floors_of(problem, columns, values).items():
        entries = {at: -values[at] for at, column in enumerate(columns) if column.candidate.county == county}
        rows.add(Limit("floor", county, is_floor=True), entries, -floor)


def potentials(columns: list[Column], values: list[int]) -> dict[str, int]:
    """Return what each county could take at most, its candidates looked at alone: millionths of a job."""
    best: dict[tuple[str, str], int] = {}
    for column, value in zip(columns, values, strict=True):
        key = column.candidate.county, column.candidate.id
        best[key] = max(best.get(key, 0), value)
    found: dict[str, int] = defaultdict(int)
    for (county, _), value in best.items():
        found[county] += value
    return dict(found)


def floors_of(problem: Problem, columns: list[Column], values: list[int]) -> dict[str, int]:
    """Return the floor of each county that has a need and a potential, in millionths of a job, rounded down."""
    return floors_from(problem, potentials(columns, values)) if problem.floors is not None else {}


def floors_from(problem: Problem, able: Mapping[str, int]) -> dict[str, int]:
    """Return the floor of each county that has a need and a potential. able: see `potentials`"""
    floors = problem.floors
    if floors is None:
        return {}
    able = {county: most for county, most in sorted(able.items()) if most > 0}
    need = {county: floors.need.get(county, 0) for county in able}
    whole = sum(need.values())
    if not whole:
        return {}
    return {
        county: min(
            int(floors.alpha * problem.target * SCALE * Fraction(need[county], whole)), int(floors.kappa * able[county])
        )
        for county in able
    }
