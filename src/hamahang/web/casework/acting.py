"""What people do to a case: each is one form, one action, and the case again with what it says."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.casework import planning, queries, working
from hamahang.domain.calendar import parse_day
from hamahang.domain.casework import KINDS, CaseRefused
from hamahang.domain.causes import CAUSES
from hamahang.domain.money import parse_amount, unit_in
from hamahang.domain.numbers import parse_number
from hamahang.domain.papers import NotAccepted
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.domain.workflow import StepIncomplete, StepNotAllowed, UnknownStep
from hamahang.papers.actions import attach
from hamahang.papers.queries import content
from hamahang.register import queries as register
from hamahang.web.access import PersonRequest, page
from hamahang.web.casework.views import Typed, case_or_404, shown

LONGEST = 2_000
MOST = 1_000_000
NOT_A_DAY = Text(fa="«{value}» روز نیست؛ مانند ۱۳۹۰/۰۴/۱۰ بنویسید", en="“{value}” is no day; write it as 1390/04/10")
IN_FUTURE = Text(fa="روز {value} هنوز نیامده است", en="{value} has not come yet")
NOT_A_NUMBER = Text(fa="«{value}» عدد نیست", en="“{value}” is no number")
NO_UNIT = Text(fa="واحد مبلغ «{value}» را هم بنویسید: ریال یا تومان", en="say the unit of “{value}”: rials or toman")
DONE = Text(fa="ثبت شد.", en="Recorded.")
NO_STEP = Text(fa="چنین گامی نیست", en="There is no such step")
NOBODY = Text(fa="چنین کسی نیست", en="There is no such person")

REFUSALS = (CaseRefused, StepNotAllowed, StepIncomplete, NotAccepted)


def _said(request: PersonRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST].replace("\0", "").strip()


def _day(request: PersonRequest, name: str = "on", *, may_come: bool = False) -> date:
    """Return a day of the form, today where it is empty.

    :raises CaseRefused: if it is no day, or lies ahead where it may not
    """
    said = _said(request, name)[:40]
    if not said:
        return request.today
    read = parse_day(said).value
    if read is None:
        raise CaseRefused(NOT_A_DAY.format(value=said))
    if read > request.today and not may_come:
        raise CaseRefused(IN_FUTURE.format(value=said))
    return read


def _number(request: PersonRequest, name: str) -> int | None:
    said = _said(request, name)[:40]
    if not said:
        return None
    read = parse_number(said).value
    if read is None or read != int(read) or not 0 <= read <= MOST:
        raise CaseRefused(NOT_A_NUMBER.format(value=said))
    return int(read)


def _rials(request: PersonRequest, name: str) -> int | None:
    said = _said(request, name)[:60]
    if not said:
        return None
    reading = parse_amount(said, unit_in(said))
    if reading.value is None:
        raise CaseRefused((NO_UNIT if reading.problem == "no_unit" else NOT_A_NUMBER).format(value=said))
    return reading.value


def _attached(request: PersonRequest) -> Any:
    file = request.FILES.get("file")
    if file is None:
        return None
    return attach(
        chunks=file.chunks(),
        name=file.name or "file",
        store=settings.PAPERS,
        limit=settings.PAPER_LIMIT,
        by=request.user.username,
        at=timezone.now(),
    )


def _seen(request: PersonRequest) -> int | None:
    said = _said(request, "seen")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None


def _done(request: PersonRequest, case_id: int, act: Callable[[Any], Any], *, part: str) -> HttpResponse:
    """Do something to a case and lead back to it; refused, show the case again with why and what was typed."""
    found = case_or_404(request, case_id)
    try:
        act(found)
    except REFUSALS as refused:
        context = shown(request, found) | {"refused": refused.why, "refused_part": part, "typed": Typed(request.POST)}
        return render(request, "casework/case.html", context, status=422)
    messages.info(request, DONE[request.LANGUAGE_CODE])
    response = redirect("case", case_id)
    response["Location"] += f"#{part}"
    return response


@page(Permission.CASES_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Open a case of a unit."""
    said = request.POST.get("unit") or request.GET.get("unit", "")
    unit = register.unit_in(request.reach, int(said)) if said.isascii() and said.isdigit() and len(said) < 18 else None
    if unit is None:
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            case = working.open_case(
                kind=_said(request, "kind"),
                unit=unit.pk,
                on=_day(request),
                main_cause=_said(request, "cause") if _said(request, "cause") in CAUSES else "",
                project_no=_said(request, "project_no")[:40],
                by=request.user.username,
                at=timezone.now(),
            )
            return redirect("case", case.pk)
        except CaseRefused as error:
            refused = error.why
    context = {
        "unit": unit,
        "kinds": list(KINDS.items()),
        "causes": list(CAUSES.items()),
        "refused": refused,
        "typed": Typed(request.POST),
        "open": [(c.pk, c.number, KINDS[c.kind]) for c in queries.cases_of(unit.pk, request.asof)],
    }
    return render(request, "casework/new.html", context, status=422 if refused else 200)


@page(Permission.CASEWORK_READ)
@require_POST
def step(request: PersonRequest, case_id: int) -> HttpResponse:
    """Take a step; who may is in the table of the workflow."""

    def act(case: Any) -> None:
        try:
            working.take_step(
                case=case,
                step=_said(request, "step")[:20],
                on=_day(request),
                permissions={permission.value for permission in ROLES[request.user.role].permissions},
                reason=_said(request, "reason"),
                letter_no=_said(request, "letter_no")[:60],
                seen=_seen(request),
                by=request.user.username,
                at=timezone.now(),
            )
        except UnknownStep:
            raise CaseRefused(NO_STEP) from None

    return _done(request, case_id, act, part="ahead")


