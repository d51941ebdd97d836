"""Reading what is said and what is due."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.board import meetings
from hamahang.board import queries as board
from hamahang.board.models import ResolutionNow, SessionState
from hamahang.casework.models import CaseNow
from hamahang.desk.models import Assignment, AssignmentState, Comment, Notice, Wish
from hamahang.domain.casework import KINDS
from hamahang.domain.desk import Due
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text, to_persian_digits

MOST = 200
SHOWN = 160  # letters of a title in a calendar


def comments(about: str, about_id: int, asof: AsOf) -> list[Comment]:
    """Return what was written about a record, the oldest first."""
    found = Comment.objects.known(asof).filter(about=about, about_id=about_id)
    return list(found.select_related("entry", "attachment").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment and where it stands."""

    assignment: Assignment
    state: AssignmentState


def assignments(about: str, about_id: int, asof: AsOf) -> list[Given]:
    """Return what was given to do about a record, the earliest due first."""
    return _with_states(Assignment.objects.known(asof).filter(about=about, about_id=about_id), asof)


def open_assignments(person: str, asof: AsOf) -> list[Given]:
    """Return what a person was given to do and has not done, the earliest due first."""
    open_ones = AssignmentState.objects.holding(asof, of="assignment").filter(
        assignment__person=person, state="OPEN", assignment__voided_entry=None
    )
    return _with_states(Assignment.objects.filter(pk__in=open_ones.values("assignment")), asof)


def _with_states(found: "models.QuerySet[Assignment]", asof: AsOf) -> list[Given]:
    rows = list(found.select_related("entry").order_by("due_on", "pk")[:MOST])
    latest: dict[int, AssignmentState] = {}
    for fact in AssignmentState.objects.standing(asof).filter(assignment__in=rows).order_by("since_on", "pk"):
        latest[fact.assignment_id] = fact
    return [Given(row, latest[row.pk]) for row in rows if row.pk in latest]


def assignment(assignment_id: int) -> Assignment | None:
    """Return an assignment that stands."""
    return Assignment.objects.filter(pk=assignment_id, voided_entry=None).select_related("entry").first()


def comment(comment_id: int) -> Comment | None:
    """Return a comment that stands."""
    return Comment.objects.filter(pk=comment_id, voided_entry=None).select_related("attachment").first()


def notices(person: str) -> list[Notice]:
    """Return a person's notices, unread and newest first."""
    unread_first = models.F("read_at").asc(nulls_first=True)
    return list(Notice.objects.filter(person=person).order_by(unread_first, "-at", "-pk")[:MOST])


def unread(person: str) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def cases_of(person: str) -> list[CaseNow]:
    """Return the cases a person is responsible for that have something due, the earliest first."""
    mine = CaseNow.objects.filter(responsible=person, due_on__isnull=False).select_related("case__unit")
    return list(mine.order_by("due_on", "case_id")[:MOST])


def dues(person: str, asof: AsOf) -> list[Due]:
    """Return all that is due from a person, and the sessions to go to, the earliest first."""
    found = [
        Due(
            f"case-{row.case_id}",
            Text(fa=f"{KINDS[row.kind].fa}: {row.case.unit.name}", en=f"{KINDS[row.kind].en}: {row.case.unit.name}"),
            row.due_on,
        )
        for row in cases_of(person)
        if row.due_on
    ]
    for given in open_assignments(person, asof):
        text = given.assignment.text
        found.append(Due(f"assignment-{given.assignment.pk}", Text(fa=text, en=text), given.assignment.due_on))
    found += [*_of_agency(person, asof), *_sessions(person, asof)]
    return sorted(found, key=lambda due: (due.due_on, due.key))


def resolutions_of(person: str, asof: AsOf) -> list[ResolutionNow]:
    """Return what a person's agency has to carry out, the earliest due first; nothing for who is of none."""
    found = accounts.person_named(person)
    if found is None or found.agency is None:
        return []
    return list(board.of_executor(found.agency.name_key, asof)[:MOST])


def _of_agency(person: str, asof: AsOf) -> Iterator[Due]:
    for now in resolutions_of(person, asof):
        words = f"{now.number}: {now.resolution.text}"[:SHOWN]
        yield Due(f"resolution-{now.resolution_id}", Text(fa=f"مصوبهٔ {words}", en=f"resolution {words}"), now.due_on)


def sessions_for(person: str, asof: AsOf) -> list[SessionState]:
    """Return the planned sessions of a person: of the headquarters all, of an agency those in which it has a seat."""
    found = accounts.person_named(person)
    if found is None:
        return []
    coming = meetings.coming(asof)
    if found.may(Permission.BOARD_READ):
        return coming
    return [
        state
        for state in coming
        if any(seat.agency_id == found.agency_id for seat in meetings.seats_on(state.session.committee, asof.day))
    ]


def _sessions(person: str, asof: AsOf) -> Iterator[Due]:
    for state in sessions_for(person, asof):
        session = state.session
        committee = Text(fa=session.committee.name, en=session.committee.name_en or session.committee.name)
        hour = Text(
            fa=f"، ساعت {to_persian_digits(session.planned_at)}" if session.planned_at else "",
            en=f" at {session.planned_at}" if session.planned_at else "",
        )
        words = Text(fa="جلسهٔ {n} {committee}{hour}", en="session {n} of {committee}{hour}")
        said = words.format(n=session.number, committee=committee, hour=hour)
        yield Due(f"session-{session.pk}", said, session.planned_on)


def wish_of(person: str) -> Wish:
    """Return a person's wishes, as they are or as they begin."""
    return Wish.objects.filter(person=person).first() or Wish(person=person)


def owner_of_calendar(key: str) -> str | None:
    """Return whose calendar a key opens."""
    found = Wish.objects.filter(calendar=hashed(key)).exclude(calendar="").first()
    return found.person if found else None


def hashed(key: str) -> str:
    """Return what is kept of a calendar's key: who reads the database cannot open the calendar."""
    return hashlib.sha256(key.encode()).hexdigest()


def to_be_told(day: date) -> list[Wish]:
    """Return the wishes of people who get a digest and have not had the day's."""
    return list(Wish.objects.exclude(email="").exclude(digest_on=day).order_by("person"))
