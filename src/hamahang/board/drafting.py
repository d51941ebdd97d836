"""Resolutions as they come out of a session: drafted in its minutes, passed together; the unit's part; objections."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hamahang.accounts import queries as accounts
from hamahang.board import following, meetings, queries
from hamahang.board.meetings import check_version
from hamahang.board.models import (
    AgendaItem,
    Objection,
    Resolution,
    ResolutionHelper,
    ResolutionState,
    Session,
    UnitDuty,
)
from hamahang.board.sessions import still_open
from hamahang.domain import sessions as rules
from hamahang.domain.board import BoardRefused, check_sides
from hamahang.domain.calendar import jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording


@dataclass(frozen=True, slots=True)
class Wording:
    """What a resolution says. agencies: keys, the first is the executor, the others help."""

    text: str
    agencies: tuple[int, ...]
    due_on: date
    subject: str = ""
    priority: int = 2
    unit_duty: str = ""
    unit_duty_due_on: date | None = None


def draft_resolution(
    *, item: AgendaItem, wording: Wording, seen: int | None = None, by: str, at: datetime
) -> Resolution:
    """Write a resolution down under an item; its number is the next of the session, and it is not passed yet.

    :raises BoardRefused: if text or executor is missing, it is due before the session, or the session is closed
    :raises BoardRefused: if somebody changed the item since it was seen
    """
    session = item.session
    with recording(action="board.resolution.drafted", by=by, at=at):
        check_version(seen, item)
        still_open(session)
        on = session.held_on or session.planned_on
        agencies = _named(wording, on)
        resolution = Resolution(
            number=_next_number(session),
            committee=session.committee.name,
            session_no=str(session.number),
            passed_on=on,
            text=wording.text.strip(),
            subject=(wording.subject or item.subject)[:120],
            executor=agencies[0].name,
            unit_id=item.unit_id,
            due_on=wording.due_on,
            session=session,
            item=item,
            unit_duty=wording.unit_duty,
            unit_duty_due_on=wording.unit_duty_due_on if wording.unit_duty else None,
            priority=wording.priority,
        )
        resolution.save()
        for agency in agencies[1:]:
            ResolutionHelper(resolution=resolution, agency=agency, named_on=on).save()
        ResolutionState(resolution=resolution, state="DRAFT", since_on=on, by=by, proof=Proof.LISTED).save()
        if wording.unit_duty:
            UnitDuty(resolution=resolution, state="OPEN", since_on=on, proof=Proof.LISTED).save()
    return resolution


def _named(wording: Wording, on: date) -> list[Any]:
    """Return the agencies in the order they were named.

    :raises BoardRefused: if the wording lacks something
    """
    agencies = accounts.agencies(wording.agencies)
    if not agencies or not wording.text.strip():
        raise BoardRefused(Text(fa="متن و دستگاه مجری مصوبه را بنویسید", en="Write the text and the executing agency"))
    if wording.due_on < on:
        raise BoardRefused(Text(fa="مهلت پیش از روز جلسه است", en="It is due before the day of the session"))
    return agencies


def _next_number(session: Session) -> str:
    """Return the number after the last of the session: a dropped draft leaves its number unused."""
    year, _, _ = jalali(session.held_on or session.planned_on)
    order = Resolution.objects.filter(session=session).count() + 1
    return rules.resolution_number(prefix=session.committee.prefix, year=year, session=session.number, order=order)


def drop_draft(*, resolution: Resolution, seen: int | None = None, by: str, at: datetime, reason: str = "") -> None:
    """Void a draft; its number is not used again.

    :raises BoardRefused: if it is no draft any more, or somebody changed it since it was seen
    """
    with recording(action="board.resolution.dropped", by=by, at=at, reason=reason):
        check_version(seen, resolution)
        if resolution.pk not in {draft.pk for draft in _drafts(resolution)}:
            raise BoardRefused(Text(fa="این مصوبه دیگر پیش‌نویس نیست", en="This resolution is no draft any more"))
        for fact in ResolutionState.objects.filter(resolution=resolution, voided_entry=None):
            fact.void()
        for helper in ResolutionHelper.objects.filter(resolution=resolution, voided_entry=None):
            helper.void()
        for duty in UnitDuty.objects.filter(resolution=resolution, voided_entry=None):
            duty.void()
        resolution.void()


def _drafts(resolution: Resolution) -> list[Resolution]:
    return meetings.drafts(resolution.session) if resolution.session else []


def pass_drafts(*, session: Session, on: date, permissions: Collection[str], by: str, at: datetime) -> list[Resolution]:
    """Pass all drafts of a session at once; return them.

    :raises BoardRefused: if the session was not held with its quorum
    """
    with recording(action="board.resolutions.passed", by=by, at=at):
        if meetings.state_of(session).state not in rules.HELD_STATES:
            raise BoardRefused(
                Text(
                    fa="نخست حاضران جلسه را بنویسید: بی حد نصاب چیزی تصویب نمی‌شود",
                    en="First write down who came: nothing is passed without a quorum",
                )
            )
        found = meetings.drafts(session)
        for draft in found:
            passed_on = max(on, draft.passed_on)
            following.take_step(resolution=draft, step="pass", on=passed_on, permissions=permissions, by=by, at=at)
    return found


def record_duty(*, resolution: Resolution, state: str, on: date, by: str, at: datetime) -> UnitDuty:
    """Write down where the unit's own part stands from a day on.

    :raises BoardRefused: if the resolution asks nothing of the unit
    """
    if not resolution.unit_duty or state not in rules.DUTY_STATES:
        raise BoardRefused(Text(fa="در این مصوبه تکلیفی بر عهدهٔ واحد نیست", en="It asks nothing of the unit"))
    duty = UnitDuty(resolution=resolution, state=state, since_on=on, proof=Proof.LISTED)
    with recording(action="board.duty.recorded", by=by, at=at):
        duty.save()
    return duty


def object_to(*, resolution: Resolution, text: str, on: date, agency: str = "", by: str, at: datetime) -> Objection:
    """Object to a resolution within its days; until that is settled it does not bind.

    agency: key of the person's agency, where the person belongs to one
    :raises BoardRefused: if the days are over or have not begun, nothing is said, or the agency is not charged with it
    """
    following.check_charged(resolution, agency)
    if not text.strip():
        raise BoardRefused(Text(fa="دلیل اعتراض را بنویسید", en="Give the reason of the objection"))
    with recording(action="board.objection.filed", by=by, at=at):
        until = Resolution.objects.values_list("objection_until", flat=True).get(pk=resolution.pk)
        if until is None or on > until:
            raise BoardRefused(
                Text(
                    fa="مهلت اعتراض گذشته است و مصوبه الزام‌آور است؛ مهلت بخواهید یا در جلسه مطرح کنید",
                    en="The days to object are over and it binds; ask for time or bring it to the session",
                )
            )
        person = accounts.person_named(by)
        key = person.agency_id if person else None
        objection = Objection(resolution=resolution, agency_id=key, filed_on=on, text=text.strip())
        objection.save()
    return objection


def settle_objection(  # each is one fact of the decision, named at the call
    *,
    objection: Objection,
    outcome: str,
    answer: str,
    on: date,
    permissions: Collection[str],
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Objection:
    """Settle an objection: dismissed, the resolution binds; upheld, it is cancelled and may be decided anew.

    :raises BoardRefused: if the own side objected, it is settled already, or no reason is given
    """
    if not answer.strip() or outcome not in rules.OBJECTION_OUTCOMES:
        raise BoardRefused(Text(fa="نتیجه و دلیل آن را بنویسید", en="Write the outcome and its reason"))
    with recording(action="board.objection.settled", by=by, at=at, reason=answer):
        check_version(seen, objection)
        if objection.outcome:
            raise BoardRefused(Text(fa="به این اعتراض رسیدگی شده است", en="This objection is settled already"))
        filer = objection.entry.by
        sides = following.agencies_of(filer)
        check_sides(person=by, agencies=following.agencies_of(by), others={filer}, others_agencies=sides)
        objection.outcome, objection.settled_on, objection.answer = outcome, on, answer.strip()
        objection.save()
        if outcome == "UPHELD":
            latest = queries.states_of(objection.resolution, AsOf(date.max))[-1].since_on
            following.take_step(
                resolution=objection.resolution,
                step="cancel",
                on=max(on, latest),
                permissions=permissions,
                reason=answer,
                by=by,
                at=at,
            )
    return objection
