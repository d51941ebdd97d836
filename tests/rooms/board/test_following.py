"""Following resolutions up: every step from the table, deadlines that move only by two, as of any day."""

from collections import deque
from datetime import date, timedelta
from typing import Any

import pytest

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import EVERYTHING
from hamahang.accounts.roles import ROLES
from hamahang.board import following, queries, standing
from hamahang.board.models import Resolution, ResolutionNow, ResolutionState
from hamahang.board.queries import ResolutionFilter
from hamahang.domain.board import RESOLUTION, BoardRefused
from hamahang.domain.flows.workflow import Step, StepIncomplete, StepNotAllowed, faults
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.domain.text import company_key
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona
from tests.rooms.board.sitting import sitting

pytestmark = pytest.mark.django_db
FAR = date(2050, 1, 1)
DUE = DAY + timedelta(30)
ALL = frozenset(permission.value for role in ROLES.values() for permission in role.permissions)
STEPS = [(step, source) for step in RESOLUTION.steps for source in step.sources]
NAMES = [f"{step.code} from {source}" for step, source in STEPS]


def passed(number: str = "1390/3/1", executor: str = "شرکت برق", due_on: date = DUE) -> Resolution:
    return following.pass_resolution(
        number=number, text="وصل برق", executor=executor, passed_on=DAY, due_on=due_on, by="dabir", at=AT
    )


def give(found: Resolution, need: str, on: date = DAY) -> None:
    following.add_paper(resolution=found, need=need, on=on, number="۱۲/۳", by="dabir", at=AT)


def take(found: Resolution, step: str, *, by: str = "one", on: date = DAY, whole: bool = True, **rest: Any) -> Any:
    if whole:
        for need in RESOLUTION.step(step).needs:
            give(found, need, on)
    given = {"permissions": ALL, "reason": "به حکم ستاد"} | rest
    return following.take_step(resolution=found, step=step, on=on, by=by, at=AT, **given)


def come_to(state: str) -> Resolution:
    if state == "DRAFT":
        return sitting().draft()
    found = passed()
    ways: deque[tuple[str, tuple[Step, ...]]] = deque([("PASSED", ())])
    while ways:
        at, way = ways.popleft()
        if at == state:
            for number, step in enumerate(way):
                take(found, step.code, by=f"person-{number}")
            return found
        ways += [(step.target, (*way, step)) for step in RESOLUTION.steps_from(at) if step not in way]
    raise LookupError(state)


def test_the_table_is_whole() -> None:
    assert faults(RESOLUTION, permissions=[permission.value for permission in Permission]) == []


@pytest.mark.parametrize(("step", "source"), STEPS, ids=NAMES)
def test_a_step_leads_on_for_its_roles_and_is_refused_to_all_others(step: Step, source: str) -> None:
    found = come_to(source)
    for role in ROLES.values():
        if step.by not in {p.value for p in role.permissions}:
            with pytest.raises(StepNotAllowed):
                take(found, step.code, permissions={p.value for p in role.permissions})

    fact = take(found, step.code, by="another")

    assert (fact.state, fact.step, fact.by) == (step.target, step.code, "another")
    assert ResolutionNow.objects.get(resolution=found).state == step.target
    assert verify_records() is None


@pytest.mark.parametrize(
    ("step", "source"), [row for row in STEPS if row[0].needs], ids=lambda x: getattr(x, "code", x)
)
def test_a_step_is_refused_while_what_it_needs_is_missing(step: Step, source: str) -> None:
    found = come_to(source)
    there = {paper.need for paper in queries.papers_of(found, AsOf(FAR))}

    if set(step.needs) - there:
        with pytest.raises(StepIncomplete):
            take(found, step.code, whole=False)
    take(found, step.code, by="another")


def test_whoever_claims_cannot_verify_or_reject() -> None:
    found = come_to("IN_PROGRESS")
    take(found, "claim", by="bargh")

    for step in ("verify", "reject"):
        with pytest.raises(StepNotAllowed):
            take(found, step, by="bargh")
    take(found, "verify", by="bazdid")


def test_nobody_of_the_agency_that_carries_it_out_verifies_or_grants_time() -> None:
    found = come_to("IN_PROGRESS")
    power = factories.agency(name="شرکت برق", name_key=company_key("شرکت برق"))
    gas = factories.agency(name="شرکت گاز", name_key=company_key("شرکت گاز"))
    persona("ESTATES", agency=power)
    persona("COUNTY", agency=gas)
    persona("HEAD", agency=power)
    request = following.ask_for_time(resolution=found, wanted_on=FAR, reason="x", on=DAY, by="bargh", at=AT)
    with pytest.raises(BoardRefused, match="same agency"):
        following.decide_deadline(request=request, is_granted=True, reason="x", on=DAY, by="test-head", at=AT)
    take(found, "claim", by="bargh")

    for step in ("verify", "reject"):
        with pytest.raises(BoardRefused, match="same agency"):
            take(found, step, by="test-estates")
    take(found, "verify", by="test-county")


