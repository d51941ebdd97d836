"""The least changes with which a refused candidate is in and nothing is lost: more money, less cost, more jobs.

Each is a choice problem of its own. Money is added to the lines that the candidate asks, and taken off its cost, as
little as can be; jobs are added to each of its packages. What falls apart is solved apart, and only where it does not a
search decides. Each change is enough, and one less of it is not.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged, Limit
from hamahang.methods.portfolio.evening import exceeded, with_order
from hamahang.methods.portfolio.highs import Amount, Amounts, Infeasible, added
from hamahang.methods.portfolio.listing import OneLimit, TooMany
from hamahang.methods.portfolio.packing import Bools, Ints, Packing
from hamahang.methods.portfolio.parting import Parts, apart, of_part
from hamahang.methods.portfolio.problem import Line, Period

Key = tuple[Line, Period]
Change = Callable[[Packing], Packing]


@dataclass(frozen=True, slots=True)
class Least:
    """The least of something. more: by line, million rials; is_proven: whether there is none less; chosen: columns that
    it allows. of: by line and period, where that is told
    """

    more: Mapping[Line, int]
    is_proven: bool
    chosen: Ints
    of: Mapping[Key, int]


def least_money(parts: Parts, arranged: Arranged, change: Change, worth: int, *, of: Set[str]) -> Least | None:
    """Return the least million rials more on the lines of candidates, with which a problem holds what it is worth.

    None if no money does. change: of the problem, for what is to be in; of: whose lines

    :raises TimeoutError: if it is not known
    """
    keys = _keys(arranged, _lines_of(arranged, of))
    more = [Amount(rows) for rows in keys.values()]
    while True:
        found = _with_money(parts, change(arranged.packing), more, worth)
        if found is None:
            return None
        order = exceeded(arranged, _taken(arranged, found.chosen))
        if order is None:
            given = {key: amount for key, amount in zip(keys, found.amounts, strict=True) if amount}
            return Least(by_line(given), found.is_least, found.chosen, given)
        arranged = with_order(arranged, order)


def _keys(arranged: Arranged, lines: Set[Line]) -> dict[Key, dict[int, int]]:
    """Return the money that may be added to lines: to which limits it is, and how much one of it adds."""
    keys: dict[Key, dict[int, int]] = {}
    first = arranged.problem.periods[0]
    for row, (limit, factor) in enumerate(zip(arranged.limits, arranged.factors, strict=True)):
        if limit.kind != "line" or limit.about not in lines:
            continue
        is_carried = arranged.problem.carried.get(limit.about) == 1
        for period, part in parts_of(arranged, limit, factor).items():
            # what is carried over whole serves later periods as well: money of the first is enough
            if not is_carried or period == first:
                keys.setdefault((limit.about, period), {})[row] = part
    return keys


def _with_money(parts: Parts, packing: Packing, more: Sequence[Amount], worth: int) -> Amounts | None:
    """Return the least amounts with which a problem holds what it is worth, by the parts that it falls into."""
    held = parts.held(packing)
    to_rows = np.zeros(len(packing.limit), bool)
    to_rows[[row for one in more for row in one.rows]] = True
    while True:
        inside, outside = _divided(packing, held, held & to_rows)
        best = parts.apart(packing, held, outside)
        if best is None:
            return None
        if best[0] is None:
            raise TimeoutError
        rest = packing.worth(best[0])
        found = _inside(parts, packing, held, inside, more, worth - rest)
        if found is None:
            return None
        chosen = np.sort(np.concatenate((best[0], found.chosen)))
        over = packing.used(chosen) > packing.limit + added(more, found.amounts, packing)
        if not over.any():
            return Amounts(found.amounts, chosen, found.is_least and best[1] <= rest)
        if (over & held).any():
            raise TimeoutError
        held |= over


def _divided(packing: Packing, held: Bools, rows: Bools) -> tuple[Ints, list[Ints]]:
    """Return the candidates of the parts that some limits hold together, and the other parts."""
    touched = np.unique(packing.group[packing.rows[np.flatnonzero(rows)].indices])
    inside, outside = [np.zeros(0, np.int64)], list[Ints]()
    for groups in apart(packing, held):
        (inside if np.isin(groups, touched).any() else outside).append(groups)
    return np.sort(np.concatenate(inside)), outside


def _inside(
    parts: Parts, packing: Packing, held: Bools, groups: Ints, more: Sequence[Amount], worth: int
) -> Amounts | None:
    """Return the least amounts with which candidates bring so much, under the limits that hold them together."""
    if not len(groups):
        return Amounts((0,) * len(more), groups, is_least=True) if worth <= 0 else None
    part, columns = of_part(packing, held, groups)
    place = {int(row): at for at, row in enumerate(_rows_of(packing, held, columns))}
    local = [Amount({place[row]: by for row, by in one.rows.items() if row in place}) for one in more]
    if len(part.limit) == 1:
        try:
            return _on_one(part, columns, local, worth)
        except TooMany:
            pass
    found = parts.amounts(part, local, worth)
    return None if found is None else replace(found, chosen=columns[found.chosen])


def _rows_of(packing: Packing, held: Bools, columns: Ints) -> Ints:
    return np.flatnonzero(held & (np.bincount(packing.matrix[:, columns].indices, minlength=len(held)) > 0))


def _on_one(part: Packing, columns: Ints, local: Sequence[Amount], worth: int) -> Amounts | None:
    """Return the same where one limit holds them together: of what adds most to it."""
    by, at = max((one.rows.get(0, 0), -place) for place, one in enumerate(local))
    try:
        found = OneLimit(part).least(worth)
    except Infeasible:  # what must be is more than there is: with more of the limit it is looked at again
        raise TooMany from None
    if found is None:
        return None
    amounts = [0] * len(local)
    amounts[-at] = max(0, -(-(found[1] - int(part.limit[0])) // by))
    return Amounts(tuple(amounts), columns[found[0]], is_least=True)


def parts_of(arranged: Arranged, limit: Limit, factor: int) -> dict[int, int]:
    """Return by period what one more of a line's money in it adds to a limit of the line."""
    share, periods = Fraction(arranged.problem.carried.get(limit.about, 0)), arranged.problem.periods
    until = periods.index(limit.period) if limit.period is not None else 0
    parts = {period: int(factor * share ** (until - at)) for at, period in enumerate(periods[: until + 1])}
    return {period: part for period, part in parts.items() if part}


