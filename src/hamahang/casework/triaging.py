"""The order in which idle units are taken up: how cases ended here, what each would cost, what it would bring."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hamahang.accounts.queries import Reach
from hamahang.casework import counting, diagnosing
from hamahang.domain.causes import GROUP_OF
from hamahang.domain.ledger import AsOf
from hamahang.methods.triage import Interval, Share, both, learn, per_billion


@dataclass(frozen=True, slots=True)
class Line:
    """One unit that waits for a decision.

    jobs: nominal, persons; chance: of coming back and staying, 0–1; sustained: persons; cost: rials, least and most;
    value: sustained jobs for a billion rials; cost and value are None where nothing is known to be paid
    """

    case: int
    unit: str
    cause: str
    stage: str
    jobs: int
    chance: Interval
    sustained: Interval
    cost: tuple[int, int] | None
    is_planned_cost: bool
    value: Interval | None


@dataclass(frozen=True, slots=True)
class Endings:
    """How ended cases of one group of causes went: those that came back of all, those that stayed of the checked."""

    back: int
    ended: int
    stayed: int
    checked: int


@cache
def priors() -> Mapping[str, Any]:
    """Return what is expected before any case has ended, with its source."""
    read: Mapping[str, Any] = json.loads((diagnosing.DATA / "priors.json").read_text(encoding="utf-8"))
    return read


def endings_by_group(ended: Sequence[tuple[str, str]]) -> dict[str, Endings]:
    """Return by group of causes how cases ended. ended: main cause and final state of each."""
    counts: Counter[tuple[str, str]] = Counter((_group(cause), state) for cause, state in ended)
    return {
        group: Endings(
            back=sum(counts[group, state] for state in (*counting.CAME_BACK, "RELAPSED")),
            ended=sum(counts[group, state] for state in counting.ENDED),
            stayed=counts[group, "DURABLE"],
            checked=counts[group, "DURABLE"] + counts[group, "RELAPSED"],
        )
        for group in {group for group, _ in counts}
    }


def shares(endings: Endings) -> tuple[Share, Share]:
    """Return the two shares of a group: that a unit comes back, and that it stays."""
    back, stays = priors()["back"], priors()["stays"]
    return (
        learn(prior=back["share"], weight=back["weight"], good=endings.back, ended=endings.ended),
        learn(prior=stays["share"], weight=stays["weight"], good=endings.stayed, ended=endings.checked),
    )


def triage(asof: AsOf, reach: Reach) -> list[Line]:
    """Return the units that wait for a decision, those first that bring most for the money.

    What costs nothing that is known comes last, by its jobs: it waits for an estimate, not for money.
    """
    waiting = counting.waiting(asof, reach)
    known = endings_by_group(counting.ended(asof))
    groups = {_group(one.cause) for one in waiting}
    chances = {group: both(*shares(known.get(group, Endings(0, 0, 0, 0)))) for group in groups}
    lines = [_line(one, chances[_group(one.cause)]) for one in waiting]
    return sorted(lines, key=lambda line: (line.value is None, -(line.value or line.sustained).mean, line.case))


def _group(cause: str) -> str:
    return GROUP_OF.get(cause, "OTHER_GROUP")


def _line(one: counting.Waiting, chance: Interval) -> Line:
    cost = (one.planned, one.planned) if one.planned else _usual_cost(one.cause)
    sustained = chance.times(one.jobs, one.jobs, one.jobs)
    return Line(
        case=one.case,
        unit=one.unit,
        cause=one.cause,
        stage=one.stage,
        jobs=one.jobs,
        chance=chance,
        sustained=sustained,
        cost=cost,
        is_planned_cost=bool(one.planned),
        value=per_billion(jobs=sustained, cost=cost) if cost else None,
    )


def _usual_cost(cause: str) -> tuple[int, int] | None:
    """Return what the remedies of a cause usually cost: from the cheapest one's least to the dearest one's most."""
    costs = [remedy.cost for remedy in diagnosing.remedies() if cause in remedy.causes and remedy.cost]
    return (min(least for least, _ in costs), max(most for _, most in costs)) if costs else None
