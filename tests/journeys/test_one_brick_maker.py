"""One brick maker from the list of idle units to a durable revival, and another that relapses.

At each turn the figures that must move are counted as of that day and as of the day before; the others stand still.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import EVERYTHING
from hamahang.accounts.roles import ROLES
from hamahang.board import drafting, following, letters, sessions
from hamahang.board import queries as board
from hamahang.briefing.official import papers
from hamahang.casework import planning, queries, working
from hamahang.casework.diagnosing import questions
from hamahang.domain.board import BoardRefused
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.workflow import StepIncomplete, StepNotAllowed
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import company_key
from hamahang.domain.visits import FindingDraft, VisitDraft
from hamahang.indicators import queries as indicators
from hamahang.ledger import queries as ledger
from hamahang.visits.actions import record_visit
from tests.province import NOW, Province

pytestmark = pytest.mark.django_db
BANK = "بانک صنعت و معدن"
WATCHED = (
    "units_idle", "units_active", "units_seen_idle", "visits_made", "persons_seen", "idle_units_in_diagnosis",
    "revival_cases_planned", "idle_units_restarted", "units_restarted_this_year", "revivals_durable",
    "revivals_relapsed", "jobs_returned_by_revival", "sessions_held", "resolutions_passed", "resolutions_in_progress",
    "resolutions_done_claimed", "resolutions_done_verified", "jobs_verified", "idle_units_identified",
)  # fmt: skip


def count(code: str, day: date) -> Any:
    return indicators.compute(code, asof=ledger.as_of(day=day), scope=ALL, reach=EVERYTHING).value


@contextmanager
def moving(day: date, **by: int) -> Iterator[None]:
    """Check that what happens on a day moves these figures by so much, and no other of the watched ones."""
    before = {code: count(code, day) for code in WATCHED}
    yield
    after = {code: count(code, day) for code in WATCHED}
    moved = {code: after[code] - before[code] for code in WATCHED if after[code] != before[code]}
    assert moved == {code: change for code, change in by.items() if change}, day  # nought: it must not move


def may(role: str) -> frozenset[str]:
    return frozenset(permission.value for permission in ROLES[role].permissions)


@dataclass
class Unit:
    """A brick maker's case in the hands of the office, and the day it has come to."""

    province: Province
    case: Any
    on: date

    def visit(self, state: str, persons: int, *, causes: tuple[str, ...] = ()) -> None:
        draft = VisitDraft(
            key=str(uuid.uuid4()), visited_on=self.on, state=state, written_at=datetime(2011, 7, 6, 9, tzinfo=UTC),
            unit=self.case.unit_id, persons_seen=persons, findings=tuple(FindingDraft(cause) for cause in causes),
        )  # fmt: skip
        record_visit(draft=draft, store=self.province.store, limit=1024, by="moshaver", at=NOW)

    def paper(self, need: str) -> None:
        working.add_paper(case=self.case, need=need, on=self.on, number=f"12/{need}", by="dabir", at=NOW)

    def step(self, code: str, role: str, by: str, reason: str = "") -> None:
        working.take_step(
            case=self.case, step=code, on=self.on, permissions=may(role), reason=reason, by=by, at=NOW
        )  # fmt: skip

    def later(self, days: int) -> None:
        self.on += timedelta(days=days)

    @property
    def lacking(self) -> dict[str, set[str]]:
        """What is missing, by step."""
        return {
            ahead.step.code: {need.code for need in ahead.missing}
            for ahead in queries.whole(self.case, AsOf(self.on)).way.ahead()
        }


def brick_maker(province: Province, number: str) -> Unit:
    case = queries.cases_by_number("REVIVAL")[number]
    assert "آجر" in case.unit.name
    return Unit(province, case, from_jalali(1390, 4, 15))


