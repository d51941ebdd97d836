"""Why this one and why not that one: by solving again, never by a score.

For a refused candidate the plan is solved once more with it taken by force. What is lost is what its jobs would have to
be more; the least money that lets it in without any loss is a choice problem of its own. Both are true whatever the
prices say, since the changed plan is there to be looked at: it is counted anew like every plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.portfolio.arranging import Arranged, Column, arrange
from hamahang.methods.portfolio.evening import evenly, needs_of
from hamahang.methods.portfolio.nearing import by_line, is_as_much_cost, least_money
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.plans import Plan
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, chance_of
from hamahang.methods.portfolio.solving import Solution
from hamahang.methods.portfolio.solving import solve as solve_packing


@dataclass(frozen=True, slots=True)
class Price:
    """A limit of a plan. used, of: in its own unit (million rials, minutes, expected jobs)

    price: expected jobs by which the bound of all plans rises with one more of it
    """

    code: str
    used: Fraction
    of: Fraction
    price: float


@dataclass(frozen=True, slots=True)
class WhyIn:
    """Why a candidate is in. adds: its expected jobs; loses: expected jobs that the best plan without it has less

    instead: candidates that would come in; leans_on: limits with a price that it uses
    """

    candidate: str
    package: str
    adds: Fraction
    loses: Fraction
    instead: tuple[str, ...]
    leans_on: tuple[str, ...]
    is_proven: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate is out, and the nearest changes that would bring it in, each enough by itself.

    jobs: persons more of the package; money: million rials more on lines (line → amount), all of them together
    is_cost: whether as much less cost of its own would do as well; out: candidates that would make room
    along: those that it waits for and that would have to be taken too
    loss: expected jobs lost if it is taken by force, None where no plan can hold it
    """

    candidate: str
    package: str
    loss: Fraction | None
    jobs: int | None
    money: dict[str, int] | None
    out: tuple[str, ...]
    is_proven: bool
    along: tuple[str, ...] = ()
    is_cost: bool = False


def prices(plan: Plan) -> list[Price]:
    """Return the limits of a plan with their use and price, the dearest first."""
    arranged, packing = plan.arranged, plan.arranged.packing
    used = packing.used(_places(arranged, plan.chosen))
    multipliers = plan.solution.multipliers.prices
    found = []
    for row, limit in enumerate(arranged.limits):
        sign = -1 if limit.is_floor else 1
        unit = SCALE if limit.is_floor else arranged.factors[row]
        price = float(multipliers[row]) * unit / SCALE
        found.append(
            Price(
                limit.code, Fraction(sign * int(used[row]), unit), Fraction(sign * int(packing.limit[row]), unit), price
            )
        )
    return sorted(found, key=lambda one: (-one.price, one.code))


def explain(plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None) -> WhyIn | WhyNot:
    """Explain a candidate, in or out of a plan.

    :raises KeyError: if it has no column: it is forbidden, or none of its packages fits into the periods
    """
    is_in = any(column.candidate.id == candidate for column in plan.chosen)
    return (why_in if is_in else why_not)(plan, candidate, seconds=seconds, rounds=rounds)


def why_in(plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None) -> WhyIn:
    """Explain a chosen candidate: the plan is solved again without it.

    :raises KeyError: if it is not in the plan
    """
    arranged = plan.arranged
    column = next((one for one in plan.chosen if one.candidate.id == candidate), None)
    if column is None:
        raise KeyError(candidate)
    place = arranged.columns.index(column)
    worth = arranged.packing.worth(_places(arranged, plan.chosen))
    lost, other, is_proven = _lost_without(arranged, candidate, worth, seconds, rounds)
    ours = {one.candidate.id for one in plan.chosen}
    multipliers = plan.solution.multipliers.numbers
    entries = arranged.packing.matrix[:, [place]].tocoo()
    leans = [arranged.limits[row].code for row, number in zip(entries.row, entries.data, strict=True)
             if multipliers[row] > 0 and number > 0]  # fmt: skip
    return WhyIn(
        candidate,
        column.package.id,
        Fraction(int(arranged.packing.value[place]), SCALE),
        Fraction(lost, SCALE),
        tuple(sorted(other - ours)),
        tuple(leans),
        is_proven=is_proven,
    )


