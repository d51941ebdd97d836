"""What can be done with a plan: reasons worked out, made again, adopted, a candidate pinned, its package opened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.board import queries as board
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.planning import Pin, PlanRefused, PlanTerms, Stated
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.planning import adopting, queries, running
from hamahang.planning.naming import FEW, apart
from hamahang.planning.setting import read
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.planning.views import choice_or_404, found_or_404, of_candidate, others_of, shown
from hamahang.web.said import Typed

NO_CANDIDATE = Text(fa="این نامزد برنامه نیست", en="That is no candidate of this plan")
NO_REASON = Text(
    fa="«دلیل»: بنویسید چرا «{title}» الزامی یا ممنوع است", en="“Reason”: write why “{title}” is a must or forbidden"
)
NOT_FOR_WHAT = Text(
    fa="«منتظر چه چیز آن»: بنویسید «{title}» منتظر چه چیز است", en="“For what of it”: write what “{title}” waits for"
)
SAME = Text(
    fa="دوباره اجرا شد: همان برنامه، همان شغل، همان کران.",
    en="Made again: the same plan, the same jobs, the same bound.",
)
NOT_SAME = Text(
    fa="دوباره اجرا شد و برنامهٔ دیگری به دست آمد؛ نسخهٔ نرم‌افزار را با برنامه بسنجید.",
    en="Made again, it came out differently; compare the versions with those of the plan.",
)

STOPPED = Text(
    fa="دوباره اجرا شد و برنامهٔ دیگری به دست آمد: این یکی پیش از پایان جستجو نگه داشته شده است.",
    en="Made again, it came out differently: this one was kept before the search had ended.",
)


def _done(
    request: PersonRequest, act: Callable[[], HttpResponse], again: Callable[[], tuple[str, dict[str, Any]]]
) -> HttpResponse:
    """Do something; refused, show the page again with why and what was typed."""
    try:
        return act()
    except Refused as refused:
        template, context = again()
        context |= {"refused": refused.why, "typed": Typed(request.POST)}
        return render(request, template, context, status=422)


@page(Permission.PLANS_MAKE)
@require_POST
def explain(request: PersonRequest, number: str) -> HttpResponse:
    """Work out why each refused candidate is out."""
    run = found_or_404(request, number)

    def act() -> HttpResponse:
        adopting.explain(run=run, **who(request))
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_MAKE)
@require_POST
def again(request: PersonRequest, number: str) -> HttpResponse:
    """Make a kept plan again from its terms, and say whether it is the same."""
    run = found_or_404(request, number)

    def act() -> HttpResponse:
        is_same = queries.is_same(run, queries.plan_of(run))
        other = STOPPED if run.beside.get("stopped") else NOT_SAME
        messages.info(request, (SAME if is_same else other)[request.LANGUAGE_CODE])
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_ADOPT)
@require_POST
def adopt(request: PersonRequest, number: str) -> HttpResponse:
    """Adopt a plan by a resolution of the board."""
    run = found_or_404(request, number)
    resolution = board.resolution_in(request.reach, said.key(said.text(request, "resolution")))

    def act() -> HttpResponse:
        if resolution is None:
            raise PlanRefused(Text(fa="مصوبه را برگزینید", en="Choose the resolution"))
        adopting.adopt(
            run=run,
            resolution=resolution,
            on=said.day(request),
            supersedes=[number[:40] for number in request.POST.getlist("supersedes")],
            reach=request.reach,
            **who(request),
        )
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


@page(Permission.PLANS_MAKE)
@require_POST
def pin(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Make the plan anew with a candidate taken or refused by decision, with the reason, and show who moved."""

    def pinned(terms: PlanTerms, choice: Any) -> PlanTerms:
        wanted = Pin(is_must=said.text(request, "decision") == "must", reason=_reason(request, NO_REASON, choice))
        return replace(terms, pins={**(terms.pins or {}), choice.code: wanted})

    return _anew(request, number, choice_id, pinned)