def diagnosed(unit: Unit) -> None:
    """See it, ask, find the causes, and let the head decide that it can be revived."""
    with moving(unit.on, visits_made=1, units_seen_idle=1, persons_seen=2):
        unit.visit("IDLE", 2, causes=("BANK_DEBT",))
    assert "VISIT_REPORT" not in unit.lacking["find_viable"]

    unit.later(6)
    answers = {question.code: question.answers[0].code for question in questions() if question.is_required}
    with moving(unit.on):
        working.answer(case=unit.case, answers=answers | {"debt": "OVERDUE"}, on=unit.on, by="moshaver", at=NOW)
        found = [working.Found(unit.case.main_cause, 70, is_main=True), working.Found("MACHINERY", 30)]
        working.find_causes(case=unit.case, causes=found, on=unit.on, by="moshaver", at=NOW)
    assert unit.lacking["find_viable"] == {"BANK_STATEMENT", "INSURANCE_DEBT"}
    with pytest.raises(StepIncomplete):
        unit.step("find_viable", "HEAD", "rais")

    unit.paper("BANK_STATEMENT")
    unit.paper("INSURANCE_DEBT")
    with pytest.raises(StepNotAllowed):
        unit.step("find_viable", "CONSULTANT", "moshaver")
    unit.step("find_viable", "HEAD", "rais")


def decided(unit: Unit) -> Any:
    """Bring it before the board; return the resolution, notified by letter."""
    unit.later(9)
    by: dict[str, Any] = {"by": "dabir", "at": NOW}
    committee = sessions.found_committee(
        code=f"c{unit.case.pk}", kind="BOARD", name="ستاد", prefix=unit.case.number, **by
    )
    bank = accounts.agencies_by_key()[company_key(BANK)]
    seat = sessions.give_seat(committee=committee, agency=bank, person="رئیس", post="مدیر", since_on=unit.on, **by)
    session = sessions.plan_session(committee=committee, planned_on=unit.on, on=unit.on, **by)
    matter = sessions.Matter("وثیقهٔ کوره", "REQUEST", unit=unit.case.unit_id, case=unit.case.pk)
    item = sessions.add_item(session=session, matter=matter, **by)
    with moving(unit.on, sessions_held=1):
        sessions.hold_session(
            session=session, held_on=unit.on, presences={seat.pk: "PRESENT"}, permissions=may("SECRETARY"), **by
        )
    wording = drafting.Wording("آزادشدن وثیقه", (bank.pk,), unit.on + timedelta(days=30), unit_duty="آوردن ضامن")
    with moving(unit.on, resolutions_passed=1):
        resolution = drafting.draft_resolution(item=item, wording=wording, **by)
        drafting.pass_drafts(session=session, on=unit.on, permissions=may("SECRETARY"), **by)
    letters.notify(
        resolutions=[resolution], on=unit.on, write=papers.letter, permissions=may("SECRETARY"), **by
    )  # fmt: skip
    return resolution


def planned(unit: Unit) -> None:
    bank = accounts.agencies_by_key()[company_key(BANK)]
    planning.add_task(
        case=unit.case, text="آزادشدن وثیقه", side="AGENCY", agency=bank, due_on=unit.on + timedelta(30), on=unit.on,
        by="dabir", at=NOW,
    )  # fmt: skip
    unit.paper("OWNER_DUTY")
    with moving(unit.on, revival_cases_planned=1):
        unit.step("plan", "HEAD", "rais")
    unit.paper("NOTICE")
    unit.step("begin", "ESTATES", "shahrak")


