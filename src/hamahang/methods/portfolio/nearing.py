"""The least money with which a refused candidate is in and nothing is lost, and whether less cost would do as well.

Both are choice problems of their own: money is added to the lines that the candidate asks, as little as can be; and the
candidate is tried again with that much less cost, unless it is plain that this comes to the same.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from fractions import Fraction

from hamahang.methods.portfolio.arranging import Arranged, Limit, arrange
from hamahang.methods.portfolio.evening import evenly
from hamahang.methods.portfolio.highs import search_with_money
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.problem import Absurd, Candidate, Line, Package, Period
from hamahang.methods.portfolio.solving import Solution

More = Mapping[tuple[Line, Period], int]  # million rials


def least_money(arranged: Arranged, forced: Packing, worth: int, seconds: float, *, of: Set[str]) -> More | None:
    """Return the least million rials more on the lines of candidates, with which a problem holds what it is worth.

    forced: the problem with what is to be in; of: whose lines
    """
    lines = _lines_of(arranged, of)
    rows: dict[tuple[Line, Period], list[tuple[int, int]]] = {}
    first = arranged.problem.periods[0]
    for row, (limit, factor) in enumerate(zip(arranged.limits, arranged.factors, strict=True)):
        if limit.kind != "line" or limit.about not in lines:
            continue
        is_carried = arranged.problem.carried.get(limit.about) == 1
        for period, part in parts_of(arranged, limit, factor).items():
            # what is carried over whole serves later periods as well: money of the first is enough
            if not is_carried or period == first:
                rows.setdefault((limit.about, period), []).append((row, part))
    found = search_with_money(forced, list(rows.values()), least=worth, seconds=seconds)
    if found is None:
        return None
    return {key: amount for key, amount in zip(rows, found, strict=True) if amount}


def parts_of(arranged: Arranged, limit: Limit, factor: int) -> dict[int, int]:
    """Return by period what one more of a line's money in it adds to a limit of the line."""
    share, periods = Fraction(arranged.problem.carried.get(limit.about, 0)), arranged.problem.periods
    until = periods.index(limit.period) if limit.period is not None else 0
    parts = {period: int(factor * share ** (until - at)) for at, period in enumerate(periods[: until + 1])}
    return {period: part for period, part in parts.items() if part}


def by_line(more: More) -> dict[Line, int]:
    """Return money by line, of all periods together."""
    found: dict[Line, int] = {}
    for (line, _), amount in more.items():
        found[line] = found.get(line, 0) + amount
    return found


def is_as_much_cost(
    arranged: Arranged, candidate: str, more: More, worth: int, solve: Callable[[Packing], Solution]
) -> bool:
    """Return whether as much less cost of a candidate brings it in without a loss, as that much more money does."""
    one = next(known for known in arranged.problem.candidates if known.id == candidate)
    less = by_line(more)
    cheaper = [package for package in one.packages if all(_asks(package, line) >= less[line] for line in less)]
    if not cheaper or not less:
        return False
    if len(cheaper) == len(one.packages) and all(_is_the_same(arranged, one, key) for key in more):
        return True
    tried = replace(one, must="tried", packages=tuple(_less(package, less) for package in cheaper))
    others = [tried if known.id == candidate else known for known in arranged.problem.candidates]
    try:
        other = arrange(replace(arranged.problem, candidates=tuple(others)))
    except Absurd:
        return False
    found = evenly(other, solve, lambda packing: packing)
    return found.chosen is not None and found.worth >= worth


def _is_the_same(arranged: Arranged, one: Candidate, key: tuple[Line, Period]) -> bool:
    """Return whether money of the first period of a line is as good as less cost: no later money is there, so that all
    is spent out of the first.
    """
    line, period = key
    problem = arranged.problem
    first, *later = problem.periods
    whole = Fraction(problem.carried.get(line, 0)) in (0, 1)
    at_once = all(offset == 0 for package in one.packages for of, offset in package.cost if of == line)
    return (
        period == first
        and not any(problem.money.get((line, other), 0) for other in later)
        and whole
        and (at_once or problem.carried.get(line) == 1)
    )


def _asks(package: Package, line: Line) -> int:
    return sum(amount for (of, _), amount in package.cost.items() if of == line)


def _less(package: Package, less: Mapping[Line, int]) -> Package:
    """Return a package with less cost on lines, taken off its first periods."""
    left, cost = dict(less), {}
    for (line, offset), amount in sorted(package.cost.items(), key=lambda one: one[0][1]):
        off = min(amount, left.get(line, 0))
        left[line] = left.get(line, 0) - off
        cost[line, offset] = amount - off
    return replace(package, cost=cost)


def _lines_of(arranged: Arranged, candidates: Set[str]) -> set[Line]:
    """Return the lines that candidates ask money of."""
    columns = (column for column in arranged.columns if column.candidate.id in candidates)
    return {line for column in columns for (line, _), amount in column.package.cost.items() if amount}
