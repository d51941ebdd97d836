"""A facility up to its first payment: opened for a unit, contracted, secured, planned in tranches, released."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.banks import bank_name
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.projects import queries as projects
from hamahang.support import contracting, facilities, withdrawing
from hamahang.support import queries as support
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.facilities.acting import FACILITY, amount_of, record_or_404, terms_of
from hamahang.web.finding import asked_unit
from hamahang.web.said import Typed

NO_BANK = Text(fa="بانک و ردیف اعتبار را برگزینید", en="Choose the bank and the budget line")
NO_PROJECT = Text(fa="طرحی به این شماره نیست", en="There is no project of this number")


@page(Permission.SUPPORT_CONTRACT)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Write down a facility that a bank approved for a unit."""
    unit = asked_unit(request)
    refused = None
    banks = [agency for agency in accounts.agencies() if agency.kind == "BANK"]
    lines = {f"{programme}/{line}": found for (programme, line), found in support.lines_by_code().items()}
    if request.method == "POST":
        try:
            return redirect("facility", _opened(request, unit, banks, lines).pk)
        except Refused as error:
            refused = error.why
    context = {
        "unit": unit,
        "banks": [(bank.code, bank_name(bank.name)) for bank in banks],
        "lines": [
            (code, Text(fa=f"{row.programme.title}، {row.title}", en=f"{row.programme.title_en}, {row.title_en}"))
            for code, row in sorted(lines.items())
        ],
        "refused": refused,
        "typed": Typed(request.POST),
    }
    return render(request, "facilities/facility_new.html", context, status=422 if refused else 200)


def _opened(request: PersonRequest, unit: Any, banks: list[Any], lines: dict[str, Any]) -> Any:
    bank = next((bank for bank in banks if bank.code == said.text(request, "bank")), None)
    line = lines.get(said.text(request, "line"))
    if bank is None or line is None:
        raise CreditRefused(NO_BANK)
    return contracting.open_facility(
        bank=bank,
        number=said.text(request, "number"),
        unit=unit,
        line=line,
        approved=amount_of(request, "approved"),
        approved_on=said.day(request, "approved_on"),
        **who(request),
    )


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def contract(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Write down the contract of a facility."""

    def act(found: Any) -> None:
        letter_on = said.text(request, "letter_on")
        contracting.sign_contract(
            facility=found,
            terms=terms_of(request, amount_of(request, "principal")),
            on=said.day(request),
            paper=contracting.Paper(
                number=said.text(request, "number"),
                branch=said.text(request, "branch"),
                letter_no=said.text(request, "letter_no"),
                letter_on=said.day(request, "letter_on") if letter_on else None,
            ),
            **who(request),
        )

    return FACILITY.act(request, facility_id, act, part="terms")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def contract_back(request: PersonRequest, facility_id: int, contract_id: int) -> HttpResponse:
    """Take a wrong contract back."""

    def act(found: Any) -> None:
        wrong = record_or_404(found, "contract", contract_id)
        contracting.take_contract_back(contract=wrong, reason=said.text(request, "reason"), **who(request))

    return FACILITY.act(request, facility_id, act, part="terms")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def guarantee(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Write down what secures a facility."""

    def act(found: Any) -> None:
        has_end = bool(said.text(request, "expires_on"))
        contracting.add_guarantee(
            facility=found,
            kind=said.text(request, "kind"),
            value=amount_of(request, "value"),
            number=said.text(request, "number"),
            expires_on=said.day(request, "expires_on", may_come=True) if has_end else None,
            on=said.day(request),
            **who(request),
        )

    return FACILITY.act(request, facility_id, act, part="secured")


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def exception(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Allow something beyond a limit, with the reason."""

    def act(found: Any) -> None:
        contracting.allow_exception(
            facility=found,
            kind=said.text(request, "kind"),
            amount=amount_of(request),
            reason=said.text(request, "reason"),
            on=request.today,
            **who(request),
        )

    return FACILITY.act(request, facility_id, act, part="secured")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def tranche(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Plan a tranche against the progress of a project or of the unit."""

    def act(found: Any) -> None:
        number, planned = said.text(request, "project")[:40], said.text(request, "planned_on")
        project = projects.projects_by_number().get(number) if number else None
        if number and project is None:
            raise CreditRefused(NO_PROJECT)
        contracting.plan_tranche(
            facility=found,
            amount=amount_of(request),
            percent=said.percent(request, "percent") or Decimal(0),
            project=project,
            planned_on=said.day(request, "planned_on", may_come=True) if planned else None,
            on=request.today,
            **who(request),
        )

    return FACILITY.act(request, facility_id, act, part="tranches")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def release(request: PersonRequest, facility_id: int, tranche_id: int) -> HttpResponse:
    """Release a tranche on the inspection that proves it; on a reason alone only who answers for exceptions."""

    def act(found: Any) -> None:
        reason = said.text(request, "reason")
        if reason and not request.user.may(Permission.SUPPORT_RESTRUCTURE):
            raise CreditRefused(Text(fa="استثنا در اختیار شما نیست", en="Exceptions are not yours to make"))
        planned = record_or_404(found, "tranche", tranche_id)
        observation, visit = facilities.inspection_named(said.text(request, "inspection")[:20])
        inspection = contracting.Inspection(observation, visit, said.percent(request, "percent"))
        contracting.release_tranche(
            tranche=planned, inspection=inspection, reason=reason, on=said.day(request), **who(request)
        )

    return FACILITY.act(request, facility_id, act, part="tranches")


def _back(request: PersonRequest, facility_id: int, kind: str, key: int, *, part: str) -> HttpResponse:
    acts: dict[str, Callable[..., None]] = {
        "guarantee": withdrawing.take_guarantee_back,
        "exception": withdrawing.take_exception_back,
        "tranche": withdrawing.take_tranche_back,
    }

    def act(found: Any) -> None:
        wrong = {kind: record_or_404(found, kind, key)}
        acts[kind](**wrong, reason=said.text(request, "reason")[:400], **who(request))

    return FACILITY.act(request, facility_id, act, part=part)


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def guarantee_back(request: PersonRequest, facility_id: int, guarantee_id: int) -> HttpResponse:
    """Take back a guarantee, as a cheque that was returned."""
    return _back(request, facility_id, "guarantee", guarantee_id, part="secured")


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def exception_back(request: PersonRequest, facility_id: int, exception_id: int) -> HttpResponse:
    """Take back leave to go beyond a limit."""
    return _back(request, facility_id, "exception", exception_id, part="secured")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def tranche_back(request: PersonRequest, facility_id: int, tranche_id: int) -> HttpResponse:
    """Take back a planned tranche."""
    return _back(request, facility_id, "tranche", tranche_id, part="tranches")


@page(Permission.SUPPORT_CONTRACT)
@require_POST
def release_back(request: PersonRequest, facility_id: int, tranche_id: int) -> HttpResponse:
    """Take back the release of a tranche."""

    def act(found: Any) -> None:
        wrong = facilities.release_of(record_or_404(found, "tranche", tranche_id))
        if wrong is None:
            raise Http404
        withdrawing.take_release_back(release=wrong, reason=said.text(request, "reason")[:400], **who(request))

    return FACILITY.act(request, facility_id, act, part="tranches")
