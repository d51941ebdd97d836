"""A session: its agenda, who came, what was said, the resolutions; and the files of it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.board import meetings, proposing
from hamahang.briefing.official.files import FORMATS, render_paper
from hamahang.briefing.official.papers import minutes
from hamahang.briefing.official.wording import WrongWords
from hamahang.casework import counting
from hamahang.domain.board import PRIORITIES
from hamahang.domain.board import STATES as RESOLUTION_STATES
from hamahang.domain.calendar import say_day
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.cases import STAGES
from hamahang.domain.register import STATUSES
from hamahang.domain.sessions import ITEM_SOURCES, OUTCOMES, PRESENCES, SESSIONS, STATES, quorum
from hamahang.domain.text import Text
from hamahang.indicators.promises import count
from hamahang.register import queries as register
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.said import Typed

CLOSED = ("MINUTES_SIGNED", "CANCELLED")


def session_or_404(session_id: int) -> Any:
    """Return a session.

    :raises Http404: if there is none
    """
    found = meetings.session_by_id(session_id) if session_id < 2**63 else None
    if found is None:
        raise Http404
    return found


@page(Permission.BOARD_READ)
def session(request: PersonRequest, session_id: int) -> HttpResponse:
    """Show one session."""
    return render(request, "board/session.html", shown(request, session_or_404(session_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a session shows."""
    state = meetings.state_of(found).state
    may_prepare = request.user.may(Permission.BOARD_PREPARE)
    is_open = may_prepare and state not in CLOSED
    items = meetings.items_of(found)
    resolutions = meetings.resolutions_of_session(found)
    seats = _seats(found)
    return {
        "session": found,
        "committee": name_of(found.committee),
        "committee_code": found.committee.code,
        "state": state,
        "state_title": STATES[state],
        "on": found.held_on or found.planned_on,
        "items": _items(request, items, resolutions),
        "proposals": _proposals(found, request) if is_open else [],
        "seats": seats,
        "needed": quorum(found.committee.quorum, len(seats)),
        "presences": list(PRESENCES.items()),
        "outcomes": list(OUTCOMES.items()),
        "sources": [(code, title) for code, title in ITEM_SOURCES.items() if code in ("REQUEST", "CHAIR")],
        "priorities": [(str(code), title) for code, title in PRIORITIES.items()],
        "agencies": [(str(agency.pk), agency.name) for agency in accounts.agencies()] if is_open else [],
        "steps": [step.code for step in SESSIONS.steps_from(state)] if may_prepare else [],
        "drafts": sum(now.state == "DRAFT" for now in resolutions),
        "passed": sum(now.state == "PASSED" for now in resolutions) if may_prepare else 0,
        "letters": [_letter(letter) for letter in meetings.letters_of_session(found)],
        "is_open": is_open,
        "seen": meetings.version(found),
        "files": list(FORMATS),
        "refused": None,
        "refused_part": "",
        "typed": Typed(),
    }


def _items(request: PersonRequest, items: list[Any], resolutions: list[Any]) -> list[dict[str, Any]]:
    units = [item.unit_id for item in items if item.unit_id]
    history = meetings.history(units, request.asof)
    statuses = register.statuses_by_unit(units, request.asof)
    persons = register.head_counts_by_unit(units, request.asof)
    may_see_cases = request.user.may(Permission.CASEWORK_READ)
    stages = counting.stages_now([item.case_id for item in items if item.case_id]) if may_see_cases else {}
    jobs = counting.licensed_jobs(units, request.asof)
    return [
        {
            "id": item.pk,
            "number": number,
            "subject": item.subject,
            "source": ITEM_SOURCES[item.source],
            "reason": item.reason,
            "discussion": item.discussion,
            "outcome": item.outcome,
            "outcome_title": OUTCOMES.get(item.outcome),
            "resolution": item.resolution,
            "case": item.case if may_see_cases else None,
            "brief": _brief(item, stages.get(item.case_id), jobs.get(item.unit_id)),
            "unit": _unit(item, statuses, persons),
            "earlier": [_earlier(state) for state in history.get(item.unit_id, []) if not _is_of(state, item)],
            "resolutions": [_resolved(now) for now in resolutions if now.resolution.item_id == item.pk],
            "seen": meetings.version(item),
        }
        for number, item in enumerate(items, start=1)
    ]


