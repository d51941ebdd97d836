"""Reading committees and sessions. What the next agenda could hold is in `proposing`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.board import queries
from hamahang.board.models import (
    AgendaItem,
    Attendance,
    Committee,
    Letter,
    LetterResolution,
    Objection,
    Resolution,
    ResolutionHelper,
    ResolutionNow,
    Seat,
    Session,
    SessionState,
    UnitDuty,
)
from hamahang.domain.board import days_overdue
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.sessions import HELD_STATES, Escalation, escalation
from hamahang.ledger.models import Change

NOW = AsOf(day=date.max)
OFFERED = 7  # of each kind: as many as an agenda holds


def committees() -> list[Committee]:
    """Return the committees, the oldest first."""
    return list(Committee.objects.filter(voided_entry=None).order_by("pk"))


def committee_by_code(code: str) -> Committee | None:
    """Return a committee, None if there is none."""
    return Committee.objects.filter(code=code, voided_entry=None).first()


def seats_on(committee: Committee, day: date) -> models.QuerySet[Seat]:
    """Return the seats of a committee on a day, the chair first."""
    standing = committee.seats.filter(Q(until_on=None) | Q(until_on__gte=day), since_on__lte=day, voided_entry=None)
    return standing.select_related("agency").order_by("rank", "pk")


def seat_by_id(seat_id: int) -> Seat | None:
    """Return a seat, None if there is none."""
    return Seat.objects.filter(pk=seat_id, voided_entry=None).select_related("committee").first()


def last_number(committee: Committee) -> int:
    """Return the number of the last session of a committee, 0 before the first."""
    return committee.sessions.filter(voided_entry=None).aggregate(last=models.Max("number"))["last"] or 0


def session_states(asof: AsOf) -> models.QuerySet[SessionState]:
    """Return where each session stands."""
    return SessionState.objects.holding(asof, of="session").select_related("session__committee")


def sessions_held(asof: AsOf) -> models.QuerySet[SessionState]:
    """Return the sessions held by the day."""
    return session_states(asof).filter(state__in=HELD_STATES)


def coming(asof: AsOf) -> list[SessionState]:
    """Return the planned sessions, the next first."""
    return list(session_states(asof).filter(state="PLANNED").order_by("session__planned_on", "pk")[:OFFERED])


def latest(asof: AsOf) -> list[SessionState]:
    """Return the sessions that were held last."""
    return list(sessions_held(asof).order_by("-session__held_on", "-pk")[:OFFERED])


def sessions_of(committee: Committee, asof: AsOf) -> list[SessionState]:
    """Return where each session of a committee stands, the newest first."""
    return list(session_states(asof).filter(session__committee=committee).order_by("-session__number"))


def session_by_id(session_id: int) -> Session | None:
    """Return a session with its committee, None if there is none."""
    return Session.objects.filter(pk=session_id, voided_entry=None).select_related("committee").first()


def state_of(session: Session) -> SessionState:
    """Return where a session stands, as is known now."""
    return SessionState.objects.holding(NOW, of="session").get(session=session)


def items_of(session: Session) -> list[AgendaItem]:
    """Return the agenda in its order."""
    items = session.items.filter(voided_entry=None).select_related("unit__county", "case", "resolution")
    return list(items.order_by("position", "pk"))


def item_by_id(session_id: int, item_id: int) -> AgendaItem | None:
    """Return an item of a session, None if there is none."""
    found = AgendaItem.objects.filter(pk=item_id, session=session_id, voided_entry=None)
    return found.select_related("session__committee").first()


def attendance_of(session: Session) -> list[Attendance]:
    """Return who came, in the order of the seats."""
    found = Attendance.objects.filter(session=session, voided_entry=None).select_related("seat__agency")
    return list(found.order_by("seat__rank", "seat"))


def resolutions_of_session(session: Session) -> list[ResolutionNow]:
    """Return the resolutions of a session as they stand now, in the order they were written."""
    found = ResolutionNow.objects.filter(resolution__session=session).select_related("resolution__unit")
    return list(found.order_by("resolution_id"))


def drafts(session: Session) -> list[Resolution]:
    """Return the drafts of a session that are neither passed nor dropped."""
    return [now.resolution for now in resolutions_of_session(session) if now.state == "DRAFT"]


def helpers_of(ids: Collection[int]) -> dict[int, list[Any]]:
    """Return the agencies beside the executor by resolution, one query."""
    found: dict[int, list[Any]] = {}
    rows = ResolutionHelper.objects.filter(resolution_id__in=ids, voided_entry=None).select_related("agency")
    for helper in rows.order_by("pk"):
        found.setdefault(helper.resolution_id, []).append(helper.agency)
    return found


def letters_of(resolution_id: int) -> list[Letter]:
    """Return the letters that notify a resolution."""
    keys = LetterResolution.objects.filter(resolution=resolution_id, voided_entry=None).values("letter")
    return list(Letter.objects.filter(pk__in=keys, voided_entry=None).select_related("agency").order_by("pk"))


def letters_of_session(session: Session) -> list[Letter]:
    """Return the letters that notify the resolutions of a session."""
    keys = LetterResolution.objects.filter(resolution__session=session, voided_entry=None).values("letter")
    return list(Letter.objects.filter(pk__in=keys, voided_entry=None).select_related("agency").order_by("pk"))


def letter_by_id(letter_id: int) -> Letter | None:
    """Return a letter, None if there is none."""
    return Letter.objects.filter(pk=letter_id, voided_entry=None).select_related("agency").first()


def resolutions_of_letter(letter: Letter) -> list[int]:
    """Return the keys of the resolutions a letter notifies."""
    found = LetterResolution.objects.filter(letter=letter, voided_entry=None).order_by("pk")
    return list(found.values_list("resolution_id", flat=True))


def objections_of(resolution_id: int) -> list[Objection]:
    """Return the objections to a resolution, the newest first."""
    found = Objection.objects.filter(resolution=resolution_id, voided_entry=None).select_related("agency", "entry")
    return list(found.order_by("-pk"))


def objection_by_id(resolution_id: int, objection_id: int) -> Objection | None:
    """Return an objection to a resolution, None if there is none."""
    found = Objection.objects.filter(pk=objection_id, resolution=resolution_id, voided_entry=None)
    return found.select_related("resolution", "entry").first()


def binds_from(resolution: Resolution, asof: AsOf) -> date | None:
    """Return since when a resolution binds: the day after the days to object, or after the last objection was settled.

    None while it is not notified, the days run, or an objection is open.
    """
    if resolution.objection_until is None or resolution.objection_until >= asof.day:
        return None
    found = Objection.objects.filter(resolution=resolution, voided_entry=None, filed_on__lte=asof.day)
    settled = [objection.settled_on for objection in found]
    if any(day is None or day > asof.day for day in settled):
        return None
    return max([resolution.objection_until, *(day for day in settled if day)]) + timedelta(1)


def duty_of(resolution_id: int, asof: AsOf) -> UnitDuty | None:
    """Return where the unit's own part of a resolution stands."""
    return UnitDuty.objects.holding(asof, of="resolution").filter(resolution=resolution_id).first()