def why_not(plan: Plan, candidate: str, *, seconds: float = 5.0, rounds: int | None = None) -> WhyNot:
    """Explain a refused candidate: the plan is solved again with it, and with the least money more.

    :raises KeyError: if it has no column, or is in the plan
    """
    arranged = plan.arranged
    group = next((at for at, one in enumerate(arranged.groups) if one.id == candidate), None)
    if group is None or any(one.candidate.id == candidate for one in plan.chosen):
        raise KeyError(candidate)
    packing, worth = arranged.packing, arranged.packing.worth(_places(arranged, plan.chosen))
    ours = {column.candidate.id for column in plan.chosen}
    solve = partial(solve_packing, gap=0.0, seconds=seconds, rounds=rounds)
    found = evenly(arranged, solve, partial(_forced, group=group))
    along = _needed(arranged, candidate)
    more = least_money(arranged, _forced(packing, group), worth, seconds, of={candidate, *along})
    is_cost = more is not None and is_as_much_cost(arranged, candidate, more, worth, solve)
    why = WhyNot(
        candidate, "", None, None, None if more is None else by_line(more), (), is_proven=found.status == "infeasible",
        along=tuple(sorted(along - ours)), is_cost=is_cost,
    )  # fmt: skip
    if found.chosen is None:
        return why
    column = next(arranged.columns[at] for at in found.chosen if packing.group[at] == group)
    return replace(
        why,
        package=column.package.id,
        loss=Fraction(worth - found.worth, SCALE),
        jobs=_jobs_needed(column, worth - found.worth),
        out=tuple(sorted(ours - {arranged.columns[at].candidate.id for at in found.chosen})),
        is_proven=found.status == "proven",
    )


def _needed(arranged: Arranged, candidate: str) -> set[str]:
    """Return all that a candidate waits for, by way of others too."""
    needs = {one.id: one.needs for one in arranged.problem.candidates}
    found: set[str] = set()
    left = list(needs[candidate])
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += needs[one]
    return found


def _places(arranged: Arranged, columns: Sequence[Column]) -> Ints:
    at = {(one.candidate.id, one.package.id, one.start): place for place, one in enumerate(arranged.columns)}
    return np.array([at[one.candidate.id, one.package.id, one.start] for one in columns], np.int64)


def _lost_without(
    arranged: Arranged, candidate: str, worth: int, seconds: float, rounds: int | None
) -> tuple[int, set[str], bool]:
    """Return what the best plan without a candidate is worth less, whom it takes, and whether that is proven.

    The terms are arranged anew: the floor of its county follows what the county can take without it.
    """
    solve = partial(solve_packing, gap=0.0, seconds=seconds, rounds=rounds)
    if needs_of(arranged):  # a county without candidates would no longer count for the Gini: all stay, one forbidden
        group = next(at for at, one in enumerate(arranged.groups) if one.id == candidate)
        found = evenly(arranged, solve, partial(_forbidden, group=group))
        return _less(arranged, found, worth)
    forbidden = [
        replace(one, must="", never="tried") if one.id == candidate else one for one in arranged.problem.candidates
    ]
    try:
        other = arrange(replace(arranged.problem, candidates=tuple(forbidden)))
    except Absurd:
        return worth, set(), True  # nothing is left to choose from
    return _less(other, solve(other.packing), worth)


def _less(arranged: Arranged, found: Solution, worth: int) -> tuple[int, set[str], bool]:
    if found.chosen is None:
        return worth, set(), found.status == "infeasible"
    return worth - found.worth, {arranged.columns[at].candidate.id for at in found.chosen}, found.status == "proven"


