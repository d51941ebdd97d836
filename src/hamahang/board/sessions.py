"""Changing committees, sessions, their agenda and who came."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hamahang.board import meetings
from hamahang.board.meetings import check_version
from hamahang.board.models import AgendaItem, Attendance, Committee, Seat, Session, SessionState
from hamahang.domain import sessions as rules
from hamahang.domain.board import BoardRefused
from hamahang.domain.flows.workflow import take
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording


def found_committee(  # each is one property of the committee, named at the call
    *,
    code: str,
    kind: str,
    name: str,
    name_en: str = "",
    prefix: str = "",
    quorum: str = "MAJORITY",
    objection_days: int | None = None,
    by: str,
    at: datetime,
) -> Committee:
    """Add a committee; its prefix keeps the numbers of its resolutions apart from those of others.

    :raises BoardRefused: if the code or the prefix is taken
    """
    with recording(action="board.committee.founded", by=by, at=at):
        standing = Committee.objects.filter(voided_entry=None)
        if standing.filter(code=code).exists() or standing.filter(prefix=prefix).exists():
            raise BoardRefused(
                Text(
                    fa="کارگروه دیگری این کد یا این پیشوند شماره را دارد؛ یکی دیگر بنویسید",
                    en="another committee has this code or this prefix of numbers; write another one",
                )
            )
        committee = Committee(
            code=code,
            kind=kind,
            name=name,
            name_en=name_en,
            prefix=prefix,
            quorum=quorum,
            objection_days=objection_days,
        )
        committee.save()
    return committee


def give_seat(  # each is one property of the seat, named at the call
    *,
    committee: Committee,
    agency: Any,
    person: str,
    post: str,
    deputy: str = "",
    since_on: date,
    by: str,
    at: datetime,
) -> Seat:
    """Give an agency a seat in a committee."""
    rank = committee.seats.filter(voided_entry=None).count() + 1
    seat = Seat(
        committee=committee, agency=agency, person=person, post=post, deputy=deputy, rank=rank, since_on=since_on
    )
    with recording(action="board.seat.given", by=by, at=at):
        seat.save()
    return seat


def end_seat(*, seat: Seat, until_on: date, seen: int | None = None, by: str, at: datetime) -> Seat:
    """End a seat on a day: the person has left the post."""
    with recording(action="board.seat.ended", by=by, at=at):
        check_version(seen, seat)
        seat.until_on = max(until_on, seat.since_on)
        seat.save()
    return seat


def plan_session(
    *, committee: Committee, planned_on: date, planned_at: str = "", place: str = "", on: date, by: str, at: datetime
) -> Session:
    """Plan the next session of a committee; its number follows the last one's. on: the day it is planned."""
    with recording(action="board.session.planned", by=by, at=at):
        number = meetings.last_number(committee) + 1
        session = Session(committee=committee, number=number, planned_on=planned_on, planned_at=planned_at, place=place)
        session.save()
        SessionState(session=session, state="PLANNED", since_on=min(on, planned_on), proof=Proof.LISTED).save()
    return session


@dataclass(frozen=True, slots=True)
class Matter:
    """What an agenda item is about. unit, case, resolution: keys."""

    subject: str
    source: str
    reason: str = ""
    unit: int | None = None
    case: int | None = None
    resolution: int | None = None


def add_item(*, session: Session, matter: Matter, by: str, at: datetime) -> AgendaItem:
    """Put a matter at the end of an agenda.

    :raises BoardRefused: if the session is over, or the matter stands on its agenda already
    """
    with recording(action="board.item.added", by=by, at=at):
        still_open(session)
        items = session.items.filter(voided_entry=None)
        if matter.resolution and items.filter(resolution=matter.resolution).exists():
            raise BoardRefused(Text(fa="این مصوبه در دستور کار هست", en="this resolution is on the agenda already"))
        last = items.order_by("-position").values_list("position", flat=True).first() or 0
        item = AgendaItem(
            session=session,
            position=last + 1,
            subject=matter.subject[:200],
            source=matter.source,
            reason=matter.reason[:300],
            unit_id=matter.unit,
            case_id=matter.case,
            resolution_id=matter.resolution,
        )
        item.save()
    return item


