"""Saying something about a record, giving somebody something to do, and telling people."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from hamahang.accounts import queries as accounts
from hamahang.accounts.models import Person
from hamahang.board import meetings
from hamahang.board.models import ResolutionNow
from hamahang.desk import queries
from hamahang.desk.models import Assignment, AssignmentState, Comment, Notice, Wish
from hamahang.domain.desk import DeskRefused, mentions
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.sessions import Escalation
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment

LONGEST = 4_000
SHOWN = 200


def comment(
    *,
    about: str,
    about_id: int,
    text: str,
    attachment: Attachment | None = None,
    also: Iterable[str] = (),
    by: str,
    at: datetime,
) -> Comment:
    """Write about a record; whoever is named in it by @ is told, and so are the people in `also`.

    :raises DeskRefused: if nothing is said, or too much, or a name is nobody's
    """
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise DeskRefused(Text(fa=f"یادداشت ۱ تا {LONGEST} نویسه است", en=f"A comment has 1 to {LONGEST} letters"))
    named = mentions(said)
    unknown = [name for name in named if accounts.person_named(name) is None]
    if unknown:
        raise DeskRefused(
            Text(
                fa=f"کسی با نام @{unknown[0]} نیست؛ نام کاربری را درست بنویسید",
                en=f"There is nobody named @{unknown[0]}; write the name that person signs in with",
            )
        )
    written = Comment(about=about, about_id=about_id, text=said, attachment=attachment)
    with recording(action="desk.comment.written", by=by, at=at):
        written.save()
        _tell(named, "MENTION", about, about_id, said, by, at)
        _tell([person for person in also if person not in named], "COMMENT", about, about_id, said, by, at)
    return written


def assign(
    *, about: str, about_id: int, text: str, person: str, due_on: date, on: date, by: str, at: datetime
) -> Assignment:
    """Give a person something to do about a record, by a day.

    :raises DeskRefused: if it says nothing, the person is unknown, or it is due before it is given
    """
    if not text.strip():
        raise DeskRefused(Text(fa="بنویسید چه کاری", en="Say what is to be done"))
    if accounts.person_named(person) is None:
        raise DeskRefused(Text(fa="چنین کسی نیست", en="There is no such person"))
    if due_on < on:
        raise DeskRefused(Text(fa="مهلت گذشته است", en="It would be due in the past"))
    given = Assignment(about=about, about_id=about_id, text=text.strip()[:LONGEST], person=person, due_on=due_on)
    with recording(action="desk.assignment.given", by=by, at=at):
        given.save()
        AssignmentState(assignment=given, state="OPEN", since_on=on, proof=Proof.CONFIRMED).save()
        _tell([person], "ASSIGNED", about, about_id, given.text, by, at)
    return given


def settle(*, assignment: Assignment, state: str, on: date, note: str = "", by: str, at: datetime) -> AssignmentState:
    """Record that an assignment is done or cancelled. Done is for the one who has it, cancelled for who gave it.

    :raises DeskRefused: if somebody else asks, or it is not open
    """
    giver = assignment.entry.by
    if by not in {assignment.person if state == "DONE" else giver, giver}:
        raise DeskRefused(Text(fa="این کار از آنِ شما نیست", en="This is not yours to settle"))
    with recording(action=f"desk.assignment.{state.lower()}", by=by, at=at, reason=note):
        last = AssignmentState.objects.standing(AsOf(on)).filter(assignment=assignment).order_by("-since_on", "-pk")
        if state not in ("DONE", "CANCELLED") or last[0].state != "OPEN":
            raise DeskRefused(Text(fa="این کار باز نیست", en="It is not open"))
        fact = AssignmentState(assignment=assignment, state=state, note=note, since_on=on, proof=Proof.CONFIRMED)
        fact.save()
        if state == "DONE":
            _tell([giver], "DONE", assignment.about, assignment.about_id, assignment.text, by, at)
    return fact


def _tell(people: Iterable[str], kind: str, about: str, about_id: int, said: str, by: str, at: datetime) -> None:
    """Leave a notice for each; nobody is told of what they did themselves."""
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind, about=about, about_id=about_id, said=said[:SHOWN], by=by, at=at)
        for person in dict.fromkeys(people)
        if person and person != by
    )


def tell_reminders(*, steps: Sequence[tuple[ResolutionNow, Escalation]], by: str, at: datetime) -> int:
    """Leave a notice of each step for the people it concerns: of the agencies charged, secretaries, the head.

    Return how many people were told.
    """
    people = [person for person in accounts.people() if person.is_active]
    helpers = meetings.helpers_of([now.resolution_id for now, _ in steps])
    notices = []
    for now, rule in steps:
        charged = {now.executor_key, *(agency.name_key for agency in helpers.get(now.resolution_id, ()))}
        said = f"{now.number}: {now.resolution.text}"[:SHOWN]
        about: dict[str, Any] = {"about": "board.Resolution", "about_id": now.resolution_id, "said": said}
        for person in people:
            kind = _reminded_as(person, rule, charged)
            if kind:
                notices.append(Notice(person=person.username, kind=kind, by=by, at=at, **about))
    Notice.objects.bulk_create(notices, batch_size=500)
    return len({notice.person for notice in notices})


def _reminded_as(person: Person, rule: Escalation, charged: Collection[str]) -> str:
    """Return the kind of notice that a step leaves for a person; empty for whom it does not concern."""
    if "AGENCY" in rule.tells and person.agency is not None and person.agency.name_key in charged:
        return "REMINDER"
    return "ESCALATE" if person.role in rule.tells else ""


def read_notices(*, person: str, at: datetime) -> int:
    """Note that a person has read all notices; return how many were new."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=at)


def wish(*, person: str, email: str, language: str) -> Wish:
    """Keep where a person wants the daily digest; no address, no digest."""
    made, _ = Wish.objects.update_or_create(person=person, defaults={"email": email, "language": language})
    return made


def make_calendar(*, person: str) -> str:
    """Return a new key of a person's calendar; the one before no longer opens it. Only its hash is kept."""
    key = secrets.token_urlsafe(32)
    Wish.objects.update_or_create(person=person, defaults={"calendar": queries.hashed(key)})
    return key


def digest_sent(*, wish: Wish, day: date) -> None:
    """Note that a person had the day's digest."""
    Wish.objects.filter(pk=wish.pk).update(digest_on=day)