@page(Permission.PLANS_MAKE)
@require_POST
def wait(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Make the plan anew with a candidate that waits for another, with the reason, and show who moved."""

    def waiting(terms: PlanTerms, choice: Any) -> PlanTerms:
        needs = said.text(request, "needs")[:60]
        if needs not in others_of(request, choice):
            raise PlanRefused(NO_CANDIDATE)
        stated = Stated(needs=needs, reason=_reason(request, NOT_FOR_WHAT, choice))
        return replace(terms, waits={**(terms.waits or {}), choice.code: stated})

    return _anew(request, number, choice_id, waiting)


def _reason(request: PersonRequest, missing: Text, choice: Any) -> str:
    """Return the reason that was written.

    :raises PlanRefused: if there is none, with the name of the candidate
    """
    written = said.text(request, "reason")[:200]
    if not written:
        raise PlanRefused(missing.format(title=apart(choice.title)))
    return written


def _anew(
    request: PersonRequest, number: str, choice_id: int, changed: Callable[[PlanTerms, Any], PlanTerms]
) -> HttpResponse:
    """Make a plan anew with other terms of a candidate, and show who moved."""
    run = found_or_404(request, number)
    choice = choice_or_404(request, run, choice_id)
    return _done(
        request,
        lambda: _beside(request, run, changed(read(run.terms), choice)),
        lambda: ("planning/candidate.html", of_candidate(request, choice)),
    )


def _beside(request: PersonRequest, run: Any, terms: PlanTerms) -> HttpResponse:
    """Make a plan anew under other terms, and lay it beside the one it came from."""
    made = running.run_plan(
        title=run.title,
        terms=terms,
        reach=request.reach,
        # what was known to the plan, so that nothing but the decision moves anybody
        asof=AsOf(run.day, entry=run.known_entry),
        **who(request),
    )
    response = redirect("plans-compare")
    response["Location"] += f"?before={run.number}&after={made.number}"
    return response


@page(Permission.SUPPORT_WORK)
@require_POST
def carry_all(request: PersonRequest, number: str) -> HttpResponse:
    """Open the packages of all chosen candidates of an adopted plan that a reader may list."""
    if not request.user.may(Permission.PLANS_READ):
        raise Http404
    run = found_or_404(request, number)

    def act() -> HttpResponse:
        carried = adopting.carry_out_all(
            run=run,
            agency=_bank(request),
            due_on=said.day(request, "due_on", may_come=True),
            on=request.today,
            reach=request.reach,
            **who(request),
        )
        messages.info(request, _told(carried)[request.LANGUAGE_CODE])
        return redirect("plan", number)

    return _done(request, act, lambda: ("planning/plan.html", shown(request, run)))


def _bank(request: PersonRequest) -> Any:
    agency = next(iter(accounts.agencies([said.key(said.text(request, "agency"))])), None)
    if agency is None:
        raise PlanRefused(Text(fa="بانک را برگزینید", en="Choose the bank"))
    return agency


def _told(carried: adopting.Carried) -> Text:
    """Say what was opened, and who is left and why."""
    opened, left = len(carried.opened), carried.left
    fa, en = f"{say_number(opened, 'fa')} بسته باز شد.", f"{opened} packages were opened."
    if left:
        fa += " بازنشده: " + "؛ ".join(f"«{choice.title}»: {why.fa}" for choice, why in left[:FEW])
        en += " Not opened: " + "; ".join(f"“{choice.title}”: {why.en}" for choice, why in left[:FEW])
    if len(left) > FEW:
        fa += f" و {say_number(len(left) - FEW, 'fa')} نامزد دیگر"
        en += f" and {len(left) - FEW} more"
    return Text(fa=fa, en=en)


@page(Permission.SUPPORT_WORK)
@require_POST
def carry(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Open the package of a chosen candidate of an adopted plan."""
    if not request.user.may(Permission.PLANS_READ):
        raise Http404
    run = found_or_404(request, number)
    choice = choice_or_404(request, run, choice_id)

    def act() -> HttpResponse:
        package = adopting.carry_out(
            choice=choice,
            agency=_bank(request),
            due_on=said.day(request, "due_on", may_come=True),
            on=request.today,
            **who(request),
        )
        return redirect("package", package.pk)

    return _done(request, act, lambda: ("planning/candidate.html", of_candidate(request, choice)))
