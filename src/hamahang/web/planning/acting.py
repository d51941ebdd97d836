"""What can be done with a plan: reasons worked out, made again, adopted, a candidate pinned, its package opened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.board import queries as board
from hamahang.domain.casework import CaseRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.packages import PackageRefused
from hamahang.domain.planning import Pin, PlanRefused
from hamahang.domain.text import Text
from hamahang.planning import adopting, queries, running
from hamahang.planning.setting import read
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.planning.views import choice_or_404, found_or_404, of_candidate, shown
from hamahang.web.said import Typed
from hamahang.web.support.acting import number_in

REFUSALS = (PlanRefused, PackageRefused, CaseRefused, said.WrongForm)
SAME = Text(
    fa="دوباره اجرا شد: همان برنامه، همان شغل، همان کران.",
    en="Made again: the same plan, the same jobs, the same bound.",
)
NOT_SAME = Text(
    fa="دوباره اجرا شد و برنامهٔ دیگری به دست آمد؛ نسخهٔ نرم‌افزار را با برنامه بسنجید.",
    en="Made again, it came out differently; compare the versions with those of the plan.",
)


def _done(
    request: PersonRequest, act: Callable[[], HttpResponse], again: Callable[[], tuple[str, dict[str, Any]]]
) -> HttpResponse:
    """Do something; refused, show the page again with why and what was typed."""
    try:
        return act()
    except REFUSALS as refused:
        template, context = again()
        context |= {"refused": refused.why, "typed": Typed(request.POST)}
        return render(request, template, context, status=422)


@page(Permission.PLANS_MAKE)
@require_POST
def explain(request: PersonRequest, number: str) -> HttpResponse:
    """Work out why each refused candidate is out."""
    run = found_or_404(request, number)

    def act() -> HttpResponse:
        adopting.explain(run=run, by=request.user.username, at=timezone.now())
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_MAKE)
@require_POST
def again(request: PersonRequest, number: str) -> HttpResponse:
    """Make a kept plan again from its terms, and say whether it is the same."""
    run = found_or_404(request, number)

    def act() -> HttpResponse:
        is_same = queries.is_same(run, queries.plan_of(run))
        messages.info(request, (SAME if is_same else NOT_SAME)[request.LANGUAGE_CODE])
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_ADOPT)
@require_POST
def adopt(request: PersonRequest, number: str) -> HttpResponse:
    """Adopt a plan by a resolution of the board."""
    run = found_or_404(request, number)
    resolution = board.resolution_in(request.reach, number_in(said.text(request, "resolution")))

    def act() -> HttpResponse:
        if resolution is None:
            raise PlanRefused(Text(fa="مصوبه را برگزینید", en="Choose the resolution"))
        adopting.adopt(
            run=run, resolution=resolution, on=said.day(request), by=request.user.username, at=timezone.now()
        )
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_MAKE)
@require_POST
def pin(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Make the plan anew with a candidate taken or refused by decision, with the reason, and show who moved."""
    run = found_or_404(request, number)
    choice = choice_or_404(request, run, choice_id)

    def act() -> HttpResponse:
        terms = read(run.terms)
        wanted = Pin(is_must=said.text(request, "decision") == "must", reason=said.text(request, "reason")[:200])
        pins = {**(terms.pins or {}), choice.code: wanted}
        made = running.run_plan(
            title=run.title,
            terms=replace(terms, pins=pins),
            # what was known to the plan, so that nothing but the decision moves anybody
            asof=AsOf(run.day, entry=run.known_entry),
            by=request.user.username,
            at=timezone.now(),
        )
        response = redirect("plans-compare")
        response["Location"] += f"?before={run.number}&after={made.number}"
        return response

    return _done(request, act, lambda: ("planning/candidate.html", of_candidate(request, choice)))


@page(Permission.SUPPORT_WORK)
@require_POST
def carry(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Open the package of a chosen candidate of an adopted plan."""
    if not request.user.may(Permission.PLANS_READ):
        raise Http404
    run = found_or_404(request, number)
    choice = choice_or_404(request, run, choice_id)

    def act() -> HttpResponse:
        agency = next(iter(accounts.agencies([number_in(said.text(request, "agency"))])), None)
        if agency is None:
            raise PlanRefused(Text(fa="بانک را برگزینید", en="Choose the bank"))
        package = adopting.carry_out(
            choice=choice,
            agency=agency,
            due_on=said.day(request, "due_on", may_come=True),
            on=request.today,
            by=request.user.username,
            at=timezone.now(),
        )
        return redirect("package", package.pk)

    return _done(request, act, lambda: ("planning/candidate.html", of_candidate(request, choice)))
