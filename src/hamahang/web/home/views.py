"""The home page: the headquarters' figures, promises, what is late, why units idle, balance, the map."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import Reach
from hamahang.board import queries as board
from hamahang.briefing import charts
from hamahang.commitments.warning import Kept, kept_so_far
from hamahang.domain.board import days_overdue
from hamahang.domain.figures import say_amount, say_figure, say_value
from hamahang.domain.indicators import ALL, Figure, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.indicators import of_promise, promises, queries, tables
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page, public
from hamahang.web.commitments import telling
from hamahang.web.context import first_page
from hamahang.web.figures import Shown, shown
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept, kept_part

OVERDUE_SHOWN = 5


def begin(request: HttpRequest) -> HttpResponse:
    """Show the home page; lead who has none to the page they begin with: the own bank, agency or returns."""
    person = accounts.signed_in(request.user)
    first = first_page(person) if person else None
    if first in (None, "home"):
        return home(request)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(first) + query)


@page(Permission.HOME_READ)
def home(request: PersonRequest) -> HttpResponse:
    """Show how the province stands."""
    may_foresee = request.user.may(Permission.COMMITMENTS_READ)
    standing = kept_part(
        request,
        "home/standing.html",
        lambda: _standing(request) | {"promises": _promises(request) if may_foresee else []},
        told="promises" if may_foresee else "",
    )
    context = {
        "province": kept(request, "province", _province),
        "standing": standing,
        "may_foresee": may_foresee,
    }
    return render(request, "home/home.html", context)


begin.permission = Permission.HOME_READ  # type: ignore[attr-defined]


def _standing(request: PersonRequest) -> dict[str, Any]:
    asof, reach, language = request.asof, request.reach, request.LANGUAGE_CODE
    path, promise = tables.commitment_path(asof=asof, reach=reach), tables.promise_of_jobs(asof)
    causes = tables.idle_causes(asof=asof, reach=reach)
    balance = tables.balance(asof=asof, reach=reach)
    return {
        "figures": _figures(asof, reach),
        "commitment": {
            "promised": path.promised if path else 0,
            "href": telling.list_of(promise, asof) if promise else "",
            "verified": path.verified[-1][1] if path else 0,
            "chart": Markup(charts.commitment(path, asof.day, language)) if path else "",
            "chart_of_phone": Markup(charts.commitment(path, asof.day, language, is_phone=True)) if path else "",
        },
        "overdue": _overdue(asof, reach),
        "causes": Markup(charts.causes(causes, language)) if causes else "",
        "causes_of_phone": Markup(charts.causes(causes, language, is_phone=True)) if causes else "",
        "balance": [_line(line) for line in balance],
        "balance_chart": Markup(charts.balance(balance, language)),
        "balance_chart_of_phone": Markup(charts.balance(balance, language, is_phone=True)),
        "map": Markup(charts.map_of_units(asof, reach, language)),
        "map_of_phone": Markup(charts.map_of_units(asof, reach, language, is_phone=True)),
    }


def _promises(request: PersonRequest) -> list[dict[str, Any]]:
    """Return the other promises that are running, those that lag most behind their time first."""
    drawn = tables.promise_of_jobs(request.asof)
    told = [one for one in kept_so_far(request.asof, promises.count, reach=request.reach) if one.commitment != drawn]
    told.sort(key=lambda one: (one.progress.ahead, one.commitment.due_on))
    return [_promise(one) for one in told]


def _promise(one: Kept) -> dict[str, Any]:
    unit, is_done = promises.unit_of(one.commitment.figure), one.goal.is_met(one.reached) and not one.goal.is_limit
    return {
        "id": one.commitment.pk,
        "title": one.commitment.title,
        "due_on": one.commitment.due_on,
        "far": telling.far(one.goal, say_value(one.reached, unit), say_amount(one.target, unit)),
        "kept": one.goal.percent(one.reached),
        "is_limit": one.goal.is_limit,
        "passed": round(one.progress.passed * 100),
        "tone": "bad" if one.progress.is_at_risk else "good" if is_done else "accent",
    }


def _province() -> Text:
    code = territory.home_province()
    province = territory.provinces().filter(code=code).first()
    return Text(fa=province.name, en=province.name_en) if province else Text(fa="", en="")


def _figures(asof: AsOf, reach: Reach) -> list[Shown]:
    """Return the row of figures, each with the one beside it that tells more."""
    wanted = (
        ("active_estates", ALL, "zones_under_construction", ALL),
        ("affected_units_referred", ALL, "affected_units_identified", ALL),
        ("targeted_subsidies_facilities_paid", ALL, None, ALL),
        ("spatial_plan_projects_approved", ALL, "spatial_plan_projects_approved_above_threshold", ALL),
        ("idle_units_identified", Scope("estate", "ilam"), "idle_units_in_diagnosis", Scope("estate", "ilam")),
        ("jobs_verified", ALL, None, ALL),
    )
    row = []
    for code, scope, beside, beside_scope in wanted:
        scope = scope if scope.kind != "estate" or territory.estate_ids(scope.code) else ALL
        figure = queries.compute(code, asof=asof, scope=scope, reach=reach)
        note = None
        if beside:
            other = queries.compute(beside, asof=asof, scope=scope if beside_scope is not ALL else ALL, reach=reach)
            note = _said(other)
        elif code == "jobs_verified":
            note = _promised(asof, reach)
        row.append(shown(figure, asof, note=note, label=_label(code, scope)))
    return row


def _promised(asof: AsOf, reach: Reach) -> Text | None:
    """Return what is promised by the promise of jobs that is drawn: those of two are not added up."""
    drawn = tables.promise_of_jobs(asof)
    return _said(of_promise.compute("jobs_committed", drawn, asof=asof, reach=reach)) if drawn else None


def _said(figure: Figure) -> Text:
    title, said = queries.title(figure.code), say_figure(figure)
    return Text(fa=f"{title.fa}: {said.fa}", en=f"{title.en}: {said.en}")


def _label(code: str, scope: Scope) -> Text | None:
    """Return a figure's title with the estate it is counted over, None for the title alone."""
    estate = territory.estate_by_code(scope.code) if scope.kind == "estate" else None
    if estate is None:
        return None
    title = queries.title(code)
    return Text(fa=f"{title.fa}، {estate.name}", en=f"{title.en}, {estate.name_en}")


def _overdue(asof: AsOf, reach: Reach) -> dict[str, Any]:
    late = board.overdue(asof, reach)
    rows = [
        {
            "text": state.resolution.text,
            "executor": state.resolution.executor,
            "id": state.resolution_id,
            "days": days_overdue(due_on=state.due, state=state.state, day=asof.day),  # type: ignore[attr-defined]
        }
        for state in late[:OVERDUE_SHOWN]
    ]
    return {"rows": rows, "count": queries.compute("resolutions_overdue", asof=asof, scope=ALL, reach=reach).value}


def _line(line: tables.Balance) -> dict[str, Any]:
    return {
        "county": name_of(line.county),
        "code": line.county.code,
        "paid": line.paid,
        "ratio": line.ratio,
    }


@public
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the site is up, without reading anything."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
