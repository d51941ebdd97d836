"""A plan that takes longer than a page should: how far it is, stopped with the best so far, begun again."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import AIMS, PlanTerms
from hamahang.domain.text import Text
from hamahang.planning import trying
from hamahang.web.access import PersonRequest, page

NOT_YOURS = Text(
    fa="این برنامه را {who} خواسته است؛ تنها او، یا کسی که برنامه‌ها را می‌پذیرد، آن را بازمی‌دارد، از نو می‌سازد یا کنار"
    " می‌گذارد",
    en="{who} asked for this plan; only they, or who adopts plans, stop it, begin it again or let it go",
)
UNTOLD = Text(fa="دلیل آن به کسی گفته می‌شود که آن را خواسته است", en="The reason is told to the one who asked for it")


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


def _may_act(request: PersonRequest, one: trying.Try) -> bool:
    """Return whether a reader may stop a try or let it go: who asked for it, and who may adopt plans."""
    is_own = accounts.is_one_person(one.by, request.user.username)
    return is_own or request.user.may(Permission.PLANS_ADOPT)


def _shown(request: PersonRequest, one: trying.Try, refused: Text | None = None) -> HttpResponse:
    may_act, is_part = _may_act(request, one), bool(request.headers.get("HX-Request"))
    context: dict[str, Any] = {
        "one": one,
        "percent": None if one.gap is None else round(100 * one.gap, 3),
        "who": who_asked(one),
        "aim": AIMS[one.aim],
        "may_act": may_act,
        # it names those whom the one who asked may list
        "why": one.why if may_act or request.reach.is_whole or one.why is None else UNTOLD,
        "refused": refused,
    }
    template = "planning/try_part.html" if is_part else "planning/try.html"
    return render(request, template, context, status=422 if refused else 200)


def who_asked(one: trying.Try) -> str:
    """Return the name of who asked for a plan."""
    person = accounts.person_named(one.by)
    return person.name if person and person.name else one.by


@page(Permission.PLANS_MAKE)
def watch(request: PersonRequest, code: str) -> HttpResponse:
    """Say how far a plan is; when it is kept, lead to it."""
    found = _found_or_404(code)
    if found.state == "DONE" and request.headers.get("HX-Request"):
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    if found.state == "DONE":
        if accounts.is_one_person(found.by, request.user.username):
            trying.forget(code=code, store=settings.MEDIA_ROOT)
        return redirect("plan", found.number)
    return _shown(request, found)


def _act(request: PersonRequest, code: str, act: Callable[[trying.Try], None], *, to: HttpResponse) -> HttpResponse:
    """Do something to a try and lead on; refused to whom it does not belong."""
    found = _found_or_404(code)
    if not _may_act(request, found):
        return _shown(request, found, NOT_YOURS.format(who=who_asked(found)))
    act(found)
    return to


@page(Permission.PLANS_MAKE)
@require_POST
def stop(request: PersonRequest, code: str) -> HttpResponse:
    """Ask for the best plan that is found so far."""

    def act(_: trying.Try) -> None:
        trying.stop(code=code, store=settings.MEDIA_ROOT)

    return _act(request, code, act, to=redirect("plan-try", code))


@page(Permission.PLANS_MAKE)
@require_POST
def again(request: PersonRequest, code: str) -> HttpResponse:
    """Begin again with a plan whose process died."""

    def act(one: trying.Try) -> None:
        if one.state == "BROKEN":
            trying.start(code=code, store=settings.MEDIA_ROOT, now=_now())

    return _act(request, code, act, to=redirect("plan-try", code))


@page(Permission.PLANS_MAKE)
@require_POST
def leave(request: PersonRequest, code: str) -> HttpResponse:
    """Let go a plan that was refused or broken off."""

    def act(one: trying.Try) -> None:
        if not one.is_alive:
            trying.forget(code=code, store=settings.MEDIA_ROOT)

    return _act(request, code, act, to=redirect("plans"))
