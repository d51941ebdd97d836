"""The board: its committees, who sits in them, the next sessions, what is overdue and what is due about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.actions import name_agency
from hamahang.accounts.permissions import Permission
from hamahang.board import meetings, reminding
from hamahang.board import sessions as acts
from hamahang.desk.actions import tell_reminders
from hamahang.domain.board import BoardRefused
from hamahang.domain.refusal import Refused
from hamahang.domain.sessions import COMMITTEES, QUORUMS, STATES
from hamahang.domain.text import Text
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.board.views import line
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept
from hamahang.web.said import DONE, Typed

REMINDED = Text(
    fa="دربارهٔ {n} مصوبه یادآوری یا گزارش ثبت شد و {people} نفر خبر شدند.",
    en="A step about {n} resolutions is recorded, and {people} people were told.",
)
SHOWN = 20
LATIN_ONLY = Text(fa="کد را با حروف لاتین بنویسید", en="Write the code in Latin letters")


@page(Permission.BOARD_READ)
def board(request: PersonRequest) -> HttpResponse:
    """Show the committees, the next sessions, and what is overdue."""
    return render(request, "board/board.html", _shown(request))


def _shown(request: PersonRequest) -> dict[str, Any]:
    asof, reach = request.asof, request.reach
    due = meetings.escalations(asof, reach, most=SHOWN)
    return {
        "committees": [_committee(found, request) for found in meetings.committees()],
        "coming": [_session(state) for state in meetings.coming(asof)],
        "held": [_session(state) for state in meetings.latest(asof)],
        "late": [line(found.now, request) | {"rule": found.rule.title, "days": found.days} for found in due],
        "by_executor": kept(request, "overdue by executor", lambda: meetings.overdue_by_executor(asof, reach)[:SHOWN]),
        "may_prepare": request.user.may(Permission.BOARD_PREPARE),
        "kinds": list(COMMITTEES.items()),
        "quorums": list(QUORUMS.items()),
        "refused": None,
        "typed": Typed(),
    }


def _committee(found: Any, request: PersonRequest) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": name_of(found),
        "kind": COMMITTEES[found.kind],
        "seats": meetings.seats_on(found, request.asof.day).count(),
        "sessions": meetings.last_number(found),
    }


def _session(state: Any) -> dict[str, Any]:
    session = state.session
    return {
        "id": session.pk,
        "committee": name_of(session.committee),
        "number": session.number,
        "on": session.held_on or session.planned_on,
        "at": session.planned_at,
        "place": session.place,
        "state": state.state,
        "state_title": STATES[state.state],
    }


@page(Permission.BOARD_PREPARE)
@require_POST
def remind(request: PersonRequest) -> HttpResponse:
    """Take the steps that are due about overdue resolutions, and tell the people they concern."""
    steps = reminding.remind(day=request.today, **who(request))
    told = tell_reminders(steps=steps, **who(request))
    messages.info(request, REMINDED.format(n=len(steps), people=told)[request.LANGUAGE_CODE])
    return redirect("board")


def _refused(request: PersonRequest, template: str, context: dict[str, Any], why: Text) -> HttpResponse:
    return render(request, template, context | {"refused": why, "typed": Typed(request.POST)}, status=422)


@page(Permission.BOARD_PREPARE)
@require_POST
def plan(request: PersonRequest) -> HttpResponse:
    """Plan the next session of a committee."""
    committee = meetings.committee_by_code(said.text(request, "committee")[:40])
    try:
        if committee is None:
            raise BoardRefused(Text(fa="کارگروه را برگزینید", en="Choose the committee"))
        session = acts.plan_session(
            committee=committee,
            planned_on=said.day(request, "planned_on", may_come=True),
            planned_at=_hour(said.text(request, "planned_at")[:5]),
            place=said.text(request, "place")[:160],
            on=request.today,
            **who(request),
        )
    except Refused as error:
        return _refused(request, "board/board.html", _shown(request), error.why)
    return redirect("session", session.pk)


def _hour(written: str) -> str:
    """Return an hour as it is kept, in Latin digits; empty for what is none."""
    hours, _, minutes = written.partition(":")
    try:
        hour, minute = int(hours), int(minutes or 0)
    except ValueError:
        return ""
    return f"{hour:02d}:{minute:02d}" if 0 <= hour < 24 and 0 <= minute < 60 else ""


@page(Permission.BOARD_PREPARE)
@require_POST
def new_committee(request: PersonRequest) -> HttpResponse:
    """Add a committee."""
    kind, quorum = said.text(request, "kind"), said.text(request, "quorum")
    code = slugify(said.text(request, "code"))[:40]
    try:
        if not code or kind not in COMMITTEES or not said.text(request, "name"):
            raise BoardRefused(Text(fa="کد لاتین، نام و نوع کارگروه را بنویسید", en="Write code, name and kind"))
        committee = acts.found_committee(
            code=code,
            kind=kind,
            name=said.text(request, "name")[:120],
            name_en=said.text(request, "name_en")[:120],
            prefix=said.text(request, "prefix")[:8],
            quorum=quorum if quorum in QUORUMS else "MAJORITY",
            objection_days=said.number(request, "objection_days"),
            **who(request),
        )
    except Refused as error:
        return _refused(request, "board/board.html", _shown(request), error.why)
    return redirect("committee", committee.code)


@page(Permission.BOARD_READ)
def committee(request: PersonRequest, code: str) -> HttpResponse:
    """Show who sits in a committee."""
    return render(request, "board/committee.html", _seated(request, code))


def _seated(request: PersonRequest, code: str) -> dict[str, Any]:
    found = meetings.committee_by_code(code)
    if found is None:
        raise Http404
    return {
        "committee": _committee(found, request) | {"quorum": QUORUMS[found.quorum], "prefix": found.prefix},
        "objection_days": found.objection_days,
        "sessions": [_session(state) for state in meetings.sessions_of(found, request.asof)],
        "seats": [_seat(seat) for seat in meetings.seats_on(found, request.asof.day)],
        "agencies": [(str(agency.pk), agency.name) for agency in accounts.agencies()],
        "may_prepare": request.user.may(Permission.BOARD_PREPARE),
        "refused": None,
        "typed": Typed(),
    }


def _seat(seat: Any) -> dict[str, Any]:
    return {
        "id": seat.pk,
        "person": seat.person,
        "post": seat.post,
        "deputy": seat.deputy,
        "agency": seat.agency.name,
        "since_on": seat.since_on,
        "seen": meetings.version(seat),
    }


def _in_committee(request: PersonRequest, code: str, act: Callable[[Any], Any]) -> HttpResponse:
    found = meetings.committee_by_code(code)
    if found is None:
        raise Http404
    try:
        act(found)
    except Refused as error:
        return _refused(request, "board/committee.html", _seated(request, code), error.why)
    messages.info(request, DONE[request.LANGUAGE_CODE])
    return redirect("committee", code)


@page(Permission.BOARD_PREPARE)
@require_POST
def new_seat(request: PersonRequest, code: str) -> HttpResponse:
    """Give an agency a seat."""

    def act(found: Any) -> None:
        agencies = accounts.agencies(keys(request, "agency"))
        person, post = said.text(request, "person")[:120], said.text(request, "post")[:120]
        if not agencies or not person or not post:
            raise BoardRefused(Text(fa="دستگاه، نام و سمت را بنویسید", en="Write the agency, the name and the post"))
        acts.give_seat(
            committee=found,
            agency=agencies[0],
            person=person,
            post=post,
            deputy=said.text(request, "deputy")[:120],
            since_on=said.day(request, "since_on"),
            **who(request),
        )

    return _in_committee(request, code, act)


@page(Permission.BOARD_PREPARE)
@require_POST
def end_seat(request: PersonRequest, code: str, seat_id: int) -> HttpResponse:
    """End a seat: who had it has left."""

    def act(found: Any) -> None:
        seat = meetings.seat_by_id(seat_id)
        if seat is None or seat.committee_id != found.pk:
            raise Http404
        acts.end_seat(
            seat=seat,
            until_on=said.day(request, "until_on"),
            seen=said.seen(request),
            **who(request),
        )

    return _in_committee(request, code, act)


@page(Permission.BOARD_PREPARE)
@require_POST
def new_agency(request: PersonRequest) -> HttpResponse:
    """Add an agency, so that resolutions can be charged to it and its people can answer."""
    name, code = said.text(request, "name")[:120], slugify(said.text(request, "code"))[:40]
    kind = "BANK" if said.text(request, "kind") == "BANK" else "OFFICE"
    if name and code:
        name_agency(code=code, name=name, kind=kind, **who(request))
        messages.info(request, DONE[request.LANGUAGE_CODE])
    else:
        messages.info(request, LATIN_ONLY[request.LANGUAGE_CODE])
    back = meetings.committee_by_code(said.text(request, "back")[:40])
    return redirect("committee", back.code) if back else redirect("agencies")


def keys(request: PersonRequest, name: str) -> list[int]:
    """Return the keys that were chosen in a form."""
    chosen = request.POST.getlist(name)[:40]
    return [key for written in chosen if (key := said.key(written))]
