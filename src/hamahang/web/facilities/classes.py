"""The classes of claims by age: the limits with their days and sources, and setting others."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.credit.claims import CLASSES, ClaimClass, limits_on
from hamahang.domain.refusal import Refused
from hamahang.support import classing
from hamahang.web import said
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.acts import who
from hamahang.web.said import DONE, Typed

NAMES = {ClaimClass.PAST_DUE: "past_due", ClaimClass.OVERDUE: "overdue", ClaimClass.DOUBTFUL: "doubtful"}


@page(Permission.SUPPORT_READ)
def classes(request: PersonRequest) -> HttpResponse:
    """Show after how many months a claim belongs to which class, from which day on, by which source."""
    return _shown(request, {"refused": None, "typed": Typed()})


def _shown(request: PersonRequest, why: dict[str, Any], status: int = 200) -> HttpResponse:
    known = classing.claim_limits(request.asof)
    recorded = {row.valid_from: row.pk for row in classing.recorded(request.asof)}
    held = limits_on(request.asof.day, known)
    context = {
        "limits": [
            {
                "id": recorded.get(limits.valid_from),
                "valid_from": limits.valid_from,
                "months": [(CLASSES[name], dict(limits.beyond)[name]) for name in NAMES],
                "source": limits.source,
                "is_now": limits is held,
            }
            for limits in reversed(known)
        ],
        "fields": [(field, CLASSES[name]) for name, field in NAMES.items()],
        "may_set": is_now(request) and request.user.may(Permission.SUPPORT_DECIDE),
    }
    return render(request, "facilities/classes.html", context | why, status=status)


@page(Permission.SUPPORT_DECIDE)
@require_POST
def set_limits(request: PersonRequest) -> HttpResponse:
    """Set the limits from a day on."""
    try:
        classing.set_claim_limits(
            **{field: said.number(request, field) or 0 for field in NAMES.values()},
            valid_from=said.day(request, "valid_from", may_come=True),
            source=said.text(request, "source")[:240],
            **who(request),
        )
    except Refused as refused:
        return _shown(request, {"refused": refused.why, "typed": Typed(request.POST)}, status=422)
    messages.info(request, DONE[request.LANGUAGE_CODE])
    return redirect("facility-classes")


@page(Permission.SUPPORT_DECIDE)
@require_POST
def limits_back(request: PersonRequest, limit_id: int) -> HttpResponse:
    """Take back limits that were set wrongly."""
    wrong = next((row for row in classing.recorded(request.asof) if row.pk == limit_id), None)
    if wrong is None:
        raise Http404
    try:
        classing.take_limits_back(limit=wrong, reason=said.text(request, "reason")[:400], **who(request))
    except Refused as refused:
        return _shown(request, {"refused": refused.why, "typed": Typed()}, status=422)
    messages.info(request, DONE[request.LANGUAGE_CODE])
    return redirect("facility-classes")
