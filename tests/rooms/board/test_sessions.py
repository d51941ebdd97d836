"""Sessions: quorum, agenda, minutes, drafts that are passed, letters, objections, and who changed it meanwhile."""

from datetime import date, timedelta
from typing import Any

import pytest

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import Reach
from hamahang.accounts.roles import ROLES
from hamahang.board import drafting, following, letters, meetings, proposing, queries, sessions
from hamahang.board.models import Letter, Resolution, ResolutionNow
from hamahang.briefing.official import papers
from hamahang.casework import queries as casework
from hamahang.domain.board import BoardRefused
from hamahang.domain.flows.workflow import Step, StepIncomplete, StepNotAllowed, faults
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.domain.sessions import SESSIONS, NoQuorum
from hamahang.ledger.verification import verify_records
from hamahang.territory import queries as territory
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona
from tests.rooms.board.sitting import ALL, BY, DUE, Sitting, sitting
from tests.rooms.casework.cases import come_to, take

pytestmark = pytest.mark.django_db


def notify(found: Sitting, **rest: Any) -> list[Letter]:
    resolutions = [now.resolution for now in meetings.resolutions_of_session(found.session)]
    given = {"on": DAY, "write": papers.letter, "permissions": ALL} | rest
    return letters.notify(resolutions=resolutions, **given, **BY)


def state(resolution: Resolution) -> str:
    return ResolutionNow.objects.get(resolution=resolution).state


def test_a_session_without_its_quorum_is_not_held_and_leaves_no_trace() -> None:
    found = sitting()

    with pytest.raises(NoQuorum):
        found.hold(came=1)

    assert meetings.state_of(found.session).state == "PLANNED"
    assert meetings.attendance_of(found.session) == []
    found.hold(came=2)
    assert [one.presence for one in meetings.attendance_of(found.session)] == ["PRESENT", "PRESENT", "ABSENT"]
    assert verify_records() is None


def test_a_deputy_fills_the_seat_and_one_who_left_has_none() -> None:
    found = sitting(quorum="TWO_THIRDS")
    sessions.end_seat(seat=found.seats[2], until_on=DAY, **BY)
    presences = {found.seats[0].pk: "DEPUTY", found.seats[1].pk: "PRESENT"}

    sessions.hold_session(session=found.session, held_on=DAY + timedelta(1), presences=presences, permissions=ALL, **BY)

    assert [one.presence for one in meetings.attendance_of(found.session)] == ["DEPUTY", "PRESENT"]


def test_an_empty_agenda_or_a_person_without_the_right_holds_nothing() -> None:
    found = sitting()
    with pytest.raises(StepNotAllowed):
        found.hold(permissions=frozenset())
    sessions.remove_item(item=found.item, **BY)

    with pytest.raises(StepIncomplete):
        found.hold()


def test_the_next_session_has_the_next_number() -> None:
    found = sitting()
    later = sessions.plan_session(committee=found.session.committee, planned_on=DUE, on=DAY, **BY)

    assert (found.session.number, later.number) == (1, 2)


def test_items_change_places_and_the_ends_stay() -> None:
    found = sitting()
    second = sessions.add_item(session=found.session, matter=sessions.Matter("دوم", "REQUEST"), **BY)
    sessions.move_item(item=second, up=True, **BY)
    sessions.move_item(item=second, up=True, **BY)

    assert [item.subject for item in meetings.items_of(found.session)] == ["دوم", "گاز شهرک"]
    assert [item.position for item in meetings.items_of(found.session)] == [1, 2]


def test_two_people_on_one_item_are_told_and_nothing_is_written_over() -> None:
    found = sitting()
    seen = meetings.version(found.item)
    given = {"outcome": "DECIDED", "seen": seen, "at": AT}
    sessions.write_minutes(item=found.item, discussion="سخن نخست", by="dabir", **given)
    other = meetings.item_by_id(found.session.pk, found.item.pk)
    assert other is not None

    with pytest.raises(ChangedMeanwhile, match="dabir"):
        sessions.write_minutes(item=other, discussion="سخن دوم", by="yar", **given)
    with pytest.raises(ChangedMeanwhile, match="dabir"):
        sessions.move_item(item=other, up=True, seen=seen, by="yar", at=AT)

    assert meetings.items_of(found.session)[0].discussion == "سخن نخست"


def test_nothing_is_passed_before_the_session_is_held() -> None:
    found = sitting()
    draft = found.draft()
    with pytest.raises(BoardRefused):
        drafting.pass_drafts(session=found.session, on=DAY, permissions=ALL, **BY)
    found.hold()

    drafting.pass_drafts(session=found.session, on=DAY, permissions=ALL, **BY)

    assert state(draft) == "PASSED"
    assert draft.number == "1390/1/1"


def test_a_draft_decides_nothing_and_a_dropped_number_is_not_used_again() -> None:
    found = sitting()
    draft = found.draft()
    late = AsOf(DUE + timedelta(10))
    assert list(queries.states(late)) == list(queries.overdue(late)) == []
    assert not queries.is_charged(draft, queries.executor_key(draft))
    drafting.drop_draft(resolution=draft, **BY)

    assert found.draft().number == "1390/1/2"
    assert verify_records() is None
    with pytest.raises(BoardRefused):
        drafting.drop_draft(resolution=draft, **BY)


