"""The action plan of a case, its outcome, and the office's own times."""

from datetime import date, datetime

from hamahang.accounts.models import Agency
from hamahang.casework import queries
from hamahang.casework.models import Case, CaseOutcome, ClockTerm, PlanItem, PlanItemState
from hamahang.domain.casework import OUTCOMES, SIDES, CaseRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording


def add_task(
    *,
    case: Case,
    text: str,
    side: str,
    due_on: date,
    on: date,
    agency: Agency | None = None,
    remedy: str = "",
    cost: int | None = None,
    jobs: int | None = None,
    by: str,
    at: datetime,
) -> PlanItem:
    """Add a task to the action plan of a case: of an agency, or the unit's own duty.

    cost: whole rials; jobs: persons
    :raises CaseRefused: if it has no words, its side and agency do not fit, or it is due before it is given
    """
    if not text.strip() or side not in SIDES:
        raise CaseRefused(Text(fa="کار و مسئول آن را بنویسید", en="Say what is to be done and by whom"))
    if (side == "AGENCY") != (agency is not None):
        raise CaseRefused(Text(fa="دستگاه مسئول را برگزینید", en="Choose the agency that is responsible"))
    if due_on < on:
        raise CaseRefused(Text(fa="مهلت پیش از روز برنامه است", en="It is due before the day of the plan"))
    with recording(action="casework.task.added", by=by, at=at):
        item = PlanItem(
            case=case, text=text.strip(), side=side, agency=agency, remedy=remedy, due_on=due_on, cost=cost, jobs=jobs
        )
        item.save()
        PlanItemState(item=item, state="OPEN", since_on=on, by=by, proof=Proof.DECLARED).save()
    return item


def set_task(
    *, item: PlanItem, state: str, on: date, note: str = "", may_verify: bool = False, by: str, at: datetime
) -> PlanItemState:
    """Claim a task done, verify it, drop it or open it again.

    :raises CaseRefused: if a claim is verified without the right, by its claimer, or without saying what shows it
    """
    with recording(action=f"casework.task.{state.lower()}", by=by, at=at, reason=note):
        before = queries.task_state(item, AsOf(on))
        if state == "VERIFIED":
            _verifiable(before, note, may_verify=may_verify, by=by)
        elif state == "DROPPED" and not note.strip():
            raise CaseRefused(Text(fa="دلیل کنارگذاشتن را بنویسید", en="Say why it is dropped"))
        proof = max(
            Proof.CONFIRMED if state == "VERIFIED" else Proof.DECLARED, before.proof if before.since_on == on else 0
        )
        fact = PlanItemState(item=item, state=state, since_on=on, note=note, by=by, proof=proof)
        fact.save()
    return fact


def _verifiable(before: PlanItemState, note: str, *, may_verify: bool, by: str) -> None:
    if not may_verify or before.state != "CLAIMED":
        raise CaseRefused(Text(fa="تنها اظهار انجام را می‌توان تأیید کرد", en="Only a claim can be verified"))
    if before.by == by:
        raise CaseRefused(Text(fa="اظهارکننده نمی‌تواند تأییدکننده باشد", en="Whoever claims it done cannot verify it"))
    if not note.strip():
        raise CaseRefused(Text(fa="بنویسید چه سندی آن را نشان می‌دهد", en="Say what shows it"))


def record_outcome(
    *,
    case: Case,
    outcome: str,
    jobs_returned: int,
    jobs_safeguarded: int,
    proof: Proof,
    on: date,
    by: str,
    at: datetime,
) -> CaseOutcome:
    """Record how a case ended, with its jobs at a level of proof. jobs: persons.

    :raises CaseRefused: if the class is unknown or a number is negative
    """
    if outcome not in OUTCOMES or min(jobs_returned, jobs_safeguarded) < 0:
        raise CaseRefused(
            Text(fa="دستهٔ نتیجه و شمار شغل را درست کنید", en="Correct the class of the outcome and the jobs")
        )
    fact = CaseOutcome(
        case=case,
        outcome=outcome,
        jobs_returned=jobs_returned,
        jobs_safeguarded=jobs_safeguarded,
        proof=proof,
        since_on=on,
    )
    with recording(action="casework.outcome.recorded", by=by, at=at):
        fact.save()
    return fact


def set_term(
    *, workflow: str, clock: str, days: int, valid_from: date, source: str, by: str, at: datetime
) -> ClockTerm:
    """Give a clock other days for the cases that begin from a day on; the source of the rule is part of it.

    :raises CaseRefused: if there is no such clock, the days are out of bounds, or no source is given
    """
    known = {clock.code for clock in queries.table_on(workflow, valid_from).clocks}
    if clock not in known or not 0 < days <= 1000 or not source.strip():
        raise CaseRefused(
            Text(fa="مهلت، روزها و مأخذ آن را درست کنید", en="Correct the clock, its days and its source")
        )
    term = ClockTerm(workflow=workflow, clock=clock, days=days, valid_from=valid_from, source=source.strip())
    with recording(action="casework.term.set", by=by, at=at):
        before = ClockTerm.objects.filter(workflow=workflow, clock=clock, valid_from=valid_from, voided_entry=None)
        for earlier in before:
            earlier.void()
        term.save()
    return term
