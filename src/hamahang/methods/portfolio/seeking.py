"""What a plan is sought by, and how good it is in that: value, bound and status of the aim itself.

    aim          value                                   bound                             status
    expected     expected sustained jobs                 no plan has more                  proven, within_gap, …
    cost         million rials of the plan               none with so many jobs costs less the same
    cvar         mean jobs of the worst tenth            no plan has more                  the same
    leximin      hundredths of the worst-served county   no plan serves its worst better   the same
    probability  chance that the jobs reach the target   none                              found
    promise      jobs that are reached with 90 %         none                              found
    per_rial     expected jobs per million rials         no plan that keeps the floor      proven, within_gap, …
                                                         has more

A leximin is proven if the counties after the worst, and the jobs, are so too. Its hundredths are told as a share 0–1.
"found" says that nothing proves how far the best plan may be. Where there is no plan the status is "infeasible" or
"none_found", and there is neither value nor bound.
"""

from dataclasses import dataclass

import numpy as np

from hamahang.domain.planning import AIMS as TITLES
from hamahang.methods.forecast.totals import Shock
from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.hoping import by_chance
from hamahang.methods.portfolio.levelling import BEST, leximin
from hamahang.methods.portfolio.packing import Ints
from hamahang.methods.portfolio.per_rial import PerRial, best_per_rial
from hamahang.methods.portfolio.problem import SCALE, Absurd, Problem
from hamahang.methods.portfolio.solving import Solution
from hamahang.methods.portfolio.tailing import best_worst, is_near

AIMS = ("expected", "probability", "promise", "leximin", "cost", "cvar", "per_rial")


@dataclass(frozen=True, slots=True)
class Sought:
    """A choice, and how good it is by its aim. value, bound: in the unit of the aim, None where there is none"""

    chosen: Ints | None
    value: float | None
    bound: float | None
    status: str
    per_rial: PerRial | None = None  # where jobs per rial were sought

    @property
    def gap(self) -> float | None:
        """How far the value may be from the best, as a share of it; None where nothing is known of that."""
        return share_apart(self.value, self.bound)


def share_apart(value: float | None, bound: float | None) -> float | None:
    """Return how far two numbers are apart as a share of the first, None where that is no number."""
    if value is None or bound is None or not np.isfinite(bound):
        return None
    if value == bound:
        return 0.0
    return abs(bound - value) / abs(value) if value else None


def check_aim(problem: Problem, aim: str, least: int) -> None:
    """Refuse an aim that is not known, or of which the terms do not say enough.

    :raises Absurd: with what is missing
    """
    if aim not in AIMS:
        raise Absurd(f"هدف «{aim}» شناخته نیست.", f"There is no aim {aim!r}; one of {', '.join(AIMS)}.")
    title = TITLES[aim]  # in words: who chose it on a page knows no codes
    if aim == "cost" and least <= 0:
        raise Absurd(
            f"برای «{title.fa}» بنویسید دست‌کم چند شغل مورد انتظار می‌خواهید.",
            f"For “{title.en}” write how many expected jobs are wanted at least.",
        )
    if aim in ("probability", "leximin") and not problem.target:
        raise Absurd(
            f"برای «{title.fa}» هدف را بنویسید: چند شغل.", f"For “{title.en}” write the target: how many jobs."
        )
    if aim == "leximin" and problem.floors is None:
        raise Absurd(
            f"برای «{title.fa}» کف شهرستان‌ها را بنویسید: نیاز هر شهرستان از آنجا دانسته می‌شود.",
            f"For “{title.en}” state floors of the counties: from there the need of each is known.",
        )


def sought(
    arranged: Arranged, first: Solution, terms: Asking, shock: Shock, aim: str, *, least: int, spend: int
) -> Sought:
    """Return the choice that is best by an aim. first: the best by expected jobs; least, spend: floors, see `solve`

    :raises Absurd: if no plan brings the least jobs, or spends the least money, that are asked
    """
    if first.chosen is None:
        return Sought(None, None, None, first.status)
    if aim in ("probability", "promise"):
        hoped, value = by_chance(arranged, first.chosen, terms, shock, aim)
        return Sought(hoped, value, None, "found")
    if aim == "leximin":
        level = leximin(arranged, first.chosen, terms)
        return Sought(level.chosen, level.worst / BEST, level.bound / BEST, level.status)
    if aim == "cost":
        return _cheapest(arranged, first, terms, least)
    if aim == "per_rial":
        chosen, ratio = best_per_rial(arranged, terms, least=least, spend=spend)
        value, bound = float(ratio.value), float(ratio.bound)
        status = "proven" if ratio.is_proven else _within(value, bound, terms.gap)
        return Sought(chosen, value, bound, status, ratio)
    if aim == "cvar":
        tail = best_worst(arranged, first.chosen, terms, shock)
        if is_near(tail.worst, tail.bound):  # as near as sums of chances are exact
            return Sought(tail.chosen, tail.worst, tail.worst, "proven")
        if tail.bound == np.inf:  # it was stopped before anything was proven
            return Sought(tail.chosen, tail.worst, None, "time_limit")
        return Sought(tail.chosen, tail.worst, tail.bound, _within(tail.worst, tail.bound, terms.gap))
    return Sought(first.chosen, first.worth / SCALE, max(first.worth, first.most) / SCALE, first.status)


def _within(value: float, bound: float, gap: float) -> str:
    apart = share_apart(value, bound)
    return "within_gap" if apart is not None and apart <= gap else "time_limit"


def _cheapest(arranged: Arranged, first: Solution, terms: Asking, least: int) -> Sought:
    """Return the choice of least money with so many expected jobs.

    :raises Absurd: if no plan brings so many
    """
    packing, most = arranged.packing, first.most
    money = np.array([-column.package.money for column in arranged.columns], np.int64)
    tried = packing.worth_other(money).with_rows([-packing.value], [-least * SCALE])
    found = None if most < least * SCALE else terms.solve(tried)
    if found is None or found.status == "infeasible":
        raise Absurd(
            f"هیچ سبدی {least} شغل مورد انتظار نمی‌آورد؛ بیشینه {most / SCALE:.0f} است.",
            f"No plan brings {least} expected jobs; at most {most / SCALE:.0f}.",
        )
    if found.chosen is not None:
        return Sought(found.chosen, float(-found.worth), max(0.0, -found.most), found.status)
    if first.chosen is None or first.worth < least * SCALE:
        return Sought(None, None, None, "none_found")
    return Sought(first.chosen, float(-money[first.chosen].sum()), max(0.0, -found.most), "time_limit")
