"""A plan that takes longer than a page should: how far it is, stopped with the best so far, begun again."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import PlanTerms
from hamahang.planning import trying
from hamahang.web.access import PersonRequest, page


def begin(request: PersonRequest, *, title: str, terms: PlanTerms, before: str) -> HttpResponse:
    """Make a plan in a process of its own, and show how far it is. before: number of the plan it began with

    :raises PlanRefused: if it has no name
    """
    code, store, now = secrets.token_hex(8), settings.MEDIA_ROOT, _now()
    trying.ask(
        code=code,
        title=title,
        terms=terms,
        asof=request.asof,
        store=store,
        now=now,
        before=before,
        reach=request.reach,
        by=request.user.username,
    )
    trying.start(code=code, store=store, now=now)
    return redirect("plan-try", code)


def _now() -> float:
    return timezone.localtime().timestamp()


def _found_or_404(code: str) -> trying.Try:
    found = trying.found(code=code, store=settings.MEDIA_ROOT, now=_now())
    if found is None:
        raise Http404
    return found


@page(Permission.PLANS_MAKE)
def watch(request: PersonRequest, code: str) -> HttpResponse:
    """Say how far a plan is; when it is kept, lead to it."""
    found, is_part = _found_or_404(code), bool(request.headers.get("HX-Request"))
    if found.state == "DONE" and is_part:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    if found.state == "DONE":
        trying.forget(code=code, store=settings.MEDIA_ROOT)
        return redirect("plan", found.number)
    context: dict[str, Any] = {"one": found, "percent": None if found.gap is None else round(100 * found.gap, 3)}
    return render(request, "planning/try_part.html" if is_part else "planning/try.html", context)


@page(Permission.PLANS_MAKE)
@require_POST
def stop(request: PersonRequest, code: str) -> HttpResponse:
    """Ask for the best plan that is found so far."""
    _found_or_404(code)
    trying.stop(code=code, store=settings.MEDIA_ROOT)
    return redirect("plan-try", code)


@page(Permission.PLANS_MAKE)
@require_POST
def again(request: PersonRequest, code: str) -> HttpResponse:
    """Begin again with a plan whose process died."""
    if _found_or_404(code).state == "BROKEN":
        trying.start(code=code, store=settings.MEDIA_ROOT, now=_now())
    return redirect("plan-try", code)


@page(Permission.PLANS_MAKE)
@require_POST
def leave(request: PersonRequest, code: str) -> HttpResponse:
    """Let go a plan that was refused or broken off."""
    if not _found_or_404(code).is_alive:
        trying.forget(code=code, store=settings.MEDIA_ROOT)
    return redirect("plans")
