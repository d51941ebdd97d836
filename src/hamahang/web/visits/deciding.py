"""What has to be decided: both versions beside each other, and who says which holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.text import Text
from hamahang.domain.visits import DECISIONS, VisitRefused
from hamahang.visits import deciding, queries
from hamahang.web.access import PersonRequest, page
from hamahang.web.visits.telling import told

DONE = Text(fa="ثبت شد: {decision}", en="Recorded: {decision}")
MOST_DECIDED = 20


@page(Permission.CASEWORK_READ)
def conflicts(request: PersonRequest) -> HttpResponse:
    """List what is to be decided, and what was decided last."""
    decided = queries.conflicts_in(request.reach, is_open=False).order_by("-pk")[:MOST_DECIDED]
    context = {
        "open": [told(conflict) for conflict in queries.conflicts_in(request.reach)],
        "decided": [told(conflict) for conflict in decided],
        "may_decide": request.user.may(Permission.VISITS_RECORD),
        "decisions": DECISIONS,
    }
    return render(request, "visits/conflicts.html", context)


@page(Permission.VISITS_RECORD)
@require_POST
def decide(request: PersonRequest, conflict_id: int) -> HttpResponse:
    """Say which version holds; a phone is answered in JSON."""
    conflict = queries.conflict_in(request.reach, conflict_id)
    if conflict is None:
        raise Http404
    is_phone = request.headers.get("Accept", "") == "application/json"
    try:
        decided = deciding.decide(
            conflict=conflict,
            decision=request.POST.get("decision", ""),
            by=request.user.username,
            at=timezone.localtime(),
        )
    except VisitRefused as error:
        if is_phone:
            return JsonResponse({"why": {"fa": error.why.fa, "en": error.why.en}}, status=409)
        messages.warning(request, error.why[request.LANGUAGE_CODE])
        return HttpResponseRedirect(reverse("visit-conflicts"))
    if is_phone:
        return JsonResponse({"decision": decided.decision})
    title = DECISIONS[decided.decision]
    messages.success(request, DONE[request.LANGUAGE_CODE].format(decision=title[request.LANGUAGE_CODE]))
    return HttpResponseRedirect(reverse("visit-conflicts"))
