"""From terms and collected candidates to the problem that is solved; money in whole million rials."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hamahang.domain.planning import (
    KEEPING,
    LASTING,
    MILLION,
    MINUTES,
    PART_CHANCE,
    PART_JOBS,
    PART_MONEY,
    PERIODS,
    PlanTerms,
    by_start,
    purposes_of,
)
from hamahang.methods.portfolio.problem import Candidate, Cap, Floors, Package, Problem
from hamahang.planning.collecting import PROGRAMME, PROJECTS, Found
from hamahang.planning.ordering import Wait

FIRST = Fraction(6, 10)  # of the money of a whole project in its first half-year
PERCENT = 100
MARKS = ("owner", "bank", "sector")  # what caps speak of: of candidates, and among the terms
GRANT = ".GRANT"  # the lines that give and are not repaid


def pose(
    terms: PlanTerms,
    found: Sequence[Found],
    *,
    lines: Iterable[str],
    need: Mapping[str, int],
    target: int,
    waits: Iterable[Wait] = (),
) -> Problem:
    """Return the problem. lines: all there are, one without money has 0; need: county code → persons

    waits: which candidate waits for which; its own chance is given that what it waits for comes
    """
    needs: dict[str, list[str]] = {}
    for wait in waits:
        needs.setdefault(wait.code, []).append(wait.needs)
    asked = {line for one in found for line in _costs(one, terms)}
    names = sorted({*lines, *terms.money, *asked})
    money = {
        (line, period): _given(terms.money.get(line, ()), place) // MILLION
        for line in names
        for place, period in enumerate(PERIODS)
    }
    pins = terms.pins or {}
    candidates = []
    for one in found:
        pin = pins.get(one.code)
        reason = pin.reason if pin else ""
        against = one.barred or one.lacks
        never = reason if pin and not pin.is_must else against.fa if against and not pin else ""
        candidates.append(
            Candidate(
                id=one.code,
                county=one.county.code,
                packages=_packages(one, terms),
                is_large=one.is_large,
                needs=tuple(needs.get(one.code, ())),
                lag=terms.lag if one.code in needs else 0,
                must=reason if pin and pin.is_must else "",
                never=never,
                marks={name: said for name in MARKS if (said := str(getattr(one, name)))},
                title=one.title,
                is_dependent=one.code in needs,
            )
        )
    return Problem(
        candidates=tuple(candidates),
        money=money,
        carried={line: Fraction(1) for line in terms.carried if line in names},
        minutes=dict.fromkeys(PERIODS, terms.minutes) if terms.minutes is not None else {},
        target=target,
        floors=_floors(terms, need),
        large_share=None if terms.large is None else Fraction(terms.large, PERCENT),
        caps=_caps(terms, found),
        either=_either(found),
    )


def _given(money: Sequence[int], place: int) -> int:
    return money[place] if place < len(money) else 0


def _floors(terms: PlanTerms, need: Mapping[str, int]) -> Floors | None:
    if terms.alpha is None:
        return None
    gini = None if terms.gini is None else Fraction(terms.gini, PERCENT)
    alpha, kappa = Fraction(terms.alpha, PERCENT), Fraction(terms.kappa, PERCENT)
    return Floors(need, alpha, kappa, of_total=terms.of_total, gini=gini)


def _caps(terms: PlanTerms, found: Sequence[Found]) -> tuple[Cap, ...]:
    """Return the cap of each owner, each bank and each sector that is known."""
    caps = []
    for mark in MARKS:
        most: int | None = getattr(terms, mark)
        if most is not None:
            named = sorted({value for one in found if (value := str(getattr(one, mark)))})
            caps += [Cap(mark, value, most // MILLION) for value in named]
    return tuple(caps)


def _either(found: Sequence[Found]) -> tuple[tuple[str, ...], ...]:
    """Return the candidates of one and the same unit: it is supported once."""
    of_unit: dict[int, list[str]] = {}
    for one in found:
        if one.unit is not None:
            of_unit.setdefault(one.unit, []).append(one.code)
    return tuple(tuple(codes) for _, codes in sorted(of_unit.items()) if len(codes) > 1)


def _costs(one: Found, terms: PlanTerms) -> dict[str, int]:
    """Return what the whole package costs by line, in rials."""
    if one.kind == "PROJECT":
        return {PROJECTS: one.left * terms.loan // PERCENT}
    if one.asks:
        return dict(one.asks)
    if one.kind == KEEPING:
        return {f"{PROGRAMME}.REBUILDING": one.jobs * terms.per_job}
    return {
        f"{PROGRAMME}.{purpose}": int(one.jobs * terms.per_job * share)
        for purpose, share in purposes_of(one.cause).items()
    }


def _packages(one: Found, terms: PlanTerms) -> tuple[Package, ...]:
    costs = {line: -(-amount // MILLION) for line, amount in _costs(one, terms).items()}
    chances = by_start(one.chance)
    smaller = {period: round(chance * PART_CHANCE, 6) for period, chance in chances.items()}
    hours = {0: MINUTES[one.kind]}
    whole = _over_time(costs) if one.kind == "PROJECT" else {(line, 0): amount for line, amount in costs.items()}
    part = {
        (line, 0): -(-int(amount * PART_MONEY.numerator) // PART_MONEY.denominator) for line, amount in costs.items()
    }
    is_loan = not all(line.endswith(GRANT) for line in costs)
    return (
        Package("FULL", one.jobs, whole, chances, LASTING.share, hours, is_loan=is_loan),
        Package("PART", int(one.jobs * PART_JOBS), part, smaller, LASTING.share, hours, is_loan=is_loan),
    )


def _over_time(costs: Mapping[str, int]) -> dict[tuple[str, int], int]:
    """Return the money of a whole project over two half-years."""
    first = {line: int(amount * FIRST) for line, amount in costs.items()}
    return {(line, 0): first[line] for line in costs} | {(line, 1): costs[line] - first[line] for line in costs}