def by_line(more: Mapping[Key, int]) -> dict[Line, int]:
    """Return money by line, of all periods together."""
    found: dict[Line, int] = {}
    for (line, _), amount in more.items():
        found[line] = found.get(line, 0) + amount
    return found


def least_cost(
    parts: Parts, arranged: Arranged, change: Change, worth: int, *, of: str, money: Least | None
) -> Least | None:
    """Return the least that a candidate would have to cost less, on its lines, to be in without a loss.

    None if no cost is low enough. money: the least more of it on those lines; change: of the problem, for it to be in

    :raises TimeoutError: if it is not known
    """
    places = [at for at, column in enumerate(arranged.columns) if column.candidate.id == of]
    cuts = [(at, key) for at in places for key, amount in arranged.columns[at].package.cost.items() if amount]
    more = [_cut(arranged, at, key) for at, key in cuts]
    # what does not cost is money left over on the line: only a limit on what it costs itself may make less enough
    is_as_money = not any(arranged.limits[row].kind in ("cap", "class") for one in more for row in one.rows)
    if is_as_money and (money is None or _is_enough(arranged, more, cuts, money)):
        return money
    while True:
        packing = change(arranged.packing)
        found = parts.amounts(packing, more, worth)
        if found is None:
            return None
        order = exceeded(arranged, _taken(arranged, found.chosen))
        if order is None:
            less: dict[Line, int] = {}
            for (_, (line, _)), amount in zip(cuts, found.amounts, strict=True):
                if amount:
                    less[line] = less.get(line, 0) + amount
            return Least(less, found.is_least, found.chosen, {})
        arranged = with_order(arranged, order)


def _cut(arranged: Arranged, at: int, key: tuple[Line, int]) -> Amount:
    """Return what one less of a cost adds to limits: its line from when it would be paid, and what counts cost."""
    column, (line, offset) = arranged.columns[at], key
    period, rows = column.start + offset, dict[int, int]()
    entries = arranged.packing.matrix[:, [at]].tocoo()
    for row, number in zip(entries.row.tolist(), entries.data.tolist(), strict=True):
        limit = arranged.limits[row]
        if limit.kind == "line" and limit.about == line:
            rows[row] = parts_of(arranged, limit, arranged.factors[row]).get(period, 0)
        elif limit.kind in ("cap", "class"):
            rows[row] = number // column.package.money
    return Amount(rows, only=at, most=column.package.cost[key])


def _is_enough(
    arranged: Arranged, more: Sequence[Amount], cuts: Sequence[tuple[int, tuple[Line, int]]], money: Least
) -> bool:
    """Return whether as much less cost as money was added keeps the limits too, taken off what is paid first."""
    left, packing = dict(money.more), arranged.packing
    amounts = []
    for one, (at, (line, _)) in sorted(zip(more, cuts, strict=True), key=lambda pair: pair[1][1][1]):
        off = min(left.get(line, 0), one.most or 0) if at in money.chosen else 0
        left[line] = left.get(line, 0) - off
        amounts.append((one, off))
    given = added([one for one, _ in amounts], [off for _, off in amounts], packing)
    return not any(left.values()) and bool((packing.used(money.chosen) <= packing.limit + given).all())


def _lines_of(arranged: Arranged, candidates: Set[str]) -> set[Line]:
    """Return the lines that candidates ask money of."""
    columns = (column for column in arranged.columns if column.candidate.id in candidates)
    return {line for column in columns for (line, _), amount in column.package.cost.items() if amount}


def _taken(arranged: Arranged, chosen: Ints) -> Ints:
    taken = np.zeros(arranged.packing.columns, np.int64)
    taken[chosen] = 1
    return taken