def version(*records: Any) -> int:
    """Return the id of the last change of records: whoever edits them sends it back."""
    found = Q(pk__in=())
    for record in records:
        found |= Q(record=record._meta.label, record_id=record.pk)
    return Change.objects.filter(found).aggregate(last=models.Max("pk"))["last"] or 0


def check_version(seen: int | None, *records: Any) -> None:
    """Refuse a change of records that were changed since a person saw them. seen: None asks for no check.

    Called inside the open entry, where writers wait for each other.
    :raises ChangedMeanwhile: if the last change is another one
    """
    last = version(*records)
    by = Change.objects.filter(pk=last).values_list("entry__by", flat=True).first() or "?"
    check_unchanged(seen, (last, by))


def history(unit_ids: list[int], asof: AsOf) -> dict[int, list[Any]]:
    """Return what was decided of units before, by unit, the newest first: so that nothing is decided twice."""
    found: dict[int, list[Any]] = {}
    for unit in dict.fromkeys(unit_ids):
        found[unit] = list(queries.resolutions_of(unit, asof)[:OFFERED])
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """An overdue resolution, and what is to be done about it."""

    now: ResolutionNow
    days: int
    rule: Escalation


def escalations(asof: AsOf, reach: Reach = EVERYTHING, *, most: int = 100) -> list[Due]:
    """Return what is due for overdue resolutions, the longest overdue first."""
    late = queries.lines(asof, reach, queries.ResolutionFilter(late="yes")).exclude(state="ESCALATED")
    found = []
    for now in late.order_by("due_on", "resolution_id")[:most]:
        days = days_overdue(due_on=now.due_on, state=now.state, day=asof.day)
        rule = escalation(days, day=asof.day)
        if rule:
            found.append(Due(now, days, rule))
    return found


def overdue_by_executor(asof: AsOf, reach: Reach = EVERYTHING) -> list[tuple[str, str, int]]:
    """Return how many resolutions of each executor are overdue: key, name, number; the most first."""
    late = queries.lines(asof, reach, queries.ResolutionFilter(late="yes")).order_by()
    # counted by key alone, which an index answers; names are few
    counted = late.values_list("executor_key").annotate(number=models.Count("*")).order_by("-number", "executor_key")
    names = queries.executors(asof)
    return [(key, names.get(key, key), number) for key, number in counted]
