"""My desk: what is due from me, what I was told; comments and assignments about a record; my calendar."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.commitments.warning import AtRisk, at_risk
from hamahang.desk import actions, queries
from hamahang.domain.board import days_overdue
from hamahang.domain.calendar import parse_day
from hamahang.domain.desk import ASSIGNMENT_STATES, NOTICES, DeskRefused, write_calendar
from hamahang.domain.figures import say_value
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.indicators.promises import count, unit_of
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page, public
from hamahang.web.acts import who
from hamahang.web.commitments import telling
from hamahang.web.desk.targets import Target, target, target_or_404
from hamahang.web.finding import name_of
from hamahang.web.said import DONE

LONGEST = 5_000
SHOWN = 7
DESK = Text(fa="میز من، هماهنگ", en="My desk, Hamahang")
NO_DAY = Text(fa="مهلت را مانند ۱۳۹۰/۰۴/۱۰ بنویسید", en="Write the day it is due as 1390/04/10")
NO_MAIL = Text(fa="نشانی رایانامه درست نیست", en="The e-mail address is not right")
FEED = Text(
    fa="نشانی تازهٔ تقویم شما (تنها همین بار نشان داده می‌شود): {address}",
    en="The new address of your calendar (shown this once only): {address}",
)


@page(Permission.DESK_READ)
def desk(request: PersonRequest) -> HttpResponse:
    """Show what is due from the reader, and what the reader was told."""
    person, asof = request.user.username, AsOf(request.today)
    wish = queries.wish_of(person)
    context = {
        "cases": [_case(row, request) for row in queries.cases_of(person)],
        "assignments": [_given(given, request) for given in queries.open_assignments(person, asof)],
        "sessions": [_session(state) for state in queries.sessions_for(person, asof)],
        "resolutions": [_resolution(row, request) for row in queries.resolutions_of(person, asof)[:SHOWN]],
        "notices": [_notice(notice, request) for notice in queries.notices(person)],
        "unread": queries.unread(person),
        "email": wish.email,
        "has_calendar": bool(wish.calendar),
        "has_mail": bool(settings.EMAIL_HOST),
        "promises": [_at_risk(one) for one in at_risk(asof, count, reach=request.reach)]
        if request.user.may(Permission.COMMITMENTS_READ)
        else [],
        "may_see_cases": request.user.may(Permission.CASEWORK_READ),
        "may_read_board": request.user.may(Permission.BOARD_READ),
    }
    return render(request, "desk/desk.html", context)


def _case(row: Any, request: PersonRequest) -> dict[str, Any]:
    return {
        "id": row.case_id,
        "number": row.number,
        "unit": row.case.unit.name,
        "due_on": row.due_on,
        "is_late": row.late_on <= request.today,
    }


def _at_risk(one: AtRisk) -> dict[str, Any]:
    unit = unit_of(one.figure)
    return {
        "id": one.id,
        "title": one.title,
        "far": telling.far(one.goal, say_value(one.verified, unit), say_value(one.target, unit)),
        "is_limit": one.goal.is_limit,
        "is_to_fall": one.goal.is_to_fall,
        "due_on": one.due_on,
        "is_rising": one.goal.is_rising(one.so_far),
        "so_far": telling.a_month(one.goal.told(one.so_far), unit),
        "needed": telling.a_month(one.needed, unit) if one.needed is not None else None,
    }


def _resolution(now: Any, request: PersonRequest) -> dict[str, Any]:
    return {
        "id": now.resolution_id,
        "number": now.number,
        "text": now.resolution.text,
        "due_on": now.due_on,
        "late": days_overdue(due_on=now.due_on, state=now.state, day=request.today),
    }


def _session(state: Any) -> dict[str, Any]:
    session = state.session
    committee = name_of(session.committee)
    words = Text(fa="{committee}، جلسهٔ {n}", en="{committee}, session {n}")
    return {
        "id": session.pk,
        "title": words.format(committee=committee, n=session.number),
        "on": session.planned_on,
        "at": session.planned_at,
        "place": session.place,
    }


def _given(given: queries.Given, request: PersonRequest) -> dict[str, Any]:
    about = target(request, given.assignment.about, given.assignment.about_id)
    return {
        "id": given.assignment.pk,
        "text": given.assignment.text,
        "person": given.assignment.person,
        "by": given.assignment.entry.by,
        "due_on": given.assignment.due_on,
        "is_late": given.state.state == "OPEN" and given.assignment.due_on < request.today,
        "code": given.state.state,
        "state": ASSIGNMENT_STATES[given.state.state],
        "about": about,
        "is_mine": given.assignment.person == request.user.username,
        "is_given_by_me": given.assignment.entry.by == request.user.username,
    }


def _notice(notice: Any, request: PersonRequest) -> dict[str, Any]:
    return {
        "title": NOTICES[notice.kind],
        "said": notice.said,
        "by": notice.by,
        "at": notice.at,
        "is_new": notice.read_at is None,
        "about": target(request, notice.about, notice.about_id),
    }


def discussion(request: PersonRequest, about: str, about_id: int) -> dict[str, Any]:
    """Return what the page of a record shows of comments and assignments about it."""
    return {
        "about": about,
        "about_id": about_id,
        "comments": [
            {
                "id": comment.pk,
                "text": comment.text,
                "by": comment.entry.by,
                "at": comment.entry.at,
                "file": comment.attachment.name if comment.attachment else "",
            }
            for comment in queries.comments(about, about_id, request.asof)
        ],
        "assignments": [_given(given, request) for given in queries.assignments(about, about_id, request.asof)],
        "people": [(p.username, Text(fa=p.name, en=p.name)) for p in accounts.people() if p.is_active],
        "may_write": request.user.may(Permission.DESK_WRITE),
    }


def _done(request: PersonRequest, about: Target, act: Callable[[], Any]) -> HttpResponse:
    """Do something and lead back to the record; what is refused is said there, and what was typed is kept."""
    try:
        act()
        messages.info(request, DONE[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
        request.session["typed"] = {name: value[:LONGEST] for name, value in request.POST.items() if name != "csrf"}
    return HttpResponseRedirect(f"{about.address}#discussion")


def _said(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST].replace("\0", "").strip()


@page(Permission.DESK_WRITE)
@require_POST
def comment(request: PersonRequest) -> HttpResponse:
    """Write about a record."""
    about = target_or_404(request, request.POST.get("about"), request.POST.get("about_id"))

    def act() -> None:
        actions.comment(
            about=request.POST["about"],
            about_id=int(request.POST["about_id"]),
            text=_said(request, "text"),
            attachment=said.attached(request),
            also=about.people,
            **who(request),
        )

    return _done(request, about, act)


@page(Permission.DESK_READ)
def comment_file(request: PersonRequest, comment_id: int) -> HttpResponse:
    """Send the file of a comment to who may see what it is about."""
    found = queries.comment(comment_id)
    if found is None:
        raise Http404
    target_or_404(request, found.about, found.about_id)
    return ways.sent_file(found)


@page(Permission.DESK_WRITE)
@require_POST
def assign(request: PersonRequest) -> HttpResponse:
    """Give somebody something to do about a record."""
    about = target_or_404(request, request.POST.get("about"), request.POST.get("about_id"))

    def act() -> None:
        due_on = parse_day(_said(request, "due_on")[:40]).value
        if due_on is None:
            raise DeskRefused(NO_DAY)
        actions.assign(
            about=request.POST["about"],
            about_id=int(request.POST["about_id"]),
            text=_said(request, "task"),
            person=_said(request, "person"),
            due_on=due_on,
            on=request.today,
            **who(request),
        )

    return _done(request, about, act)


@page(Permission.DESK_READ)
@require_POST
def settle(request: PersonRequest, assignment_id: int) -> HttpResponse:
    """Record that an assignment is done or cancelled."""
    found = queries.assignment(assignment_id)
    if found is None or request.user.username not in (found.person, found.entry.by):
        raise Http404
    try:
        actions.settle(
            assignment=found,
            state=_said(request, "state"),
            note=_said(request, "note"),
            on=request.today,
            **who(request),
        )
        messages.info(request, DONE[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    return redirect("desk")


@page(Permission.DESK_READ)
@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Note that all notices were read."""
    actions.read_notices(person=request.user.username, at=timezone.localtime())
    return redirect("desk")


