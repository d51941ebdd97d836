"""Taking cases along their tables in tests: papers that are asked for are given, months that must pass pass."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hamahang.accounts.roles import ROLES
from hamahang.casework import planning, queries, working
from hamahang.casework.diagnosing import questions
from hamahang.casework.models import Case
from hamahang.domain.casework import KINDS
from hamahang.domain.flows.cases import workflow_of
from hamahang.domain.flows.workflow import Step
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.ledger.models import Record
from tests import factories
from tests.factories import AT, DAY

ALL = frozenset(permission.value for role in ROLES.values() for permission in role.permissions)


@dataclass
class Made:
    """A case under test and the day it has come to."""

    case: Case
    on: date = DAY

    @property
    def stage(self) -> str:
        return queries.whole(self.case, AsOf(self.on)).stage


def begin(kind: str = "REVIVAL", **rest: Any) -> Made:
    unit = rest.pop("unit", None) or factories.unit().pk
    return Made(working.open_case(kind=kind, unit=unit, on=DAY, by="dabir", at=AT, **rest))


def give(made: Made, need: str) -> None:
    """Meet one need of a case, as a person would."""
    case, on = made.case, made.on
    if need == "RESPONSIBLE":
        working.make_responsible(case=case, person="dabir", on=on, by="dabir", at=AT)
    elif need == "QUESTIONNAIRE":
        working.answer(case=case, answers=full_answers(), on=on, by="moshaver", at=AT)
    elif need == "MAIN_CAUSE":
        found = [working.Found("MARKET", 60, is_main=True, shown_by="دفتر فروش"), working.Found("ENERGY", 40)]
        working.find_causes(case=case, causes=found, on=on, by="moshaver", at=AT)
    elif need == "PLAN":
        planning.add_task(
            case=case, text="خرید تضمینی", side="UNIT", due_on=on + timedelta(30), on=on, by="dabir", at=AT
        )
    elif need == "OUTCOME":
        planning.record_outcome(
            case=case,
            outcome="REVIVED",
            jobs_returned=12,
            jobs_safeguarded=0,
            proof=Proof.SEEN,
            on=on,
            by="dabir",
            at=AT,
        )
    elif need == "HEADS":
        factories.head_count(unit=case.unit, since_on=on, persons=12)
    else:
        working.add_paper(case=case, need=need, on=on, number=f"۱۲/{need}", by="dabir", at=AT)


def full_answers() -> dict[str, str]:
    return {question.code: question.answers[0].code for question in questions() if question.is_required}


def take(made: Made, step: str, *, by: str = "rais", whole: bool = True, **rest: Any) -> Record:
    """Take a step with all it needs, on the first day it may be taken."""
    known = queries.whole(made.case, AsOf(made.on))
    row = known.workflow.step(step)
    if row.waits:
        begun = next(stage.since_on for stage in known.stages if stage.stage == row.since)
        made.on = max(made.on, months_later(begun, row.waits))
    if whole:
        for need in row.needs:
            if need not in known.has:
                give(made, need)
    given = {"permissions": ALL, "reason": "به حکم ستاد"} | rest
    return working.take_step(case=made.case, step=step, on=made.on, by=by, at=AT, **given)


def path_to(kind: str, state: str) -> Sequence[Step]:
    """Return the shortest way of steps to a state of a kind of case."""
    table = workflow_of(kind, DAY)
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


def come_to(kind: str, state: str) -> Made:
    """Return a case that has come to a state."""
    made = begin(kind)
    for number, step in enumerate(path_to(kind, state)):
        take(made, step.code, by=f"person-{number}")
    return made


def every_step() -> list[tuple[str, Step, str]]:
    """Return kind, step and one state it leads out of, for all tables."""
    return [(kind, step, source) for kind in KINDS for step in workflow_of(kind, DAY).steps for source in step.sources]
