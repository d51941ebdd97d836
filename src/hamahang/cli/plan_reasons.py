"""The reasons of `hamahang plan run`: of each candidate why it is in, or what would bring it in, as JSON.

`loses` and `loss` are expected jobs, of a plan of least money million rials; one below zero says what the aim costs.
"""

from typing import TYPE_CHECKING, Any

from hamahang.cli.plan_words import persian
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.methods.portfolio.explaining import WhyIn, WhyNot
    from hamahang.methods.portfolio.plans import Plan
    from hamahang.methods.portfolio.problem import Candidate

SHORTEST = 0.05  # seconds for a reason: with less a problem that is not easy cannot be solved again
NOTHING: dict[str, Any] = {"jobs": None, "money": None, "cost": None, "loss": None, "out": [], "along": []}


def reasons(plan: "Plan", seconds: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return of whom is chosen and of whom is refused the reasons; one that is not proven in its time says so."""
    of = _of_cost if plan.aim == "cost" else _of_jobs
    tried = {one.id for one in plan.arranged.groups}
    chosen, refused = of(plan, seconds)
    untried = [_untried(one) for one in plan.arranged.problem.candidates if one.id not in tried]
    return chosen, refused + untried


def _titles(plan: "Plan") -> tuple[dict[str, str], dict[str, int], list[str]]:
    """Return the titles of all that were tried, the starts of whom is chosen, and who is not."""
    titles = {one.id: one.title or one.id for one in plan.arranged.groups}
    starts = {column.candidate.id: column.start for column in plan.chosen}
    return titles, starts, [name for name in titles if name not in starts]


def _of_jobs(plan: "Plan", seconds: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from hamahang.methods.portfolio import explaining

    titles, starts, out = _titles(plan)
    ins, nots = _explained(plan, list(starts), out, seconds)
    chosen, refused = [], []
    for why in ins:
        name = why.candidate
        said = explaining.say_in(why, titles[name]) if why.loses >= 0 else _dearer(plan, titles[name], -why.loses)
        loses, start = float(why.loses), starts[name]
        chosen.append(
            _chosen(name, why.package, start, said, loses=loses, instead=why.instead, is_proven=why.is_proven)
        )
    for no in nots:
        is_gain = no.loss is not None and no.loss < 0
        title = titles[no.candidate]
        said = _left(plan, title, -no.loss) if is_gain and no.loss else explaining.say_not(no, title)
        change = {
            "jobs": no.jobs,
            "money": no.money,
            "cost": no.cost,
            "loss": None if no.loss is None else float(no.loss),
            "out": list(no.out),
            "along": list(no.along),
        }
        refused.append(_refused(no.candidate, change, said, is_proven=no.is_proven))
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


def _of_cost(plan: "Plan", seconds: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from hamahang.methods.portfolio import costing

    titles, starts, out = _titles(plan)
    seconds /= max(len(titles), 1)
    chosen, refused = [], []
    for name in starts:
        why = costing.cost_in(plan, name, seconds=seconds)
        said = costing.say_cost_in(why, titles[name], plan.least)
        chosen.append(
            _chosen(name, why.package, starts[name], said, loses=why.more, instead=why.others, is_proven=why.is_proven)
        )
    for name in out:
        no = costing.cost_not(plan, name, seconds=seconds)
        said = costing.say_cost_not(no, titles[name], plan.least)
        refused.append(_refused(name, {"loss": no.more, "out": list(no.others)}, said, is_proven=no.is_proven))
    return chosen, refused


def _dearer(plan: "Plan", title: str, more: Any) -> Text:
    """Say why a candidate is in that would bring more expected jobs outside."""
    return Text(
        fa=f"«{title}» برای هدف {plan.aim} در سبد است؛ بیشترین شغل مورد انتظار بی آن {float(more):.1f} بیشتر است.",
        en=f"“{title}” is in for the aim {plan.aim}; the most expected jobs without it are {float(more):.1f} more.",
    )


def _left(plan: "Plan", title: str, more: Any) -> Text:
    """Say why a candidate is out that would bring more expected jobs inside."""
    return Text(
        fa=f"«{title}» برای هدف {plan.aim} بیرون است؛ بیشترین شغل مورد انتظار با آن {float(more):.1f} بیشتر است.",
        en=f"“{title}” is out for the aim {plan.aim}; the most expected jobs with it are {float(more):.1f} more.",
    )


def _chosen(  # the words of one entry, in their order
    name: str, package: str, start: int, said: Text, *, loses: float | None, instead: tuple[str, ...], is_proven: bool
) -> dict[str, Any]:
    return {
        "candidate": name,
        "package": package,
        "start": start,
        "reason": {"fa": persian(said.fa), "en": said.en},
        "loses": loses,
        "instead": list(instead),
        "proven": is_proven,
    }


def _refused(name: str, change: dict[str, Any], said: Text, *, is_proven: bool) -> dict[str, Any]:
    words = {"fa": persian(said.fa), "en": said.en, "proven": is_proven}
    return {"candidate": name, "nearest_change": NOTHING | change | words}


def _untried(one: "Candidate") -> dict[str, Any]:
    """Say of who was not tried why: forbidden, or no package of it fits into the periods."""
    from hamahang.methods.portfolio import explaining

    return _refused(one.id, {}, explaining.say_untried(one), is_proven=True)
