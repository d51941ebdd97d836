"""What people do to a case: each is one form, one action, and the case again with what it says."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.casework import planning, queries, working
from hamahang.domain.casework import KINDS, CaseRefused
from hamahang.domain.causes import CAUSES
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.casework.views import case_or_404, shown
from hamahang.web.finding import asked_unit
from hamahang.web.said import Typed

NOBODY = Text(fa="چنین کسی نیست", en="There is no such person")
CASE = Subject("case", "casework/case.html", find=case_or_404, shown=shown)


@page(Permission.CASES_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Open a case of a unit."""
    unit = asked_unit(request)
    refused = None
    if request.method == "POST":
        try:
            case = working.open_case(
                kind=said.text(request, "kind"),
                unit=unit.pk,
                on=said.day(request),
                main_cause=said.text(request, "cause") if said.text(request, "cause") in CAUSES else "",
                project_no=said.text(request, "project_no")[:40],
                **who(request),
            )
            return redirect("case", case.pk)
        except Refused as error:
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
        working.take_step(
            case=case,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            reason=said.text(request, "reason"),
            letter_no=said.text(request, "letter_no")[:60],
            seen=said.seen(request),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="ahead")


@page(Permission.CASES_WORK)
@require_POST
def paper(request: PersonRequest, case_id: int) -> HttpResponse:
    """Put a paper into a case."""

    def act(case: Any) -> None:
        working.add_paper(
            case=case,
            **said.paper(request),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="papers")


@page(Permission.CASES_WORK)
@require_POST
def paper_back(request: PersonRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Take a paper out of a case."""

    def act(case: Any) -> None:
        working.take_paper_back(
            paper=_paper(case, paper_id),
            reason=said.text(request, "reason"),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="papers")


def _paper(case: Any, paper_id: int) -> Any:
    found = queries.paper(paper_id, case)
    if found is None:
        raise Http404
    return found


@page(Permission.CASEWORK_READ)
def paper_file(request: PersonRequest, case_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the case."""
    return ways.sent_file(_paper(case_or_404(request, case_id), paper_id))


@page(Permission.CASES_WORK)
@require_POST
def responsible(request: PersonRequest, case_id: int) -> HttpResponse:
    """Name the person responsible."""

    def act(case: Any) -> None:
        person = accounts.person_named(said.text(request, "person"))
        if person is None:
            raise CaseRefused(NOBODY)
        working.make_responsible(case=case, person=person.username, on=said.day(request), **who(request))

    return CASE.act(request, case_id, act, part="responsible")


@page(Permission.CASES_DIAGNOSE)
@require_POST
def causes(request: PersonRequest, case_id: int) -> HttpResponse:
    """Record the causes found."""

    def act(case: Any) -> None:
        main = said.text(request, "main")
        found = [
            working.Found(code, weight, is_main=code == main, shown_by=said.text(request, f"shown-{code}"))
            for code in CAUSES
            if (weight := said.number(request, f"weight-{code}"))
        ]
        working.find_causes(
            case=case,
            causes=found,
            on=said.day(request),
            seen=said.seen(request),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="causes")


@page(Permission.CASES_WORK)
@require_POST
def task(request: PersonRequest, case_id: int) -> HttpResponse:
    """Add a task to the plan."""

    def act(case: Any) -> None:
        agencies = {agency.code: agency for agency in accounts.agencies_by_key().values()}
        side = said.text(request, "side")
        planning.add_task(
            case=case,
            text=said.text(request, "text"),
            side=side,
            agency=agencies.get(said.text(request, "agency")) if side == "AGENCY" else None,
            due_on=said.day(request, "due_on", may_come=True),
            on=request.today,
            cost=said.rials(request, "cost"),
            jobs=said.number(request, "jobs"),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="plan")


@page(Permission.CASEWORK_READ)
@require_POST
def task_state(request: PersonRequest, case_id: int, item_id: int) -> HttpResponse:
    """Claim a task done, verify it, or drop it."""
    may = request.user.may

    def act(case: Any) -> None:
        item = queries.plan_item(item_id, case)
        state = said.text(request, "state")
        if item is None or state not in ("CLAIMED", "VERIFIED", "DROPPED", "OPEN"):
            raise Http404
        if state != "VERIFIED" and not may(Permission.CASES_WORK):
            raise CaseRefused(Text(fa="این کار در اختیار شما نیست", en="This is not yours to do"))
        planning.set_task(
            item=item,
            state=state,
            on=said.day(request),
            note=said.text(request, "note"),
            may_verify=may(Permission.CASES_VERIFY),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="plan")


@page(Permission.CASES_WORK)
@require_POST
def pause(request: PersonRequest, case_id: int) -> HttpResponse:
    """Let the clocks stand still, or run again."""

    def act(case: Any) -> None:
        working.pause(
            case=case,
            is_paused=said.text(request, "is_paused") == "yes",
            on=said.day(request),
            reason=said.text(request, "reason"),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="times")


@page(Permission.CASES_WORK)
@require_POST
def outcome(request: PersonRequest, case_id: int) -> HttpResponse:
    """Record how the case ended."""

    def act(case: Any) -> None:
        level = said.number(request, "proof")
        planning.record_outcome(
            case=case,
            outcome=said.text(request, "outcome"),
            jobs_returned=said.number(request, "returned") or 0,
            jobs_safeguarded=said.number(request, "safeguarded") or 0,
            proof=Proof(level) if level is not None and level <= max(Proof) else Proof.DECLARED,
            on=said.day(request),
            **who(request),
        )

    return CASE.act(request, case_id, act, part="outcome")