@page(Permission.CASES_WORK)
@require_POST
def paper(request: PersonRequest, case_id: int) -> HttpResponse:
    """Put a paper into a case."""

    def act(case: Any) -> None:
        working.add_paper(
            case=case,
            need=_said(request, "need"),
            on=_day(request),
            number=_said(request, "number")[:60],
            attachment=_attached(request),
            by=request.user.username,
            at=timezone.now(),
        )

    return _done(request, case_id, act, part="papers")


@page(Permission.CASES_WORK)
@require_POST
def paper_back(request: PersonRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Take a paper out of a case."""

    def act(case: Any) -> None:
        working.take_paper_back(
            paper=_paper(case, paper_id), reason=_said(request, "reason"), by=request.user.username, at=timezone.now()
        )

    return _done(request, case_id, act, part="papers")


def _paper(case: Any, paper_id: int) -> Any:
    found = queries.paper(paper_id, case)
    if found is None:
        raise Http404
    return found


@page(Permission.CASEWORK_READ)
def paper_file(request: PersonRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the case."""
    attachment = _paper(case_or_404(request, case_id), paper_id).attachment
    if attachment is None:
        raise Http404
    try:
        response = HttpResponse(content(attachment, store=settings.PAPERS), content_type=attachment.media_type)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page(Permission.CASES_WORK)
@require_POST
def responsible(request: PersonRequest, case_id: int) -> HttpResponse:
    """Name the person responsible."""

    def act(case: Any) -> None:
        person = accounts.person_named(_said(request, "person"))
        if person is None:
            raise CaseRefused(NOBODY)
        working.make_responsible(
            case=case, person=person.username, on=_day(request), by=request.user.username, at=timezone.now()
        )

    return _done(request, case_id, act, part="responsible")


@page(Permission.CASES_DIAGNOSE)
@require_POST
def causes(request: PersonRequest, case_id: int) -> HttpResponse:
    """Record the causes found."""

    def act(case: Any) -> None:
        main = _said(request, "main")
        found = [
            working.Found(code, weight, is_main=code == main, shown_by=_said(request, f"shown-{code}"))
            for code in CAUSES
            if (weight := _number(request, f"weight-{code}"))
        ]
        working.find_causes(
            case=case, causes=found, on=_day(request), seen=_seen(request), by=request.user.username, at=timezone.now()
        )

    return _done(request, case_id, act, part="causes")


@page(Permission.CASES_WORK)
@require_POST
def task(request: PersonRequest, case_id: int) -> HttpResponse:
    """Add a task to the plan."""

    def act(case: Any) -> None:
        agencies = {agency.code: agency for agency in accounts.agencies_by_key().values()}
        side = _said(request, "side")
        planning.add_task(
            case=case,
            text=_said(request, "text"),
            side=side,
            agency=agencies.get(_said(request, "agency")) if side == "AGENCY" else None,
            due_on=_day(request, "due_on", may_come=True),
            on=request.today,
            cost=_rials(request, "cost"),
            jobs=_number(request, "jobs"),
            by=request.user.username,
            at=timezone.now(),
        )

    return _done(request, case_id, act, part="plan")


@page(Permission.CASEWORK_READ)
@require_POST
def task_state(request: PersonRequest, case_id: int, item_id: int) -> HttpResponse:
    """Claim a task done, verify it, or drop it."""
    may = request.user.may

    def act(case: Any) -> None:
        item = queries.plan_item(item_id, case)
        state = _said(request, "state")
        if item is None or state not in ("CLAIMED", "VERIFIED", "DROPPED", "OPEN"):
            raise Http404
        if state != "VERIFIED" and not may(Permission.CASES_WORK):
            raise CaseRefused(Text(fa="این کار در اختیار شما نیست", en="This is not yours to do"))
        planning.set_task(
            item=item,
            state=state,
            on=_day(request),
            note=_said(request, "note"),
            may_verify=may(Permission.CASES_VERIFY),
            by=request.user.username,
            at=timezone.now(),
        )

    return _done(request, case_id, act, part="plan")


@page(Permission.CASES_WORK)
@require_POST
def pause(request: PersonRequest, case_id: int) -> HttpResponse:
    """Let the clocks stand still, or run again."""

    def act(case: Any) -> None:
        working.pause(
            case=case,
            is_paused=_said(request, "is_paused") == "yes",
            on=_day(request),
            reason=_said(request, "reason"),
            by=request.user.username,
            at=timezone.now(),
        )

    return _done(request, case_id, act, part="times")


@page(Permission.CASES_WORK)
@require_POST
def outcome(request: PersonRequest, case_id: int) -> HttpResponse:
    """Record how the case ended."""

    def act(case: Any) -> None:
        level = _number(request, "proof")
        planning.record_outcome(
            case=case,
            outcome=_said(request, "outcome"),
            jobs_returned=_number(request, "returned") or 0,
            jobs_safeguarded=_number(request, "safeguarded") or 0,
            proof=Proof(level) if level is not None and level <= max(Proof) else Proof.DECLARED,
            on=_day(request),
            by=request.user.username,
            at=timezone.now(),
        )

    return _done(request, case_id, act, part="outcome")