def _forbidden(packing: Packing, group: int) -> Packing:
    is_must = packing.is_must.copy()
    is_must[group] = False
    return replace(packing, is_must=is_must).with_rows([(packing.group == group).astype(np.int64)], [0])


def _forced(packing: Packing, group: int) -> Packing:
    is_must = packing.is_must.copy()
    is_must[group] = True
    return replace(packing, is_must=is_must)


def _jobs_needed(column: Column, loss: int) -> int | None:
    """Return how many persons more a package would need so that taking it loses nothing; None if it never succeeds."""
    each = chance_of(column.package, column.start) * column.package.lasting * SCALE
    if each <= 0.0:
        return None
    # its value is rounded to millionths: what is enough is tried, not divided
    more = max(0, int(loss / each))
    while round((column.package.jobs + more) * each) - round(column.package.jobs * each) < loss:
        more += 1
    return more


def say_in(why: WhyIn, title: str) -> Text:
    """Say why a candidate is in, in words for its owner."""
    adds, loses = f"{float(why.adds):.1f}", f"{float(why.loses):.1f}"
    instead = "، ".join(why.instead[:3]), ", ".join(why.instead[:3])
    fa = f"«{title}» با {adds} شغل ماندگار مورد انتظار در سبد است؛ بی آن سبد {loses} شغل کمتر دارد"
    en = f"“{title}” is in with {adds} expected lasting jobs; without it the plan has {loses} fewer"
    if why.instead:
        fa, en = fa + f" و {instead[0]} جای آن را می‌گیرد", en + f", and {instead[1]} would take its place"
    return Text(fa=fa + ".", en=en + ".")


def say_not(why: WhyNot, title: str) -> Text:
    """Say why a candidate is out and what would bring it in, in words for its owner."""
    if why.loss is None:
        fa, en = f"«{title}» در هیچ سبدی با این شرط‌ها نمی‌گنجد", f"No plan under these terms can hold “{title}”"
    else:
        loss = f"{float(why.loss):.1f}"
        fa = f"اگر «{title}» گرفته شود، سبد {loss} شغل مورد انتظار از دست می‌دهد"
        en = f"If “{title}” were taken, the plan would lose {loss} expected jobs"
    if why.along:
        fa += f"؛ {'، '.join(why.along)} هم که منتظر آن است باید گرفته شود"
        en += f"; {', '.join(why.along)}, which it waits for, would have to be taken too"
    ways_fa, ways_en = [], []
    if why.jobs:
        ways_fa.append(f"{why.jobs} شغل بیشتر با همین هزینه")
        ways_en.append(f"{why.jobs} more {'job' if why.jobs == 1 else 'jobs'} at the same cost")
    if why.money:
        lines = sorted(why.money.items())
        less_fa, less_en = ("، یا همین قدر هزینهٔ کمتر", ", or as much less cost") if why.is_cost else ("", "")
        ways_fa.append(" و ".join(f"{amount} میلیون ریال بیشتر در ردیف «{line}»" for line, amount in lines) + less_fa)
        ways_en.append(
            " and ".join(f"{amount} million rials more on the line “{line}”" for line, amount in lines) + less_en
        )
    if ways_fa:
        fa, en = fa + "؛ نزدیک‌ترین تغییر: " + " یا ".join(ways_fa), en + "; the nearest change: " + " or ".join(ways_en)
    return Text(fa=fa + ".", en=en + ".")


def say_untried(candidate: Candidate, title: str = "") -> Text:
    """Say why a candidate was not even tried. title: what people call it, its own where it is not given"""
    title = title or candidate.title or candidate.id
    if candidate.never:
        return Text(
            fa=f"«{title}» به تصمیم کنار گذاشته شده است: {candidate.never}.",
            en=f"“{title}” was left out by decision: {candidate.never}.",
        )
    return Text(
        fa=f"هیچ بستهٔ «{title}» در دوره‌های پول جا نمی‌شود.",
        en=f"No package of “{title}” fits into the periods that have money.",
    )
