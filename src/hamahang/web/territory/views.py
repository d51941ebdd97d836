"""Estates and zones: their status, utilities and units."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import is_withheld
from hamahang.briefing import charts
from hamahang.domain.indicators import Scope
from hamahang.domain.territory import ESTATE_KINDS, ESTATE_STATUSES, UTILITIES
from hamahang.domain.text import Text
from hamahang.domain.utilities import MEASURES
from hamahang.indicators import queries as indicators
from hamahang.indicators import tables
from hamahang.territory import queries
from hamahang.web.access import PersonRequest, page
from hamahang.web.figures import shown
from hamahang.web.finding import name_of
from hamahang.web.territory.utilities import left, left_of_all

BY_STATUS = ("units_active", "units_underused", "units_idle", "units_under_construction")


@page(Permission.TERRITORY_READ)
def estates(request: PersonRequest) -> HttpResponse:
    """List estates and zones with their units by status."""
    asof, reach = request.asof, request.reach
    statuses = dict(queries.estate_statuses(asof).values_list("estate_id", "status"))
    utilities = queries.estate_utilities(asof)
    counts = {code: tables.by_place(code, "estate", asof=asof, reach=reach) for code in BY_STATUS}
    known = [estate for estate in queries.estates_in(reach) if estate.pk in statuses]
    rows = [
        _line(estate, statuses[estate.pk], utilities.get(estate.pk, {}))
        | {"units": [int(counts[code].get(estate.pk, 0)) for code in BY_STATUS]}
        for estate in known
    ]
    context = {
        "rows": rows,
        "is_withheld": is_withheld(reach),
        "may_read_figures": request.user.may(Permission.FIGURES_READ),
        "totals": [sum(row["units"][index] for row in rows) for index in range(len(BY_STATUS))],
        "status_titles": [indicators.title(code) for code in BY_STATUS],
        "utilities": list(UTILITIES.items()),
        "left": left_of_all(request, known),
        "measures": list(MEASURES.values()),
        "map": Markup(charts.map_of_units(asof, reach, request.LANGUAGE_CODE)),
        "map_of_phone": Markup(charts.map_of_units(asof, reach, request.LANGUAGE_CODE, is_phone=True)),
    }
    return render(request, "territory/estates.html", context)


def _line(estate: Any, status: str, utilities: dict[str, bool]) -> dict[str, Any]:
    return {
        "code": estate.code,
        "name": Text(fa=estate.name, en=estate.name_en),
        "kind": ESTATE_KINDS[estate.kind],
        "county": name_of(estate.county),
        "status": status,
        "status_title": ESTATE_STATUSES.get(status),
        "area_total": estate.area_total,
        "area_assignable": estate.area_assignable,
        "utilities": [utilities.get(code) for code in UTILITIES],
    }


@page(Permission.TERRITORY_READ)
def estate(request: PersonRequest, code: str) -> HttpResponse:
    """Show one estate: its facts and the figures counted over it."""
    found = next((e for e in queries.estates_in(request.reach).filter(code=code)), None)
    if found is None:
        raise Http404
    status = dict(queries.estate_statuses(request.asof).filter(estate=found).values_list("estate_id", "status"))
    utilities = queries.estate_utilities(request.asof).get(found.pk, {})
    codes = ("idle_units_identified", "actual_jobs", "targeted_subsidies_facilities_paid", "jobs_verified")
    scope = Scope("estate", code)
    figures = indicators.of_statuses(asof=request.asof, scope=scope, reach=request.reach)
    figures += indicators.computed(codes, asof=request.asof, scope=scope, reach=request.reach)
    context = {
        "estate": _line(found, status.get(found.pk, ""), utilities),
        "utilities": list(UTILITIES.items()),
        "figures": [shown(figure, request.asof) for figure in figures],
        "left": left(request, found),
        "may_promise": request.user.may(Permission.UTILITIES_PROMISE) and request.asof.day == request.today,
    }
    return render(request, "territory/estate.html", context)
