"""The reasons of `hamahang plan run`: of each candidate why it is in, or what would bring it in, as JSON.

`loses` and `loss` are expected jobs, of a plan of least money million rials; one below zero says what the aim costs.
`given` are the chances of those that a candidate depends on, by which its own is multiplied.
"""

from typing import TYPE_CHECKING, Any

from hamahang.cli.plan_words import persian, plain
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.methods.portfolio.costing import Costs
    from hamahang.methods.portfolio.explaining import WhyIn, WhyNot
    from hamahang.methods.portfolio.plans import Plan
    from hamahang.planning.naming import Names

SHORTEST = 0.05  # seconds for a reason: with less a problem that is not easy cannot be solved again
NOTHING: dict[str, Any] = {"jobs": None, "money": None, "cost": None, "loss": None, "out": [], "along": []}


def reasons(plan: "Plan", seconds: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return of whom is chosen and of whom is refused the reasons; one that is not proven in its time says so."""
    from hamahang.planning.naming import Names
    from hamahang.planning.telling import say_never

    every = plan.arranged.problem.candidates
    names = Names(lines={}, counties={}, titles={one.id: one.title or one.id for one in every})
    tried = [one.id for one in plan.arranged.groups]
    starts = {column.candidate.id: column.start for column in plan.chosen}
    out = [name for name in tried if name not in starts]
    chosen, refused = (_of_cost if plan.aim == "cost" else _of_jobs)(plan, starts, out, names, seconds)
    untried = [_refused(one.id, {}, say_never(one, names), is_proven=True) for one in every if one.id not in set(tried)]
    return chosen, refused + untried


def _of_jobs(
    plan: "Plan", starts: dict[str, int], out: list[str], names: "Names", seconds: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from hamahang.planning import telling

    ins, nots = _explained(plan, list(starts), out, seconds)
    chosen, refused = [], []
    for why in ins:
        said, start = telling.say_in(why, names), starts[why.candidate]
        chosen.append(_chosen(why, start, said, loses=float(why.loses), instead=why.instead))
    for no in nots:
        change = {
            "jobs": no.jobs,
            "money": no.money,
            "cost": no.cost,
            "loss": None if no.loss is None else float(no.loss),
            "out": list(no.out),
            "along": list(no.along),
        }
        refused.append(_refused(no.candidate, change, telling.say_not(no, names), is_proven=no.is_proven))
    return chosen, refused


def _explained(
    plan: "Plan", chosen: list[str], refused: list[str], seconds: float
) -> "tuple[list[WhyIn], list[WhyNot]]":
    """Return the reasons, by solving again as long as there is time for that."""
    import time

    from hamahang.methods.portfolio import explaining
    from hamahang.methods.portfolio.hinting import Hints
    from hamahang.methods.portfolio.parting import NotEasy, Parts

    until, each = time.perf_counter() + seconds, seconds / max(len(chosen) + len(refused), 1)
    parts = explaining.parts_of(plan, seconds=each / 3)
    if each < SHORTEST:
        parts = Parts(plan.solution.multipliers, None)
    found, is_easy, hints = list["WhyIn | WhyNot"](), True, None
    for name in (*chosen, *refused):
        is_easy &= time.perf_counter() < until
        if is_easy:
            try:
                found.append(explaining.explain(plan, name, parts=parts))
                continue
            except NotEasy:
                is_easy = False
        hints = hints or Hints(plan)
        found.append(hints.of(name))
    ins = [why for why in found if isinstance(why, explaining.WhyIn)]
    return ins, [why for why in found if isinstance(why, explaining.WhyNot)]


def _of_cost(
    plan: "Plan", starts: dict[str, int], out: list[str], names: "Names", seconds: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from hamahang.methods.portfolio import costing
    from hamahang.planning import telling

    seconds /= max(len(starts) + len(out), 1)
    chosen, refused = [], []
    for name in starts:
        why = costing.cost_in(plan, name, seconds=seconds)
        said = telling.say_cost_in(why, names, plan.least)
        chosen.append(_chosen(why, starts[name], said, loses=why.more, instead=why.others))
    for name in out:
        no = costing.cost_not(plan, name, seconds=seconds)
        said = telling.say_cost_not(no, names, plan.least)
        refused.append(_refused(name, {"loss": no.more, "out": list(no.others)}, said, is_proven=no.is_proven))
    return chosen, refused


def _chosen(
    why: "WhyIn | Costs", start: int, said: Text, *, loses: float | None, instead: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "candidate": why.candidate,
        "package": why.package,
        "start": start,
        "reason": _said(said),
        "loses": loses,
        "instead": list(instead),
        "given": dict(why.given),
        "proven": why.is_proven,
    }


def _refused(name: str, change: dict[str, Any], said: Text, *, is_proven: bool) -> dict[str, Any]:
    return {"candidate": name, "nearest_change": NOTHING | change | _said(said) | {"proven": is_proven}}


def _said(said: Text) -> dict[str, str]:
    return {"fa": persian(plain(said.fa)), "en": plain(said.en)}
