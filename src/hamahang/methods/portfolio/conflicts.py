"""When no plan keeps all terms: the smallest set of them that cannot be kept together, and the cheapest way out.

The set is irreducible: without any one of its limits the others can be kept. It is found by leaving out limits one
after the other. The way out is a problem of its own: each limit may be missed at a price in proportion to its size.

Source: J. W. Chinneck (2008), Feasibility and Infeasibility in Optimization, Springer, ch. 6 (deletion filter).
"""

from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np

from hamahang.domain.text import Text
from hamahang.methods.portfolio.arranging import Arranged, Limit
from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.packing import Bools, Packing
from hamahang.methods.portfolio.problem import SCALE

SECONDS = 5.0  # for each question whether limits can be kept together


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot be kept together. limits: codes; musts: candidates that are a must and part of it

    relaxed: code → how much more of it would be enough, in its own unit (for floors: how much less)
    """

    limits: tuple[str, ...]
    musts: tuple[str, ...]
    relaxed: dict[str, Fraction]


def conflict(arranged: Arranged) -> Conflict:
    """Return the smallest set of terms that cannot be kept together, and the cheapest relaxation."""
    packing = arranged.packing
    limits, musts = np.ones(len(packing.limit), bool), packing.is_must.copy()
    for row in range(len(limits)):
        limits[row] = False
        if _is_possible(packing, limits, musts):
            limits[row] = True
    for group in np.flatnonzero(musts):
        musts[group] = False
        if _is_possible(packing, limits, musts):
            musts[group] = True
    return Conflict(
        tuple(arranged.limits[row].code for row in np.flatnonzero(limits)),
        tuple(arranged.groups[group].id for group in np.flatnonzero(musts)),
        _relaxed(arranged),
    )


def _is_possible(packing: Packing, limits: Bools, musts: Bools) -> bool:
    kept = Packing(packing.value * 0, packing.group, musts, packing.rows[limits].tocsc(), packing.limit[limits])
    made = solver(time_limit=SECONDS)
    made.passModel(model(kept, is_whole=True))
    made.run()
    return bool(made.getModelStatus() != highspy.HighsModelStatus.kInfeasible)


def _relaxed(arranged: Arranged) -> dict[str, Fraction]:
    """Return the least that limits must give way, each in proportion to its size, so that a plan exists."""
    packing = arranged.packing
    made = solver(time_limit=SECONDS)
    lp = model(packing, is_whole=True)
    lp.col_cost_ = np.zeros(packing.columns)
    made.passModel(lp)
    for row, limit in enumerate(packing.limit):
        sizes = np.abs(packing.rows[row].data)
        size = max(float(abs(limit)), float(sizes.max(initial=1)))
        made.addCol(-1e3 / size, 0.0, highspy.kHighsInf, 1, np.array([row], np.int32), np.array([-1.0]))
        made.changeColIntegrality(made.getNumCol() - 1, highspy.HighsVarType.kInteger)
    made.run()
    missed = np.array(made.getSolution().col_value)[packing.columns :]
    return {
        limit.code: Fraction(round(amount), SCALE if limit.is_floor else factor)
        for limit, factor, amount in zip(arranged.limits, arranged.factors, missed, strict=True)
        if round(amount) > 0
    }


def say(found: Conflict, every: tuple[Limit, ...]) -> Text:
    """Say what cannot be kept together, and what would be enough. every: limits of the problem"""
    by_code = {limit.code: limit for limit in every}
    # an order that holds for each way by itself is one order
    limits = list(dict.fromkeys(_name(by_code[code]) for code in found.limits))
    fa = [name.fa for name in limits] + [f"الزام «{name}»" for name in found.musts]
    en = [name.en for name in limits] + [f"the must “{name}”" for name in found.musts]
    said_fa, said_en = "این شرط‌ها با هم نمی‌شود: " + "، ".join(fa), "These cannot be kept together: " + ", ".join(en)
    ways = [(by_code[code], f"{float(more):g}") for code, more in found.relaxed.items()]
    ways_fa = [f"{_name(limit).fa} به اندازهٔ {more}{_unit(limit).fa}" for limit, more in ways]
    ways_en = [f"{_name(limit).en} by {more}{_unit(limit).en}" for limit, more in ways]
    if ways_fa:
        said_fa += "؛ کم‌ترین گشایش: " + "، ".join(ways_fa)
        said_en += "; the least relaxation: " + ", ".join(ways_en)
    return Text(fa=said_fa + ".", en=said_en + ".")


MONEY = Text(fa=" میلیون ریال", en=" million rials")
UNITS = {
    "line": MONEY,
    "cap": MONEY,
    "class": MONEY,
    "hours": Text(fa=" دقیقه", en=" minutes"),
    "floor": Text(fa=" شغل مورد انتظار کمتر", en=" expected jobs fewer"),
}
NAMES = {
    "line": Text(fa="ردیف «{about}» در دورهٔ {period}", en="the line “{about}” in period {period}"),
    "hours": Text(fa="زمان کمیته در دورهٔ {period}", en="the committee's time in period {period}"),
    "cap": Text(fa="سقف {about}", en="the cap of {about}"),
    "class": Text(fa="سهم طرح‌های بزرگ", en="the share of large candidates"),
    "order": Text(fa="تقدم {about} در دورهٔ {period}", en="the order {about} in period {period}"),
    "gini": Text(fa="کران جینی شهرستان‌ها", en="the bound on the Gini of the counties"),
    "either": Text(fa="یکی از {about}", en="one of {about}"),
    "floor": Text(fa="کف شهرستان «{about}»", en="the floor of “{about}”"),
}


def _name(limit: Limit) -> Text:
    words = NAMES[limit.kind]
    said = {"about": limit.about, "period": limit.period}
    return Text(fa=words.fa.format(**said), en=words.en.format(**said))


def _unit(limit: Limit) -> Text:
    return UNITS.get(limit.kind, Text(fa="", en=""))
