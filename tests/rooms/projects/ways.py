"""Taking projects and permits along their tables in tests: what is asked for is given, as a person would."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from hamahang.accounts.roles import ROLES
from hamahang.domain.flows.projects import PROJECT
from hamahang.domain.flows.workflow import Step, Workflow
from hamahang.domain.ledger import AsOf
from hamahang.domain.rating import Machine
from hamahang.projects import following, permits, working
from hamahang.projects.models import InvestmentProject
from hamahang.register import issuing, licensing
from tests import factories
from tests.factories import AT, DAY

ALL = frozenset(permission.value for role in ROLES.values() for permission in role.permissions)
numbers = count(1)
PRESS = [Machine("پرس", 1, 2, Decimal("1.5"))]


@dataclass
class Made:
    """A project under test and the day it has come to."""

    project: InvestmentProject
    on: date = DAY
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        return following.whole(self.project, AsOf(self.on)).way.stage

    @property
    def has(self) -> frozenset[str]:
        return following.whole(self.project, AsOf(self.on)).way.has


def begin(**rest: Any) -> Made:
    given = {"title": "سیمان دالاهو", "county": factories.county().pk, "investment": 90_000_000_000, "isic": "2394"}
    return Made(working.request_project(**given | rest, on=DAY, by="mojri", at=AT))


def look(made: Made, gain: int = 5, *, by: str = "bazres", **rest: Any) -> None:
    """Inspect a project: its buildings are so much further."""
    made.seen["BUILDING"] = min(100, made.seen.get("BUILDING", 0) + gain)
    working.inspect(
        project=made.project, progress=dict(made.seen), inspector="کارشناس", on=made.on, by=by, at=AT, **rest
    )


def permit(made: Made, number: str = "", **rest: Any) -> Any:
    number = number or f"ج/{next(numbers)}"
    return permits.issue_permit(project=made.project, number=number, on=made.on, by="rais", at=AT, **rest)


def give(made: Made, need: str) -> None:
    """Meet one need of a project."""
    unit = made.project.unit
    if need == "PERMIT":
        permit(made)
    elif need == "INSPECTED":
        look(made)
    elif need == "RATING":
        issuing.record_rating(
            unit=unit, product="سیمان", capacity_unit="تن", machines=PRESS, on=made.on, by="karshenas", at=AT
        )
    elif need == "LICENCE":
        number = f"پ/{next(numbers)}"
        permits.issue_licence(unit=unit, number=number, kind="NEW", on=made.on, permissions=ALL, by="rais", at=AT)
    elif not need.startswith("WAS_"):
        working.add_paper(project=made.project, need=need, on=made.on, number=f"۱۲/{need}", by="mojri", at=AT)


def take(made: Made, step: str, *, by: str = "rais", whole: bool = True, **rest: Any) -> Any:
    """Take a step of a project with all it needs, a day after the last."""
    made.on += timedelta(1)
    if whole:
        for need in PROJECT.step(step).needs:
            if need not in made.has:
                give(made, need)
    given = {"permissions": ALL, "reason": "به حکم ستاد"} | rest
    return working.take_step(project=made.project, step=step, on=made.on, by=by, at=AT, **given)


def path_to(table: Workflow, state: str) -> tuple[Step, ...]:
    """Return the shortest way of steps to a state."""
    ways: deque[tuple[str, tuple[Step, ...]]] = deque([(table.first.code, ())])
    seen = set()
    while ways:
        at, way = ways.popleft()
        if at == state:
            return way
        if at not in seen:
            seen.add(at)
            ways += [(step.target, (*way, step)) for step in table.steps_from(at)]
    raise LookupError(state)


def come_to(state: str) -> Made:
    """Return a project that has come to a state."""
    made = begin()
    for number, step in enumerate(path_to(PROJECT, state)):
        take(made, step.code, by=f"person-{number}")
    return made


def standing(made: Made, kind: str = "PERMIT") -> Any:
    """Return the paper of a kind of a project's place, as it stands."""
    unit = made.project.unit_id
    return licensing.licences(AsOf(made.on)).filter(unit=unit, kind=kind).order_by("-pk").first()