@page(Permission.DESK_READ)
@require_POST
def wishes(request: PersonRequest) -> HttpResponse:
    """Keep where the daily digest goes."""
    email = _said(request, "email")[:254]
    try:
        if email:
            validate_email(email)
        actions.wish(person=request.user.username, email=email, language=request.LANGUAGE_CODE)
        messages.info(request, DONE[request.LANGUAGE_CODE])
    except ValidationError:
        messages.error(request, NO_MAIL[request.LANGUAGE_CODE])
    return redirect("desk")


@page(Permission.DESK_READ)
@require_POST
def new_calendar(request: PersonRequest) -> HttpResponse:
    """Make a new address of the reader's calendar."""
    key = actions.make_calendar(person=request.user.username)
    address = request.build_absolute_uri(reverse("calendar", args=[key]))
    messages.info(request, FEED.format(address=address)[request.LANGUAGE_CODE])
    return redirect("desk")


@public
@require_GET
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Send the calendar of whoever the key is of: what is due, as whole days."""
    person = queries.owner_of_calendar(key[:100])
    if person is None or accounts.person_named(person) is None:
        raise Http404
    wish = queries.wish_of(person)
    text = write_calendar(
        queries.dues(person, AsOf(timezone.localdate())), name=DESK, language=wish.language, at=timezone.localtime()
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response
