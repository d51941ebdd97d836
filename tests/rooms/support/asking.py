"""Taking requests along their table in tests: papers that are asked for are given, amounts and banks are said."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.accounts.roles import ROLES
from hamahang.domain.credit.terms import Terms
from hamahang.domain.flows.workflow import Step
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import REQUEST
from hamahang.ledger.models import Record
from hamahang.support import asked, requesting
from hamahang.support.models import BudgetLine, SupportRequest
from tests import factories
from tests.factories import AT, DAY

ALL = frozenset(permission.value for role in ROLES.values() for permission in role.permissions)
ASKED = 1_000


@dataclass
class Made:
    """A request under test and the day it has come to."""

    request: SupportRequest
    bank: int
    on: date = DAY

    @property
    def stage(self) -> str:
        return asked.whole(self.request, AsOf(self.on)).stage


def line_with_rules(**values: Any) -> tuple[BudgetLine, int]:
    """Return a line of a programme with rules and an agent bank."""
    line = factories.budget_line(**values)
    factories.eligibility_rules(programme=line.programme)
    bank = factories.agency()
    factories.agent_bank(programme=line.programme, bank=bank)
    return line, bank.pk


def begin(**rest: Any) -> Made:
    line, bank = line_with_rules()
    unit = rest.pop("unit", None) or active_unit()
    request = requesting.register_request(
        unit=unit, line=line, amount=ASKED, on=DAY, by="tashilat", at=AT, **rest
    )  # fmt: skip
    return Made(request, bank)


def active_unit() -> int:
    unit = factories.unit()
    factories.unit_status(unit=unit)
    return unit.pk


def give(made: Made, need: str) -> None:
    """Meet one need of a request, as a person would."""
    if need == "ASSESSED":
        requesting.assess(request=made.request, on=made.on, by="tashilat", at=AT)
    else:
        requesting.add_paper(request=made.request, need=need, on=made.on, number=f"۱۲/{need}", by="tashilat", at=AT)


def words(made: Made, step: str, **said: Any) -> requesting.StepWords:
    """Return what is said with a step."""
    given: dict[str, Any] = {"reason": "به حکم کارگروه"}
    if step in ("approve", "refer", "bank_approve", "contract"):
        given["amount"] = 800
    if step == "refer":
        given |= {"bank": made.bank, "letter_no": "ن/۷"}
    if step == "contract":
        given |= {"facility_no": f"ت/{made.request.pk}", "terms": Terms(800, Decimal("0.12"), instalments=4)}
    return requesting.StepWords(**given | said)


def take(made: Made, step: str, *, by: str = "rais", whole: bool = True, **rest: Any) -> Record:
    """Take a step with all it needs."""
    if whole:
        known = asked.whole(made.request, AsOf(made.on))
        for need in REQUEST.step(step).needs:
            if need not in known.has:
                give(made, need)
    said = rest.pop("said", {})
    given = {"permissions": ALL, "words": words(made, step, **said)} | rest
    return requesting.take_step(request=made.request, step=step, on=made.on, by=by, at=AT, **given)


def path_to(state: str) -> Sequence[Step]:
    """Return the shortest way of steps to a state."""
    ways: deque[tuple[str, tuple[Step, ...]]] = deque([(REQUEST.first.code, ())])
    seen = set()
    while ways:
        at, way = ways.popleft()
        if at == state:
            return way
        if at not in seen:
            seen.add(at)
            ways += [(step.target, (*way, step)) for step in REQUEST.steps_from(at)]
    raise LookupError(state)


def come_to(state: str) -> Made:
    """Return a request that has come to a state, each step taken by somebody else."""
    made = begin()
    for number, step in enumerate(path_to(state)):
        take(made, step.code, by=f"person-{number}")
    return made


def every_step() -> list[tuple[Step, str]]:
    """Return each step with one state it leads out of."""
    return [(step, source) for step in REQUEST.steps for source in step.sources]