def move_item(*, item: AgendaItem, up: bool, seen: int | None = None, by: str, at: datetime) -> None:
    """Let an item change places with its neighbour; the first cannot rise, nor the last sink: nothing happens."""
    with recording(action="board.agenda.arranged", by=by, at=at):
        check_version(seen, item)
        items = list(item.session.items.filter(voided_entry=None).order_by("position", "pk"))
        here = next(index for index, other in enumerate(items) if other.pk == item.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(items):
            return
        items[here], items[there] = items[there], items[here]
        for position, other in enumerate(items, start=1):
            if other.position != position:
                other.position = position
                other.save()


def remove_item(*, item: AgendaItem, seen: int | None = None, by: str, at: datetime) -> None:
    """Take an item off the agenda.

    :raises BoardRefused: if it has resolutions, or the session is over
    """
    with recording(action="board.item.removed", by=by, at=at):
        check_version(seen, item)
        still_open(item.session)
        if item.resolutions.filter(voided_entry=None).exists():
            raise BoardRefused(
                Text(fa="این بند مصوبه دارد؛ نخست آن را کنار بگذارید", en="the item has a resolution; drop it first")
            )
        item.void()


def write_minutes(
    *, item: AgendaItem, discussion: str, outcome: str, seen: int | None = None, by: str, at: datetime
) -> AgendaItem:
    """Write what was said of an item and how it ended.

    :raises ChangedMeanwhile: if somebody else wrote since it was seen
    :raises BoardRefused: if the minutes are signed
    """
    with recording(action="board.minutes.written", by=by, at=at):
        check_version(seen, item)
        still_open(item.session)
        item.discussion, item.outcome = discussion, outcome if outcome in rules.OUTCOMES else ""
        item.save()
    return item


def hold_session(  # each is one fact of the session, named at the call
    *,
    session: Session,
    held_on: date,
    presences: Mapping[int, str],
    permissions: Collection[str],
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Session:
    """Write down who came, and that the session was held. presences: seat → code; a seat not named is absent.

    :raises NoQuorum: if too few seats are taken
    :raises StepIncomplete: if nothing is on the agenda
    """
    with recording(action="board.session.held", by=by, at=at):
        check_version(seen, session)
        seats = list(meetings.seats_on(session.committee, held_on))
        came = sum(presences.get(seat.pk) in rules.CAME for seat in seats)
        step = _take(session, "hold", permissions, by=by)
        rules.check_quorum(rule=session.committee.quorum, seats=len(seats), present=came)
        for seat in seats:
            presence = presences.get(seat.pk, "ABSENT")
            Attendance(
                session=session, seat=seat, presence=presence if presence in rules.PRESENCES else "ABSENT"
            ).save()
        session.held_on = held_on
        session.save()
        SessionState(session=session, state=step, since_on=held_on, proof=Proof.LISTED).save()
    return session


def move_session(  # each is one fact of the step, named at the call
    *,
    session: Session,
    step: str,
    on: date,
    permissions: Collection[str],
    reason: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Session:
    """Sign the minutes, which are then closed, or call a planned session off.

    :raises StepIncomplete: if a draft is neither passed nor dropped
    :raises StepNotAllowed: if the step does not follow, or the person may not
    """
    if step == "hold":
        raise BoardRefused(Text(fa="حاضران را بنویسید", en="write down who came"))
    with recording(action=f"board.session.{step}", by=by, at=at, reason=reason):
        check_version(seen, session)
        target = _take(session, step, permissions, by=by, reason=reason)
        last = meetings.state_of(session)
        SessionState(session=session, state=target, since_on=max(on, last.since_on), proof=Proof.LISTED).save()
    return session


def _take(session: Session, code: str, permissions: Collection[str], *, by: str, reason: str = "") -> str:
    """Return the state a step leads to, if it may be taken."""
    has = {"agenda"} if session.items.filter(voided_entry=None).exists() else set()
    has |= set() if meetings.drafts(session) else {"settled"}
    step = take(
        rules.SESSIONS,
        code,
        state=meetings.state_of(session).state,
        has=has,
        permissions=permissions,
        person=by,
        taken={},
        reason=reason,
    )
    return step.target


def still_open(session: Session) -> None:
    """Refuse to write into a session that is closed.

    :raises BoardRefused: if its minutes are signed, or it was called off
    """
    if meetings.state_of(session).state in ("MINUTES_SIGNED", "CANCELLED"):
        raise BoardRefused(
            Text(
                fa="این جلسه بسته است؛ در جلسهٔ بعد بنویسید",
                en="this session is closed; write it in the next one",
            )
        )