def test_signed_minutes_are_closed_and_wait_for_every_draft() -> None:
    found = sitting()
    found.hold()
    found.draft()
    given = {"session": found.session, "step": "sign", "on": DAY, "permissions": ALL} | BY
    with pytest.raises(StepIncomplete):
        sessions.move_session(**given)
    drafting.pass_drafts(session=found.session, on=DAY, permissions=ALL, **BY)
    sessions.move_session(**given)

    for late in (
        lambda: sessions.write_minutes(item=found.item, discussion="x", outcome="", **BY),
        lambda: sessions.add_item(session=found.session, matter=sessions.Matter("x", "CHAIR"), **BY),
        lambda: found.draft(),
    ):
        with pytest.raises(BoardRefused):
            late()


def test_the_table_of_sessions_is_whole() -> None:
    assert faults(SESSIONS, permissions=[permission.value for permission in Permission]) == []


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("step", SESSIONS.steps, ids=lambda step: step.code)
def test_each_persona_takes_the_steps_of_a_session_or_is_refused(step: Step, role: str) -> None:
    found = sitting()
    if "HELD" in step.sources:
        found.hold()
    may = {permission.value for permission in ROLES[role].permissions}

    def take() -> None:
        if step.code == "hold":
            found.hold(permissions=may)
        else:
            sessions.move_session(session=found.session, step=step.code, on=DAY, permissions=may, reason="x", **BY)

    if step.by in may:
        take()
    else:
        with pytest.raises((StepNotAllowed, BoardRefused)):
            take()

    state = meetings.state_of(found.session).state
    assert state == (step.target if step.by in may else step.sources[0])
    assert verify_records() is None


@pytest.mark.parametrize("wrong", [{"text": " "}, {"agencies": ()}, {"due_on": DAY - timedelta(1)}])
def test_a_draft_that_is_not_whole_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BoardRefused):
        sitting().draft(**wrong)


def test_one_click_writes_a_letter_to_each_agency_and_notifies_all() -> None:
    found = sitting()
    found.hold()
    gas, power, _ = (agency.pk for agency in found.agencies)
    both = found.draft(agencies=(gas, power))
    alone = found.draft(text="وصل برق", agencies=(power,))
    with pytest.raises(BoardRefused):
        notify(found)
    drafting.pass_drafts(session=found.session, on=DAY, permissions=ALL, **BY)

    written = notify(found)

    assert [(letter.agency_id, meetings.resolutions_of_letter(letter)) for letter in written] == [
        (gas, [both.pk]),
        (power, [both.pk, alone.pk]),
    ]
    assert [letter.number for letter in written] == ["1390/د/1", "1390/د/2"]
    assert {state(both), state(alone)} == {"NOTIFIED"}
    assert "گازرسانی به شهرک" in str(written[0].words)
    assert verify_records() is None
    with pytest.raises(BoardRefused):
        notify(found)


def test_a_helper_answers_and_does_not_claim() -> None:
    found = sitting()
    found.hold()
    gas, power, _ = found.agencies
    passed = found.passed(agencies=(gas.pk, power.pk))
    notify(found)
    given = {"resolution": passed, "on": DAY, "agency": power.name_key, "by": "bargh", "at": AT}

    following.add_paper(need="ANSWER", note="بخش ما انجام شد", **given)

    with pytest.raises(BoardRefused):
        following.take_step(step="claim", permissions=ALL, **given)


def test_an_executor_that_is_no_known_agency_is_named() -> None:
    found = following.pass_resolution(number="x/1", text="x", executor="ادارهٔ ناشناس", passed_on=DAY, due_on=DUE, **BY)
    with pytest.raises(BoardRefused, match="ناشناس"):
        letters.notify(resolutions=[found], on=DAY, write=papers.letter, permissions=ALL, **BY)


def test_a_resolution_binds_after_its_days_and_an_objection_holds_it_back() -> None:
    found = sitting()
    found.hold()
    passed = found.passed()
    assert meetings.binds_from(passed, AsOf(DUE)) is None
    notify(found)
    passed.refresh_from_db()
    until = passed.objection_until
    assert until is not None
    assert meetings.binds_from(passed, AsOf(until)) is None
    assert meetings.binds_from(passed, AsOf(until + timedelta(1))) == until + timedelta(1)
    persona("AGENCY", agency=found.agencies[0])
    objection = drafting.object_to(
        resolution=passed, text="بودجه نیست", on=DAY, agency=found.agencies[0].name_key, by="test-agency", at=AT
    )
    assert meetings.binds_from(passed, AsOf(DUE)) is None
    settle = {"objection": objection, "outcome": "DISMISSED", "answer": "اعتبار هست", "permissions": ALL}
    with pytest.raises(BoardRefused):
        drafting.settle_objection(on=DUE, by="test-agency", at=AT, **settle)

    drafting.settle_objection(on=DUE, by="rais", at=AT, **settle)

    assert meetings.binds_from(passed, AsOf(DUE)) == DUE + timedelta(1)
    with pytest.raises(BoardRefused):
        drafting.object_to(resolution=passed, text="باز", on=until + timedelta(1), by="dabir", at=AT)
    assert verify_records() is None


