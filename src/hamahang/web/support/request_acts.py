"""What people do to a request: each is one form, one action, and the request again with what it says."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.requests import RequestRefused
from hamahang.domain.text import Text
from hamahang.support import asked, programmes, requesting, terms
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.facilities.acting import terms_of
from hamahang.web.finding import asked_unit
from hamahang.web.said import Typed
from hamahang.web.support.acting import own_bank
from hamahang.web.support.requests import SUMS, request_or_404, shown

NO_LINE = Text(fa="ردیف اعتبار را برگزینید", en="Choose the line")
REQUEST = Subject("request", "support/request.html", find=request_or_404, shown=shown)


@page(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Register a request of a unit."""
    unit = asked_unit(request)
    refused = None
    if request.method == "POST":
        try:
            made = _register(request, unit.pk)
            return redirect("request", made.pk)
        except Refused as error:
            refused = error.why
    context = {
        "unit": unit,
        "lines": [
            (str(line.pk), Text(fa=f"{p.title}: {line.title}", en=f"{p.title_en}: {line.title_en}"))
            for p in terms.programmes(request.asof)
            for line in terms.lines(p)
        ],
        "refused": refused,
        "typed": Typed(request.POST),
        "others": [(r.pk, r.number) for r in asked.requests_of(unit.pk, request.asof)],
    }
    return render(request, "support/request_new.html", context, status=422 if refused else 200)


def _register(request: PersonRequest, unit: int) -> Any:
    line = terms.line(said.key(said.text(request, "line")))
    if line is None:
        raise RequestRefused(NO_LINE)
    return requesting.register_request(
        unit=unit,
        line=line,
        amount=said.rials(request, "amount") or 0,
        on=said.day(request),
        account=said.text(request, "account")[:34],
        project_no=said.text(request, "project_no")[:40],
        **who(request),
    )


@page(Permission.SUPPORT_READ)
@require_POST
def step(request: PersonRequest, request_id: int) -> HttpResponse:
    """Take a step; who may is in the table of the workflow."""

    def act(found: Any) -> None:
        requesting.take_step(
            request=found,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            words=_words(request),
            own_bank=own_bank(request),
            seen=said.seen(request),
            **who(request),
        )

    return REQUEST.act(request, request_id, act, part="ahead")


def _words(request: PersonRequest) -> requesting.StepWords:
    amount = said.rials(request, "amount")
    return requesting.StepWords(
        amount=amount,
        bank=said.key(said.text(request, "bank")) or None,
        file_no=said.text(request, "file_no")[:60],
        facility_no=said.text(request, "facility_no")[:60],
        terms=terms_of(request, amount or 0) if said.text(request, "contract") else None,
        branch=said.text(request, "branch")[:80],
        letter_no=said.text(request, "letter_no")[:60],
        paper_no=said.text(request, "paper_no")[:60],
        attachment=said.attached(request),
        reason=said.text(request, "reason"),
    )


@page(Permission.SUPPORT_WORK)
@require_POST
def paper(request: PersonRequest, request_id: int) -> HttpResponse:
    """Put a paper into a request."""

    def act(found: Any) -> None:
        requesting.add_paper(
            request=found,
            **said.paper(request),
            **who(request),
        )

    return REQUEST.act(request, request_id, act, part="papers")


@page(Permission.SUPPORT_WORK)
@require_POST
def paper_back(request: PersonRequest, request_id: int, paper_id: int) -> HttpResponse:
    """Take a paper out of a request."""

    def act(found: Any) -> None:
        requesting.take_paper_back(
            paper=_paper(found, paper_id),
            reason=said.text(request, "reason"),
            **who(request),
        )

    return REQUEST.act(request, request_id, act, part="papers")


def _paper(found: Any, paper_id: int) -> Any:
    paper = asked.paper(paper_id, found)
    if paper is None:
        raise Http404
    return paper


@page(Permission.SUPPORT_READ)
def paper_file(request: PersonRequest, request_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the request."""
    return ways.sent_file(_paper(request_or_404(request, request_id), paper_id))


@page(Permission.SUPPORT_WORK)
@require_POST
def assess(request: PersonRequest, request_id: int) -> HttpResponse:
    """Apply the rules of its day to a request."""

    def act(found: Any) -> None:
        requesting.assess(request=found, on=said.day(request), **who(request))

    return REQUEST.act(request, request_id, act, part="assessment")


@page(Permission.SUPPORT_WORK)
@require_POST
def sums(request: PersonRequest, request_id: int) -> HttpResponse:
    """Write down what the unit's accounts, bills and debts say."""

    def act(found: Any) -> None:
        typed = {kind: said.rials(request, kind) for kind in SUMS}
        programmes.state_sums(
            unit=found.unit_id,
            sums={kind: amount for kind, amount in typed.items() if amount is not None},
            on=said.day(request),
            paper_no=said.text(request, "paper_no")[:60],
            proof=Proof.DECLARED,
            **who(request),
        )

    return REQUEST.act(request, request_id, act, part="assessment")