def test_an_agency_answers_for_itself_only() -> None:
    found = come_to("NOTIFIED")
    gas = company_key("شرکت گاز")

    for act in (
        lambda: take(found, "start", agency=gas),
        lambda: following.add_paper(
            resolution=found, need="ANSWER", on=DAY, note="انجام شد", agency=gas, by="gaz", at=AT
        ),
        lambda: following.ask_for_time(
            resolution=found, wanted_on=DUE + timedelta(9), reason="x", on=DAY, agency=gas, by="gaz", at=AT
        ),
    ):
        with pytest.raises(BoardRefused):
            act()
    take(found, "start", agency=company_key("شركت برق"))


def test_a_day_moves_only_when_another_grants_it_and_the_past_stays_late() -> None:
    found = come_to("IN_PROGRESS")
    asked = DUE + timedelta(5)
    request = following.ask_for_time(
        resolution=found, wanted_on=DUE + timedelta(40), reason="زمستان", on=asked, by="bargh", at=AT
    )

    def late(day: date, entry: int | None = None) -> int:
        return queries.overdue(AsOf(day, entry=entry)).count()

    assert late(asked) == 1
    before = ledger.head()[0]
    with pytest.raises(BoardRefused):
        following.decide_deadline(request=request, is_granted=True, reason="x", on=asked, by="bargh", at=AT)
    with pytest.raises(BoardRefused):
        following.ask_for_time(resolution=found, wanted_on=FAR, reason="باز", on=asked, by="bargh", at=AT)
    following.decide_deadline(request=request, is_granted=True, reason="پذیرفته", on=asked, by="rais", at=AT)
    with pytest.raises(BoardRefused):
        following.decide_deadline(request=request, is_granted=False, reason="نه", on=asked, by="rais", at=AT)

    assert (late(asked), late(asked - timedelta(1)), late(DUE + timedelta(41))) == (0, 1, 1)
    assert late(asked, before) == 1
    assert ResolutionNow.objects.get().due_on == queries.due_of(found, AsOf(FAR)) == DUE + timedelta(40)


def test_a_refused_request_leaves_the_day_and_lets_another_be_asked() -> None:
    found = come_to("IN_PROGRESS")
    request = following.ask_for_time(resolution=found, wanted_on=FAR, reason="x", on=DAY, by="bargh", at=AT)
    following.decide_deadline(request=request, is_granted=False, reason="نه", on=DAY, by="rais", at=AT)

    assert queries.due_of(found, AsOf(FAR)) == DUE
    assert (
        following.ask_for_time(resolution=found, wanted_on=FAR, reason="y", on=DAY, by="bargh", at=AT).wanted_on == FAR
    )


def test_two_people_on_one_resolution_are_told() -> None:
    found = come_to("NOTIFIED")
    seen = queries.version(found)[0]
    take(found, "start", by="bargh", seen=seen)

    with pytest.raises(ChangedMeanwhile, match="bargh"):
        take(found, "miss", seen=seen)


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"executor": ""}, {"number": ""}, {"due_on": DAY - timedelta(1)}, {"number": "1390/3/1"}]
)
def test_a_resolution_that_is_not_whole_is_refused(wrong: dict[str, Any]) -> None:
    passed()
    whole = {"number": "1390/3/2", "text": "x", "executor": "y", "passed_on": DAY, "due_on": DUE}

    with pytest.raises(BoardRefused):
        following.pass_resolution(**(whole | wrong), by="dabir", at=AT)


def test_the_scoreboard_is_a_count_of_the_facts() -> None:
    for number, (days, steps) in enumerate(
        [(-3, ("notify", "claim")), (4, ("notify", "claim", "verify")), (0, ("notify",)), (10, ("notify", "claim"))]
    ):
        found = passed(number=f"r/{number}", executor="شرکت برق" if number else "شركت برق")
        for step in steps:
            take(found, step, by=f"p-{step}", on=DAY if step == "notify" else DUE + timedelta(days))
    passed(number="gas", executor="شرکت گاز", due_on=FAR)

    (power, gas) = queries.scoreboard(AsOf(DUE + timedelta(1)), EVERYTHING)

    assert (power.number, power.open, power.late, power.claimed, power.verified) == (4, 1, 1, 2, 1)
    assert (power.on_time, power.delay) == (1, 4)
    assert (gas.number, gas.late, gas.delay) == (1, 0, None)


def test_the_kept_table_says_what_the_facts_say_after_being_made_again() -> None:
    for number, steps in enumerate([(), ("notify",), ("notify", "claim"), ("notify", "claim", "verify"), ("cancel",)]):
        found = passed(number=f"r/{number}")
        for step in steps:
            take(found, step, by=f"p-{step}")
    before = list(ResolutionNow.objects.order_by("pk").values_list())

    standing.refresh_all()

    assert list(ResolutionNow.objects.order_by("pk").values_list()) == before
    facts = {fact.resolution_id: fact.state for fact in ResolutionState.objects.holding(AsOf(FAR), of="resolution")}
    assert {row.resolution_id: row.state for row in queries.lines(AsOf(FAR), EVERYTHING, ResolutionFilter())} == facts
