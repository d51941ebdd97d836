"""What a plan would be worth if things went otherwise: under the scenarios of its terms, and under foreseeable ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hamahang.domain.planning import FORESEEABLE, KINDS, WORSE, PlanRefused, StatedScenario
from hamahang.domain.text import Text
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.problem import Absurd
from hamahang.methods.portfolio.scenarios import ALL, Regret, Scenario, regrets
from hamahang.methods.portfolio.terms import read_terms
from hamahang.planning import queries, setting
from hamahang.planning.models import PlanRun
from hamahang.planning.solving import ROUNDS, SEED

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A plan under a scenario, with the scenario in words. is_stated: by the terms, otherwise foreseeable"""

    title: Text
    is_stated: bool
    found: Regret


def regrets_of(run: PlanRun) -> list[Told]:
    """Return what a plan would be worth under each scenario, those of its terms first, the same each time.

    :raises PlanRefused: if a scenario speaks of what the plan does not know
    """
    listed = _scenarios(run)
    asking = Asking(rounds=ROUNDS, seed=SEED)
    try:
        found = regrets(read_terms(run.problem), queries.kept(run), [_of(one) for _, one, _ in listed], asking)
    except Absurd as absurd:
        raise PlanRefused(Text(fa=absurd.why[0], en=absurd.why[1])) from absurd
    return [Told(title, stated, one) for (title, _, stated), one in zip(listed, found, strict=True)]


def _scenarios(run: PlanRun) -> list[tuple[Text, StatedScenario, bool]]:
    stated = [(Text(fa=one.title, en=one.title), one, True) for one in setting.read(run.terms).scenarios]
    present = {one["id"].partition(":")[0] for one in run.problem["candidates"]}
    worse = [
        (
            Text(fa=f"{title.fa}: احتمال ۳۰٪ کمتر", en=f"{title.en}: succeeds 30 % less"),
            StatedScenario("-", who=f"kind={kind}", chances_less=WORSE),
            False,
        )
        for kind, title in KINDS.items()
        if kind in present
    ]
    return [*stated, *((title, one, False) for title, one in FORESEEABLE), *worse]


def _of(stated: StatedScenario) -> Scenario:
    """Return a stated scenario as the method takes it."""
    mark, _, value = stated.who.partition("=")
    left = Fraction(PERCENT - stated.money_less, PERCENT)
    return Scenario(
        title=stated.title,
        money={stated.line or ALL: left} if stated.money_less else {},
        costs=Fraction(PERCENT + stated.costs_more, PERCENT),
        chances=Fraction(PERCENT - stated.chances_less, PERCENT),
        mark=mark,
        value=value,
        late=stated.late,
    )


def as_data(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Return plans under scenarios as JSON says them."""
    return [
        {
            "title": {"fa": one.title.fa, "en": one.title.en},
            "stated": one.is_stated,
            "kept": float(one.found.kept),
            "gone": list(one.found.gone),
            "best": float(one.found.best),
            "bound": float(one.found.bound),
            "regret": float(one.found.regret),
            "floors": one.found.has_floors,
            "enter": list(one.found.enter),
            "proven": one.found.is_proven,
        }
        for one in told
    ]