def carried_out(resolution: Any, on: date) -> date:
    """Let the bank answer, and somebody else verify: a claim counts as claimed only."""
    key = company_key(BANK)
    step: dict[str, Any] = {"resolution": resolution, "at": NOW}
    with moving(on, resolutions_in_progress=1):
        following.take_step(step="start", on=on, permissions=may("BANK"), agency=key, by="bank", **step)
    on += timedelta(days=12)
    following.add_paper(need="ANSWER", on=on, number="۸/۲۲", agency=key, by="bank", **step)
    with moving(on, resolutions_in_progress=-1, resolutions_done_claimed=1):
        following.take_step(step="claim", on=on, permissions=may("BANK"), agency=key, by="bank", **step)
    on += timedelta(days=3)
    following.add_paper(need="PROOF", on=on, note="سند رهن آزاد شد", by="shahrak", **step)
    with pytest.raises((BoardRefused, StepNotAllowed)):
        following.take_step(step="verify", on=on, permissions=may("SECRETARY"), by="bank", **step)
    with moving(on, resolutions_done_claimed=-1, resolutions_done_verified=1):
        following.take_step(step="verify", on=on, permissions=may("ESTATES"), by="shahrak", **step)
    return on


def restarted(unit: Unit, heads: int) -> date:
    """See it at work; return the day of its restart."""
    unit.later(20)
    assert unit.lacking["restart"] == {"SEEN_RUNNING", "HEADS", "OUTCOME"}
    with moving(unit.on, units_idle=-1, units_active=1, units_seen_idle=-1, visits_made=1, persons_seen=heads - 2):
        unit.visit("ACTIVE_MIDDLE", heads)
    with moving(unit.on, jobs_returned_by_revival=heads):
        planning.record_outcome(
            case=unit.case, outcome="REVIVED", jobs_returned=heads, jobs_safeguarded=0, proof=Proof.SEEN, on=unit.on,
            by="shahrak", at=NOW,
        )  # fmt: skip
    with moving(unit.on, idle_units_restarted=1, units_restarted_this_year=1, revival_cases_planned=-1):
        unit.step("restart", "ESTATES", "shahrak")
    return unit.on


def test_a_brick_maker_comes_back_and_stays(province: Province) -> None:
    unit = brick_maker(province, "1390-014")
    diagnosed(unit)
    resolution = decided(unit)
    planned(unit)
    unit.on = carried_out(resolution, unit.on + timedelta(days=2))
    assert board.states_of(resolution, AsOf(unit.on))[-1].state == "DONE_VERIFIED"
    back = restarted(unit, heads=18)

    for months, code, check in ((3, "watch_3", "CHECK_3"), (6, "watch_6", "CHECK_6"), (12, "endure", "CHECK_12")):
        unit.on = months_later(back, months) - timedelta(days=1)
        unit.paper(check)
        if code == "endure":
            unit.paper("INSURED")
        with pytest.raises(StepNotAllowed):
            unit.step(code, "ESTATES", "shahrak")
        unit.on = months_later(back, months)
        with moving(unit.on, revivals_durable=months // 12):
            unit.step(code, "ESTATES", "shahrak")

    assert queries.whole(unit.case, AsOf(unit.on)).stage == "DURABLE"
    # as of each earlier day it stands where it stood
    assert queries.whole(unit.case, AsOf(back)).stage == "RESTARTED"
    assert count("revivals_durable", unit.on - timedelta(days=1)) == count("revivals_durable", unit.on) - 1


def test_another_one_relapses_and_its_jobs_are_counted_no_more(province: Province) -> None:
    unit = brick_maker(province, "1390-020")
    diagnosed(unit)
    decided(unit)
    planned(unit)
    back = restarted(unit, heads=11)

    unit.on = months_later(back, 3)
    unit.paper("CHECK_3")
    unit.step("watch_3", "ESTATES", "shahrak")
    unit.later(40)
    with moving(unit.on, units_idle=1, units_active=-1, units_seen_idle=1, visits_made=1, persons_seen=-10):
        unit.visit("IDLE", 1)
    with moving(unit.on, revivals_relapsed=1, jobs_returned_by_revival=-11):
        unit.step("relapse", "ESTATES", "shahrak", reason="کوره خاموش است")

    assert queries.whole(unit.case, AsOf(unit.on)).stage == "RELAPSED"
    assert queries.whole(unit.case, AsOf(unit.on - timedelta(days=1))).stage == "WATCHED_3"
