"""What people do to a resolution: each is one form, one action, and the resolution again with what it says."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.board import following, queries
from hamahang.domain.board import PRIORITIES, BoardRefused
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.register import queries as register
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.board.views import found_or_404, shown
from hamahang.web.desk.targets import own_agency
from hamahang.web.said import Typed

RESOLUTION = Subject("resolution", "board/resolution.html", find=found_or_404, shown=shown)


@page(Permission.BOARD_PREPARE)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Record a resolution that was passed."""
    refused = None
    if request.method == "POST":
        try:
            made = following.pass_resolution(
                number=said.text(request, "number")[:40],
                text=said.text(request, "text"),
                executor=said.text(request, "executor")[:160],
                passed_on=said.day(request, "passed_on"),
                due_on=said.day(request, "due_on", may_come=True),
                committee=said.text(request, "committee")[:120],
                session_no=said.text(request, "session_no")[:20],
                subject=said.text(request, "subject")[:120],
                unit=_unit(request),
                unit_duty=said.text(request, "unit_duty"),
                priority=said.number(request, "priority") or 2,
                **who(request),
            )
            return redirect("resolution", made.pk)
        except Refused as error:
            refused = error.why
    context = {
        "refused": refused,
        "typed": Typed(request.POST or {"licence": request.GET.get("licence", "")}),
        "priorities": [(str(code), title) for code, title in PRIORITIES.items()],
        "executors": list(queries.executors(request.asof).values()),
    }
    return render(request, "board/new.html", context, status=422 if refused else 200)


def _unit(request: PersonRequest) -> int | None:
    licence = said.text(request, "licence")[:40]
    if not licence:
        return None
    unit = register.unit_of_licence(request.reach, licence)
    if unit is None:
        raise said.WrongForm(Text(fa=f"واحدی با پروانهٔ {licence} نیست", en=f"There is no unit of licence {licence}"))
    return unit


@page(Permission.DESK_READ)
@require_POST
def step(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Take a step; who may is in the table of the workflow."""

    def act(found: Any) -> None:
        following.take_step(
            resolution=found,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            agency=own_agency(request),
            reason=said.text(request, "reason"),
            seen=said.seen(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="ahead")


@page(Permission.DESK_READ)
@require_POST
def paper(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Put a letter, an answer or a proof with a resolution."""

    def act(found: Any) -> None:
        need = said.text(request, "need")
        rights = {
            "LETTER": (Permission.BOARD_PREPARE,),
            "ANSWER": (Permission.RESOLUTIONS_ANSWER,),
            "PROOF": (Permission.RESOLUTIONS_VERIFY, Permission.RESOLUTIONS_ANSWER),
        }.get(need, ())
        if not any(map(request.user.may, rights)):
            raise BoardRefused(Text(fa="افزودن این سند در اختیار شما نیست", en="This paper is not yours to add"))
        following.add_paper(
            resolution=found,
            need=need,
            on=said.day(request),
            number=said.text(request, "number")[:60],
            note=said.text(request, "note"),
            attachment=said.attached(request),
            agency=own_agency(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="papers")


@page(Permission.DESK_READ)
def paper_file(request: PersonRequest, resolution_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the resolution."""
    return ways.sent_file(queries.paper(paper_id, found_or_404(request, resolution_id)))


@page(Permission.RESOLUTIONS_ANSWER)
@require_POST
def time(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Ask for a later day."""

    def act(found: Any) -> None:
        following.ask_for_time(
            resolution=found,
            wanted_on=said.day(request, "wanted_on", may_come=True),
            reason=said.text(request, "reason"),
            on=request.today,
            agency=own_agency(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="time")


@page(Permission.BOARD_DECIDE)
@require_POST
def decide(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Grant or refuse the later day that is asked for."""

    def act(found: Any) -> None:
        waiting = queries.waiting_request(found)
        if waiting is None:
            raise BoardRefused(Text(fa="درخواستی در انتظار نیست", en="No request waits"))
        following.decide_deadline(
            request=waiting,
            is_granted=said.text(request, "granted") == "yes",
            reason=said.text(request, "reason"),
            on=request.today,
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="time")