def test_an_objection_that_is_upheld_cancels() -> None:
    found = sitting()
    found.hold()
    passed = found.passed()
    notify(found)
    objection = drafting.object_to(resolution=passed, text="نشدنی", on=DAY, by="gaz", at=AT)

    drafting.settle_objection(
        objection=objection, outcome="UPHELD", answer="درست است", on=DAY, permissions=ALL, by="rais", at=AT
    )

    assert state(passed) == "CANCELLED"


def test_the_units_own_part_is_followed_by_day() -> None:
    found = sitting()
    draft = found.draft(unit_duty="پرداخت حق انشعاب", unit_duty_due_on=DUE)
    drafting.record_duty(resolution=draft, state="DONE", on=DUE, **BY)

    duties = [meetings.duty_of(draft.pk, AsOf(day)) for day in (DAY, DUE)]

    assert [duty.state if duty else "" for duty in duties] == ["OPEN", "DONE"]
    with pytest.raises(BoardRefused):
        drafting.record_duty(resolution=found.draft(), state="DONE", on=DUE, **BY)


def test_the_agenda_is_proposed_from_what_is_left() -> None:
    unit = factories.unit(name="آجر زاگرس")
    found = sitting()
    found.hold()
    late = found.passed()
    notify(found)
    sessions.write_minutes(item=found.item, discussion="", outcome="POSTPONED", **BY)
    claimed = factories.resolution(number="c/1", text="وام", unit=unit)
    factories.resolution_state(resolution=claimed, state="DONE_CLAIMED")
    case = factories.case(kind="OBSTACLE", unit=unit)
    factories.case_stage(case=case, stage="REFERRED")
    following_one = sessions.plan_session(committee=found.session.committee, planned_on=DUE, on=DAY, **BY)
    asof = AsOf(DUE + timedelta(20))

    proposed = proposing.proposals(following_one, asof)

    assert {(one.source, one.resolution or one.case) for one in proposed} == {
        ("POSTPONED", None),
        ("OVERDUE", late.pk),
        ("UNVERIFIED", claimed.pk),
        ("BLOCKED_CASE", case.pk),
    }
    for one in proposed:
        matter = sessions.Matter(one.subject, one.source, one.reason.fa, one.unit, one.case, one.resolution)
        sessions.add_item(session=following_one, matter=matter, **BY)
    assert proposing.proposals(following_one, asof) == []
    assert [state.resolution_id for state in meetings.history([unit.pk], asof)[unit.pk]] == [claimed.pk]
    due = meetings.escalations(asof)
    assert [(one.now.resolution_id, one.days, one.rule.code) for one in due] == [(late.pk, 20, "SESSION")]
    assert meetings.overdue_by_executor(asof) == [(queries.executor_key(late), late.executor, 1)]


def test_the_agenda_hears_of_times_that_run_out_and_promises_that_lag() -> None:
    found = sitting()
    made = come_to("REVIVAL", "VIABLE")
    running = casework.whole(made.case, AsOf(made.on)).times(made.on, territory.closures())
    (due_on,) = (time.due_on for time in running if time.stopped_on is None)
    assert due_on is not None
    promise = factories.commitment(title="دو هزار شغل", from_on=DAY, due_on=DAY + timedelta(100))
    place = factories.county()
    factories.target(commitment=promise, county=place, amount=200)
    claim = factories.job_claim(county=place)
    factories.job_evidence(claim=claim, persons=40, proof=5, since_on=DAY + timedelta(1))

    def proposed(day: date) -> dict[str, str]:
        return {one.source: one.reason.en for one in proposing.proposals(found.session, AsOf(day))}

    early = proposed(due_on - timedelta(11))
    assert "EXPIRING" not in early
    assert f"case {made.case.number}: time until" in proposed(due_on - timedelta(10))["EXPIRING"]
    # 20 % is verified: at risk once more than 30 % of the time has passed
    assert "COMMITMENT" not in proposed(DAY + timedelta(30))
    reason = "20 % of the promise is verified, and 31 % of its time has passed"
    assert proposed(DAY + timedelta(31))["COMMITMENT"] == reason
    take(made, "plan")
    assert "EXPIRING" not in proposed(due_on)


def test_an_officer_of_a_county_is_not_told_of_the_promise_of_the_province() -> None:
    found = sitting()
    share = factories.target(amount=200)
    late = AsOf(share.commitment.due_on)

    assert [one.source for one in proposing.proposals(found.session, late)] == ["COMMITMENT"]
    own = Reach(places=frozenset({share.county.code}))
    assert proposing.proposals(found.session, late, own) == []


def test_sessions_held_are_counted_by_the_day_they_were_held() -> None:
    found = sitting()
    found.hold(held_on=DAY + timedelta(2))

    assert [meetings.sessions_held(AsOf(DAY + timedelta(days))).count() for days in (1, 2, 3)] == [0, 1, 1]
