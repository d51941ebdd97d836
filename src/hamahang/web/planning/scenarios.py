"""A plan if things went otherwise: the table of its scenarios as a page and as JSON, worked out once for all."""

import json
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.planning import queries, regretting
from hamahang.planning.naming import Names
from hamahang.web.access import PersonRequest, page
from hamahang.web.planning.fronts import A_DAY
from hamahang.web.planning.views import found_or_404


@page(Permission.PLANS_READ)
def scenarios(request: PersonRequest, number: str) -> HttpResponse:
    """Show the scenarios of a plan; they are worked out when the table is asked for, which takes seconds."""
    run = found_or_404(request, number)
    is_asked, names = "part" in request.GET, Names.of(run, request.reach)
    context: dict[str, Any] = {
        "run": run,
        "seeks_jobs": queries.seeks_jobs(run),
        "rows": None,
        "refused": None,
        "is_whole": names.is_whole,
        "may_make": request.user.may(Permission.PLANS_MAKE),
    }
    try:
        found = _worked_out(run, is_asked=is_asked)
        context["rows"] = None if found is None else [row_of(one, names) for one in found]
    except Refused as refused:
        context["refused"] = refused.why
    is_part = is_asked and request.headers.get("HX-Request")
    return render(request, "planning/scenario_rows.html" if is_part else "planning/scenarios.html", context)


@page(Permission.PLANS_READ)
def scenarios_json(request: PersonRequest, number: str) -> HttpResponse:
    """Send the scenarios of a plan as data."""
    run = found_or_404(request, number)
    if not request.reach.is_whole:
        raise Http404
    try:
        found = _worked_out(run, is_asked=True)
    except Refused as refused:
        content = {"plan": run.number, "refused": {"fa": refused.why.fa, "en": refused.why.en}}
        return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json", status=422)
    content = {"plan": run.number, "scenarios": found}
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")


def _worked_out(run: Any, *, is_asked: bool) -> list[dict[str, Any]] | None:
    """Return the scenarios of a plan; None where nobody has worked them out yet and they are not asked for."""
    key = f"plan-scenarios-{run.number}-{run.digest}"
    kept: list[dict[str, Any]] | None = caches["parts"].get(key)
    if kept is None and is_asked:
        kept = regretting.as_data(regretting.regrets_of(run))
        caches["parts"].set(key, kept, A_DAY)
    return kept


def row_of(one: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return a scenario as the page lists it."""
    kept, best = round(one["kept"], 1), round(one["best"], 1)
    return {
        "title": Text(fa=one["title"]["fa"], en=one["title"]["en"]),
        "is_stated": one["stated"],
        "kept": kept,
        "best": best,
        "regret": round(best - kept, 1),  # of what is shown, so that the row adds up
        "bound": None if one["proven"] else round(one["bound"], 1),
        "has_floors": one["floors"],
        "gone": names.some(one["gone"]),
    }
