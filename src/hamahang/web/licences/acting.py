"""What people do to permits and licences: each is one form, one action, and the paper again with what it says."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.licences import OPERATING
from hamahang.domain.rating import Machine
from hamahang.domain.refusal import Refused
from hamahang.domain.register import LICENCES
from hamahang.projects import permits
from hamahang.register import issuing, licensing
from hamahang.register.issuing import Terms
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.finding import asked_unit
from hamahang.web.licences.views import licence_or_404, shown
from hamahang.web.said import Typed

MACHINES = 6  # lines of the form of a rating
LICENCE = Subject("licence", "licences/licence.html", find=licence_or_404, shown=shown)


@page(Permission.LICENCES_DECIDE)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Issue an operating licence for a unit."""
    unit = asked_unit(request)
    refused = None
    if request.method == "POST":
        try:
            made = permits.issue_licence(
                unit=unit,
                number=said.text(request, "number")[:40],
                kind=said.text(request, "kind"),
                on=said.day(request),
                valid_until=said.day(request, "until", may_come=True) if said.text(request, "until") else None,
                terms=Terms(
                    share=said.number(request, "share"),
                    persons=said.number(request, "persons"),
                    fixed_capital=said.rials(request, "fixed_capital"),
                ),
                letter_no=said.text(request, "letter_no")[:60],
                permissions=permissions(request),
                **who(request),
            )
            return redirect("licence", made.pk)
        except Refused as error:
            refused = error.why
            unit = asked_unit(request)
    context = {
        "unit": unit,
        "kinds": [(code, LICENCES[code]) for code in OPERATING],
        "ratings": list(licensing.ratings_of(unit.pk, request.asof)),
        "refused": refused,
        "typed": Typed(request.POST),
    }
    return render(request, "licences/new.html", context, status=422 if refused else 200)


@page(Permission.REGISTER_READ)
@require_POST
def step(request: PersonRequest, licence_id: int) -> HttpResponse:
    """Take a step; who may is in the table."""

    def act(licence: Any) -> None:
        issuing.take_step(
            licence=licence,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            beside=permits.beside(licence, request.asof),
            reason=said.text(request, "reason"),
            letter_no=said.text(request, "letter_no")[:60],
            holder=said.text(request, "holder")[:160],
            seen=said.seen(request),
            **who(request),
        )

    return LICENCE.act(request, licence_id, act, part="ahead")


@page(Permission.LICENCES_WORK)
@require_POST
def paper(request: PersonRequest, licence_id: int) -> HttpResponse:
    """Put a paper beside a permit or licence."""

    def act(licence: Any) -> None:
        issuing.add_paper(
            licence=licence,
            **said.paper(request),
            **who(request),
        )

    return LICENCE.act(request, licence_id, act, part="papers")


@page(Permission.REGISTER_READ)
def paper_file(request: PersonRequest, licence_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the permit or licence."""
    return ways.sent_file(licensing.paper(licence_or_404(request, licence_id), paper_id))


@page(Permission.LICENCES_WORK)
@require_POST
def rating(request: PersonRequest, licence_id: int) -> HttpResponse:
    """Record a capacity rating of the unit, machine by machine."""

    def act(licence: Any) -> None:
        machines = []
        for line in range(1, MACHINES + 1):
            name, hourly = said.text(request, f"machine-{line}")[:80], said.decimal(request, f"hourly-{line}")
            if name or hourly is not None:
                step = said.number(request, f"line-{line}") or 1
                machines.append(Machine(name, step, said.number(request, f"count-{line}") or 1, hourly or Decimal(0)))
        issuing.record_rating(
            unit=licence.unit,
            product=said.text(request, "product")[:160],
            capacity_unit=said.text(request, "capacity_unit")[:30],
            machines=machines,
            shifts=said.number(request, "shifts"),
            on=said.day(request),
            **who(request),
        )

    return LICENCE.act(request, licence_id, act, part="rating")
