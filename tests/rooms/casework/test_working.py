"""Every step of every kind of case, from the table: for whom, with what, and what it records."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.casework import planning, queries, working
from hamahang.casework.models import CaseStage
from hamahang.domain.casework import CaseRefused
from hamahang.domain.flows.cases import WORKFLOWS, workflow_of
from hamahang.domain.flows.clocks import Running
from hamahang.domain.flows.workflow import Step, StepIncomplete, StepNotAllowed, Workflow, faults
from hamahang.domain.flows.workingdays import Closures
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.ledger.models import Entry
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.casework.cases import begin, come_to, every_step, give, take

pytestmark = pytest.mark.django_db
STEPS = every_step()
NAMES = [f"{kind}.{step.code} from {source}" for kind, step, source in STEPS]


@pytest.mark.parametrize("table", WORKFLOWS, ids=lambda table: table.code)
def test_every_table_is_whole(table: Workflow) -> None:
    assert faults(table, permissions=[permission.value for permission in Permission]) == []


@pytest.mark.parametrize(("kind", "step", "source"), STEPS, ids=NAMES)
def test_a_step_with_all_it_needs_leads_to_its_state_and_is_recorded(kind: str, step: Step, source: str) -> None:
    made = come_to(kind, source)

    fact = take(made, step.code, by="ruler")

    assert isinstance(fact, CaseStage)
    assert (fact.stage, fact.step, fact.by, fact.since_on) == (step.target, step.code, "ruler", made.on)
    assert Entry.objects.get(number=fact.entry_id).action == f"casework.case.{step.code}"
    assert made.stage == step.target
    assert verify_records() is None


@pytest.mark.parametrize(("kind", "step", "source"), STEPS, ids=NAMES)
def test_a_step_is_taken_by_the_roles_of_its_permission_and_refused_to_all_others(
    kind: str, step: Step, source: str
) -> None:
    made = come_to(kind, source)
    refused = [role for role in ROLES.values() if step.by not in {p.value for p in role.permissions}]
    before = CaseStage.objects.count()

    for role in refused:
        with pytest.raises(StepNotAllowed):
            take(made, step.code, permissions={p.value for p in role.permissions})

    assert CaseStage.objects.count() == before
    allowed = next(role for role in ROLES.values() if step.by in {p.value for p in role.permissions})
    take(made, step.code, permissions={p.value for p in allowed.permissions})


@pytest.mark.parametrize(("kind", "step", "source"), STEPS, ids=NAMES)
def test_a_step_is_refused_while_anything_it_needs_is_missing(kind: str, step: Step, source: str) -> None:
    made = come_to(kind, source)
    there = queries.whole(made.case, AsOf(made.on)).has
    lacking = [need for need in step.needs if need not in there]

    for at, need in enumerate(lacking):
        with pytest.raises(StepIncomplete) as refused:
            take(made, step.code, whole=False)
        assert [missing.code for missing in refused.value.missing] == lacking[at:]
        give(made, need)
    take(made, step.code, whole=False)


@pytest.mark.parametrize(
    ("kind", "step", "source"),
    [row for row in STEPS if row[1].not_by],
    ids=lambda value: str(getattr(value, "code", value)),
)
def test_who_claims_cannot_verify(kind: str, step: Step, source: str) -> None:
    made = come_to(kind, source)
    claimer = next(stage.by for stage in queries.whole(made.case, AsOf(made.on)).stages if stage.step == step.not_by[0])

    with pytest.raises(StepNotAllowed):
        take(made, step.code, by=claimer)
    take(made, step.code, by="another")


@pytest.mark.parametrize("days", [1, 40])
def test_a_check_is_not_taken_before_its_months_have_passed(days: int) -> None:
    made = come_to("REVIVAL", "RESTARTED")
    restarted = made.on
    give(made, "CHECK_3")

    with pytest.raises(StepNotAllowed):
        working.take_step(
            case=made.case,
            step="watch_3",
            on=restarted + timedelta(days),
            permissions={"casework.verify"},
            by="dabir",
            at=AT,
        )


def test_a_step_on_a_day_before_the_last_one_is_refused() -> None:
    made = come_to("REVIVAL", "DIAGNOSIS")
    made.on -= timedelta(1)

    with pytest.raises((StepNotAllowed, queries.NotBegun)):
        take(made, "find_viable")


def test_two_people_on_one_case_are_told() -> None:
    made = come_to("REVIVAL", "DIAGNOSIS")
    seen, _ = queries.version(made.case)
    give(made, "MAIN_CAUSE")

    with pytest.raises(ChangedMeanwhile) as told:
        working.answer(case=made.case, answers={"demand": "LOW"}, on=made.on, seen=seen, by="other", at=AT)

    assert told.value.by == "moshaver"


def test_a_unit_has_one_case_of_a_kind_under_way() -> None:
    made = begin()

    with pytest.raises(CaseRefused, match=made.case.number):
        begin(unit=made.case.unit_id)
    assert begin("OBSTACLE", unit=made.case.unit_id).stage == "IDENTIFIED"


def test_a_new_case_may_follow_one_that_ended() -> None:
    made = come_to("REVIVAL", "RELAPSED")

    again = working.open_case(kind="REVIVAL", unit=made.case.unit_id, on=made.on + timedelta(9), by="dabir", at=AT)

    assert again.number == "R-1390-2" or again.number.endswith("-1")


def test_numbers_follow_each_other_in_their_year() -> None:
    assert [begin().case.number for _ in range(3)] == ["R-1390-1", "R-1390-2", "R-1390-3"]


def test_a_rule_of_the_office_holds_for_cases_that_begin_after_it() -> None:
    before = begin()
    planning.set_term(
        workflow="REVIVAL",
        clock="OPENING",
        days=9,
        valid_from=DAY + timedelta(1),
        source="بخشنامهٔ ۱۲",
        by="rais",
        at=AT,
    )
    after = working.open_case(kind="REVIVAL", unit=factories.unit().pk, on=DAY + timedelta(1), by="dabir", at=AT)

    def days(case: Any) -> int:
        on = DAY + timedelta(2)
        return queries.whole(case, AsOf(on)).times(on, Closures())[0].days

    assert (days(before.case), days(after)) == (5, 9)


def test_a_pause_stops_the_clock_and_the_rest_of_the_time_stays() -> None:
    made = begin()  # 1 Farvardin 1390, a Monday; five working days without holidays end on Sunday 7
    on = DAY + timedelta(2)
    working.pause(case=made.case, is_paused=True, on=on, reason="دادگاه", by="dabir", at=AT)

    def opening(day: Any) -> Any:
        return queries.whole(made.case, AsOf(day)).times(day, Closures())[0]

    assert opening(DAY + timedelta(30)).running is Running.PAUSED
    working.pause(case=made.case, is_paused=False, on=DAY + timedelta(32), reason="رأی آمد", by="dabir", at=AT)
    assert opening(DAY + timedelta(33)).due_on == DAY + timedelta(36)  # one day had passed; four are left, from Friday
    with pytest.raises(CaseRefused):
        working.pause(case=made.case, is_paused=False, on=DAY + timedelta(33), reason="دوباره", by="dabir", at=AT)


def test_causes_are_several_and_weighted_and_one_is_the_main_one() -> None:
    made = come_to("REVIVAL", "DIAGNOSIS")
    found = [working.Found("MARKET", 70, is_main=True), working.Found("ENERGY", 30)]
    working.find_causes(case=made.case, causes=found, on=made.on, by="moshaver", at=AT)
    working.find_causes(
        case=made.case,
        causes=[working.Found("ENERGY", 80, is_main=True)],
        on=made.on + timedelta(1),
        by="moshaver",
        at=AT,
    )

    def held(day: Any) -> list[tuple[str, int]]:
        return [(fact.cause, fact.weight) for fact in queries.causes_of(made.case, AsOf(day))]

    assert held(made.on) == [("MARKET", 70), ("ENERGY", 30)]
    assert held(made.on + timedelta(1)) == [("ENERGY", 80)]
    made.case.refresh_from_db()
    assert made.case.main_cause == "ENERGY"


@pytest.mark.parametrize(
    "causes",
    [
        [working.Found("MARKET", 70)],
        [working.Found("MARKET", 70, is_main=True), working.Found("ENERGY", 70, is_main=True)],
        [working.Found("MARKET", 101, is_main=True)],
        [working.Found("MARKET", 0, is_main=True)],
        [working.Found("MARKET", 7, is_main=True), working.Found("MARKET", 9)],
    ],
)
def test_a_finding_that_is_not_whole_is_refused(causes: list[working.Found]) -> None:
    made = begin()

    with pytest.raises(CaseRefused):
        working.find_causes(case=made.case, causes=causes, on=made.on, by="moshaver", at=AT)


def test_a_task_is_claimed_by_one_and_verified_by_another_with_what_shows_it() -> None:
    made = begin()
    give(made, "PLAN")
    (task,) = queries.whole(made.case, AsOf(made.on)).plan

    def set_to(state: str, **rest: Any) -> None:
        planning.set_task(item=task.item, state=state, on=made.on, at=AT, **rest)

    with pytest.raises(CaseRefused):
        set_to("VERIFIED", note="عکس", may_verify=True, by="bazdid")
    set_to("CLAIMED", by="malek")
    for rest in (
        {"note": "عکس", "may_verify": True, "by": "malek"},
        {"note": " ", "may_verify": True, "by": "bazdid"},
        {"note": "عکس", "may_verify": False, "by": "bazdid"},
    ):
        with pytest.raises(CaseRefused):
            set_to("VERIFIED", **rest)
    set_to("VERIFIED", note="عکس", may_verify=True, by="bazdid")

    assert queries.whole(made.case, AsOf(made.on)).plan[0].state.state == "VERIFIED"


def test_a_paper_taken_back_is_missing_again_and_stays_in_the_record() -> None:
    made = begin()
    give(made, "REQUEST")
    (paper,) = queries.whole(made.case, AsOf(made.on)).papers

    with pytest.raises(CaseRefused):
        working.take_paper_back(paper=paper, reason=" ", by="dabir", at=AT)
    working.take_paper_back(paper=paper, reason="از واحدی دیگر است", by="dabir", at=AT)

    assert "REQUEST" not in queries.whole(made.case, AsOf(made.on)).has
    assert Entry.objects.latest("number").reason == "از واحدی دیگر است"


def test_a_paper_that_the_workflow_does_not_know_is_refused() -> None:
    with pytest.raises(CaseRefused):
        working.add_paper(case=begin().case, need="TRANSFER", on=DAY, number="1", by="dabir", at=AT)
    with pytest.raises(CaseRefused):
        working.add_paper(case=begin().case, need="REQUEST", on=DAY, by="dabir", at=AT)


def test_a_case_under_way_keeps_the_table_it_began_with() -> None:
    made = come_to("REVIVAL", "DIAGNOSIS")

    assert queries.workflow_for(made.case) is workflow_of("REVIVAL", DAY)