def _brief(item: Any, now: Any, jobs: int | None) -> list[Text]:
    """Return what the board should know of a unit before it decides: its case, its cause, its jobs, why it is here."""
    found = []
    if now is not None:
        words = Text(fa="{stage} از {day}", en="{stage} since {day}")
        day = Text(fa=say_day(now.since_on, "fa"), en=say_day(now.since_on, "en"))
        found.append(words.format(stage=STAGES[now.stage], day=day))
        cause = CAUSES.get(item.case.main_cause)
        found += [Text(fa="علت اصلی: {cause}", en="main cause: {cause}").format(cause=cause)] if cause else []
    if jobs:
        found.append(Text(fa="{n} شغل پروانه", en="{n} licensed jobs").format(n=jobs))
    if item.reason:
        found.append(Text(fa=item.reason, en=item.reason))
    return found


def _is_of(state: Any, item: Any) -> bool:
    return bool(state.resolution.item_id == item.pk)


def _unit(item: Any, statuses: Any, persons: Any) -> dict[str, Any] | None:
    """Return what a board needs to know of a unit on one line."""
    unit = item.unit
    if unit is None:
        return None
    status, count = statuses.get(unit.pk), persons.get(unit.pk)
    return {
        "id": unit.pk,
        "name": unit.name,
        "county": name_of(unit.county),
        "status": status.status if status else "",
        "status_title": STATUSES[status.status] if status else None,
        "persons": count.persons if count else None,
    }


def _earlier(state: Any) -> dict[str, Any]:
    return {
        "id": state.resolution_id,
        "number": state.resolution.number,
        "text": state.resolution.text,
        "on": state.resolution.passed_on,
        "state": state.state,
        "state_title": RESOLUTION_STATES[state.state],
    }


def _resolved(now: Any) -> dict[str, Any]:
    return {
        "id": now.resolution_id,
        "number": now.number,
        "text": now.resolution.text,
        "executor": now.executor,
        "due_on": now.due_on,
        "state": now.state,
        "state_title": RESOLUTION_STATES[now.state],
        "unit_duty": now.resolution.unit_duty,
        "seen": meetings.version(now.resolution),
    }


def _proposals(found: Any, request: PersonRequest) -> list[dict[str, Any]]:
    return [
        {
            "subject": proposal.subject,
            "source": proposal.source,
            "source_title": ITEM_SOURCES[proposal.source],
            "reason": proposal.reason,
            "unit": proposal.unit or "",
            "case": proposal.case or "",
            "resolution": proposal.resolution or "",
        }
        for proposal in proposing.proposals(found, request.asof, request.reach, count=count)
    ]


def _seats(found: Any) -> list[dict[str, Any]]:
    came = {one.seat_id: one.presence for one in meetings.attendance_of(found)}
    return [
        {
            "id": seat.pk,
            "person": seat.person,
            "deputy": seat.deputy,
            "post": seat.post,
            "agency": seat.agency.name,
            "presence": came.get(seat.pk, ""),
            "presence_title": PRESENCES.get(came.get(seat.pk, "")),
        }
        for seat in meetings.seats_on(found.committee, found.held_on or found.planned_on)
    ]


def _letter(letter: Any) -> dict[str, Any]:
    return {"id": letter.pk, "number": letter.number, "agency": letter.agency.name, "on": letter.dated_on}


@page(Permission.BOARD_READ)
def file(request: PersonRequest, session_id: int, kind: str) -> HttpResponse:
    """Send the minutes, with empty places to sign."""
    found = session_or_404(session_id)
    try:
        paper = minutes(found, folder=settings.WORDS)
    except WrongWords as fault:
        return HttpResponse(str(fault), status=500, content_type="text/plain; charset=utf-8")
    return sent(paper, kind=kind, name=f"minutes-{found.committee.code}-{found.number}")


def sent(paper: dict[str, Any], *, kind: str, name: str) -> HttpResponse:
    """Return an official paper as a file.

    :raises Http404: for a kind of file that there is not
    """
    if kind not in FORMATS:
        raise Http404
    response = HttpResponse(render_paper(paper, kind=kind), content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
